"""The migrations make what the schema declares, and the four things SQLite would do to them."""

import importlib
import itertools
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy.schema import CreateIndex, CreateTable

import archive.migrate
from archive import APPLICATION_ID, store, views
from archive.check import check
from archive.database import REVISION, open_archive, open_readonly, upgrade
from archive.engine import engine, writing
from archive.errors import CannotWrite, SchemaOutOfDate
from archive.migrate import configure, migrate
from archive.schema import metadata
from archive.search import index, search, understand
from tests.episodes import small


def normal(sql: str) -> list[str]:
    """The parts of a CREATE statement, in an order of their own: a column that was added stands last."""
    begin, _, inside = sql.replace('"', "").rstrip().removesuffix(")").partition("(")
    parts, depth, quoted = [""], 0, False
    for character in inside:
        quoted ^= character == "'"
        depth += 0 if quoted else (character == "(") - (character == ")")
        if character == "," and depth == 0 and not quoted:
            parts.append("")
        else:
            parts[-1] += character
    return [begin.split()[-1], *sorted(" ".join(part.lower().split()) for part in parts)]


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


REVISIONS = sorted((Path(__file__).parent / "revisions").glob("*.sql"))


@pytest.fixture(params=REVISIONS, ids=lambda path: path.stem)
def older(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """An archive with five episodes as an earlier version left it."""
    path = tmp_path / "archive.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(request.param.read_text())
        connection.execute("pragma journal_mode = wal")
        assert connection.execute("select version_num from alembic_version").fetchone() == (
            request.param.stem,
        )
    return path


def contents(path: Path) -> dict[str, list[dict[str, object]]]:
    """Every row of every table, by the names of its columns."""
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        tables = [
            name
            for (name,) in connection.execute(
                "select name from sqlite_master where type = 'table' and name not like '%_fts%'"
            )
        ]
        return {
            name: [dict(row) for row in connection.execute(f"select * from {name} order by rowid")]
            for name in tables
            if name != "alembic_version"
        }


def test_every_earlier_revision_has_its_archive() -> None:
    assert [path.stem for path in REVISIONS] == [f"{number:04}" for number in range(1, int(REVISION))]


def test_an_upgrade_keeps_every_row(older: Path) -> None:
    """Every value of every row, also of those that hang on a table which was made anew."""
    before = contents(older)
    with closing(sqlite3.connect(older)) as connection:
        was = connection.execute("select version_num from alembic_version").fetchone()[0]
    with pytest.raises(
        SchemaOutOfDate,
        match=f"it is at {was}, this version needs {REVISION}; run `podarchive upgrade {older}`",
    ):
        open_readonly(older)
    assert upgrade(older) == (was, REVISION)
    after = contents(older)
    assert sum(map(len, before.values())) > 70
    for table, rows in before.items():
        kept = [{key: row[key] for key in old} for row, old in zip(after[table], rows, strict=True)]
        assert kept == rows
    assert check(older) == []
    assert upgrade(older) == (REVISION, REVISION)


def test_index_and_view_are_there_after_an_upgrade(older: Path) -> None:
    upgrade(older)
    with closing(open_readonly(older)) as connection:
        assert connection.execute("select count(*) from said").fetchone() == (13,)
        match = "select count(*) from utterances_fts where utterances_fts match 'weights'"
        assert connection.execute(match).fetchone() == (3,)


def test_texts_without_blanks_are_found_after_an_upgrade(
    older: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    step = importlib.import_module("archive.migrations.versions.0005_scripts_without_blanks")
    monkeypatch.setattr(step, "_AT_ONCE", 3)
    texts = (
        "東京で iPhoneを買う。",
        "กินข้าว",
        "か\u3099A",
        "\uff21\uff29",
        "plain",
        "東",
        "မြန်မာ ភាសា ລາວ",
        "東\u200b京",
    )
    with closing(sqlite3.connect(older)) as connection:
        ids = [id_ for (id_,) in connection.execute("select id from utterances order by id")]
        rows = list(zip(itertools.cycle(texts), ids, strict=False))
        connection.executemany("update utterances set text = ? where id = ?", rows)
        connection.execute("insert into utterances_fts (utterances_fts) values ('rebuild')")
        connection.commit()
    upgrade(older)
    assert check(older) == []
    with closing(open_readonly(older)) as connection:
        for word in ("東京", "京", "を買", "ข้า", "ភា"):
            found = search(connection, understand(word)).total
            assert found == sum(word in text.replace("\u200b", "") for text, _ in rows) > 0


def test_an_id_that_was_given_is_never_given_again(older: Path) -> None:
    """A table with AUTOINCREMENT that is made anew forgets the highest id: such tables are not."""
    with closing(sqlite3.connect(older)) as connection:
        connection.execute("update sqlite_sequence set seq = 77")
        connection.commit()
        promised = {name for (name,) in connection.execute("select name from sqlite_sequence")}
    upgrade(older)
    with closing(sqlite3.connect(older)) as connection:
        kept = {name for (name,) in connection.execute("select name from sqlite_sequence where seq = 77")}
    assert kept == promised != set()


def test_what_was_upgraded_can_be_written(older: Path) -> None:
    upgrade(older)
    made = open_archive(older)
    (outcome,) = store.save(made, [small(1)])
    made.dispose()
    assert outcome.status == "inserted"
    assert check(older) == []


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """The real migrations, with a statement after them that spoils them."""

    def set_up(statement: str) -> None:
        migrations = command.upgrade

        def run(config: Config, revision: str) -> None:
            migrations(config, revision)
            config.attributes["connection"].exec_driver_sql(statement)

        monkeypatch.setattr(archive.migrate.command, "upgrade", run)

    return set_up


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
    ("statement", "refusal"),
    [("delete from people", CannotWrite), ("insert into nowhere values (1)", sa.exc.OperationalError)],
)
def test_a_failed_migration_leaves_everything_as_it_was(
    older: Path, failing: Callable[[str], None], statement: str, refusal: type[Exception]
) -> None:
    def everything() -> list[str]:
        with closing(sqlite3.connect(older)) as connection:
            return list(connection.iterdump())

    before = everything()
    failing(statement)
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
