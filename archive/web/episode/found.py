"""The search inside an episode: which of its passages hold the words, and where in them they stand."""

import re
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from archive.search import Hit, search, understand
from archive.search.results import Piece

MARKED = 500
"""So many passages are marked; of more, the number is said."""

Places = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """`total` passages of the episode hold what `asked` asks for; `ids` are those that are marked, in order.

    `understood` is the question in words, `left_out` and `notes` what was not looked for, and why. `places`
    are where the words stand in each.
    """

    asked: str
    understood: str
    left_out: tuple[str, ...]
    notes: tuple[str, ...]
    total: int
    ids: tuple[int, ...]
    places: Mapping[int, Places]


def found(connection: sqlite3.Connection, episode_id: int, asked: str | None) -> Found | None:
    """None if nothing is asked for, or nothing that can be looked for."""
    text = " ".join((asked or "").split())
    if not text:
        return None
    query = understand(text)
    results = search(
        connection,
        query,
        selected={"episode": [str(episode_id)]},
        limit=MARKED,
        sort="oldest",
        mapped=False,
        only_hits=True,
    )
    return Found(
        asked=text,
        understood=query.in_words,
        left_out=tuple(query.left_out),
        notes=results.notes,
        total=results.total,
        ids=tuple(sorted(hit.utterance_id for hit in results.hits)),
        places=places(results.hits),
    )


def places(hits: Sequence[Hit]) -> dict[int, Places]:
    """Where the words stand in each passage. A hit shows a piece; in the rest the same words are marked."""
    known = {piece.casefold() for hit in hits for piece, is_hit in hit.snippet if is_hit}
    listed = sorted(map(re.escape, known), key=len, reverse=True)
    same = re.compile(rf"(?<!\w)(?:{'|'.join(listed)})(?!\w)", re.IGNORECASE) if listed else None
    return {hit.utterance_id: _places(hit.text, hit.snippet, same) for hit in hits}


def _places(text: str, snippet: Iterable[Piece], same: re.Pattern[str] | None) -> Places:
    pieces = [(piece, is_hit) for piece, is_hit in snippet]
    shown = "".join(piece for piece, _ in pieces).removeprefix("…").removesuffix("…")
    # A phrase over the border runs on into the next passage: what lies there is not of this text.
    begins = text.find(shown) if shown in text else max(text.find(shown[:60]), 0)
    at = begins - (1 if pieces and pieces[0] == ("…", False) else 0)
    marks = []
    for piece, is_hit in pieces:
        start, end = at, at + len(piece)
        if is_hit and 0 <= start < len(text) and text[start:end] == piece[: len(text) - start]:
            marks.append((start, min(end, len(text))))
        at = end
    if same is not None:
        inside = range(begins, begins + len(shown))
        marks += [one.span() for one in same.finditer(text) if one.start() not in inside]
    kept: list[tuple[int, int]] = []
    for start, end in sorted(marks):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return tuple(kept)
