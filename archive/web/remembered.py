"""What is the same until the archive changes, worked out once for each state of it.

Each run that changes an archive writes down what it did in the batch that does it, so the last row of
`ingests` tells one state from the next.
"""

import sqlite3
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import TypeVar, cast

T = TypeVar("T")

MOST = 256
"""So many values are remembered, of all archives together: the ones that were asked for last."""

_known: OrderedDict[Hashable, object] = OrderedDict()
_lock = threading.Lock()


def state(connection: sqlite3.Connection) -> Hashable:
    """Which archive it is, and as of which run; inside a snapshot that of the snapshot."""
    file = connection.execute("select file from pragma_database_list where name = 'main'").fetchone()
    run = connection.execute("select * from ingests order by id desc limit 1").fetchone()
    return (file[0], tuple(run) if run else None)


def remembered(connection: sqlite3.Connection, name: Hashable, make: Callable[[], T]) -> T:
    """`make()`, or what it gave before for this name and this state of the archive.

    Two threads may make the same at once: nobody waits for another's time limit.
    """
    key = (state(connection), name)
    with _lock:
        if key in _known:
            _known.move_to_end(key)
            return cast(T, _known[key])
    made = make()
    with _lock:
        _known[key] = made
        while len(_known) > MOST:
            _known.popitem(last=False)
    return made
