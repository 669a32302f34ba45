"""Ingests in a test, each followed by a check, and questions to the archive that they made."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from archive.check import check
from archive.outcome import Outcome
from ingest.files.folders import find
from ingest.options import Options
from ingest.pipeline import ingest
from ingest.verify import verify

SIDECAR = '[podcast]\ntitle = "Bread"\n[episode]\ntitle = "Salt"\n[[person]]\nname = "Ada"\nrole = "host"\n'
CORRECTIONS = """\
[[turn]]
at = "0:00"
words = "Good morning"
speaker = "Ada"

[[turn]]
at = "0:05"
words = "Thank you for having"
speaker = "Bob"
"""


def run(archive: Path, *paths: Path, **options: Any) -> list[Outcome]:
    outcomes = list(ingest(archive, find(paths).groups, Options(**options)))
    assert check(archive) == []
    with closing(sqlite3.connect(archive)) as connection:
        assert list(verify(connection)) == []
    return outcomes


def statuses(archive: Path, *paths: Path, **options: Any) -> list[str]:
    return [outcome.status for outcome in run(archive, *paths, **options)]


def ask(archive: Path, sql: str) -> list[Any]:
    with closing(sqlite3.connect(archive)) as connection:
        return connection.execute(sql).fetchall()


def speakers(archive: Path) -> list[tuple[str | None, str]]:
    return ask(archive, "select speaker, text from said order by id")
