"""Creating and upgrading: migrations, the full-text index and the view, in one transaction.

The only module that imports Alembic; `python -m archive.migrate "what changes"` drafts the next migration.
"""

import importlib.resources
import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from archive import views
from archive.database import APPLICATION_ID, driver, engine, open_archive, writing
from archive.errors import CannotWrite
from archive.search import index


def migrate(path: Path, revision: str = "head") -> None:
    """Bring the file at `path`, new or ours, to `revision`. A kill at any moment leaves all of it or nothing.

    Raises CannotWrite if rows would point at nothing afterwards, and whatever SQLite refuses.
    """
    # Keys are off: a batch alteration drops a parent for a moment, and ON DELETE CASCADE would empty
    # its children.
    made = engine(path, foreign_keys=False)
    try:
        with writing(made) as connection:
            views.drop(connection)
            command.upgrade(_config(connection), revision)
            _require_sound_keys(path, connection)
            # Batch alterations drop what hangs on a table without a word, so index and view are made again.
            index.install(driver(connection))
            views.create(connection)
            connection.exec_driver_sql(f"pragma application_id = {APPLICATION_ID}")
    finally:
        made.dispose()


def newest() -> str:
    """The revision of the newest migration."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def draft(message: str) -> Path:
    """Write the next migration from what `archive.schema` has and the migrations lack, for people to read."""
    number = f"{int(newest() or 0) + 1:04}"
    with tempfile.TemporaryDirectory() as folder:
        made = open_archive(Path(folder) / "now.db", create=True)
        with made.connect() as connection:
            script = command.revision(_config(connection), message, autogenerate=True, rev_id=number)
        made.dispose()
    if script is None or isinstance(script, list):
        raise RuntimeError("Alembic made no single script")
    return Path(script.path)


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    folder = str(importlib.resources.files("archive.migrations"))
    config.set_main_option("script_location", folder.replace("%", "%%"))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    return config


def _require_sound_keys(path: Path, connection: Connection) -> None:
    broken = connection.exec_driver_sql("pragma foreign_key_check").fetchall()
    if broken:
        raise CannotWrite(
            str(path),
            f"{len(broken)} rows of {broken[0][0]} would point at nothing after the upgrade",
            "nothing was changed; report this with the output of `podarchive check`",
        )


if __name__ == "__main__":
    sys.stdout.write(f"{draft(' '.join(sys.argv[1:]))}\n")
