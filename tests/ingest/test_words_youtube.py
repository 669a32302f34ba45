"""Words in = words out for YouTube's formats, counted without the readers; and no bytes break a reader."""

import contextlib
import html
import json
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ingest.errors import InputError
from ingest.files.source import Source, from_bytes, read_source
from ingest.formats import (
    youtube_auto_vtt,
    youtube_info,
    youtube_json3,
    youtube_page,
    youtube_panel,
    youtube_srv,
    youtube_transcript_api,
)
from ingest.head import LENGTH, Head
from ingest.readers.word_times import joined
from ingest.reading import spoken
from ingest.registry import Format

GOLDEN = Path(__file__).parents[1] / "formats"
CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
FORMATS: dict[str, Format] = {
    module.FORMAT.name: module.FORMAT
    for module in (
        youtube_auto_vtt,
        youtube_info,
        youtube_json3,
        youtube_page,
        youtube_panel,
        youtube_srv,
        youtube_transcript_api,
    )
}


def rolled(raw: str) -> str:
    """The lower row of every cue that lasts: the upper was there before, and so was all of a short one."""
    found = []
    for start, end, rows in re.findall(r"(\S+) --> (\S+).*\n((?:(?!.*-->).*\n?)*)", raw):
        lasting = abs(float(end.replace(":", "")) - float(start.replace(":", ""))) > 0.011
        found.append(re.sub(r"<[^>]*>", "", rows.split("\n")[1]) if lasting else "")
    return html.unescape(" ".join(found))


def texts(raw: str, key: str) -> Iterator[str]:
    """The JSON strings after `key`."""
    for string in re.findall(rf'"{key}"\s*:\s*("(?:[^"\\]|\\.)*")', raw):
        yield json.loads(string).encode("utf-8", "replace").decode()


def events(raw: str) -> str:
    return "\n".join("".join(texts(event, "utf8")) for event in raw.split('"segs"'))


def elements(raw: str) -> str:
    """Each text once that is shown from the same time for the same time."""
    once: dict[tuple[str, ...], None] = {}
    for number, (attributes, inside) in enumerate(
        re.findall(r"<(?:p|text)\b([^>]*)>(.*?)</(?:p|text)>", raw, re.DOTALL)
    ):
        plain = re.sub(r"</?s(?: [^>]*)?>", "", re.sub(r"<br ?/>", " ", inside).replace("\u200b", ""))
        plain = re.sub(r"</?i>", "", html.unescape(html.unescape(plain)))
        when = re.findall(r'\b(?:t|d|start|dur)="([\d.]+)"', attributes)
        once[(" ".join(plain.split()), *(when if len(when) == 2 else [str(number)]))] = None
    return " ".join(key[0] for key in once)


def snippets(raw: str) -> str:
    return " ".join(texts(raw, "text"))


def segments(raw: str) -> str:
    found = []
    for part in re.split(r'"transcript(?:Segment|Cue)Renderer"', raw)[1:]:
        own = (
            part.split("transcriptSectionHeaderRenderer")[0]
            .split("startTimeText")[0]
            .split("GroupRenderer")[0]
        )
        found.append("".join(texts(own, "text")) or "".join(texts(own, "simpleText")))
    return " ".join(found)


def below_times(raw: str) -> str:
    """What stands below the first time under the last heading, but for the times."""
    lines = raw.removeprefix("\ufeff").splitlines()
    after = [n for n, line in enumerate(lines) if re.fullmatch(r"transcript:?", line.strip(), re.I)]
    after = [n for n in after if not re.fullmatch(r"[\d:]+", lines[n - 1].strip())]
    body = lines[after[-1] + 1 :] if after else lines
    first = next(n for n, line in enumerate(body) if re.fullmatch(r"\d+:\d\d", line.strip()))
    return " ".join(line for line in body[first:] if not re.fullmatch(r"\d+:\d\d(?::\d\d)?", line.strip()))


