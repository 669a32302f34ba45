import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.records import Podcast
from ingest.files.source import from_bytes
from ingest.prose import front_matter
from ingest.prose.front_matter import FrontMatter
from ingest.reading import PersonMention, Published, Reading, RecordingMention

SAID = "\n\n**Ada:** Good morning.\n"


def split(text: str) -> FrontMatter:
    return front_matter.split(from_bytes(text.encode(), uri="a.md", name="a.md"))


def yaml(*lines: str) -> Reading:
    """What a YAML front matter of these lines says, which must leave the words below it alone."""
    found = split("\n".join(["---", *lines, "---"]) + SAID)
    assert found.body == SAID.split("\n")[1:]
    assert found.first_line == len(lines) + 3
    return found.reading


def codes(reading: Reading) -> list[str]:
    return [warning.code for warning in reading.warnings]


@pytest.mark.parametrize(
    "above",
    [
        "---\ntitle: The Oven\nepisode: 7\ndate: 2021-07-15\nguests: [Ada Lovelace]\n---",
        "\ufeff\n---\r\ntitle: 'The Oven'\r\nepisode: '7'\r\ndate: 2021-07-15\r\nguests:\r\n- Ada Lovelace"
        "\r\n---",
        '+++\ntitle = "The Oven"\nepisode = 7\ndate = 2021-07-15\nguests = ["Ada Lovelace"]\n+++',
        '{\n"title": "The Oven", "episode": 7,\n "date": "2021-07-15", "guests": ["Ada Lovelace"]}',
    ],
)
def test_yaml_toml_and_json_say_the_same(above: str) -> None:
    found = split(above + SAID)
    assert found.reading == Reading(
        title="The Oven",
        number=7,
        published=Published(text="2021-07-15", precision="day"),
        people=(PersonMention(name="Ada Lovelace", role="guest"),),
    )
    lines = (above + SAID).replace("\r\n", "\n").split("\n")
    assert found.body == lines[found.first_line - 1 :] or found.body == ["", *lines[found.first_line :]]
    assert found.body[-2] == "**Ada:** Good morning."


@pytest.mark.parametrize(
    "text",
    [
        "**Ada:** Good morning.\n",
        "---\n\nGood morning.\n\n---\n\nGood evening.",
        "---\nAda: Good morning.\nBob: Good evening.\n---\nAda: Goodbye.",
        "---\nHost: Good morning.\nGuest: Good evening.\n---\n",
        "---\ntitle: Never closed\n",
        "---\nThe title is\ntitle: The Oven\n---\n",
        "+++\nGood morning.\n+++\n",
        '{"Ada": "Good morning."}\nGood evening.',
        '{"title": "The Oven"} is what we say\n',
        "{" * 10_000,
        '{"title": ' + "[" * 100_000,
        "",
    ],
)
def test_where_there_is_none_every_line_is_the_text(text: str) -> None:
    if text:
        assert split(text) == FrontMatter(reading=Reading(), first_line=1, body=text.split("\n"))


def test_values_stay_as_they_are_written() -> None:
    found = yaml(
        "title: No", "episode: 010", "season: 2", "duration: 4:21", "language: en_us", "podcast: Bread"
    )
    assert found == Reading(
        title="No", number=10, season=2, duration_ms=261_000, language="en-US", podcast=Podcast(title="Bread")
    )


def test_what_stands_for_nothing_is_unknown() -> None:
    assert (
        yaml("title: unknown", "date: TBD", "guests: []", 'description: ""', "duration: 0", "podcast: true")
        == Reading()
    )


@pytest.mark.parametrize("written", ["S02E05", "s2 e5", "S2.E05"])
def test_a_number_may_hold_the_season(written: str) -> None:
    found = yaml("title: A", f"episode: {written}")
    assert (found.season, found.number) == (2, 5)


@pytest.mark.parametrize("written", ["5", "'005'", "Ep. 5", "Episode 5", "'#5'", "5.0"])
def test_a_number_may_be_written_with_words(written: str) -> None:
    assert yaml("title: A", f"episode: {written}").number == 5


def test_an_episode_that_is_no_number_has_none() -> None:
    assert yaml("title: A", "episode: The fifth").number is None


def test_a_date_in_prose_over_several_lines_is_one() -> None:
    found = yaml("title: A", "pub_date: '", "", "", "  July 15th, 2021'")
    assert found.published == Published(text="2021-07-15", precision="day")


def test_a_date_that_could_be_two_is_none_and_is_said() -> None:
    found = yaml("title: A", "date: 03/04/2021")
    assert found.published is None
    assert [(warning.code, warning.place) for warning in found.warnings] == [("unclear_date", "line 3")]


