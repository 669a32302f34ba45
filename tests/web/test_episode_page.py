"""An episode's page: the plot of who speaks when, its figures, the search inside, and a long evening."""

import re
from dataclasses import replace

import pytest

from archive.database import open_archive
from archive.records import Chapter, Person
from archive.search import Hit
from archive.store import save
from archive.web.episode.found import places
from archive.web.episode.playing import youtube_id
from archive.web.episode.writing import marked
from tests.episodes import engines
from tests.parts import said, source, transcript, voice
from tests.web.site import links, site, text

PASSAGES = 2_500


@pytest.fixture(scope="module")
def long(tmp_path_factory):
    """Three hours with twenty voices, who take turns at every dozen of passages."""
    path = tmp_path_factory.mktemp("long") / "long.db"
    lines = tuple(
        said(
            f"This is what is said at place {n}, and open it is."
            if n % 5
            else f"Who says <this> & that at {n}?",
            n * 4_300,
            end_ms=n * 4_300 + 4_000,
            speaker=n // 12 * 7 % 20,
            chapter=n // 250,
            turn=n + 1,
            cue=n,
        )
        for n in range(PASSAGES)
    )
    record = replace(
        engines(),
        sources=(source("long.txt", "long"),),
        transcripts=(transcript(lines),),
        speakers=tuple(voice(f"Voice {n}", Person(name=f"Voice {n}"), None, n, lines) for n in range(20)),
        chapters=tuple(
            Chapter(title=f"<Part> {n}", start_ms=n * 250 * 4_300, given_ms=n * 250 * 4_300)
            for n in range(10)
        ),
        utterances=lines,
        corrections=(),
        warnings=(),
    )
    engine = open_archive(path, create=True)
    (outcome,) = save(engine, [record])
    engine.dispose()
    assert outcome.status == "inserted", outcome
    # What is tested here is what comes out, on a machine however busy.
    with site(path, settings={"sql_time_limit_ms": 30_000}) as get:
        yield get


def plot(page):
    return re.search(r'<svg class="pa-lanes".*?</svg>', page.text, re.S)[0]


def test_who_speaks_when_is_drawn_and_leads_there(get):
    page = get("/archive/episodes/1")
    drawn = plot(page)
    assert {"#u1000001", "#u1000002"} <= set(re.findall(r'href="([^"]*)"', drawn))
    assert '<a href="#c1" tabindex="-1">' in drawn
    assert 'class="voice-1"' in drawn
    assert 'class="voice-unknown"' in drawn
    assert "<title>0:09 John Smith</title>" in drawn
    assert "Ada Lovelace John Smith Unknown speaker" in text(page)
    assert "The bars above are chapters." in text(page)
    assert "The marks across" not in text(page)
    assert "The marks across" in text(get("/archive/episodes/1?q=the"))


def test_the_moment_asked_for_and_what_is_found_are_in_the_plot(get):
    drawn = plot(get("/archive/episodes/1?t=9"))
    assert 'class="pa-asked"' in drawn
    assert "pa-asked-span" not in drawn
    assert "pa-asked-span" in plot(get("/archive/episodes/1?t=9,16"))
    assert "pa-asked" not in plot(get("/archive/episodes/1?t=99999"))
    assert plot(get("/archive/episodes/1?q=intelligence")).count("pa-hit-mark") == 1


def test_without_times_or_voices_nothing_is_drawn(get):
    assert "pa-lanes" not in get("/archive/episodes/3").text
    assert "pa-lanes" not in get("/archive/episodes/4").text


def test_the_plot_of_a_long_evening_is_small(long):
    drawn = plot(long("/archive/episodes/1"))
    assert len(drawn) < 40_000
    assert drawn.count("#u") > 20
    assert "&lt;Part&gt; 9" in drawn
    page = text(long("/archive/episodes/1"))
    assert "other voices" in page
    assert long("/archive/episodes/1").text.count('<div id="u') == PASSAGES


def test_a_passage_of_a_long_evening_is_little_more_than_its_words(long):
    page = long("/archive/episodes/1").text
    blocks = "".join(re.findall(r'<div class="pa-block.*?(?=<div class="pa-block|</section>)', page, re.S))
    words = sum(len(said) for said in re.findall(r"<p>(.*?)</p>", blocks))
    # A third of that is the block that each of these has to itself.
    assert (len(blocks) - words) / PASSAGES < 160


def test_figures_are_beside_the_plot(get):
    page = get("/archive/episodes/1")
    said_there = text(page)
    table = said_there.split("What each voice says")[1]
    assert table.startswith(" Voice Talk time Share Turns Words Words a minute")
    assert "Longest turn" in table
    assert [each for each in links(page) if each.startswith("/archive/utterances?speaker_id=")]


