"""The migrations make what the schema declares, and the four things SQLite would do to them."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy.schema import CreateIndex, CreateTable

import archive.migrate
from archive import APPLICATION_ID, views
from archive.check import check
from archive.database import REVISION, open_archive, open_readonly, upgrade
from archive.engine import engine, writing
from archive.errors import CannotWrite, SchemaOutOfDate
from archive.migrate import configure, migrate
from archive.schema import metadata
from archive.search import index


def normal(sql: str) -> list[str]:
    """The lines of a CREATE statement, in an order of their own: constraints may stand anywhere."""
    return sorted(line.strip().rstrip(",").lower() for line in sql.strip().splitlines())


def test_the_migrations_make_what_the_schema_declares(archive_path: Path) -> None:
    made = open_archive(archive_path)
    with closing(open_readonly(archive_path)) as connection:
        stored = dict(connection.execute("select name, sql from sqlite_master where sql is not null"))
    for table in metadata.sorted_tables:
        assert normal(stored[table.name]) == normal(str(CreateTable(table).compile(made)))
        for each in table.indexes:
            name = made.dialect.identifier_preparer.format_index(each)
            assert normal(stored[name or ""]) == normal(str(CreateIndex(each).compile(made)))
    made.dispose()


def test_nothing_is_left_to_migrate_and_the_index_is_not_proposed_to_be_dropped(archive_path: Path) -> None:
    made = open_archive(archive_path)
    with made.connect() as connection:
        command.check(configure(connection))
        context = MigrationContext.configure(connection)
        proposed = {difference[1].name for difference in compare_metadata(context, metadata)}
        # Without the filter of env.py it would be.
        assert any(name.startswith("utterances_fts") for name in proposed)
    made.dispose()


def test_the_revision_the_program_asks_for_is_the_newest(archive_path: Path) -> None:
    made = open_archive(archive_path)
    with made.connect() as connection:
        scripts = ScriptDirectory.from_config(configure(connection))
    made.dispose()
    assert scripts.get_heads() == [REVISION]
    for script in scripts.walk_revisions():
        assert re.fullmatch(r"\d{4}", script.revision)
        assert not re.search(r"^(from|import) archive", Path(script.path).read_text(), re.MULTILINE)


def test_a_fresh_archive_says_what_it_is(archive_path: Path) -> None:
    with closing(open_readonly(archive_path)) as connection:
        assert connection.execute("pragma application_id").fetchone() == (APPLICATION_ID,)
        assert connection.execute("pragma journal_mode").fetchone() == ("wal",)
        (sql,) = connection.execute("select sql from sqlite_master where name = 'utterances_fts'").fetchone()
        assert 'content="utterances"' in sql  # the only form by which Datasette knows it
        assert connection.execute("select count(*) from sqlite_master where type = 'trigger'").fetchone() == (
            0,
        )
        assert list(views.COLUMNS) == [row[1] for row in connection.execute("pragma table_info(said)")]
    assert check(archive_path) == []


@pytest.fixture
def older(filled_archive: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A filled archive that this version finds out of date."""
    monkeypatch.setattr("archive.database.REVISION", "0002")
    return filled_archive


def migrating(monkeypatch: pytest.MonkeyPatch, change: str = "") -> None:
    """Stand in for Alembic with a migration to 0002 that alters two parents; `change` is run last."""

    def run(config: object, _revision: str) -> None:
        connection = config.attributes["connection"]  # type: ignore[attr-defined]
        operations = Operations(MigrationContext.configure(connection, opts={"transactional_ddl": True}))
        for table in ("episodes", "utterances"):
            with operations.batch_alter_table(table, recreate="always") as batch:
                batch.add_column(sa.Column("mood", sa.Text()))
        connection.exec_driver_sql("update alembic_version set version_num = '0002'")
        if change:
            connection.exec_driver_sql(change)

    monkeypatch.setattr(archive.migrate.command, "upgrade", run)


def test_altering_a_parent_keeps_its_children_index_and_view(
    older: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(
        SchemaOutOfDate, match=f"it is at 0001, this version needs 0002; run `podarchive upgrade {older}`"
    ):
        open_readonly(older)
    migrating(monkeypatch)
    assert upgrade(older) == ("0001", "0002")
    with closing(open_readonly(older)) as connection:
        counts = connection.execute(
            "select count(*), (select count(*) from utterances), (select count(*) from said) from speakers"
        ).fetchone()
        assert counts == (7, 13, 13)
        match = "select count(*) from utterances_fts where utterances_fts match 'weights'"
        assert connection.execute(match).fetchone() == (3,)
    assert check(older) == []
    assert upgrade(older) == ("0002", "0002")


def test_with_keys_on_the_children_would_be_gone(filled_archive: Path) -> None:
    """The trap itself: if SQLite stops doing this, the keys need not be off."""
    made = engine(filled_archive, foreign_keys=True)
    with writing(made) as connection:
        views.drop(connection)
        connection.exec_driver_sql("delete from utterances")
        connection.exec_driver_sql("delete from corrections")
        operations = Operations(MigrationContext.configure(connection))
        with operations.batch_alter_table("episodes", recreate="always") as batch:
            batch.add_column(sa.Column("mood", sa.Text()))
        assert connection.exec_driver_sql("select count(*) from speakers").scalar_one() == 0
    made.dispose()


@pytest.mark.parametrize(
    ("change", "refusal"),
    [("delete from people", CannotWrite), ("insert into nowhere values (1)", sa.exc.OperationalError)],
)
def test_a_failed_migration_leaves_everything_as_it_was(
    older: Path, monkeypatch: pytest.MonkeyPatch, change: str, refusal: type[Exception]
) -> None:
    def everything() -> list[str]:
        with closing(sqlite3.connect(older)) as connection:
            return list(connection.iterdump())

    before = everything()
    migrating(monkeypatch, change)
    with pytest.raises(refusal):
        upgrade(older)
    assert everything() == before


def test_without_our_begin_half_a_migration_would_survive(tmp_path: Path) -> None:
    """The trap itself, on an engine as SQLAlchemy makes it."""
    plain = sa.create_engine(f"sqlite:///{tmp_path / 'plain.db'}")
    ours = engine(tmp_path / "ours.db")
    for made in (plain, ours):
        with made.connect() as connection:
            connection.exec_driver_sql("create table half (id integer)")
            connection.rollback()
    assert sa.inspect(plain).get_table_names() == ["half"]
    assert sa.inspect(ours).get_table_names() == []
    plain.dispose()
    ours.dispose()


def test_installing_the_index_again_changes_nothing_that_is_found(filled_archive: Path) -> None:
    connection = sqlite3.connect(filled_archive, isolation_level=None)
    connection.execute("begin")
    index.install(connection)
    assert connection.in_transaction
    connection.execute("commit")
    connection.close()
    assert check(filled_archive) == []


def test_two_at_once_make_one_archive(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    open_archive(path, create=True).dispose()
    migrate(path)  # as the second one does, which waited for the lock of the first
    assert check(path) == []
