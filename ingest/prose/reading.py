"""The body of a text for people: what is said in it, by whom, when, and under which headings."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ingest.errors import MalformedTranscript
from ingest.readers.chapter_lists import ChapterList
from ingest.readers.oddities import Oddities
from ingest.reading import PersonMention, Reading

from . import blocks, exports, notes, style, tables
from .blocks import Line
from .turns import Turns, turns

_NOTHING = Reading()


def read_lines(lines: Sequence[str], *, name: str, first_line: int = 1, given: Reading = _NOTHING) -> Reading:
    """What the lines say, added to what is `given` of the episode; places count from `first_line`.

    Raises MalformedTranscript if neither has anything to say.
    """
    oddities = Oddities()
    body = notes.body(lines)
    divided = len(body) < len(lines)
    rows = tables.spoken(lines)
    listed = notes.chapters(
        ["" if number in rows or (divided and number in body) else line for number, line in enumerate(lines)],
        first_line,
    )
    taken = listed.lines | {listed.heading}
    # The heading “Transcript” itself stands right above what was said.
    outside = [number for number in range(len(lines)) if number not in body and number != body.start - 1]
    told = [lines[number] for number in outside if number not in taken]
    raw = ["" if number in taken else lines[number] for number in body]

    exported = exports.without_furniture(blocks.lines(raw, first_line + body.start, oddities), oddities)
    title, said = _title(exported.lines)
    if divided and title is None:
        title, told = _title_above(told)
    people = _people(given.people, exported.people)
    heads = style.without_asides(said, list(style.heads(said)))
    may_be_notes = not divided and notes.may_be_notes(raw, given=given != _NOTHING, listed=bool(listed.marks))
    if may_be_notes:
        heads = style.without_items(said, heads)
    decided = style.of(said, heads, [person.name for person in people])
    spoken = turns(said, heads, decided)
    timed = any(cue.start_ms is not None for cue in spoken.cues)
    if may_be_notes and not (decided.labelled or timed):
        told, spoken = _title_above(raw)[1] if title else raw, Turns()
    reading = _with_chapters(given, listed, spoken)
    reading = replace(
        reading,
        cues=spoken.cues,
        people=people,
        title=given.title or title,
        description=notes.description(told, given),
        origin=given.origin or (exported.origin if spoken.cues else None),
        warnings=(*given.warnings, *listed.warnings, *oddities.warnings()),
    )
    if replace(reading, warnings=()) == _NOTHING:
        raise MalformedTranscript(name, "has no words", "name a transcript's file")
    return reading


def _title(lines: list[Line]) -> tuple[str | None, list[Line]]:
    """The first line, if it is the only heading of the highest level, and the lines without it."""
    highest = [line for line in lines if line.heading == 1]
    if len(highest) == 1 and lines[0] is highest[0]:
        return lines[0].text.strip(), lines[1:]
    return None, lines


def _title_above(told: Sequence[str]) -> tuple[str | None, list[str]]:
    first = next((number for number, line in enumerate(told) if line.strip()), None)
    if first is None or not told[first].lstrip().startswith("# "):
        return None, list(told)
    words = blocks.lines(told[first : first + 1], 1, Oddities())
    return (words[0].text.strip() if words else None), [*told[:first], *told[first + 1 :]]


def _people(given: Iterable[PersonMention], found: Iterable[PersonMention]) -> tuple[PersonMention, ...]:
    people = {person.name: person for person in (*found, *given)}
    return tuple(people.values())


def _with_chapters(given: Reading, listed: ChapterList, spoken: Turns) -> Reading:
    """The first that there are: those of the front matter, of a list of times, of headings."""
    if given.chapters:
        return given
    if listed.marks:
        return replace(given, chapters=listed.marks, chapter_list="description")
    if spoken.chapters:
        return replace(given, chapters=spoken.chapters, chapter_list="headings")
    return given
