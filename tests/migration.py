"""Draft the next migration from what `archive.schema` has and the migrations lack: `make migration m="…"`."""

import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.script import Script

from archive.database import REVISION, open_archive
from archive.migrate import configure


def draft(message: str) -> Path:
    """Write the next migration, named after `message` and numbered after the last: the file to be read."""
    with tempfile.TemporaryDirectory() as folder:
        engine = open_archive(Path(folder) / "now.db", create=True)
        with engine.connect() as connection:
            script = command.revision(
                configure(connection), message, autogenerate=True, rev_id=f"{int(REVISION) + 1:04}"
            )
        engine.dispose()
    assert isinstance(script, Script)
    return Path(script.path)


if __name__ == "__main__":
    if not sys.argv[1:] or not sys.argv[1].strip():
        sys.exit('make migration: it needs a name; say make migration m="what changes"')
    print(draft(sys.argv[1]))
