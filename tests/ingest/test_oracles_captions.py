"""Captions as independent libraries read them: the same times and words, save where those are wrong.

A file that is listed as known must still differ, so that no reason outlives its cause.
"""

import html
import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pysubs2
import pytest
import srt as srt_library
import webvtt as webvtt_library

from ingest.errors import InputError
from ingest.files.source import Source, read_source
from ingest.formats import sbv, srt, webvtt
from ingest.head import LENGTH, Head
from ingest.reading import Cue

GOLDEN = Path(__file__).parents[1] / "formats"
CORPUS = (Path(__file__).parents[3] / "shared" / "corpus").resolve()

Caption = tuple[int, int, str]
"""Start and end in ms, and the text."""


def webvtt_py(text: str) -> Iterator[Caption]:
    for each in webvtt_library.from_string(text):
        yield _ms(each.start), _ms(each.end), html.unescape(each.text)


def webvtt_py_sbv(text: str) -> Iterator[Caption]:
    for each in webvtt_library.from_buffer(io.StringIO(text), format="sbv"):
        yield _ms(each.start), _ms(each.end), each.text


def srt_py(text: str) -> Iterator[Caption]:
    for each in srt_library.parse(text, ignore_errors=True):
        one = timedelta(milliseconds=1)
        yield each.start // one, each.end // one, re.sub(r"</?[A-Za-z][^>]*>|\{\\[^}]*\}", "", each.content)


def pysubs2_srt(text: str) -> Iterator[Caption]:
    for each in pysubs2.SSAFile.from_string(text, format_="srt"):
        yield each.start, each.end, each.plaintext


def pysubs2_vtt(text: str) -> Iterator[Caption]:
    for each in pysubs2.SSAFile.from_string(text, format_="vtt"):
        yield each.start, each.end, html.unescape(each.plaintext)


def _ms(clock: str) -> int:
    hours, minutes, seconds = clock.split(":")
    return round((int(hours) * 60 + int(minutes)) * 60_000 + float(seconds) * 1000)


ORACLES: dict[str, tuple[Callable[[str], Iterator[Caption]], ...]] = {
    "webvtt": (webvtt_py, pysubs2_vtt),
    "srt": (srt_py, pysubs2_srt),
    "sbv": (webvtt_py_sbv,),
}


def ours(cues: Sequence[Cue]) -> list[Caption]:
    """The captions of a file: parts of one that several people speak are put together again."""
    whole: list[Cue] = []
    for cue in cues:
        if whole and whole[-1].end_ms is None and cue.start_ms is None:
            whole[-1] = replace(whole[-1], text=f"{whole[-1].text} {cue.text}", end_ms=cue.end_ms)
        else:
            whole.append(cue)
    return [(cue.start_ms or -1, cue.end_ms or -1, cue.text) for cue in whole]


def differs(source: Source, cues: Sequence[Cue], oracle: Callable[[str], Iterator[Caption]]) -> str | None:
    """Where an oracle says something else; labels may be missing in our words."""
    labels = {word for cue in cues if cue.speaker for word in re.findall(r"\w+", cue.speaker)}
    try:
        theirs = [caption for caption in oracle(source.text) if re.search(r"\w", caption[2])]
    except Exception as error:
        return f"refused: {type(error).__name__}"
    mine = [caption for caption in ours(cues) if re.search(r"\w", caption[2])]
    if len(theirs) != len(mine):
        return f"{len(mine)} cues, {len(theirs)} theirs"
    for our, their in zip(mine, theirs, strict=True):
        if (our[0], our[1]) != (their[0] or -1, their[1] or -1):
            return f"times {our}, {their} theirs"
        words = iter(re.findall(r"\w+", our[2]))
        word = next(words, None)
        for other in re.findall(r"\w+", their[2]):
            if other == word:
                word = next(words, None)
            elif other not in labels:
                return f"words {our}, {their} theirs"
        if word is not None:
            return f"words {our}, {their} theirs"
    return None


FORMATS = [module.FORMAT for module in (sbv, srt, webvtt)]


def found(paths: Sequence[Path], root: Path) -> dict[tuple[str, str], str]:
    differences = {}
    for path in paths:
        try:
            source = read_source(path, root)
            claims = [format for format in FORMATS if format.sniff(Head(source.text[:LENGTH]))]
            cues = [(format, format.read(source).cues) for format in claims]
        except InputError:
            continue
        for format, each in cues:
            for oracle in ORACLES[format.name]:
                if difference := differs(source, each, oracle):
                    differences[oracle.__name__, source.uri] = difference
    return differences


NO_UNTIMED = "drops text whose times are missing or broken"
NOTES = "takes a comment or an identifier that is no number for the text of the cue above it"
TIME_TAGS = "does not know the times of words"
BROKEN_VOICE = "takes a broken voice tag for text"
BACKWARDS = "has an end before its start"
VOICE_TIMES = "does not cut a cue where a word's time and a voice begin together"
BEHIND = "drops words on the line of the times"