@pytest.mark.parametrize(
    ("written", "people"),
    [
        ("hosts: Ada Lovelace and Charles Babbage", [("Ada Lovelace", "host"), ("Charles Babbage", "host")]),
        (
            "guest: Ada Lovelace, PhD, Bob Smith & Cy Young",
            [("Ada Lovelace, PhD", "guest"), ("Bob Smith", "guest"), ("Cy Young", "guest")],
        ),
        ("speakers:\n- Ada Lovelace (host)\n- bell hooks", [("Ada Lovelace", "host"), ("bell hooks", None)]),
        ("guests:\n- name: Ada Lovelace\n  role: engineer", [("Ada Lovelace", "engineer")]),
        ("guests:\n  Ada Lovelace: https://a.example/", [("Ada Lovelace", "guest")]),
        ("guest: Ada Lovelace (Engines, Ltd.)", [("Ada Lovelace", "guest")]),
        ("hosts: [Ada Lovelace]\nspeakers: [Ada Lovelace, Speaker 1]", [("Ada Lovelace", "host")]),
        ("guests: null", []),
    ],
)
def test_people_come_in_many_shapes(written: str, people: list[tuple[str, str | None]]) -> None:
    found = yaml("title: A", *written.split("\n"))
    assert [(person.name, person.role) for person in found.people] == people


def test_a_slug_is_no_name_and_is_said() -> None:
    found = yaml("title: A", "hosts: [ada-lovelace, chris, Bob Smith]")
    assert found.people == (PersonMention(name="Bob Smith", role="host"),)
    assert found.warnings[0].place == "line 3"
    assert found.warnings[0].message.endswith("were left out: ada-lovelace, chris")


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("media: https://www.youtube.com/watch?v=Y3Vb6ecvfpU&t=9s", {"youtube_id": "Y3Vb6ecvfpU"}),
        ("link: https://youtu.be/Y3Vb6ecvfpU", {"youtube_id": "Y3Vb6ecvfpU"}),
        ("video_id: Y3Vb6ecvfpU", {"youtube_id": "Y3Vb6ecvfpU"}),
        ("youtube: https://www.youtube.com/@bread", {}),
        ("media: https://a.example/episodes/7", {"link": "https://a.example/episodes/7"}),
        (
            "audio: https://a.example/7.mp3?x=1",
            {"recordings": (RecordingMention(kind="audio", url="https://a.example/7.mp3?x=1"),)},
        ),
        (
            "url: https://a.example/7.mp3",
            {"recordings": (RecordingMention(kind="audio", url="https://a.example/7.mp3"),)},
        ),
        (
            "video: https://a.example/7.mp4",
            {"recordings": (RecordingMention(kind="video", url="https://a.example/7.mp4"),)},
        ),
        (
            "enclosure:\n  url: https://a.example/7\n  type: audio/mpeg",
            {
                "recordings": (
                    RecordingMention(kind="audio", url="https://a.example/7", mime_type="audio/mpeg"),
                )
            },
        ),
        ("audio: /files/7.mp3", {}),
        ("link: javascript:alert(1)", {}),
    ],
)
def test_an_address_is_what_it_leads_to(written: str, wanted: dict[str, Any]) -> None:
    assert yaml("title: A", *written.split("\n")) == Reading(title="A", **wanted)


@pytest.mark.parametrize(
    ("by", "origin"),
    [
        *(("Whisper large-v3", "asr"), ("otter.ai", "asr"), ("AI", "asr"), ("AI, edited by Ada", "edited")),
        *(("a human", "human"), ("Ada Lovelace", None), ("ada via review.a.example", None), ("Aiden", None)),
    ],
)
def test_who_made_the_words_is_known_only_where_it_is_evident(by: str, origin: str | None) -> None:
    assert yaml("title: A", f"transcript_by: {by}").origin == origin


def test_chapters_may_be_embedded() -> None:
    document = {
        "title": "A",
        "podcast_chapters": {
            "version": "1.2.0",
            "chapters": [
                {"startTime": 0, "title": "Flour", "endTime": None, "toc": None, "url": None},
                {"startTime": "1:30", "title": "Water", "url": "https://a.example/", "endTime": 120.5},
                {"startTime": 100, "title": "Picture", "toc": False},
                {"title": "No time"},
            ],
        },
    }
    found = split(json.dumps(document, indent=1) + SAID).reading
    assert found.chapter_list == "file"
    assert [(mark.start_ms, mark.end_ms, mark.title, mark.href) for mark in found.chapters] == [
        (0, None, "Flour", None),
        (90_000, 120_500, "Water", "https://a.example/"),
    ]
    assert codes(found) == ["silent_chapter", "no_chapter"]


