"""How the archive was made and changed: runs, readers, decisions, what was noticed and taken out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from archive.web import queries
from archive.web.asking import Asking
from archive.web.remembered import remembered

RUNS = """
select id, command, started_at, finished_at, inserted, updated, unchanged, failed, removed, version
from ingests order by id desc limit 12
"""

ALL_RUNS = """
select count(*) as runs, min(started_at) as first, max(coalesce(finished_at, started_at)) as last,
       count(case when finished_at is null then 1 end) as unfinished
from ingests
"""

VERSIONS = """
select version, count(*) as runs, min(started_at) as first, max(started_at) as last
from ingests group by version order by last desc limit 20
"""

READERS = """
select reader, count(*) as sources, min(added_at) as first, max(added_at) as last
from sources where superseded_at is null group by reader order by sources desc, reader limit 80
"""

DERIVATIONS = """
select json_extract(derivation, '$.program') as program, count(*) as episodes
from episodes where json_valid(derivation) group by 1 order by episodes desc limit 10
"""

WARNINGS = """
select code, count(*) as warnings, count(distinct episode_id) as episodes
from warnings group by code order by warnings desc, code limit 100
"""

FLAGS = """
select each.value as flag, count(*) as transcripts
from transcripts, json_each(transcripts.flags) as each where json_valid(transcripts.flags)
group by 1 order by transcripts desc, flag limit 20
"""

# Each decision is counted whether it holds or was undone.
CORRECTIONS = """
select 'corrections' as of, 'speaker' as kind, count(case when undone_at is null then 1 end) as holding,
       count(undone_at) as undone
from corrections having count(*) > 0
"""
ALIASES = """
select 'person_aliases' as of, kind, count(case when undone_at is null then 1 end) as holding,
       count(undone_at) as undone
from person_aliases group by kind order by kind
"""
EPISODE_DECISIONS = """
select 'episode_decisions' as of, kind, count(case when undone_at is null then 1 end) as holding,
       count(undone_at) as undone
from episode_decisions group by kind order by kind
"""

REMOVED = """
select kind, count(*) as addresses, count(case when moved_to is null then 1 end) as removed
from former_addresses group by kind order by kind
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Making:
    """Rows as they are counted; those of tables that whoever asks may not see are None."""

    runs: Sequence[Any] | None
    all_runs: Any
    versions: Sequence[Any]
    readers: Sequence[Any] | None
    derivations: Sequence[Any]
    warnings: Sequence[Any] | None
    flags: Sequence[Any]
    decisions: Sequence[Any] | None
    removed: Sequence[Any] | None


def making(asking: Asking) -> Making:
    connection = asking.connection

    def rows(name: str, *each: str) -> list[Any]:
        return remembered(
            connection,
            ("about", name),
            lambda: [row for sql in each for row in queries.rows(connection, sql)],
        )

    def allowed(*tables: str) -> bool:
        return asking.allowed.issuperset(tables)

    runs = allowed("ingests")
    decided = allowed("corrections", "person_aliases", "episode_decisions")
    return Making(
        runs=rows("runs", RUNS) if runs else None,
        all_runs=rows("all runs", ALL_RUNS)[0] if runs else None,
        versions=rows("versions", VERSIONS) if runs else (),
        readers=rows("readers", READERS) if allowed("sources") else None,
        derivations=rows("derivations", DERIVATIONS),
        warnings=rows("warnings", WARNINGS) if allowed("warnings") else None,
        flags=rows("flags", FLAGS),
        decisions=rows("decisions", CORRECTIONS, ALIASES, EPISODE_DECISIONS) if decided else None,
        removed=rows("removed", REMOVED) if allowed("former_addresses") else None,
    )
