"""Captions: every word of a source is in its cues, in its order; and whatever comes in, nothing breaks.

The words are counted here in a few lines that share nothing with the readers.
"""

import contextlib
import html
import re
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.records import Warning
from ingest.errors import InputError, MalformedTranscript
from ingest.files.source import Source, from_bytes, read_source
from ingest.formats import sbv, srt, ttml, webvtt
from ingest.head import LENGTH, Head
from ingest.readers import captions
from ingest.reading import Cue, Reading, spoken

FORMATS = [module.FORMAT for module in (sbv, srt, ttml, webvtt)]
GOLDEN = Path(__file__).parents[1] / "formats"
CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
SOURCES = sorted(
    path
    for format in FORMATS
    for path in (GOLDEN / format.name).iterdir()
    if not path.name.endswith((".reading.json", ".error"))
    and not path.with_name(path.stem + ".error").exists()
)

TIMES = r"-?\d[\w:., ]*-->[ \t]*(?:-?\d[\w:.,]*[ \t]?)*"
SETTINGS = r"(?:[ \t]*(?:al?i?gn|line|posit?i?on|size|vertical|region|[XY]\d) ?: ?\S*|[ \t]+\S*[%>]\S*)*"
TAGS = (
    r"</?(?:[abcipsuv]|lang|ruby|font|span)(?:[.\s][^<>]*)?>|<[\d:]+\.\d+>|\{\\[^}]*\}|\{y:[^}]*\}|<v(?=\s)"
)


def raw_words(name: str, text: str) -> tuple[list[str], int]:
    """The words of a source with its markup taken out, and how many lines of times it has."""
    text = re.sub(r"\r\n?", "\n", text).lstrip("\ufeff \n")
    if name == "ttml":
        text = text[re.search(r"<(?:\w+:)?body", text).start() :]
        text = re.sub(r"(?s)<(\w+:)?metadata\b.*?</(\w+:)?metadata>", "", text)
        text = re.sub(r"<(?!/?(?:\w+:)?span)[^>]*>|</(?:\w+:)?span>(?=<(?:\w+:)?span[^>]*unit=)", " ", text)
        return re.findall(r"\w+", html.unescape(re.sub(r"<[^>]*>", "", text))), 0
    if name == "sbv":
        text, times = re.subn(r"(?m)^\d[\w.:]*,\d[\w.:]*$", "", text.replace("[br]", " "))
    else:
        if name == "webvtt":
            text = re.sub(rf"\AWEBVTT.*(?:\n(?!{TIMES}).+)*", "\n", text)
            text = re.sub(r"(?m)^(?:NOTE|STYLE|REGION)(?:[ \t].*)?(?:\n.+)*$", "", text)
            text = re.sub(rf"(?<=\n\n)[^\n]+\n(?={TIMES})", "", text)
        text = re.sub(rf"(?m)^[\da-f]{{8}}(?:-[\da-f]{{4}}){{3}}-\S+\n(?={TIMES})", "", text)
        text, times = re.subn(rf"(?m)^[ \t]*{TIMES}{SETTINGS}", "", text)
    text = re.sub(r"(?m)^[\d:. ]+:[\d:. ]+$", "", text)
    text = re.sub(r"</?rt[^>]*>", " ", re.sub(TAGS, "", text, flags=re.IGNORECASE))
    return re.findall(r"\w+", html.unescape(text)), times


def missing(source: Source, name: str, reading: Reading) -> Counter[str]:
    """What is lost of a source's words, labels and numbers of cues left aside; what is new fails at once."""
    raw, times = raw_words(name, source.text)
    said = [word for cue in reading.cues for word in re.findall(r"\w+", cue.text)]
    left = iter(raw)
    for word in said:
        assert word in left, f"{word!r} is not in the source, or not there"
    lost = Counter(raw) - Counter(said)
    for label in {cue.speaker for cue in reading.cues if cue.speaker}:
        for word in re.findall(r"\w+", label):
            del lost[word]
    numbers = [word for word in lost.elements() if word.isdecimal()]
    # A cue whose times are missing has a number all the same.
    times += sum(warning.code == "untimed_text" for warning in reading.warnings)
    return lost if len(numbers) > times else Counter(word for word in lost.elements() if not word.isdecimal())


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_word_of_a_pair_is_lost(path: Path) -> None:
    source = read_source(path, GOLDEN)
    (format,) = [format for format in FORMATS if format.name == path.parent.name]
    assert missing(source, format.name, format.read(source)) == {}


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the real files are not here")
def test_no_word_of_a_real_file_is_lost() -> None:
    read, lost = 0, {}
    for path in sorted(path for path in CORPUS.rglob("*") if path.is_file()):
        try:
            source = read_source(path, CORPUS)
            head = Head(source.text[:LENGTH])
            for format in [format for format in FORMATS if format.sniff(head)]:
                reading = format.read(source)
                read += 1
                if gone := missing(source, format.name, reading):
                    lost[source.uri] = gone
        except InputError:
            continue
    assert read > 150
    assert lost == {}


