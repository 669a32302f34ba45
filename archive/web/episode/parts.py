"""The words of an episode as they are read: chapters, in them blocks of one voice, in them passages."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from archive.players import Heard, Players
from archive.search.results import is_estimated
from archive.web import addresses
from archive.web.doubt import is_doubtful
from archive.web.episode.asked import Span
from archive.web.episode.voices import Voice


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """An utterance: its words, the times for its address and its players, whether `?t=` points at it.

    `at_ms` is when it begins, `cue_ms` where a player is started for it: the printed time that comes first.
    `listen` plays it in the recording that the words came from, `elsewhere` in those that its clock leads to:
    worked out for who asks, since there are thousands and the page itself does not.
    `current` is the moment asked for, `in_span` what is said in the span asked for; `corrected`: a person
    decided who says it; `doubtful` is as `archive.web.doubt` has it, `estimated` is its time. `marked` are
    the places of the words that are looked for: (first character, character after the last).
    """

    id: int
    text: str
    at_ms: int | None
    cue_ms: int | None
    estimated: bool
    current: bool
    in_span: bool
    corrected: bool
    doubtful: bool
    marked: tuple[tuple[int, int], ...]
    listening: Callable[[int | None], str | None]
    leading: Callable[[int | None], tuple[Heard, ...]]
    worked_out: ClassVar = ("listen", "elsewhere")

    @property
    def listen(self) -> str | None:
        return self.listening(self.cue_ms)

    @property
    def elsewhere(self) -> tuple[Heard, ...]:
        return self.leading(self.cue_ms)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Consecutive passages of one voice in one chapter. `resumed`: the turn began in the chapter before.

    `doubtful`: one of the passages is.
    """

    voice: Voice | None
    resumed: bool
    doubtful: bool
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A chapter with its blocks; without a chapter, what lies before the first or in an episode without."""

    place: int | None
    title: str | None
    at_ms: int | None
    listen: str | None
    elsewhere: tuple[Heard, ...]
    href: str | None
    image: str | None
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What the page marks in the words: the moment asked for, the span, and the words looked for."""

    current: int | None = None
    span: Span | None = None
    found: Mapping[int, tuple[tuple[int, int], ...]]


def at(utterances: Sequence[Any], asked_ms: int) -> int | None:
    """The id of the last utterance that has begun by then, or of the first one."""
    timed = [row for row in utterances if row["start_ms"] is not None]
    begun = [row["id"] for row in timed if row["start_ms"] <= asked_ms]
    return begun[-1] if begun else timed[0]["id"] if timed else None


def parts_of(
    chapters: Sequence[Any],
    utterances: Sequence[Any],
    voices: Mapping[int, Voice],
    playing: Players,
    marks: Marks,
) -> Iterable[Part]:
    """The chapters in their order, before them what lies in none."""
    by_chapter: dict[int | None, list[Any]] = {}
    for row in utterances:
        by_chapter.setdefault(row["chapter_id"], []).append(row)
    previous = None
    if spoken := by_chapter.pop(None, []):
        yield Part(
            place=None,
            title=None,
            at_ms=None,
            listen=None,
            elsewhere=(),
            href=None,
            image=None,
            blocks=_blocks(spoken, voices, playing, marks, None),
        )
        previous = spoken[-1]
    for chapter in chapters:
        spoken = by_chapter.get(chapter["id"], [])
        start_ms = chapter["start_ms"]
        yield Part(
            place=chapter["place"],
            title=chapter["title"],
            at_ms=start_ms,
            listen=playing.listen(start_ms),
            elsewhere=playing.elsewhere(start_ms),
            href=addresses.web(chapter["href"]),
            image=addresses.web(chapter["image_url"]),
            blocks=_blocks(spoken, voices, playing, marks, previous),
        )
        previous = spoken[-1] if spoken else previous


def _blocks(
    utterances: Sequence[Any], voices: Mapping[int, Voice], playing: Players, marks: Marks, previous: Any
) -> tuple[Block, ...]:
    blocks: list[Block] = []
    passages: list[Passage] = []
    for position, row in enumerate(utterances):
        passages.append(_passage(row, playing, marks))
        following = utterances[position + 1] if position + 1 < len(utterances) else None
        if following is None or _voice_of(following) != _voice_of(row):
            resumed = (
                not blocks
                and previous is not None
                and row["turn"] is not None
                and _voice_of(previous) == _voice_of(row)
            )
            blocks.append(
                Block(
                    voice=voices.get(row["speaker_id"]),
                    resumed=resumed,
                    doubtful=any(passage.doubtful for passage in passages),
                    passages=tuple(passages),
                )
            )
            passages = []
    return tuple(blocks)


def _voice_of(row: Any) -> tuple[int | None, int | None]:
    return row["speaker_id"], row["turn"]


def heard_ms(row: Any) -> int | None:
    """Where a player is started for an utterance: the printed time of the cue that holds its first word."""
    return row["start_ms"] if row["cue_ms"] is None else int(row["cue_ms"])


def _passage(row: Any, playing: Players, marks: Marks) -> Passage:
    cue_ms = heard_ms(row)
    start_ms = row["start_ms"]
    return Passage(
        id=row["id"],
        text=row["text"],
        at_ms=start_ms,
        cue_ms=cue_ms,
        estimated=is_estimated(start_ms, cue_ms),
        current=row["id"] == marks.current,
        in_span=marks.span is not None and start_ms is not None and marks.span.holds(start_ms, row["end_ms"]),
        corrected=row["method"] == "corrected",
        doubtful=row["speaker_id"] is not None and is_doubtful(row["method"], row["confidence"]),
        marked=marks.found.get(row["id"], ()),
        listening=playing.listen,
        leading=playing.elsewhere,
    )
