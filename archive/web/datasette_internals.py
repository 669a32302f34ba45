"""Everything that the plugin takes from Datasette beyond its documented plugin API, in one place.

Datasette's 1.0 line may still change any of this; what breaks then breaks here (and in `tests/web`).
"""

import json
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, TypeVar

from datasette import handle_exception  # type: ignore[import-untyped]
from datasette.database import Database, QueryInterrupted  # type: ignore[import-untyped]
from datasette.resources import DatabaseResource  # type: ignore[import-untyped]
from datasette.utils import (  # type: ignore[import-untyped]
    add_cors_headers,
    await_me_maybe,
    error_body,
    escape_fts,
    sqlite_timelimit,
)
from datasette.utils.asgi import BadRequest, Base400, RowNotFound  # type: ignore[import-untyped]
from datasette.views.base import DatasetteError  # type: ignore[import-untyped]

from archive.web.known_tables import KnownTables

__all__ = [
    "ArchiveDatabase",
    "BadRequest",
    "Database",
    "QueryInterrupted",
    "archive_of",
    "await_me_maybe",
    "configure_tables",
    "copy_view_rule",
    "cors_headers",
    "described",
    "error_body",
    "escape_fts",
    "jump_items",
    "may_ask_sql",
    "may_see",
    "missing_row",
    "refusal",
    "run_limited",
    "take_over",
    "unknown_format",
    "visible",
    "was_interrupted",
]

T = TypeVar("T")
Datasette = Any  # `datasette.app` loads the plugins while it is imported itself: it cannot be named here
Config = dict[str, Any]
_NO_FORMAT = "Invalid format: "


class ArchiveDatabase(KnownTables):
    """A database that `startup` recognised as an archive: the mark by which every other hook knows it."""


def archive_of(datasette: Datasette) -> ArchiveDatabase | None:
    """The archive that this server shows with our pages, if there is one."""
    for database in datasette.databases.values():
        if isinstance(database, ArchiveDatabase):
            return database
    return None


async def take_over(datasette: Datasette, found: Database, name: str) -> ArchiveDatabase:
    """Attach `found` under `name` instead of its file's name, with what the user configured for it.

    A new object takes its place: one that was removed is closed, and would answer 500 if it were added again.
    """
    _print_no_variables()
    old = found.name
    fresh = ArchiveDatabase(datasette, path=found.path, is_mutable=found.is_mutable, mode=found.mode)
    datasette.remove_database(old)
    datasette.add_database(fresh, name=name)
    if old != name:
        _move_config(datasette, old, name)
        await _move_metadata(datasette, old, name)
        # Stored queries and column types were read from the configuration before plugins start.
        await datasette._save_queries_from_config()
        await datasette._apply_column_types_config()
    await datasette.refresh_schemas(force=True)
    return fresh


def _print_no_variables() -> None:
    """Of an exception, print where it came from, and not all that was in memory there.

    Where `rich` is installed, Datasette prints every variable on the way to each wrong address that a program
    asks for: measured, two seconds, in which it answers nobody.
    """
    handle_exception.rich = None


def configure_tables(datasette: Datasette, database: str, tables: dict[str, Config]) -> None:
    """Give tables a configuration, key by key: what the user's own datasette.yaml says stays."""
    configured = _database_config(datasette, database).setdefault("tables", {})
    for table, settings in tables.items():
        own = configured.get(table) or {}
        if "sort" in own or "sort_desc" in own:  # of both, Datasette refuses every page of the table
            settings = {key: value for key, value in settings.items() if key not in ("sort", "sort_desc")}
        configured[table] = {**settings, **own}


def copy_view_rule(datasette: Datasette, database: str, table: str, others: tuple[str, ...]) -> None:
    """Let whoever may see `table`, by a rule of its own, see `others` too, and nobody else.

    One of them that has a rule of its own keeps it.
    """
    configured = _database_config(datasette, database)["tables"]
    rule = _view_rule(configured, table)
    for other in others if rule else ():
        if not _view_rule(configured, other):
            configured[other] = _merged(configured.get(other) or {}, rule)


async def run_limited(
    datasette: Datasette,
    database: Database,
    work: Callable[[sqlite3.Connection], T],
    limit_ms: int | None = None,
) -> T:
    """`work(connection)` in one of Datasette's threads, within `limit_ms`, or within `sql_time_limit_ms`.

    Raises QueryInterrupted when the time is over, as `database.execute()` does.
    """

    def limited(connection: sqlite3.Connection) -> T:
        with sqlite_timelimit(connection, limit_ms or datasette.sql_time_limit_ms):
            try:
                return work(connection)
            except sqlite3.OperationalError as error:
                if error.args == ("interrupted",):
                    raise QueryInterrupted(error, "", {}) from error
                raise

    result: T = await database.execute_fn(limited)
    return result


async def may_see(datasette: Datasette, request: Any, database: Database, tables: tuple[str, ...]) -> bool:
    """Whether whoever asks may see the database and each of these tables."""
    return set(tables) <= await visible(datasette, request, database)


