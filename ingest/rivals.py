"""Episodes of one run that are in each other's way: one episode twice, one text under two titles."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

from archive.outcome import Outcome
from archive.records import EpisodeRecord, Identifier, Warning

from . import fingerprint
from .errors import InputError

if TYPE_CHECKING:
    from .pipeline import Prepared

_TWINS = """
select coalesce(title, slug) from json_each(?) as wanted
join fingerprints on fingerprints.value = wanted.value
join episodes on episodes.id = fingerprints.episode_id
where episodes.id < ?
group by episodes.id having count(*) >= ? order by count(*) desc, episodes.id limit 1
"""

_NEW = 2**63 - 1
"""The id of an episode that has none yet: it comes after all others."""


class Rivals:
    """What was claimed and said in this run, beside what `connection` shows as stored already."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._claims: dict[str, Path] = {}
        self._texts: dict[int, tuple[int, str]] = {}

    def settle(self, prepared: Iterable["Prepared"]) -> Iterator[EpisodeRecord | Outcome]:
        """What is to be stored, in order: an episode that came twice fails, a text that did is flagged."""
        for each in chain.from_iterable((group, *group.others) for group in prepared):
            yield from each.refused
            if each.episode is None:
                continue
            rival = self._claim(each.place, each.claims, each.episode_id)
            if rival is not None:
                error = InputError(str(each.place), f"is the same episode as {rival}", "keep one of the two")
                yield Outcome(status="failed", place=str(each.place), error=error)
            elif isinstance(each.episode, EpisodeRecord):
                yield self._compared(each.episode, each.episode_id)
            else:
                yield each.episode

    def _claim(self, place: Path, names: Iterable[Identifier], episode_id: int | None) -> Path | None:
        """The other place that is the same episode, if there is one: each would undo the other."""
        keys = [f"{name.scheme} {name.value}" for name in names]
        keys += [] if episode_id is None else [f"episode {episode_id}"]
        for key in keys:
            if key in self._claims:
                return self._claims[key]
        self._claims.update(dict.fromkeys(keys, place))
        return None

    def _compared(self, record: EpisodeRecord, episode_id: int | None) -> EpisodeRecord:
        if not record.fingerprint:
            return record
        place = _NEW if episode_id is None else episode_id
        twin = self._twin(record, place)
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

    def _twin(self, record: EpisodeRecord, place: int) -> str | None:
        """The title of an earlier episode with these words: whichever of the two is derived again."""
        # Of this run, some are not stored yet.
        near = (self._texts[value] for value in record.fingerprint if value in self._texts)
        here = Counter(title for other, title in near if other < place or place == _NEW)
        for title, count in here.most_common(1):
            if count >= fingerprint.ENOUGH:
                return title
        values = json.dumps(record.fingerprint)
        found = self._connection.execute(_TWINS, (values, place, fingerprint.ENOUGH)).fetchone()
        return None if found is None else str(found[0])