PIECES = st.sampled_from(
    [
        *(
            "WEBVTT",
            "\n",
            "\n\n",
            "1\n",
            "00:01.000 --> 00:02.000\n",
            "00:00:01,000 --> 00:00:02,000 align:start\n",
        ),
        *(
            "-->",
            "0:00:01.000,0:00:02.000\n",
            "<v Ann>",
            "<v",
            "</v>",
            "<00:01.500>",
            "<i>",
            "{\\an8}",
            "&amp;",
        ),
        *("Ann: ", ">> BOB: ", ">>", "- ", "[Speaker 1] ", "NOTE ", "STYLE\n", "hello ", "ANN:\n", "\ufeff"),
        *(
            "<tt><body>",
            "<p begin='1s'>",
            "</p>",
            "</body></tt>",
            "<span begin='2s'>",
            "</span>",
            "<br/>",
            "é",
            "\x1c",
        ),
    ]
)
SHAPED = st.lists(PIECES, max_size=40).map("".join)


@given(SHAPED | st.text())
def test_any_text_gives_cues_or_is_refused(text: str) -> None:
    try:
        source = from_bytes(text.encode(errors="replace"), uri="any", name="any")
    except InputError:
        return
    for format in FORMATS:
        try:
            reading = format.read(source)
        except InputError:
            continue
        assert reading.cues
        for cue in reading.cues:
            assert cue.text == spoken(cue.text) != ""
            assert cue.speaker != ""
            offsets = [offset for offset, _ in cue.marks]
            assert offsets == sorted(set(offsets))
            assert all(0 <= each < len(cue.text) for each in offsets)
            assert cue.end_ms is None or cue.start_ms is None or cue.end_ms >= cue.start_ms


@given(SHAPED | st.text())
def test_at_most_one_of_them_claims_a_text(text: str) -> None:
    assert sum(format.sniff(Head(text)) for format in FORMATS) <= 1


@given(
    st.lists(
        st.lists(st.sampled_from(["Ann: ", "Bob: ", ">> ", "- ", "\n", "one ", "two. ", "[Speaker 1] "])).map(
            "".join
        )
    )
)
def test_labelling_loses_no_word_but_labels(texts: list[str]) -> None:
    named, _ = captions.label_cues([Cue(text=text, start_ms=ms) for ms, text in enumerate(texts)])
    said = Counter(word for cue in named for word in re.findall(r"one|two", cue.text))
    assert said == Counter(re.findall(r"one|two", " ".join(texts)))


def test_a_time_in_a_label_is_that_of_the_words_behind_it() -> None:
    cue = Cue(text="Yes. >> ANN: No.", start_ms=0, end_ms=9_000, marks=((0, 0), (5, 3_000), (8, 4_000)))
    for named in (captions.label_turns([cue]), captions.label_cues([cue])[0]):
        assert [(each.text, each.start_ms, each.speaker) for each in named] == [
            ("Yes.", 0, None),
            ("No.", 4_000, "ANN"),
        ]


def test_of_turn_marks_only_names_behind_them_are_labels() -> None:
    texts = [">> ANN: One.", "Bob: two.", "Bob: three. >> Four."]
    named = captions.label_turns([Cue(text=text) for text in texts])
    assert [(each.text, each.speaker) for each in named] == [
        ("One.", "ANN"),
        ("Bob: two.", "ANN"),
        ("Bob: three.", "ANN"),
        (">> Four.", None),
    ]
    assert captions.label_turns([Cue(text=">> One.")]) == (Cue(text=">> One."),)


@pytest.mark.parametrize(
    "text",
    [
        "WEBVTT\n\n00:01.000 --> 00:02.000\n" + "<" * 300_000 + "hello",
        "WEBVTT\n\n00:01.000 --> 00:02.000\n" + "<v " * 100_000,
        "WEBVTT\n\n00:01.000 --> 00:02.000\nA: " + "{\\" * 150_000,
        "WEBVTT\n\n00:01.000 --> 00:02.000\n" + "<00:01.500>a " * 30_000,
        "1\n00:00:01,000 --> 00:00:02,000\n" + "Ann: hello\n" * 30_000,
        "1\n00:00:01,000 --> 00:00:02,000\n" + "&" * 300_000,
        "1\n00:00:01,000 --> 00:00:02,000\nx\n" + "1" * 300_000 + " --> 00:00:02,000",
        "1\n00:00:01,000 --> 00:00:02,000\nx\n" + " " * 300_000 + "-->",
        "1\n00:00:01,000 --> 00:00:02,000 " + "a" * 300_000 + " x" * 100_000,
        "1\n00:00:01,000 --> 00:00:02,000\n" + ">>" * 100_000 + " >>" * 30_000,
        "0:00:01.000,0:00:02.000\n" + "[br]" * 100_000 + "hello",
    ],
    ids=lambda text: repr(text[40:50]),
)
def test_monsters_take_linear_time(text: str) -> None:
    """Each would take hours if an expression tried every way to match."""
    source = from_bytes(text.encode(), uri="any", name="any")
    (format,) = [format for format in FORMATS if format.sniff(Head(text[:LENGTH]))]
    begins = time.process_time()
    with contextlib.suppress(MalformedTranscript):
        format.read(source)
    assert time.process_time() - begins < 10


def test_one_warning_for_a_thousand_oddities() -> None:
    text = "WEBVTT\n\n" + "00:01.000 --> 00:0x.000\nhello\n\n" * 1_000
    reading = webvtt.FORMAT.read(from_bytes(text.encode(), uri="any", name="any"))
    message = "a time cannot be read: the words were kept without it (and 999 more)"
    assert reading.warnings == (Warning(code="unreadable_time", place="line 3", message=message),)
