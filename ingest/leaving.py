"""What was taken out stays out: episodes and shows are passed over, of people nothing is let in.

Of an episode in which somebody speaks who was taken out, the others' utterances are kept, in a source of a
format of our own (`ingest.formats.kept_words`); what else has words, and does not say whose each of them are,
goes. What tells of the episode in writing is kept, with `[removed]` for the name. It is done before anything
is stored, to whatever a record was assembled from.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from archive import names, withholding
from archive.outcome import Change, Outcome
from archive.records import EpisodeRecord, Identifier, Person, Podcast, Speaker, StoredSource
from archive.withholding import REMOVED, digest

from . import labels, redacting, sidecar
from .assemble import assemble
from .directory import Directory
from .files.raw import sha256
from .formats import feed_item, kept_words
from .gather import CORRECTIONS
from .known import Known
from .read import Evidence, read
from .reading import ChapterMark, Cue, PersonMention, Reading
from .whom import directory

KEPT = kept_words.FORMAT.name
_WRITTEN = ("feed_item", sidecar.OPTIONS, sidecar.SIDECAR, sidecar.PODCAST)
"""Texts in which a name can be replaced, and that are read as before."""


def passed_over(
    known: Known, change: Change, found_by: Sequence[Identifier], shows: Iterable[Podcast | None], place: str
) -> Outcome | None:
    """The outcome of what was taken out, if it would be a new episode; None if it may come in.

    Bytes that were taken out come back in no other episode either, unless that has had them all the time.
    """
    ids = [part.episode_id for part in change.parts if part.episode_id is not None]
    if len(ids) == len(change.parts):
        held = {name for id_ in ids for name in known.names(id_)}
        files = [name for name in found_by if name.scheme == "sha256" and name not in held]
        items = [name for name in (*found_by, *held) if name.scheme == "guid"]
        gone = withholding.episode(known.connection, [*files, *items]) if files else None
        return Outcome(status="withheld", place=place, error=gone.error(place)) if gone else None
    for show in shows:
        if show is not None and (out := withholding.podcast(known.connection, show)):
            return Outcome(status="withheld", place=place, error=out.error(place))
    gone = withholding.episode(known.connection, found_by)
    return Outcome(status="withheld", place=place, error=gone.error(place)) if gone else None


def without_people(change: Change, known: Known) -> Change | Outcome:
    """A change without what people said who were taken out; an outcome if nothing is left of it."""
    gone = withholding.people(known.connection)
    if not gone:
        return change
    parts = []
    for part in change.parts:
        ids = [id_ for id_ in (part.episode_id, *part.absorbed) if id_ is not None]
        held = [source for id_ in ids for source in known.sources(id_) if source.format == KEPT]
        record = reduced(part.record, gone, held, directory(known.connection, part.episode_id))
        if record is not None:
            parts.append(replace(part, record=record))
        elif part.episode_id is not None:
            return Outcome(status="unchanged", place=change.place, episode_id=part.episode_id)
    if not parts:
        problem = "holds only what somebody said who was taken out"
        error = withholding.TakenOut(change.place, problem, "see `podarchive remove ARCHIVE --list`")
        return Outcome(status="withheld", place=change.place, error=error)
    return replace(change, parts=tuple(parts))


def reduced(
    record: EpisodeRecord,
    gone: frozenset[str],
    held: Sequence[StoredSource] = (),
    whom: Directory = Directory(),  # noqa: B008 - frozen
) -> EpisodeRecord | None:
    """The record of what is left of an episode without those whose hashes are `gone`; None if nothing is.

    `held` is what was kept of its words before. A record that nobody has to leave is given back as it is.
    """
    barred = {source.sha256 for source in record.sources if digest(f"bytes {source.sha256}") in gone}
    evidence = [read(source, source.uri) for source in record.sources if source.sha256 not in barred]
    taking_part = any(REMOVED in person.name for item in evidence for person in item.reading.people)
    leaving = {place for place, each in enumerate(record.speakers) if _leaves(each, gone, taking_part)}
    names_in = redacting.finder(gone)
    silent = [item for item in evidence if not item.reading.cues]
    if not (barred or leaving or taking_part or any(names_in(item.stored.content) for item in silent)):
        return record
    speak = any(each.speaker in leaving for each in record.utterances)
    preferred = next((each.source for each in record.transcripts if each.preferred), None)
    spoken = record.sources[preferred] if preferred is not None else None
    kept: list[StoredSource] = []
    for item in evidence:
        stored = item.stored
        if stored.format == CORRECTIONS and (speak or barred):
            continue  # it quotes words, and what it decided is in those that are kept
        if not item.reading.cues:
            kept.append(_redacted(item, names_in, gone))
        elif spoken is not None and speak and (stored.uri, stored.sha256) == (spoken.uri, spoken.sha256):
            cues = _cues(record, leaving)
            if cues:
                kept.append(_kept(item, replace(item.reading, cues=cues, spans=()), gone))
        elif stored.format == KEPT or not ((leaving or taking_part) and _may_hold(item.reading, speak)):
            kept.append(stored)
    there = {source.uri for source in kept}
    kept += [source for source in held if source.uri not in there]
    if not any(source.format not in (sidecar.OPTIONS, sidecar.SIDECAR, sidecar.PODCAST) for source in kept):
        return None
    if [(s.uri, s.sha256) for s in kept] == [(s.uri, s.sha256) for s in record.sources]:
        return record
    decisions = () if speak or barred else record.corrections
    evidence = [read(source, source.uri) for source in kept]
    return assemble(evidence, decisions, names=record.identifiers, directory=whom)


def _leaves(speaker: Speaker, gone: frozenset[str], taking_part: bool) -> bool:
    """Whether a speaker is somebody who was taken out; where one took part, a first name is enough."""
    if speaker.person is not None:
        return is_gone(speaker.person, gone)
    said = labels.understand(speaker.label).name
    if said is None:
        return False
    first = taking_part and " " not in said and digest(f"first {names.key(said)}") in gone
    return first or digest(f"name {names.key(said)}") in gone


def is_gone(person: Person, gone: frozenset[str]) -> bool:
    """Whether a person was taken out: known by a page of their own, else by name."""
    if person.href is not None:
        return digest(f"href {person.href}") in gone
    return digest(f"name {names.key(person.name)}") in gone


def _may_hold(reading: Reading, speak: bool) -> bool:
    """Whether a transcript may hold words of somebody who took part, and is not told apart in it."""
    if speak:
        return True
    return any(cue.speaker is None or labels.understand(cue.speaker).kind != "name" for cue in reading.cues)


def _cues(record: EpisodeRecord, leaving: set[int]) -> tuple[Cue, ...]:
    """What those who stay say, as cues with the times that were printed.

    Where others spoke there is one cue that nobody says: else what was said before and after would be one
    sentence.
    """
    cues: list[Cue] = []
    for each in record.utterances:
        first_ms = each.marks[0][1] if each.marks else None
        if each.speaker in leaving:
            if not cues or cues[-1].text != REMOVED:
                cues.append(Cue(text=REMOVED, start_ms=first_ms))
            continue
        speaker = None if each.speaker is None else record.speakers[each.speaker].label
        offsets = [offset for offset, _ in each.marks[1:]]
        times = [first_ms, *(ms for _, ms in each.marks[1:])]
        for begin, end, ms in zip([0, *offsets], [*offsets, None], times, strict=True):
            text = each.text[begin:end].strip()
            last = cues[-1] if cues else None
            if last and last.text != REMOVED and (last.speaker, last.start_ms) == (speaker, ms):
                cues[-1] = replace(last, text=f"{last.text} {text}".strip(), end_ms=None)
            elif text:
                cues.append(Cue(text=text, start_ms=ms, speaker=speaker))
        if each.timing == "given":
            cues[-1] = replace(cues[-1], end_ms=each.end_ms)
    return tuple(cues) if any(cue.text != REMOVED for cue in cues) else ()


def item(uri: str, content: bytes, gone: frozenset[str]) -> bytes:
    """An item of a feed as it is stored: without the names of people who were taken out."""
    if not redacting.finder(gone)(content):
        return content
    form = feed_item.FORMAT
    stored = StoredSource(
        uri=uri,
        format=form.name,
        reader=form.reader,
        sha256=sha256(content),
        encoding="utf-8",
        content=content,
    )
    return _redacted(read(stored, uri), redacting.finder(gone), gone).content


def _redacted(item: Evidence, names_in: redacting.Finder, gone: frozenset[str]) -> StoredSource:
    stored = item.stored
    if not names_in(stored.content):
        return stored
    # Where a page tells two of one name apart, the name is looked for beside the page only.
    own = [person.name for person in item.reading.people if person.href and is_gone(_person(person), gone)]
    if not own and redacting.means_another(item.reading, gone):
        return stored
    if stored.format in _WRITTEN:
        return _with(stored, redacting.redacted(stored.content, gone, own))
    return _kept(item, item.reading, gone, left_out=False)


def _person(mention: PersonMention) -> Person:
    return Person(name=mention.name, href=mention.href)


def _kept(item: Evidence, reading: Reading, gone: frozenset[str], *, left_out: bool = True) -> StoredSource:
    names_in = redacting.finder(gone)
    people = tuple(
        person
        for person in reading.people
        if not names_in(person.name.encode()) and not names_in((person.href or "").encode())
    )
    said = replace(
        reading,
        people=people,
        title=redacting.written(reading.title, gone),
        subtitle=redacting.written(reading.subtitle, gone),
        description=redacting.written(reading.description, gone),
        chapters=_chapters(reading.chapters, gone),
    )
    content = kept_words.document(said, left_out=left_out)
    form = kept_words.FORMAT
    return replace(_with(item.stored, content), format=form.name, reader=form.reader, encoding="utf-8")


def _chapters(marks: Iterable[ChapterMark], gone: frozenset[str]) -> tuple[ChapterMark, ...]:
    """Chapters with a time: where a heading stood among cues that are others now, nobody knows."""
    return tuple(
        replace(mark, cue=None, title=redacting.written(mark.title, gone))
        for mark in marks
        if mark.start_ms is not None
    )


def _with(stored: StoredSource, content: bytes) -> StoredSource:
    return replace(stored, content=content, sha256=sha256(content))
