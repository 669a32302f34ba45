"""Creating and upgrading: migrations, the full-text index and the view, in one transaction.

The only module that imports Alembic. `make migration` drafts the next one (`tests/migration.py`).
"""

import importlib.resources
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from archive import APPLICATION_ID, views
from archive.engine import driver, engine, writing
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
            command.upgrade(configure(connection), revision)
            _require_sound_keys(path, connection)
            # Batch alterations drop what hangs on a table without a word, so index and view are made again.
            index.install(driver(connection))
            views.create(connection)
            connection.exec_driver_sql(f"pragma application_id = {APPLICATION_ID}")
    finally:
        made.dispose()


def configure(connection: Connection) -> Config:
    """Alembic's configuration: where our migrations are, and the connection they run on."""
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