@pytest.mark.parametrize(
    "written",
    [
        "chapters:\n  - '0:00 Flour'\n  - '1:30 Water'",
        "chapters: |\n  0:00 Flour\n  1:30 Water",
        "chapters:\n  '0:00': Flour\n  '1:30': Water",
        "timestamps:\n- time: '0:00'\n  title: Flour\n- time: 90\n  title: Water",
    ],
)
def test_chapters_may_be_lines(written: str) -> None:
    found = yaml("title: A", *written.split("\n"))
    assert [(mark.start_ms, mark.title) for mark in found.chapters] == [(0, "Flour"), (90_000, "Water")]


def test_a_list_of_chapters_is_taken_out_of_the_description() -> None:
    found = yaml(
        "title: A",
        "description: |",
        "  We bake.",
        "",
        "  Chapters:",
        "  0:00 Flour",
        "  1:30 Water",
        "",
        "  Bye.",
    )
    assert found.description == "We bake.\n\nBye."
    assert [(mark.title, mark.place) for mark in found.chapters] == [("Flour", "line 3"), ("Water", "line 3")]
    assert found.chapter_list == "description"


def test_what_is_no_yaml_is_read_line_by_line() -> None:
    found = yaml(
        *(
            "title: Bread: a story",
            'subtitle: "Flour"',
            "episode:\t7",
            "tags: [a, b",
            "guests:",
            "  - Ada Lovelace",
        ),
        *("  - name: Bob Smith", "    role: baker", "summary: >-", "  Two", "  lines.", "# a comment"),
    )
    assert found.title == "Bread: a story"
    assert found.number == 7
    assert [(person.name, person.role) for person in found.people] == [
        ("Ada Lovelace", "guest"),
        ("Bob Smith", "baker"),
    ]
    assert found.description == "Two\nlines."
    assert [(warning.code, warning.place) for warning in found.warnings] == [("front_matter", "line 2")]


def test_what_is_no_toml_is_read_line_by_line() -> None:
    found = split(
        '+++\ntitle = "Bread"\ndate = July 15th, 2021\nguests = ["Ada Lovelace", "Bob Smith"]\n+++\nHi.'
    )
    assert found.body == ["Hi."]
    assert found.reading.title == "Bread"
    assert found.reading.published == Published(text="2021-07-15", precision="day")
    assert len(found.reading.people) == 2
    assert [(warning.code, warning.place) for warning in found.reading.warnings] == [
        ("front_matter", "line 3")
    ]


def test_a_key_said_twice_is_said() -> None:
    found = yaml("title: A", "title: B")
    assert found.title == "B"
    assert [(warning.code, warning.place) for warning in found.warnings] == [("repeated_key", "line 3")]


@pytest.mark.parametrize(
    "line",
    [
        "a: " + "[" * 30_000,
        "a: &x [" + "1," * 20_000 + "]\nb: [*x, *x]\nc: !!python/object/apply:os.system [true]",
        "a: " + "x" * 5_000_000,
        "\n".join(f"k{number}: [*a, *a]" for number in range(4_000)),
        "- " * 30_000,
        "? " * 30_000,
    ],
)
def test_hostile_front_matter_takes_no_time(line: str) -> None:
    begun = time.process_time()
    found = split(f"---\ntitle: A\n{line}\n---\nHi.")
    assert time.process_time() - begun < 5
    assert found.body == ["Hi."]
    assert found.reading.title == "A"


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda each: (
        st.lists(each, max_size=3) | st.dictionaries(st.text(max_size=5) | st.just("name"), each, max_size=3)
    ),
    max_leaves=8,
)
KEYS = st.sampled_from(
    [
        "title",
        "episode",
        "season",
        "date",
        "guests",
        "chapters",
        "media",
        "video",
        "duration",
        "description",
        "podcast",
        "language",
        "enclosure",
    ]
)


@given(st.dictionaries(KEYS, VALUES, max_size=6))
def test_any_values_are_read(table: dict[str, Any]) -> None:
    text = json.dumps({"title": "A", **table})
    assert split(text + SAID).body[-2] == "**Ada:** Good morning."


@given(
    st.sampled_from(["---", "+++", "{"]),
    st.text("tile: =-[]{}\"'|>#\n\t&*!", max_size=60),
    st.sampled_from(["\n---\n", "\n+++\n", "}\n"]),
)
def test_any_text_is_split_at_a_line(fence: str, block: str, end: str) -> None:
    text = fence + "\n" + block + end + "Hi there."
    assert split(text).body[-1] == "Hi there."
