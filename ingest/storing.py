"""Records to the archive, which is opened for writing once there is one to store.

To import SQLAlchemy takes as long as to look at hundreds of files in which nothing changed.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

from archive.engine import driver, engine
from archive.outcome import Outcome

if TYPE_CHECKING:
    from archive.store import Stored


def stored(archive: Path, records: "Iterable[Stored]", *, command: str) -> Iterator[Outcome]:
    """What `archive.store.save` makes of `records`; what comes before the first record is given at once.

    The archive was recognised before: it is open in this process, and must not be looked into by anything but
    SQLite (see `archive.database.connect_readonly`).
    """
    waiting = iter(records)
    before: list[Outcome] = []
    for each in waiting:
        if each is None:
            continue
        if not isinstance(each, Outcome):
            break
        before.append(each)
        yield each
    else:
        return
    from archive.store import save

    writer = engine(archive)
    try:
        # The run counts them all.
        outcomes = save(writer, chain(before, [each], waiting), command=command)
        yield from islice(outcomes, len(before), None)
        # No `pragma optimize` here, though nothing else gathers statistics. With an analysis_limit of 400
        # and a million utterances, 5 of 73 statements of the site were planned otherwise, none clearly
        # better: people by talk took 9 ms either way, clock maps were scanned whole instead of by episode.
        # Plans would depend on what an archive held when it was last looked at.
        # SQLite does so when the last connection is closed, but not if that one only reads. Without it a copy
        # of the file alone lacks what is in the log.
        with suppress(sqlite3.Error), writer.connect() as connection:
            driver(connection).execute("pragma wal_checkpoint(passive)").fetchall()
    finally:
        writer.dispose()