COUNTERS: dict[str, Callable[[str], str]] = {
    "youtube_auto_vtt": rolled,
    "youtube_json3": events,
    "youtube_srv": elements,
    "youtube_transcript_api": snippets,
    "youtube_panel": segments,
    "youtube_page": below_times,
}
COUNTED_BY_HAND = {
    *("sung_by_people.vtt", "notes_and_names.vtt"),  # do not roll
    *("time_is_all_that_is_said.txt", "time_and_words_on_one_line.txt", "time_and_words_without_a_blank.txt"),
    *("newer_panel.txt", "newer_panel_in_korean.txt"),  # say each time in words
    *("panel_headings_without_a_list.txt", "one_title_twice.txt", "whole_page.txt"),  # have headings
    *("name_of_the_track.txt", "times_glued_without_a_heading.txt", "seconds_glued_without_a_heading.txt"),
    *("words_before_the_first_time.txt", "clip_lengths_around.txt", "select-all-copy.excerpt.txt"),
}
"""Files that the counter does not understand; for those in the corpus there is a test of their own."""

FILES = [
    *(path for name in FORMATS if name != "youtube_info" for path in sorted((GOLDEN / name).iterdir())),
    *sorted(path for folder in CORPUS.glob("youtube-*") for path in folder.iterdir()),
]
READ = [
    path
    for path in FILES
    if not path.name.endswith((".reading.json", ".error", ".md", "LICENSE"))
    and not path.with_name(path.stem + ".error").exists()
]


def claiming(source: Source) -> Format:
    head = Head(source.text[:LENGTH])
    (format,) = (format for format in FORMATS.values() if format.sniff(head))
    return format


@pytest.mark.parametrize(
    "path", [path for path in READ if path.name not in COUNTED_BY_HAND], ids=lambda path: path.name
)
def test_words_out_are_words_in(path: Path) -> None:
    source = read_source(path, path.parent)
    format = claiming(source)
    reading = format.read(source)
    # Labels and the dashes of a dialogue are no words.
    counted = re.sub(r"(?:>>\s*)?\b[A-Z]{2}[A-Z ]*:(?=\s)", "", COUNTERS[format.name](source.text)).split()
    read = [word for cue in reading.cues for word in cue.text.split()]
    assert [word for each in read if (word := each.lstrip("-"))] == [
        word for each in counted if (word := each.lstrip("-"))
    ]


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus is not here")
def test_a_whole_page_gives_only_the_panels_words() -> None:
    source = read_source(CORPUS / "youtube-page-paste" / "select-all-copy.excerpt.txt", CORPUS)
    reading = claiming(source).read(source)
    titles = {mark.title for mark in reading.chapters}
    panel = source.text.split("Search in video")[1].splitlines()
    words = [line for line in panel if line not in titles and not re.fullmatch(r"[\d:]+", line)]
    assert " ".join(cue.text for cue in reading.cues).split() == " ".join(words).split()


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus is not here")
@pytest.mark.parametrize("name", ["subtitles.en.vtt", "transcript.en.vtt"])
def test_rolling_captions_have_as_many_words_as_times(name: str) -> None:
    source = read_source(CORPUS / "youtube-auto-vtt" / name, CORPUS)
    reading = claiming(source).read(source)
    rows = [row for row in source.text.splitlines() if re.search(r"<\d\d:\d\d", row)]
    timed = " ".join(re.sub(r"<[^>]*>", "", row) for row in rows).split()
    words = [word for cue in reading.cues for word in cue.text.split()]
    assert 0.98 < len(words) / len(timed) < 1.02
    assert sum(len(cue.marks) for cue in reading.cues) == len(
        re.findall(r"<\d\d:\d\d:\d\d\.\d{3}>", source.text)
    )


@pytest.mark.parametrize("path", READ, ids=lambda path: path.name)
def test_marks_stand_where_words_begin(path: Path) -> None:
    source = read_source(path, path.parent)
    for cue in claiming(source).read(source).cues:
        assert cue.text == spoken(cue.text)
        assert [offset for offset, _ in cue.marks] == sorted({offset for offset, _ in cue.marks})
        assert all(0 <= offset < len(cue.text) and cue.text[offset] != " " for offset, _ in cue.marks)
        if cue.start_ms is not None and cue.end_ms is not None:
            assert cue.end_ms >= cue.start_ms


@given(st.lists(st.tuples(st.none() | st.integers(0, 9), st.text(" \t\x00\x1fab\u200b", max_size=5))))
def test_pieces_join_to_what_is_spoken(pieces: list[tuple[int | None, str]]) -> None:
    text, marks = joined(pieces)
    assert text == spoken("".join(piece for _, piece in pieces))
    assert all(text[offset] != " " for offset, _ in marks)


