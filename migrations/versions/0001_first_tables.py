"""The first tables: what the first interview needs."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

# A plain BIGINT primary key is no alias of the rowid in SQLite, and the full-text index joins by rowid.
_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "ingests",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("command", sa.Text(), nullable=False),
        sa.Column("started_at", sa.Text(), nullable=False),
        sa.Column("finished_at", sa.Text()),
        sa.Column("inserted", sa.Integer(), nullable=False),
        sa.Column("updated", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_ingests"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "people",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("href", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
        sa.UniqueConstraint("href", name="uq_people_href"),
        sa.UniqueConstraint("slug", name="uq_people_slug"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_people_name", "people", ["name"])
    op.create_table(
        "podcasts",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("author", sa.Text()),
        sa.Column("description", sa.Text()),
        sa.Column("language", sa.Text()),
        sa.Column("link", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_podcasts"),
        sa.UniqueConstraint("slug", name="uq_podcasts_slug"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "episodes",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("podcast_id", _KEY),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("title", sa.Text()),
        sa.Column("description", sa.Text()),
        sa.Column("published", sa.Text()),
        sa.Column("published_at", sa.Text()),
        sa.Column("published_precision", sa.Text()),
        sa.Column("season", sa.Integer()),
        sa.Column("number", sa.Float()),
        sa.Column("language", sa.Text()),
        sa.Column("link", sa.Text()),
        sa.Column("duration_ms", sa.Integer()),
        sa.Column("derivation", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "published_precision in ('year', 'month', 'day', 'second')",
            name=op.f("ck_episodes_published_precision"),
        ),
        sa.ForeignKeyConstraint(
            ["podcast_id"], ["podcasts.id"], name="fk_episodes_podcast_id_podcasts", ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_episodes"),
        sa.UniqueConstraint("slug", name="uq_episodes_slug"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_episodes_podcast_id_episodes_published", "episodes", ["podcast_id", "published"])
    op.create_index("ix_episodes_published", "episodes", ["published"])
    op.create_table(
        "chapters",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("episode_id", _KEY, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("start_ms", sa.Integer(), nullable=False),
        sa.Column("given_ms", sa.Integer(), nullable=False),
        sa.Column("end_ms", sa.Integer()),
        sa.Column("end_kind", sa.Text()),
        sa.Column("title", sa.Text()),
        sa.CheckConstraint(
            "end_kind in ('given', 'next', 'duration', 'words')", name=op.f("ck_chapters_end_kind")
        ),
        sa.ForeignKeyConstraint(
            ["episode_id"], ["episodes.id"], name="fk_chapters_episode_id_episodes", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_chapters"),
        sa.UniqueConstraint("episode_id", "place", name="uq_chapters_episode_id_place"),
    )
    op.create_table(
        "corrections",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("episode_id", _KEY, nullable=False),
        sa.Column("at_ms", sa.Integer()),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("speaker", sa.Text()),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.Column("undone_at", sa.Text()),
        sa.Column("undone_by", sa.Text()),
        sa.CheckConstraint("undone_by in ('person', 'file')", name=op.f("ck_corrections_undone_by")),
        sa.ForeignKeyConstraint(
            ["episode_id"], ["episodes.id"], name="fk_corrections_episode_id_episodes", ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_corrections"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_corrections_episode_id", "corrections", ["episode_id"])
    op.create_table(
        "identifiers",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("episode_id", _KEY, nullable=False),
        sa.Column("scheme", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["episode_id"], ["episodes.id"], name="fk_identifiers_episode_id_episodes", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_identifiers"),
        sa.UniqueConstraint("scheme", "value", name="uq_identifiers_scheme_value"),
    )
    op.create_index("ix_identifiers_episode_id", "identifiers", ["episode_id"])
    op.create_table(
        "recordings",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("episode_id", _KEY, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("url", sa.Text()),
        sa.CheckConstraint("kind in ('youtube', 'unknown')", name=op.f("ck_recordings_kind")),
        sa.ForeignKeyConstraint(
            ["episode_id"], ["episodes.id"], name="fk_recordings_episode_id_episodes", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_recordings"),
    )
    op.create_index("ix_recordings_episode_id", "recordings", ["episode_id"])
    op.create_table(
        "sources",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("episode_id", _KEY, nullable=False),
        sa.Column("uri", sa.Text(), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("encoding", sa.Text()),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.Text(), nullable=False),
        sa.Column("superseded_at", sa.Text()),
        sa.ForeignKeyConstraint(
            ["episode_id"], ["episodes.id"], name="fk_sources_episode_id_episodes", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_sources"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_sources_current",
        "sources",
        ["uri"],
        sqlite_where=sa.text("superseded_at is null"),
        postgresql_where=sa.text("superseded_at is null"),
    )
    op.create_index("ix_sources_episode_id", "sources", ["episode_id"])
    op.create_table(
        "speakers",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("episode_id", _KEY, nullable=False),
        sa.Column("person_id", _KEY),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("role", sa.Text()),
        sa.Column("description", sa.Text()),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("talk_ms", sa.Integer()),
        sa.Column("turns", sa.Integer(), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.CheckConstraint("method in ('declared', 'printed', 'corrected')", name=op.f("ck_speakers_method")),
        sa.ForeignKeyConstraint(
            ["episode_id"], ["episodes.id"], name="fk_speakers_episode_id_episodes", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_speakers_person_id_people", ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_speakers"),
    )
    op.create_index("ix_speakers_episode_id", "speakers", ["episode_id"])
    op.create_index("ix_speakers_person_id", "speakers", ["person_id"])
    op.create_table(
        "source_bytes",
        sa.Column("source_id", _KEY, nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.id"], name="fk_source_bytes_source_id_sources", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("source_id", name="pk_source_bytes"),
    )
    op.create_table(
        "transcripts",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("episode_id", _KEY, nullable=False),
        sa.Column("source_id", _KEY, nullable=False),
        sa.Column("recording_id", _KEY, nullable=False),
        sa.Column("origin", sa.Text()),
        sa.Column("timed", sa.Boolean(), nullable=False),
        sa.Column("has_speakers", sa.Boolean(), nullable=False),
        sa.Column("preferred", sa.Boolean(), nullable=False),
        sa.Column("cues", sa.Integer(), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["episode_id"], ["episodes.id"], name="fk_transcripts_episode_id_episodes", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["recording_id"],
            ["recordings.id"],
            name="fk_transcripts_recording_id_recordings",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.id"], name="fk_transcripts_source_id_sources", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_transcripts"),
    )
    op.create_index("ix_transcripts_episode_id", "transcripts", ["episode_id"])
    op.create_index("ix_transcripts_recording_id", "transcripts", ["recording_id"])
    op.create_index("ix_transcripts_source_id", "transcripts", ["source_id"])
    op.create_table(
        "utterances",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("episode_id", _KEY, nullable=False),
        sa.Column("chapter_id", _KEY),
        sa.Column("start_ms", sa.Integer()),
        sa.Column("person_id", _KEY),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("speaker_id", _KEY),
        sa.Column("podcast_id", _KEY),
        sa.Column("turn", sa.Integer()),
        sa.Column("end_ms", sa.Integer()),
        sa.Column("timing", sa.Text()),
        sa.Column("marks", sa.Text(), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("method", sa.Text()),
        sa.Column("confidence", sa.Float()),
        sa.Column("source_start", sa.Integer(), nullable=False),
        sa.Column("source_end", sa.Integer(), nullable=False),
        sa.CheckConstraint("method in ('printed', 'corrected')", name=op.f("ck_utterances_method")),
        sa.CheckConstraint(
            "timing in ('given', 'derived', 'interpolated')", name=op.f("ck_utterances_timing")
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapters.id"], name="fk_utterances_chapter_id_chapters", ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["episode_id"], ["episodes.id"], name="fk_utterances_episode_id_episodes", ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_utterances_person_id_people", ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["podcast_id"], ["podcasts.id"], name="fk_utterances_podcast_id_podcasts", ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["speaker_id"], ["speakers.id"], name="fk_utterances_speaker_id_speakers", ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_utterances"),
    )
    op.create_index("ix_utterances_chapter_id", "utterances", ["chapter_id"])
    op.create_index("ix_utterances_episode_id_utterances_start_ms", "utterances", ["episode_id", "start_ms"])
    op.create_index("ix_utterances_person_id", "utterances", ["person_id"])
    op.create_index("ix_utterances_podcast_id", "utterances", ["podcast_id"])
    op.create_index("ix_utterances_speaker_id", "utterances", ["speaker_id"])
    op.create_table(
        "warnings",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("episode_id", _KEY, nullable=False),
        sa.Column("correction_id", _KEY),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["correction_id"],
            ["corrections.id"],
            name="fk_warnings_correction_id_corrections",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["episode_id"], ["episodes.id"], name="fk_warnings_episode_id_episodes", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_warnings"),
    )
    op.create_index("ix_warnings_correction_id", "warnings", ["correction_id"])
    op.create_index("ix_warnings_episode_id", "warnings", ["episode_id"])