async def visible(datasette: Datasette, request: Any, database: Database) -> frozenset[str]:
    """The tables and views of the database that whoever asks may see; none if not even the database.

    One question of Datasette: asked table by table, a page of ours would spend a quarter of its time on it.
    """
    actor = request.actor
    if not await datasette.allowed(
        action="view-database", resource=DatabaseResource(database=database.name), actor=actor
    ):
        return frozenset()
    found = await datasette.allowed_resources("view-table", actor, parent=database.name, limit=1000)
    return frozenset(resource.child for resource in found.resources)


async def may_ask_sql(datasette: Datasette, request: Any, database: Database) -> bool:
    """Whether whoever asks may run a statement of their own."""
    return bool(
        await datasette.allowed(
            action="execute-sql", resource=DatabaseResource(database=database.name), actor=request.actor
        )
    )


async def jump_items(archive: Database, found: Iterable[Any]) -> list[Any]:
    """What plugins answered for the menu "Jump to…", without the archive's hidden tables.

    Datasette 1.0a41 lists those too, with all that a full-text index consists of.
    """
    values = [await await_me_maybe(each) for each in found]
    items = [item for value in values for item in (value if isinstance(value, list | tuple) else [value])]
    hidden = json.dumps(await archive.hidden_table_names())
    return [_without(hidden, archive.name, item) for item in items if item is not None]


def missing_row(exception: Exception) -> tuple[str, str, str] | None:
    """(database, table, key) of the row that was asked for and is not there; None for another failure."""
    if not isinstance(exception, RowNotFound) or len(exception.pk_values) != 1:
        return None
    return exception.database_name, exception.table_name, str(exception.pk_values[0])


def refusal(exception: Exception) -> tuple[int, str] | None:
    """(status, what is wrong) where whoever asked must ask for something else; None for an error of ours."""
    if not isinstance(exception, Base400):
        return None
    return exception.status, str(exception.args[0] if exception.args else "")


def unknown_format(exception: Exception) -> str | None:
    """The ending of a table's address that Datasette has no form for, where it fails; None for all else."""
    said = str(exception).partition("\n")[0] if isinstance(exception, AssertionError) else ""
    return said.removeprefix(_NO_FORMAT) if said.startswith(_NO_FORMAT) else None


def was_interrupted(exception: Exception) -> bool:
    """Whether it tells that a statement took longer than the server's limit."""
    return isinstance(exception, DatasetteError) and exception.title == "SQL Interrupted"


def cors_headers(datasette: Datasette) -> dict[str, str]:
    """The headers that let pages elsewhere read our JSON, if the server was started with `--cors`."""
    headers: dict[str, str] = {}
    if datasette.cors:
        add_cors_headers(headers)
    return headers


async def described(datasette: Datasette, database: str) -> set[tuple[str, str | None]]:
    """(table, column) of every description that is already set; the column is None for a table's own."""
    internal = datasette.get_internal_database()
    tables = await internal.execute(
        "select resource_name, null from metadata_resources where database_name = ? and key = 'description'",
        [database],
    )
    columns = await internal.execute(
        "select resource_name, column_name from metadata_columns where database_name = ?"
        " and key = 'description'",
        [database],
    )
    return {tuple(row) for row in (*tables.rows, *columns.rows)}


def _without(hidden: str, database: str, item: Any) -> Any:
    if item.database is not None:  # asked of another database than the one that lists the tables
        return item
    sql = (
        f"select * from ({item.sql}) where url is null or url not in (select json_object('method', 'table',"
        " 'database', :podarchive_database, 'table', value) from json_each(:podarchive_hidden))"
    )
    known = {"podarchive_database": database, "podarchive_hidden": hidden}
    return replace(item, sql=sql, params={**(item.params or {}), **known})


def _view_rule(configured: Config, table: str) -> Config:
    rule: Config = {}
    for name, settings in configured.items():
        if name.lower() != table:  # Datasette heeds a rule under any spelling
            continue
        of_actions = (settings or {}).get("permissions") or {}
        if (settings or {}).get("allow") is not None:
            rule["allow"] = settings["allow"]
        if of_actions.get("view-table") is not None:
            rule["permissions"] = {"view-table": of_actions["view-table"]}
    return rule


def _database_config(datasette: Datasette, database: str) -> Config:
    if not datasette.config.get("databases"):
        datasette.config["databases"] = {}
    databases: Config = datasette.config["databases"]
    if not databases.get(database):
        databases[database] = {}
    config: Config = databases[database]
    if not config.get("tables"):
        config["tables"] = {}
    return config


def _move_config(datasette: Datasette, old: str, new: str) -> None:
    # Also what forbids: `allow: false` written for the file's own name has to hold under the new one.
    databases = datasette.config.get("databases") or {}
    if databases.get(old):
        databases[new] = _merged(databases.pop(old), databases.get(new) or {})


def _merged(base: Config, over: Config) -> Config:
    result = dict(base)
    for key, value in over.items():
        both = isinstance(value, dict) and isinstance(result.get(key), dict)
        result[key] = _merged(result[key], value) if both else value
    return result


async def _move_metadata(datasette: Datasette, old: str, new: str) -> None:
    internal = datasette.get_internal_database()
    for table in ("metadata_databases", "metadata_resources", "metadata_columns"):
        await internal.execute_write(
            f"update or ignore {table} set database_name = ? where database_name = ?", [new, old]
        )
