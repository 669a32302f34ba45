"""How much is spoken in an episode, and what each speaker does in it."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_ADDED = {
    "episodes": ("speech_ms", "known_ms"),
    "speakers": ("questions", "interruptions", "longest_ms", "longest_start_ms"),
}

# The figures of the speakers need the program that reads sentences: `podarchive rederive` fills them in.
_SPEECH = """
update episodes set
    speech_ms = (select sum(end_ms - start_ms) from utterances where utterances.episode_id = episodes.id),
    known_ms = (select sum(case when person_id is not null then end_ms - start_ms else 0 end) from utterances
                where utterances.episode_id = episodes.id and end_ms - start_ms is not null)
"""


def upgrade() -> None:
    for table, columns in _ADDED.items():
        for name in columns:
            op.add_column(table, sa.Column(name, sa.Integer()))
    op.execute(_SPEECH)
