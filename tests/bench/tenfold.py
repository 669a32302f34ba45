"""An archive many times as large: copies of one, by SQL, whose ids are shifted and whose rarer words differ.

`python -m tests.bench.tenfold build/scale.db build/scale10.db` makes ten million utterances of a million.
Each copy has shows, people and episodes of its own, and its rarer words end in its number, so that the
vocabulary grows too. It is a file to measure reading with, and nothing else: the bytes of its sources are
not copied.
"""

import re
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from time import perf_counter

import click

from archive.schema import UTTERANCES_PER_EPISODE, metadata

COMMON = 300
"""A word said more often than so often in a million utterances is the same in all copies."""

_PRAGMAS = ("journal_mode = off", "synchronous = off", "foreign_keys = off", "cache_size = -1000000")
_WORD = re.compile(r"[a-z]{5,}")
_SAMPLE = 7

_COPIED = (
    *("podcasts", "people", "episodes", "speakers", "chapters", "recordings", "sources", "transcripts"),
    *("identifiers", "clock_maps", "voices", "utterances"),
)
"""All that our pages read of made episodes, each table after those it refers to; not the bytes of sources."""

_APART = {
    *("podcasts.slug", "podcasts.title", "podcasts.guid", "people.slug", "people.name", "people.name_key"),
    *(
        "people.href",
        "episodes.slug",
        "speakers.name",
        "speakers.name_key",
        "speakers.href",
        "speakers.label",
    ),
    *("sources.uri", "identifiers.value"),
}
"""What tells things apart: each copy's has its number at the end."""


@click.command()
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("to", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--times", default=10, show_default=True, help="How many times as large.")
def main(source: Path, to: Path, times: int) -> None:
    """Make TO out of SOURCE, an archive that `make scale` made."""
    began = perf_counter()
    shutil.copyfile(source, to)
    with closing(sqlite3.connect(to, isolation_level=None)) as connection:
        for pragma in _PRAGMAS:
            connection.execute(f"pragma {pragma}").fetchall()
        multiply(connection, times, lambda said: click.echo(said, err=True))
    click.echo(f"{to}: {to.stat().st_size / 1e6:,.0f} MB, made in {perf_counter() - began:,.0f} s")


def multiply(connection: sqlite3.Connection, times: int, say: Callable[[str], None]) -> None:
    """Add `times` - 1 copies of all that is there."""
    same = _common(connection)

    def copied(text: str, copy: int) -> str:
        return _WORD.sub(lambda found: found[0] if found[0] in same else f"{found[0]}{copy}", text)

    connection.create_function("copied", 2, copied, deterministic=True)
    last = {
        name: int(connection.execute(f"select coalesce(max(id), 0) from {name}").fetchone()[0])
        for name in _COPIED
        if name not in ("voices", "utterances")
    }
    # Made anew at the end: in order, which is many times faster than a row at a time.
    indexes = connection.execute(
        "select name, sql from sqlite_master"
        " where type = 'index' and sql is not null and tbl_name = 'utterances'"
    ).fetchall()
    for name, _ in indexes:
        connection.execute(f"drop index {name}")
    for copy in range(1, times):
        connection.execute("begin")
        for name in _COPIED:
            connection.execute(_insert(name, copy, last))
        first = (copy * last["episodes"] + 1) * UTTERANCES_PER_EPISODE
        connection.execute(
            "insert into utterances_fts (rowid, text, spaced)"
            " select id, text, spaced from utterances where id > ?",
            (first,),
        )
        connection.execute("commit")
        say(f"{copy + 1} times")
    for _, sql in indexes:
        connection.execute(sql)


def _common(connection: sqlite3.Connection) -> set[str]:
    counts: Counter[str] = Counter()
    said = 0
    for (text,) in connection.execute(f"select text from utterances where id % {_SAMPLE} = 0"):
        counts.update(_WORD.findall(text))
        said += 1
    return {word for word, count in counts.items() if count * 1_000_000 > COMMON * said}


def _insert(name: str, copy: int, last: dict[str, int]) -> str:
    table = metadata.tables[name]
    values = []
    for column in table.columns:
        (refers,) = [key.column.table.name for key in column.foreign_keys] or [None]
        if name == "utterances" and column.name == "id":
            shift = copy * last["episodes"] * UTTERANCES_PER_EPISODE
        elif column.name == "id" or refers:
            shift = copy * last[refers or name]
        elif f"{name}.{column.name}" in _APART:
            values.append(f"{column.name} || ' {copy}'")
            continue
        else:
            said = f"copied(text, {copy})" if column.name == "text" else f'"{column.name}"'
            values.append(said)
            continue
        values.append(f"{column.name} + {shift}")
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    key = "episode_id" if name == "voices" else "id"
    until = last["episodes"] if name == "voices" else last.get(name, 0)
    if name == "utterances":
        until = (last["episodes"] + 1) * UTTERANCES_PER_EPISODE - 1
    return f"insert into {name} ({names}) select {', '.join(values)} from {name} where {key} <= {until}"


if __name__ == "__main__":
    main()