CLOCKS = st.sampled_from(["0:00", "0:06", "0:066 seconds", "1:23", "10:75", "1:00:02", "20:40", "0:06 Okay."])
LINES = st.sampled_from(
    [
        *(
            "",
            " ",
            "Transcript",
            "Transkript",
            "Search in video",
            "Show transcript",
            "6 seconds",
            "Motivation",
        ),
        *(
            "0:00 Intro",
            "1:00 Motivation",
            "2:00 End",
            "108K subscribers",
            "9 views  Jan 18, 2026",
            "Summary",
        ),
        *(">> ANN: Yes.", "No. >> BO: no", ">>", "https://youtu.be/aB3_dE-gH1j", "Words as they come"),
        *("WEBVTT", "Language: en", "00:00:01.000 --> 00:00:02.000", "a<00:00:01.500><c> b</c>", "a b"),
        *("<c.colorE5E5E5>a</c>", "00:00:02.000 --> 00:00:01.000", "00:00:99.000 --> 00:00:99.000"),
    ]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 10**20) | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    *(
                        "events",
                        "segs",
                        "utf8",
                        "tStartMs",
                        "dDurationMs",
                        "tOffsetMs",
                        "acAsrConf",
                        "aAppend",
                    ),
                    *("text", "start", "duration", "snippets", "video_id", "language_code", "is_generated"),
                    *("transcriptSegmentRenderer", "transcriptSectionHeaderRenderer", "snippet", "runs"),
                    *("transcriptCueRenderer", "cue", "simpleText", "startMs", "endMs", "sectionHeader"),
                    *("id", "title", "chapters", "start_time", "timestamp", "upload_date", "extractor_key"),
                ]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)
MARKUP = st.lists(
    st.sampled_from(
        [
            *(
                "<timedtext>",
                "<p>",
                '<p t="1" d="9">',
                '<p t="1.5" d="x" a="1">',
                '<s t="-1" ac="252">',
                "</s>",
            ),
            *(
                "</p>",
                "<br/>",
                "</timedtext>",
                "<transcript>",
                '<text start="1">',
                "</text>",
                "a&amp;#39;s",
                "\n",
            ),
        ]
    ),
    max_size=12,
).map("".join)


def check(format: Format, content: bytes) -> None:
    with contextlib.suppress(InputError):
        source = from_bytes(content, uri="x", name="x")
        format.sniff(Head(source.text[:LENGTH]))
        reading = format.read(source)
        assert reading.cues or format.name == "youtube_info"


@pytest.mark.parametrize("name", FORMATS)
@given(content=st.binary() | st.text().map(str.encode))
@example(content=b"<" * 3_000)
@example(content=b"[" * 3_000)
@example(content=b"0:00\n" * 3_000)
@example(content=b"Transcript\n" * 3_000)
def test_any_bytes(name: str, content: bytes) -> None:
    check(FORMATS[name], content)


@given(st.lists(LINES | CLOCKS, max_size=25).map("\n".join))
def test_any_lines(text: str) -> None:
    for name in ("youtube_page", "youtube_auto_vtt"):
        check(FORMATS[name], text.encode())


@given(VALUES)
def test_any_json(value: object) -> None:
    for name in ("youtube_json3", "youtube_transcript_api", "youtube_panel", "youtube_info"):
        check(FORMATS[name], json.dumps(value).encode())


@given(MARKUP)
def test_any_markup(text: str) -> None:
    check(FORMATS["youtube_srv"], text.encode())


def test_a_line_of_a_megabyte_is_looked_at_once() -> None:
    took = []
    for pieces in (10_000, 100_000):
        began = time.process_time()
        for piece in (
            b">> ANN: ",
            b"<c>",
            b"1:00 ",
            b"<00:00:01.000><c>",
            b"https://youtube.com/watch?",
            b"1 minute, ",
        ):
            content = b"Transcript\n0:00\n" + piece * pieces + b"\n0:05\nYes\n"
            check(FORMATS["youtube_page"], content)
            check(FORMATS["youtube_auto_vtt"], b"WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n" + content)
        took.append(time.process_time() - began)
    assert took[1] < 40 * took[0] + 1
