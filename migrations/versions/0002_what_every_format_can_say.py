"""What every format can say: kinds of speakers and recordings, headings without a time, sureness of words."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("ingests", sa.Column("removed", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("transcripts", sa.Column("language", sa.Text()))
    op.add_column("transcripts", sa.Column("flags", sa.Text()))
    # Not in a batch: made anew, the table would forget the highest id that it ever gave.
    op.add_column("episodes", sa.Column("guessed", sa.Text()))
    # SQLite alters no constraint: these tables are made anew, with all that stands in them.
    with op.batch_alter_table("speakers", recreate="always") as batch:
        batch.drop_constraint("method", type_="check")
        batch.add_column(
            sa.Column("kind", sa.Text(), nullable=False, server_default="name"), insert_before="role"
        )
        batch.create_check_constraint("kind", "kind in ('name', 'anonymous', 'group', 'sound')")
        batch.create_check_constraint("method", "method in ('declared', 'printed', 'overlap', 'corrected')")
    with op.batch_alter_table("chapters", recreate="always") as batch:
        batch.alter_column("start_ms", existing_type=sa.Integer(), nullable=True)
        batch.alter_column("given_ms", existing_type=sa.Integer(), nullable=True)
        batch.add_column(sa.Column("href", sa.Text()))
        batch.add_column(sa.Column("image_url", sa.Text()))
    with op.batch_alter_table("recordings", recreate="always") as batch:
        batch.drop_constraint("kind", type_="check")
        batch.add_column(sa.Column("mime_type", sa.Text()))
        batch.add_column(sa.Column("duration_ms", sa.Integer()))
        batch.create_check_constraint("kind", "kind in ('youtube', 'audio', 'video', 'file', 'unknown')")
    with op.batch_alter_table("utterances", recreate="always") as batch:
        batch.drop_constraint("method", type_="check")
        batch.add_column(sa.Column("word_confidence", sa.Float()), insert_before="source_start")
        batch.create_check_constraint("method", "method in ('printed', 'overlap', 'corrected')")
    op.create_table(
        "fingerprints",
        sa.Column("value", _KEY, autoincrement=False, nullable=False),
        sa.Column("episode_id", _KEY, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["episode_id"], ["episodes.id"], name="fk_fingerprints_episode_id_episodes", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("value", "episode_id", name="pk_fingerprints"),
    )
    op.create_index("ix_fingerprints_episode_id", "fingerprints", ["episode_id"])
