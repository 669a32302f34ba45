"""How much is spoken in an episode, what each speaker does in it, and who speaks when, to count hits by."""

import itertools

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
    _voices()


def _voices() -> None:
    """For each utterance of an episode, which of its speakers it is: a byte, or two for more than 255."""
    voices = op.create_table(
        "voices",
        sa.Column(
            "episode_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.ForeignKey("episodes.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("said", sa.LargeBinary(), nullable=False),
    )
    connection = op.get_bind()
    numbered: dict[int, dict[int | None, int]] = {}
    speakers_of = connection.exec_driver_sql("select episode_id, id from speakers order by id")
    for episode_id, speaker_id in speakers_of:
        speakers = numbered.setdefault(episode_id, {})
        speakers[speaker_id] = len(speakers) + 1
    said = connection.exec_driver_sql("select id / 1000000, speaker_id from utterances order by id")
    made = []
    for episode_id, rows in itertools.groupby(said, key=lambda row: int(row[0])):
        speakers = numbered.get(episode_id, {})
        size = 1 if len(speakers) <= 255 else 2
        numbers = (speakers.get(speaker_id, 0) for _, speaker_id in rows)
        packed = b"".join(number.to_bytes(size, "big") for number in numbers)
        made.append({"episode_id": episode_id, "said": packed})
    if made:
        op.bulk_insert(voices, made)
