"""The segments of whisper.cpp's JSON, whose words come in the pieces that the model has for them."""

import re
from collections.abc import Iterator
from typing import Any

from ingest.reading import spoken

from .jsontext import fraction, table, tables, text
from .oddities import Oddities
from .recognised import Segment, Word, label, milliseconds

_NOT_SAID = re.compile(r"\s*\[(?:_[A-Z]+_(?:\d+\])?|SPEAKER_TURN\]|_TT_\d+\])")


def segments(value: dict[str, Any], odd: Oddities) -> Iterator[Segment]:
    for number, one in enumerate(tables(value.get("transcription")), start=1):
        place = f"segment {number}"
        start_ms, end_ms = _times(one, place, odd)
        yield Segment(
            text=(text(one.get("text")) or "").replace("[SPEAKER_TURN]", " "),
            words=_words(tables(one.get("tokens")), place, odd),
            start_ms=start_ms,
            end_ms=end_ms,
            speaker=label(one.get("speaker")),
        )


def _times(one: dict[str, Any], place: str, odd: Oddities) -> tuple[int | None, int | None]:
    offsets = table(one.get("offsets"))
    return milliseconds(odd, offsets.get("from"), place), milliseconds(odd, offsets.get("to"), place)


def _words(tokens: list[dict[str, Any]], place: str, odd: Oddities) -> list[Word]:
    """Pieces joined to words: one without a leading blank continues the word before it."""
    words: list[list[tuple[str, int | None, int | None, float | None]]] = []
    for token in tokens:
        piece = token.get("text")
        if not isinstance(piece, str) or not piece.strip() or _NOT_SAID.match(piece):
            continue
        start_ms, end_ms = _times(token, place, odd)
        part = (text(piece) or "", start_ms, end_ms, fraction(token.get("p")))
        if words and not piece[0].isspace():
            words[-1].append(part)
        else:
            words.append([part])
    return [_word(parts) for parts in words]


def _word(parts: list[tuple[str, int | None, int | None, float | None]]) -> Word:
    sure = [likelihood for _, _, _, likelihood in parts if likelihood is not None]
    return Word(
        text=spoken("".join(piece for piece, _, _, _ in parts)),
        start_ms=parts[0][1],
        end_ms=parts[-1][2],
        confidence=sum(sure) / len(sure) if sure else None,
    )