def test_what_is_not_counted_is_said_to_be_not(get):
    untimed = text(get("/archive/episodes/3"))
    if "What each voice says" in untimed:
        assert "Talk times are not known" in untimed
        assert "Talk time Share" not in untimed


def test_the_search_inside_marks_counts_and_leads_on(get):
    page = get("/archive/episodes/1?q=weigh+intelligence")
    assert "1 passage has" in text(page)
    assert re.findall(r"<mark>(.*?)</mark>", page.text) == ["weigh", "intelligence"]
    assert "/archive/-/search?q=weigh+intelligence&episode=1" in links(page)
    assert "#u1000001" in links(page)
    assert "No passage of this episode has" in text(get("/archive/episodes/1?q=zebra"))
    assert "passage has" not in text(get("/archive/episodes/1?q="))


def test_from_hit_to_hit_without_a_script(long):
    page = long("/archive/episodes/1?q=%22who+says%22")
    assert f"{PASSAGES // 5} passages have" in text(page)
    assert '<a href="#u1000006" aria-label="Next hit">' in page.text
    assert '<a href="#u1000001" aria-label="Previous hit">' in page.text
    more = text(long("/archive/episodes/1?q=said"))
    assert f"{PASSAGES * 4 // 5:,} passages have" in more
    assert "The first 500 are marked." in more


@pytest.mark.parametrize(
    "q", ['"><script>alert(1)</script>', '"', "(((", "a OR", "speaker:", "\x00", "x" * 5000]
)
def test_whatever_is_looked_for_is_answered(get, q):
    page = get("/archive/episodes/1", params={"q": q})
    assert page.status_code in (200, 400)
    assert "<script>alert(1)" not in page.text


def hit(text, snippet):
    values = dict.fromkeys(
        (
            "episode",
            "podcast_id",
            "podcast",
            "published",
            "speaker",
            "person_id",
            "role",
            "chapter",
            "start_ms",
        )
    )
    return Hit(
        utterance_id=1,
        episode_id=1,
        moment_ms=None,
        link=None,
        links=(),
        snippet=snippet,
        text=text,
        **values,
    )


def test_words_are_marked_where_they_stand():
    whole = hit("Open it, reopen it.", (("Open", True), (" it, reopen it.", False)))
    assert places([whole]) == {1: ((0, 4),)}
    cut = hit(
        "Models here. " + "x " * 300 + "open models.",
        (("…", False), ("x x open ", False), ("models", True), (".", False)),
    )
    (found,) = places([cut]).values()
    assert [cut.text[start:end] for start, end in found] == ["Models", "models"]
    crossing = hit("He said per", (("He said ", False), ("per", True), (" ", False), ("second", True)))
    assert places([crossing]) == {1: ((8, 11),)}
    assert marked("a <b> c", ((2, 5),)) == "a <mark>&lt;b&gt;</mark> c"


@pytest.mark.parametrize(
    ("url", "video"),
    [
        ("https://www.youtube.com/watch?v=Y3Vb6ecvfpU&t=3", "Y3Vb6ecvfpU"),
        ("https://youtu.be/Y3Vb6ecvfpU?t=3", "Y3Vb6ecvfpU"),
        ("https://m.youtube.com/live/Y3Vb6ecvfpU", "Y3Vb6ecvfpU"),
        ("https://www.youtube-nocookie.com/embed/Y3Vb6ecvfpU", "Y3Vb6ecvfpU"),
        ("https://www.youtube.com/watch?v=%22%3E%3Cscript%3E", None),
        ("https://youtube.com.example.org/watch?v=Y3Vb6ecvfpU", None),
        ("javascript:alert(1)//youtu.be/Y3Vb6ecvfpU", None),
        ("https://www.youtube.com/", None),
        (None, None),
    ],
)
def test_a_video_is_known_by_its_address(url, video):
    assert youtube_id(url) == video


def test_nothing_is_loaded_before_it_is_asked_for(get):
    page = get("/archive/episodes/1").text
    assert "<iframe" not in page
    assert "<audio" not in page
    assert "https://www.youtube-nocookie.com/embed/engines0001" in page
    assert "This loads YouTube’s player from youtube-nocookie.com" in page


def test_the_words_have_the_direction_of_their_language(filled_archive):
    import sqlite3

    connection = sqlite3.connect(filled_archive)
    connection.execute("update transcripts set language = 'he-IL', flags = null where episode_id = 1")
    connection.commit()
    connection.close()
    with site(filled_archive) as get:
        assert 'aria-label="Transcript" lang="he-IL" dir="rtl"' in get("/archive/episodes/1").text
        assert 'dir="rtl"' not in get("/archive/episodes/2").text
