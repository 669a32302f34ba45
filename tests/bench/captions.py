"""Captions of the bundled interview in other formats, as many as wanted, as the programs write them.

Each has the first minutes of the talk, and other rare words than the others (see `tests.bench.generate`). The
times of words are spread evenly over their cue.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby, pairwise
from pathlib import Path

from archive import timecode
from tests.bench import generate

MINUTES = 15

ROW_WORDS = 7
"""A row of automatic captions is so short; a line of the interview is two of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    text: str
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A cue of one speaker."""

    speaker: str | None
    words: tuple[Word, ...]

    @property
    def start_ms(self) -> int:
        return self.words[0].start_ms

    @property
    def end_ms(self) -> int:
        return self.words[-1].end_ms

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


def write(
    folder: Path, format: str, *, numbers: Iterable[int], edition: int = 0, minutes: int = MINUTES
) -> list[Path]:
    """Write the captions of these numbers in a format of FORMATS into `folder`: their paths."""
    ending, made = FORMATS[format]
    paths = []
    for number in numbers:
        # As long as the id of a video, since yt-dlp calls its files so.
        path = folder / f"bench{number:06}{ending}"
        path.write_text(made(_lines(number, edition, minutes)), encoding="utf-8")
        paths.append(path)
    return paths


def write_info(folder: Path, *, numbers: Iterable[int], channel: str) -> None:
    """What yt-dlp tells of each video, in short."""
    for number in numbers:
        video = f"bench{number:06}"
        told = {
            "id": video,
            "title": f"Episode {number + 1}",
            "upload_date": "20250304",
            "channel_id": channel,
            "channel": "A channel",
            "webpage_url": f"https://www.youtube.com/watch?v={video}",
            "extractor_key": "Youtube",
            "duration": MINUTES * 60,
        }
        (folder / f"{video}.info.json").write_text(json.dumps(told), encoding="utf-8")


@cache
def _interview(minutes: int) -> tuple[Line, ...]:
    """The lines of the interview's first minutes, each said by one speaker."""
    _, said, decided = generate.interview()
    printed = re.findall(r"^([\d:]+)\n(.+)$", said, re.MULTILINE)
    printed.append((timecode.clock(timecode.parse(printed[-1][0]) + 5_000), ""))
    text = " ".join(words for _, words in printed)
    borders: list[tuple[int, str | None]] = [(0, None)]
    for _, words, speaker in decided:
        borders.append((text.index(words, borders[-1][0]), speaker or None))
    lines = []
    offset = 0
    for (clock, words), (following, _) in pairwise(printed):
        start_ms, end_ms = timecode.parse(clock), timecode.parse(following)
        if start_ms >= minutes * 60_000:
            break
        spoken = []
        for found in re.finditer(r"\S+", words):
            first, last = (start_ms + (end_ms - start_ms) * place // len(words) for place in found.span())
            speaker = next(name for place, name in reversed(borders) if place <= offset + found.start())
            spoken.append((speaker, Word(text=found.group(), start_ms=first, end_ms=last)))
        for who, each in groupby(spoken, key=lambda pair: pair[0]):
            lines.append(Line(speaker=who, words=tuple(word for _, word in each)))
        offset += len(words) + 1
    return tuple(lines)


def _lines(number: int, edition: int, minutes: int) -> list[Line]:
    others = generate.other_words(number, edition)
    return [
        replace(
            line, words=tuple(replace(word, text=generate.changed(word.text, others)) for word in line.words)
        )
        for line in _interview(minutes)
    ]


def _automatic(lines: list[Line]) -> str:
    """Rolling: each line comes with a time before every word, stays alone for 10 ms, then moves up."""
    head = "WEBVTT\nKind: captions\nLanguage: en\n\n"
    return head + "".join(_rolling(_rows(lines)))


def _rows(lines: list[Line]) -> list[Line]:
    return [
        replace(line, words=line.words[first : first + ROW_WORDS])
        for line in lines
        for first in range(0, len(line.words), ROW_WORDS)
    ]


def _rolling(lines: list[Line]) -> Iterator[str]:
    above = " "
    for line in lines:
        start, end, still = line.start_ms, max(line.end_ms - 10, line.start_ms), line.end_ms
        first, *others = line.words
        words = first.text + "".join(f"<{_dotted(word.start_ms)}><c> {word.text}</c>" for word in others)
        yield f"{_dotted(start)} --> {_dotted(end)} align:start position:0%\n{above}\n{words}\n\n"
        yield f"{_dotted(end)} --> {_dotted(still)} align:start position:0%\n{line.text}\n \n\n"
        above = line.text


def _webvtt(lines: list[Line]) -> str:
    cues = (
        f"{_dotted(line.start_ms)} --> {_dotted(line.end_ms)}\n"
        f"{f'<v {line.speaker}>' if line.speaker else ''}{line.text}\n"
        for line in lines
    )
    return "\n".join(["WEBVTT\n", *cues])


def _srt(lines: list[Line]) -> str:
    cues = (
        f"{number}\n{_comma(line.start_ms)} --> {_comma(line.end_ms)}\n"
        f"{f'{line.speaker}: ' if line.speaker else ''}{line.text}\n"
        for number, line in enumerate(lines, 1)
    )
    return "\n".join(cues)


def _whisper(lines: list[Line]) -> str:
    segments = [
        {
            "id": number,
            "start": line.start_ms / 1000,
            "end": line.end_ms / 1000,
            "text": f" {line.text}",
            "avg_logprob": -0.21,
            "compression_ratio": 1.6,
            "no_speech_prob": 0.01,
            "words": [
                {
                    "word": f" {word.text}",
                    "start": word.start_ms / 1000,
                    "end": word.end_ms / 1000,
                    "probability": 0.97,
                }
                for word in line.words
            ],
        }
        for number, line in enumerate(lines)
    ]
    text = "".join(f" {line.text}" for line in lines)
    return json.dumps({"text": text, "segments": segments, "language": "en"})


def _podcasting(lines: list[Line]) -> str:
    segments = [
        {
            "speaker": line.speaker or "",
            "startTime": line.start_ms / 1000,
            "endTime": line.end_ms / 1000,
            "body": line.text,
        }
        for line in lines
    ]
    return json.dumps({"version": "1.0.0", "segments": segments})


def _markdown(lines: list[Line]) -> str:
    turns = (
        f"**{speaker or 'Guest'}:** {' '.join(line.text for line in each)}\n"
        for speaker, each in groupby(lines, key=lambda line: line.speaker)
    )
    return "\n".join(["# The interview\n", *turns])


def _dotted(ms: int) -> str:
    seconds, rest = divmod(ms, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:03}"


def _comma(ms: int) -> str:
    return _dotted(ms).replace(".", ",")


FORMATS: dict[str, tuple[str, Callable[[list[Line]], str]]] = {
    "YouTube's automatic VTT": (".en.vtt", _automatic),
    "WebVTT with voices": (".vtt", _webvtt),
    "SRT with names": (".srt", _srt),
    "Whisper with words": (".json", _whisper),
    "Podcasting 2.0 JSON": (".json", _podcasting),
    "Markdown with names": (".md", _markdown),
}