KNOWN = {
    ("webvtt_py", "webvtt/arrow_in_text.vtt"): "drops a line with an arrow, and all below it",
    ("webvtt_py", "webvtt/named_as_text.txt"): "wants the signature on the very first line",
    (
        "webvtt_py",
        "webvtt/no_blank_lines.vtt",
    ): "takes identifiers for text, where no blank lines part the cues",
    (
        "webvtt_py",
        "webvtt/references_and_tags.vtt",
    ): "drops all that stands in angle brackets, and behind one",
    ("webvtt_py", "webvtt/ruby.vtt"): "joins words that ruby parts",
    ("webvtt_py", "webvtt/text_outside_cues.vtt"): NO_UNTIMED,
    ("webvtt_py", "webvtt/times_of_any_width.vtt"): "wants two digits, and three of fraction",
    ("webvtt_py", "webvtt/voice_without_a_name.vtt"): BROKEN_VOICE,
    ("webvtt_py", "webvtt/voices_in_one_cue.vtt"): VOICE_TIMES,
    ("webvtt_py", "webvtt/words_behind_the_times.vtt"): BEHIND,
    ("pysubs2_vtt", "webvtt/comments_styles_regions.vtt"): NOTES,
    ("pysubs2_vtt", "webvtt/references_and_tags.vtt"): "drops tags that are none",
    ("pysubs2_vtt", "webvtt/ruby.vtt"): "joins words that ruby parts",
    ("pysubs2_vtt", "webvtt/stream_with_confidence.vtt"): NOTES,
    ("pysubs2_vtt", "webvtt/teams.vtt"): "wants three digits of fraction",
    ("pysubs2_vtt", "webvtt/text_outside_cues.vtt"): NO_UNTIMED,
    ("pysubs2_vtt", "webvtt/times_of_any_width.vtt"): "wants two digits, and three of fraction",
    ("pysubs2_vtt", "webvtt/voice_without_a_name.vtt"): BROKEN_VOICE,
    ("pysubs2_vtt", "webvtt/voices_in_one_cue.vtt"): VOICE_TIMES,
    ("pysubs2_vtt", "webvtt/word_times.vtt"): TIME_TAGS,
    ("pysubs2_vtt", "webvtt/words_behind_the_times.vtt"): BEHIND,
    ("srt_py", "srt/no_blank_lines.srt"): "reads the fraction .5 as five milliseconds",
    ("srt_py", "srt/styling.srt"): "leaves references and {y:i} in the text",
    ("srt_py", "srt/times_missing_or_broken.srt"): NO_UNTIMED,
    ("pysubs2_srt", "srt/styling.srt"): "drops all that stands in braces, and leaves references",
    ("pysubs2_srt", "srt/times_missing_or_broken.srt"): NO_UNTIMED,
    ("webvtt_py_sbv", "sbv/broken_times.sbv"): NO_UNTIMED,
    ("webvtt_py_sbv", "sbv/two_cues.sbv"): "leaves [br] in the text",
}

KNOWN_OF_REAL_FILES = {
    ("webvtt_py", "webvtt-py-fixtures/invalid_timeframe.vtt"): NO_UNTIMED,
    ("webvtt_py", "webvtt-py-fixtures/missing_timeframe.vtt"): NO_UNTIMED,
    ("webvtt_py", "webvtt-torture/cue-times__min-top-digits.vtt"): "wants two digits of minutes",
    ("webvtt_py", "webvtt-torture/file-layout__newline-before-webvtt.vtt"): "wants the signature first",
    ("webvtt_py", "webvtt-torture/voice__no-end-gt.vtt"): BROKEN_VOICE,
    ("pysubs2_vtt", "webvtt-py-fixtures/comments.vtt"): NOTES,
    ("pysubs2_vtt", "webvtt-py-fixtures/invalid_timeframe.vtt"): NO_UNTIMED,
    ("pysubs2_vtt", "webvtt-py-fixtures/missing_timeframe.vtt"): NO_UNTIMED,
    ("pysubs2_vtt", "webvtt-py-fixtures/using_identifiers.vtt"): NOTES,
    ("pysubs2_vtt", "webvtt-torture/integration__id.vtt"): NOTES,
    ("pysubs2_vtt", "webvtt-torture/timestamp__basic.vtt"): TIME_TAGS,
    ("pysubs2_vtt", "webvtt-torture/timestamp__out-of-cue-range.vtt"): TIME_TAGS,
    ("pysubs2_vtt", "webvtt-torture/voice__no-end-gt.vtt"): BROKEN_VOICE,
    ("srt_py", "webvtt-py-fixtures/invalid_format4.srt"): NO_UNTIMED,
    ("srt_py", "webvtt-py-fixtures/missing_timeframe.srt"): NO_UNTIMED,
    ("pysubs2_srt", "webvtt-py-fixtures/invalid_format4.srt"): NO_UNTIMED,
    ("pysubs2_srt", "webvtt-py-fixtures/missing_timeframe.srt"): NO_UNTIMED,
    ("webvtt_py_sbv", "webvtt-py-fixtures/invalid_timeframe.sbv"): NO_UNTIMED,
    ("webvtt_py_sbv", "webvtt-py-fixtures/missing_timeframe.sbv"): NO_UNTIMED,
    ("webvtt_py_sbv", "webvtt-py-fixtures/missing_caption_text.sbv"): BACKWARDS,
    ("webvtt_py_sbv", "webvtt-py-fixtures/sample.sbv"): BACKWARDS,
}


def test_pairs_as_independent_readers_have_them() -> None:
    paths = [path for name in ORACLES for path in sorted((GOLDEN / name).iterdir())]
    differences = found(paths, GOLDEN)
    assert {place: how for place, how in differences.items() if place not in KNOWN} == {}
    assert set(KNOWN) == set(differences)


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the real files are not here")
def test_real_files_as_independent_readers_have_them() -> None:
    differences = found(sorted(path for path in CORPUS.rglob("*") if path.is_file()), CORPUS)
    assert {place: how for place, how in differences.items() if place not in KNOWN_OF_REAL_FILES} == {}
    assert set(KNOWN_OF_REAL_FILES) == set(differences)
