import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ingest.files.names import Guess, guess
from ingest.reading import Published

ID = "hQ3vT7x_Lc8"


def letters(text):
    return [letter for letter in unicodedata.normalize("NFC", text) if letter.isalnum()]


def day(text):
    return Published(text=text, precision="day")


@pytest.mark.parametrize(
    ("stem", "expected"),
    [
        ("Ep 01 - The Lathe", Guess(title="The Lathe", number=1)),
        ("ep-01-the-lathe", Guess(title="the lathe", number=1)),
        ("Episode 17", Guess(title="Episode 17", number=17)),
        ("episode007-ada-lovelace", Guess(title="ada lovelace", number=7)),
        ("ep324-on-lathes-324", Guess(title="on lathes", number=324)),
        ("Folge 12: Die Drehbank", Guess(title="Die Drehbank", number=12)),
        ("#12 The Lathe", Guess(title="The Lathe", number=12)),
        ("The Lathe #12", Guess(title="The Lathe", number=12)),
        ("Shop Talk Ep. 12 - The Lathe", Guess(title="Shop Talk Ep. 12 - The Lathe", number=12)),
        ("12.5 - A bonus", Guess(title="A bonus", number=12.5)),
        ("S02E05 The Lathe", Guess(title="The Lathe", season=2, number=5)),
        ("S02E05", Guess(title="S02E05", season=2, number=5)),
        ("Season 2 Episode 5 - The Lathe", Guess(title="The Lathe", season=2, number=5)),
        ("385 - The Lathe", Guess(title="The Lathe", number=385)),
        ("385-the-lathe", Guess(title="the lathe", number=385)),
        ("085.lathes", Guess(title="lathes", number=85)),
        ("000_introducing_the_show", Guess(title="introducing the show", number=0)),
        ("0541", Guess(number=541)),
        ("shop-talk-385", Guess(title="shop talk 385", number=385)),
        ("shop--talk-7", Guess(title="shop talk 7", number=7)),
        ("2021-03-04-the-lathe", Guess(title="the lathe", published=day("2021-03-04"))),
        ("20210304_lathe", Guess(title="lathe", published=day("2021-03-04"))),
        ("2021-03-04 385 - The Lathe", Guess(title="The Lathe", number=385, published=day("2021-03-04"))),
        ("Talk - 2021-03-04 - The Lathe", Guess(title="Talk - The Lathe", published=day("2021-03-04"))),
        ("The Lathe (2021-03-04)", Guess(title="The Lathe", published=day("2021-03-04"))),
        (f"The Lathe [{ID}]", Guess(title="The Lathe", youtube_id=ID)),
        (f"Ep 12 - The Lathe [{ID}]", Guess(title="The Lathe", number=12, youtube_id=ID)),
        ("a3KMDHf4vQ8", Guess(youtube_id="a3KMDHf4vQ8")),
        ("The.Long.Way", Guess(title="The Long Way")),
        ("the_long_way", Guess(title="the long way")),
        ("The Long Way", Guess(title="The Long Way")),
        ("Node.js in practice", Guess(title="Node.js in practice")),
    ],
)  # fmt: skip
def test_what_a_name_seems_to_say(stem, expected):
    assert guess(stem) == expected


@pytest.mark.parametrize(
    "stem",
    [
        "5-things-to-know",
        "12 angry turners",
        "100-days-of-code",
        "catch-22",
        "part-2",
        "talking-about-python-3",
        "at-home-with-gpt-4",
        "the-year-2021",
        "1984 - Orwell",
        "Step 12",
        "Ep 5 and Ep 6",
        "2021",
        "Best of 2020",
        "Episode 2024",
        "2021-03-04",
        "shop_talk_windows-1251",
    ],
)
def test_a_number_that_may_be_another_is_none_of_the_episode(stem):
    assert guess(stem).number is None


@pytest.mark.parametrize(
    "stem", ["2021-13-04-lathe", "2021-02-30-lathe", "20219901 lathe", "1021-03-04", "120210304-lathe"]
)
def test_a_date_that_is_none_is_not_taken(stem):
    assert guess(stem).published is None


@pytest.mark.parametrize(
    "stem", ["Lathe [interviewed]", "Lathe [part-1-of-2]", "Lathe [Episode2024]", "Lathework22"]
)
def test_a_word_in_brackets_is_no_video(stem):
    assert guess(stem).youtube_id is None


@pytest.mark.parametrize("stem", ["transcript", "captions_de", "2_8", "01-00-00", "", "…"])
def test_no_title_without_words_of_its_own(stem):
    assert guess(stem).title is None


def test_the_folder_says_which_show_or_season_it_is():
    assert guess("Lathes106", "lathesfm").number == 106
    assert guess("Lathes106", "other").number is None
    assert guess("Ep 3", "Season 2").season == 2
    assert guess("S03E04", "Season 2").season == 3


def test_accents_in_two_parts_are_read_as_one():
    assert guess("E\u0301pisode 12").number == 12


@given(st.text(max_size=300), st.none() | st.text(max_size=60))
@example("ep " * 100, None)
@example("1." * 150, None)
@example("a-" * 150 + "1", "a" * 200)
def test_any_name_says_something_or_nothing(stem, folder):
    said = guess(stem, folder)
    own = iter(letters(stem))
    assert said.title is None or all(letter in own for letter in letters(said.title))
