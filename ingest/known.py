"""What the archive knows already: which episode files tell of, and what else it has of it."""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from archive import evidence
from archive.records import Correction, Identifier, StoredSource

from . import identity, likeness, registry, sidecar
from .assemble import derivation
from .files.raw import Raw
from .gather import Gathered
from .read import Evidence, current, is_file
from .registry import Format
from .succession import together

MOST_SHARING = 20
"""A page, number or file name that more episodes have is no name of any."""

_MEETING = """
select wanted.scheme, wanted.value, identifiers.episode_id, exists (
    select 1 from identifiers as own where own.episode_id = identifiers.episode_id and own.scheme = 'guid'
) from (
    select json_extract(value, '$[0]') as scheme, json_extract(value, '$[1]') as value from json_each(?)
) as wanted
cross join identifiers on identifiers.id in (
    select id from identifiers as near where near.scheme = wanted.scheme and near.value = wanted.value limit ?
)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """An episode as it is stored, and the outside names that it has now; `id` is None if it is new."""

    id: int | None = None
    names: tuple[Identifier, ...]
    sources: tuple[StoredSource, ...] = ()
    decisions: tuple[Correction, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """The stored episodes that have the bytes of some files: their sources, by their ids.

    The sources are there to be compared with what is given, and may be without their bytes.
    """

    sources: Mapping[int, tuple[StoredSource, ...]]
    hashes: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchanged:
    """An episode that would be derived again from just what it was derived from: from these `files`."""

    episode_id: int
    files: tuple[Raw, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is committed in an archive."""

    connection: sqlite3.Connection

    def held(self, files: Iterable[Raw]) -> Held:
        """What is stored already of `files`, by their bytes."""
        ids = {
            evidence.find_episode(self.connection, [Identifier(scheme="sha256", value=raw.sha256)])
            for raw in files
        }
        sources = {id_: self._sources(id_) for id_ in ids if id_ is not None}
        hashes = (source.sha256 for each in sources.values() for source in each if is_file(source))
        return Held(sources=sources, hashes=frozenset(hashes))

    def _sources(self, episode_id: int) -> tuple[StoredSource, ...]:
        """Sources of an episode, without their bytes (they take long to unpack) if there are no options."""
        found = self.connection.execute(
            "select uri, format, reader, sha256, encoding from sources"
            " where episode_id = ? and superseded_at is null order by uri",
            (episode_id,),
        ).fetchall()
        if any(format == sidecar.OPTIONS for _, format, *_ in found):
            return evidence.load_sources(self.connection, episode_id)
        return tuple(
            StoredSource(uri=uri, format=format, reader=reader, sha256=sha256, encoding=encoding, content=b"")
            for uri, format, reader, sha256, encoding in found
        )

    def unchanged(self, given: Gathered, held: Held, format: Format | None) -> list[Unchanged]:
        """The episodes that were derived from just what is given: the group's own, then those of other talks.

        Nothing if there are none, or if it is not so. Files that are not held do not count. Nothing is
        recognised: what has the bytes of a stored source has its format.
        """
        files: dict[int, list[Raw]] = {}
        for raw in given.files:
            if raw.sha256 not in held.hashes:
                continue
            homes = [id_ for id_, stored in held.sources.items() if _holds(stored, raw)]
            if len(homes) != 1:
                return []
            files.setdefault(homes[0], []).append(raw)
        same = [Unchanged(episode_id=id_, files=tuple(own)) for id_, own in files.items()]
        for own in same:
            others = [each for each in same if each is not own]
            if (
                self._is_same(own, held, given.said, format)
                and all(len(each.files) == 1 for each in others)
                and all(self._is_same(each, held, given.shared(), format) for each in others)
                and all(self._differ(own, each) for each in others)
            ):
                return [own, *others]
        return []

    def _is_same(
        self, found: Unchanged, held: Held, said: Sequence[StoredSource], format: Format | None
    ) -> bool:
        stored = held.sources[found.episode_id]
        formats = {source.sha256: registry.named(source.format) for source in stored if is_file(source)}
        files = []
        for raw in found.files:
            known = formats[raw.sha256]
            if known is None or format not in (None, known):
                return False
            files.append(_as(raw, known))
        # The decisions as stored, not as the file says: a file that is the same was heard when it was new.
        decisions = evidence.load_corrections(self.connection, found.episode_id)
        now = derivation(together([*files, *said], stored), decisions)
        return now == evidence.load_derivation(self.connection, found.episode_id)

    def _differ(self, one: Unchanged, other: Unchanged) -> bool:
        """Whether two episodes would be told apart again: perhaps their files were not of one name before."""
        return likeness.differ(self._text(one.episode_id), self._text(other.episode_id))

    def meeting(self, names: Iterable[Identifier]) -> set[int]:
        """The ids of the stored episodes that `names` join, or would if they joined no other.

        A page, a number or a file name joins only what a feed lists, so either has to be of a feed.
        """
        own = list(names)
        listed = any(name.scheme == "guid" for name in own)
        found: dict[tuple[str, str], list[tuple[int, bool]]] = {}
        # Of a weak name no more are looked at than tell that it says nothing: a thousand files may have it.
        for weak, most in ((False, -1), (True, MOST_SHARING + 1)):
            wanted = [[n.scheme, n.value] for n in own if (n.scheme in identity.NEEDS_A_FEED) is weak]
            rows = self.connection.execute(_MEETING, (json.dumps(wanted), most)) if wanted else ()
            for scheme, value, id_, of_feed in rows:
                found.setdefault((scheme, value), []).append((id_, bool(of_feed)))
        # What a whole folder has in common names no episode.
        return {
            id_
            for (scheme, _), ids in found.items()
            if scheme not in identity.NEEDS_A_FEED
            or (len(ids) <= MOST_SHARING and (listed or any(of_feed for _, of_feed in ids)))
            for id_, _ in ids
        }

    def is_simple(self, names: Sequence[Identifier], ids: set[int]) -> bool:
        """Whether sources with these names are of the one episode, if there is one, without more ado."""
        held = [name for id_ in ids for name in self.names(id_)]
        guids = {name.value for name in (*names, *held) if name.scheme == "guid"}
        if len({value.partition(" ")[0] for value in guids}) < len(guids):
            return False
        decided = {name for each in self.splits_and_merges() for name in (each.one, each.other)}
        return not decided & {*names, *held}

    def splits_and_merges(self) -> tuple[identity.Decision, ...]:
        """What a person decided of episodes, and did not undo."""
        found = self.connection.execute(
            "select kind, scheme, value, other_scheme, other_value from episode_decisions"
            " where undone_at is null order by id"
        )
        return tuple(
            identity.Decision(
                kind=kind,
                one=Identifier(scheme=scheme, value=value),
                other=Identifier(scheme=other_scheme, value=other_value),
            )
            for kind, scheme, value, other_scheme, other_value in found
        )

    def lay(self, read: Sequence[Evidence], names: Sequence[Identifier]) -> int | None:
        """The stored episode whose transcript lay where one of these lies, if the words are alike.

        A file that was overwritten with another talk is another episode.
        """
        alike = (self._at(item, _videos(names)) for item in read)
        return next((found for found in alike if found is not None), None)

    def is_up_to_date(self, episode_id: int) -> bool:
        """Whether an episode is what this version of the program makes of its sources and decisions."""
        now = derivation(map(current, self._sources(episode_id)), self.decisions(episode_id))
        return now == self.derivation(episode_id)

    def names(self, episode_id: int) -> tuple[Identifier, ...]:
        return evidence.load_identifiers(self.connection, episode_id)

    def sources(self, episode_id: int) -> tuple[StoredSource, ...]:
        return evidence.load_sources(self.connection, episode_id)

    def decisions(self, episode_id: int) -> tuple[Correction, ...]:
        return evidence.load_corrections(self.connection, episode_id)

    def derivation(self, episode_id: int) -> str | None:
        return evidence.load_derivation(self.connection, episode_id)

    def by_id(self, episode_id: int | None, names: Sequence[Identifier] = ()) -> Episode:
        """The stored episode, which is now also known by `names`; a new one if there is no id.

        It keeps the names it had: an older version of its transcript is still known, and so is its video if
        the address was not pasted again.
        """
        if episode_id is None:
            return Episode(names=tuple(names))
        held = evidence.load_identifiers(self.connection, episode_id)
        return Episode(
            id=episode_id,
            names=tuple(dict.fromkeys((*names, *held))),
            sources=evidence.load_sources(self.connection, episode_id),
            decisions=evidence.load_corrections(self.connection, episode_id),
        )

    def _at(self, transcript: Evidence, ours: set[str]) -> int | None:
        """The episode whose transcript lay where this one lies, if it is of the same talk."""
        sql = "select distinct episode_id from sources where uri = ? and superseded_at is null"
        found = self.connection.execute(sql, (transcript.stored.uri,)).fetchall()
        for (episode_id,) in found:
            theirs = _videos(evidence.load_identifiers(self.connection, episode_id))
            said = " ".join(cue.text for cue in transcript.reading.cues)
            kept = self._text(episode_id)
            another_video = ours and theirs and not ours & theirs
            # What had no words and has none is the same by its path alone: a list of chapters, a recording.
            if not another_video and (likeness.alike(said, kept) if said and kept else not said):
                return int(episode_id)
        return None

    def _text(self, episode_id: int) -> str:
        texts = self.connection.execute(
            "select text from utterances where episode_id = ? order by id", (episode_id,)
        )
        return " ".join(text for (text,) in texts)


def _holds(stored: Iterable[StoredSource], raw: Raw) -> bool:
    return any(source.sha256 == raw.sha256 and is_file(source) for source in stored)


def _as(raw: Raw, format: Format) -> StoredSource:
    return StoredSource(
        uri=raw.uri,
        format=format.name,
        reader=format.reader,
        sha256=raw.sha256,
        encoding=None,
        content=raw.content,
    )


def _videos(names: Iterable[Identifier]) -> set[str]:
    return {name.value for name in names if name.scheme == "youtube"}
