"""Episodes of one run that are in each other's way: one episode twice, one text under two titles."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from archive.outcome import Change, Outcome
from archive.records import EpisodeRecord, Warning

from . import fingerprint
from .errors import InputError
from .identity import NEEDS_A_FEED

if TYPE_CHECKING:
    from .prepared import Prepared

_TWINS = """
select coalesce(title, slug) from json_each(?) as wanted
join fingerprints on fingerprints.value = wanted.value
join episodes on episodes.id = fingerprints.episode_id
where episodes.id < ? and episodes.id not in (select value from json_each(?))
group by episodes.id having count(*) >= ? order by count(*) desc, episodes.id limit 1
"""


class _Claim(NamedTuple):
    """Where a name was met first, and whether a feed listed it there."""

    place: Path
    listed: bool


_NEW = 2**63 - 1
"""The id of an episode that has none yet: it comes after all others."""


class Rivals:
    """What was claimed and said in this run, beside what `connection` shows as stored already.

    `waiting` is the work that shares a name with some before it: it is done again when that is stored.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._claims: dict[str, _Claim] = {}
        self._bytes: dict[str, Path] = {}
        self._texts: dict[int, tuple[int, str]] = {}
        self._told: set[tuple[str, str, str]] = set()
        self.waiting: list[Any] = []

    def settle(self, prepared: "Prepared", work: object) -> Iterator[Change | Outcome]:
        """What is to be stored, each thing said once; nothing yet of `work` that has to wait.

        A file that came twice fails, a text that did under another title is flagged.
        """
        for each in (prepared, *prepared.others):
            yield from self._once(each.refused)
            if each.episode is None:
                continue
            rival = self._same_bytes(each)
            if rival is not None:
                error = InputError(str(each.place), f"is the same episode as {rival}", "keep one of the two")
                yield from self._once([Outcome(status="failed", place=str(each.place), error=error)])
            elif self._must_wait(each):
                if work not in self.waiting[-1:]:
                    self.waiting.append(work)
            elif isinstance(each.episode, Change):
                yield self._compared_all(each.episode)
            else:
                yield from self._once([each.episode])

    def next_round(self) -> list[Any]:
        """The work that waited; what was claimed by others counts no more, since it is stored."""
        waiting, self.waiting = self.waiting, []
        self._claims = {}
        return waiting

    def _once(self, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
        for outcome in outcomes:
            key = outcome.status, outcome.place, str(outcome.error or outcome.episode_id)
            if key not in self._told:
                yield outcome
            if self.waiting:
                self._told.add(key)

    def _same_bytes(self, prepared: "Prepared") -> Path | None:
        """The other place where the same file lies: each would undo the other."""
        if any(name.scheme == "guid" for name in prepared.claims):
            return None
        hashes = [name.value for name in prepared.claims if name.scheme == "sha256"]
        rival = next((self._bytes[each] for each in hashes if each in self._bytes), None)
        if rival is not None and rival != prepared.place:
            return rival
        self._bytes.update(dict.fromkeys(hashes, prepared.place))
        return None

    def _must_wait(self, prepared: "Prepared") -> bool:
        """Whether something before it may be the same episode, and is perhaps not stored yet."""
        listed = any(name.scheme == "guid" for name in prepared.claims)
        keys = {f"{name.scheme} {name.value}": name.scheme in NEEDS_A_FEED for name in prepared.claims}
        ids = {prepared.episode_id}
        if isinstance(prepared.episode, Change):
            ids |= {id_ for part in prepared.episode.parts for id_ in (part.episode_id, *part.absorbed)}
        keys |= {f"episode {id_}": False for id_ in ids if id_ is not None}
        for key, weak in keys.items():
            claim = self._claims.get(key)
            if claim and claim.place != prepared.place and (not weak or listed or claim.listed):
                return True
        for key in keys:
            before = self._claims.get(key)
            self._claims[key] = _Claim(prepared.place, listed or (before is not None and before.listed))
        return False

    def _compared_all(self, change: Change) -> Change:
        ids = {id_ for part in change.parts for id_ in (part.episode_id, *part.absorbed) if id_ is not None}
        if len(change.parts) > 1 or len(ids) > 1:
            # What was said of them before is shared out anew.
            self._texts = {value: held for value, held in self._texts.items() if held[0] not in ids}
        parts = tuple(
            replace(part, record=self._compared(part.record, part.episode_id, ids)) for part in change.parts
        )
        return replace(change, parts=parts)

    def _compared(self, record: EpisodeRecord, episode_id: int | None, ids: set[int]) -> EpisodeRecord:
        if not record.fingerprint:
            return record
        place = _NEW if episode_id is None else episode_id
        twin = self._twin(record, place, ids)
        for value in record.fingerprint:
            if value not in self._texts or place < self._texts[value][0]:
                self._texts[value] = place, record.title or record.slug
        # Episodes of a batch are not stored yet; of the others the archive has the hashes.
        from archive.store import BATCH_EPISODES

        unstored = BATCH_EPISODES * fingerprint.KEPT
        for old in [*islice(self._texts, max(0, len(self._texts) - unstored))]:
            del self._texts[old]
        if twin is None:
            return record
        message = f"half of its words or more are those of “{twin}”: is one of them under a wrong title?"
        return replace(
            record,
            transcripts=tuple(
                replace(each, flags=(*each.flags, "duplicate_text")) if each.preferred else each
                for each in record.transcripts
            ),
            warnings=(*record.warnings, Warning(code="duplicate_text", place="words", message=message)),
        )

    def _twin(self, record: EpisodeRecord, place: int, ids: set[int]) -> str | None:
        """The title of an earlier episode with these words: whichever of the two is derived again.

        What the archive has of the episodes `ids` counts no more: they are being replaced.
        """
        # Of this run, some are not stored yet.
        near = (self._texts[value] for value in record.fingerprint if value in self._texts)
        here = Counter(title for other, title in near if other < place or place == _NEW)
        for title, count in here.most_common(1):
            if count >= fingerprint.ENOUGH:
                return title
        values = json.dumps(record.fingerprint)
        found = self._connection.execute(
            _TWINS, (values, place, json.dumps([*ids]), fingerprint.ENOUGH)
        ).fetchone()
        return None if found is None else str(found[0])
