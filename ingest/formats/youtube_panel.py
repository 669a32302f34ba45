"""YouTube transcript panel as JSON, what the page gets when “Show transcript” is pressed.

    … "initialSegments": [
      {"transcriptSectionHeaderRenderer": {"startMs": "0", "snippet": {"simpleText": "Introduction"}}},
      {"transcriptSegmentRenderer": {"startMs": "160", "endMs": "4480",
                                     "snippet": {"runs": [{"text": "Hello"}]}}}]

Older answers have `transcriptCueRenderer` with `cue`, `startOffsetMs` and `durationMs`. There is no
specification. The headings are the video's chapters.
"""

from collections.abc import Iterator
from typing import Any

from ingest.errors import MalformedTranscript
from ingest.files.source import Source
from ingest.head import Head
from ingest.readers import captions, jsontext, word_times
from ingest.reading import ChapterMark, Cue, Reading, spoken
from ingest.registry import Format

_SEGMENT, _OLDER, _HEADING = (
    "transcriptSegmentRenderer",
    "transcriptCueRenderer",
    "transcriptSectionHeaderRenderer",
)


def _sniff(head: Head) -> bool:
    return bool(head.json) and any(f'"{name}"' in head.text for name in (_SEGMENT, _OLDER))


def _read(source: Source) -> Reading:
    cues: list[Cue] = []
    chapters: list[ChapterMark] = []
    for name, held in _renderers(jsontext.load(source)):
        if name == _HEADING:
            chapters.append(_chapter(held, len(cues)))
        elif (cue := _cue(held)).text:
            cues.append(cue)
    if not cues:
        raise MalformedTranscript(source.name, "its panel has no words", "save it again")
    labelled, unsure = captions.label_cues(cues)
    return Reading(
        cues=labelled,
        chapters=tuple(mark for mark in chapters if mark.title and mark.start_ms is not None),
        chapter_list="video",
        warnings=unsure,
    )


def _renderers(value: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """The segments and headings in the order of the document, however deep they lie."""
    waiting = [value]
    while waiting:
        here = waiting.pop()
        if isinstance(here, list):
            waiting.extend(reversed(here))
        elif isinstance(here, dict):
            for name in (_HEADING, _SEGMENT, _OLDER):
                if isinstance(held := here.get(name), dict):
                    yield name, held
            others = (each for name, each in here.items() if name not in (_HEADING, _SEGMENT, _OLDER))
            waiting.extend(reversed([each for each in others if isinstance(each, dict | list)]))


def _cue(held: dict[str, Any]) -> Cue:
    start_ms = word_times.milliseconds(held.get("startMs", held.get("startOffsetMs")))
    end_ms = word_times.milliseconds(held.get("endMs"))
    lasts_ms = word_times.milliseconds(held.get("durationMs"))
    if end_ms is None and start_ms is not None and lasts_ms:
        end_ms = start_ms + lasts_ms
    backwards = start_ms is None or end_ms is None or end_ms <= start_ms
    text = (_text(held.get("snippet", held.get("cue"))) or "").strip()
    return Cue(text=text, start_ms=start_ms, end_ms=None if backwards else end_ms)


def _chapter(held: dict[str, Any], cues: int) -> ChapterMark:
    headline = jsontext.table(jsontext.table(held.get("sectionHeader")).get("sectionHeaderViewModel"))
    title = _text(held.get("snippet")) or jsontext.text(
        jsontext.table(headline.get("headline")).get("content")
    )
    return ChapterMark(
        start_ms=word_times.milliseconds(held.get("startMs")),
        title=spoken(title) if title else None,
        place=f"cue {cues + 1}",
    )


def _text(value: Any) -> str | None:
    """`{"simpleText": "Hello"}` and `{"runs": [{"text": "Hel"}, {"text": "lo"}]}` are both “Hello”."""
    held = jsontext.table(value)
    runs = "".join(
        run["text"] for run in jsontext.tables(held.get("runs")) if isinstance(run.get("text"), str)
    )
    return jsontext.text(held.get("simpleText")) or jsontext.text(runs)


FORMAT = Format(
    name="youtube_panel",
    title="YouTube transcript panel (JSON)",
    version=1,
    sniff=_sniff,
    read=_read,
    names=(".json",),
    gives=("times", "chapters"),
)
