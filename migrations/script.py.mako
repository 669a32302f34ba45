"""${message}

Rules for a migration; read what was drafted, then take this list out:

- It imports alembic and sqlalchemy, never archive: it is a photograph, true for ever.
- Forward only, one concern; all constraints are named, by op.f, or the convention is applied to the name again.
- Foreign keys are off and one transaction is around it: no commit, no pragma, no VACUUM.
- No index for search and no view: `archive.migrate` makes them again afterwards.
- `REVISION` in archive/database.py moves in the same commit.
"""

import sqlalchemy as sa
from alembic import op

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}
