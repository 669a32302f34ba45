"""The tables of the evidence: sources, transcripts, and the names and hashes by which they are known."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from .columns import Key, id_column, metadata, references

identifiers = Table(
    "identifiers",
    metadata,
    id_column("Given anew whenever the episode is derived again."),
    references("episodes", "The episode."),
    Column("scheme", Text, nullable=False, comment="What kind of name: guid (in a show's feed), youtube, url, number (in a show), file (what its file is called) or sha256."),
    Column("value", Text, nullable=False, comment="The name."),
    # One name may stand at several episodes: then it joins none of them.
    UniqueConstraint("scheme", "value", "episode_id"),
    comment="A name that the outside world has for an episode; sources meet here.",
)
Index(None, identifiers.c.episode_id)

sources = Table(
    "sources",
    metadata,
    id_column(),
    references("episodes", "The episode it tells of; NULL if it tells of a whole show.", nullable=True),
    references("podcasts", "The show it tells of, if it is a feed without its items.", nullable=True),
    Column("uri", Text, nullable=False, comment="Where it came from: a path from the archive, an address, or for what a feed lists podcast:GUID#ITEM."),
    Column("format", Text, nullable=False, comment="What it is: the name of the format that read it."),
    Column("reader", Text, nullable=False, comment="Name and version of the reader."),
    Column("sha256", Text, nullable=False, comment="The hash of its bytes."),
    Column("encoding", Text, comment="How its text is encoded."),
    Column("size", Integer, nullable=False, comment="How many bytes it has."),
    Column("added_at", Text, nullable=False, comment="When it was taken in (UTC)."),
    Column("superseded_at", Text, comment="When a newer version took its place (UTC); NULL while it counts."),
    Column("left_at", Text, comment="When its feed no longer listed it (UTC); NULL while it does."),
    CheckConstraint("episode_id is null or podcast_id is null", name="belongs"),
    comment="A source as it came: the evidence.",
    sqlite_autoincrement=True,
)
Index(None, sources.c.episode_id)
Index(None, sources.c.podcast_id)
# What decisions on episodes may know a file by that was edited since.
Index("ix_sources_former", sources.c.uri, sqlite_where=text("superseded_at is not null"), postgresql_where=text("superseded_at is not null"))
# Current sources only: what an ingest asks for each file whose episode it does not know by name.
Index("ix_sources_current", sources.c.uri, sqlite_where=text("superseded_at is null"), postgresql_where=text("superseded_at is null"))

source_bytes = Table(
    "source_bytes",
    metadata,
    Column("source_id", Key, ForeignKey("sources.id", ondelete="CASCADE"), primary_key=True, comment="The source."),
    Column("data", LargeBinary, nullable=False, comment="Its bytes, compressed with zlib (RFC 1950)."),
    comment="The bytes of the sources, apart, so that no page carries them.",
)

transcripts = Table(
    "transcripts",
    metadata,
    id_column("Given anew whenever the episode is derived again."),
    references("episodes", "The episode."),
    references("sources", "The source that was read."),
    references("recordings", "The recording whose clock the times belong to."),
    Column("origin", Text, comment="Who made it: human, edited, asr, automatic captions; NULL if unknown."),
    Column("language", Text, comment="The language it says it is in, as a BCP 47 tag."),
    Column("flags", Text, comment="What looks wrong in the text itself, as JSON: [\"repetition\"]; NULL if nothing does. The table warnings says more."),
    Column("timed", Boolean(create_constraint=False), nullable=False, comment="Whether it has times."),
    Column("has_speakers", Boolean(create_constraint=False), nullable=False, comment="Whether it prints who speaks."),
    Column("preferred", Boolean(create_constraint=False), nullable=False, comment="Whether its words are the episode's utterances."),
    Column("cues", Integer, nullable=False, comment="How many timed pieces it has."),
    Column("words", Integer, nullable=False, comment="How many words it has."),
    comment="One reading of one recording.",
)
Index(None, transcripts.c.episode_id)
Index(None, transcripts.c.source_id)
Index(None, transcripts.c.recording_id)

fingerprints = Table(
    "fingerprints",
    metadata,
    Column("value", Key, primary_key=True, autoincrement=False, comment="A hash of eight consecutive words."),
    Column("episode_id", Key, ForeignKey("episodes.id", ondelete="CASCADE"), primary_key=True, comment="The episode in which they are said."),
    comment="A few hashes of each episode's words, by which the same text is found under another title.",
)
Index(None, fingerprints.c.episode_id)

feeds = Table(
    "feeds",
    metadata,
    id_column(),
    references("podcasts", "The show.", on_delete="RESTRICT"),
    Column("url", Text, nullable=False, comment="Its address; what is secret in it is replaced by ~secret~."),
    Column("url_sha256", Text, nullable=False, unique=True, comment="The hash of the whole address."),
    Column("etag", Text, comment="The version that its server gave last."),
    Column("last_modified", Text, comment="When its server said that it was changed last."),
    Column("sha256", Text, comment="The hash of what came last."),
    Column("status", Text, nullable=False, comment="active, moved (to another address of this show), or gone."),
    Column("problem", Text, comment="What went wrong the last time; NULL if nothing did."),
    Column("retry_at", Text, comment="Before this instant (UTC) its server wants no request."),
    Column("added_at", Text, nullable=False, comment="When it was first taken in (UTC)."),
    Column("changed_at", Text, comment="When something new last came (UTC)."),
    CheckConstraint("status in ('active', 'moved', 'gone')", name="status"),
    comment="A feed that `podarchive refresh` asks.",
    sqlite_autoincrement=True,
)
Index(None, feeds.c.podcast_id)

warnings = Table(
    "warnings",
    metadata,
    id_column("Given anew whenever the episode is derived again."),
    references("episodes", "The episode."),
    references("corrections", "The decision that no longer fits, if that is what was noticed.", nullable=True),
    Column("code", Text, nullable=False, comment="What kind of thing was noticed."),
    Column("place", Text, nullable=False, comment="Where: a file and a line, or a correction."),
    Column("message", Text, nullable=False, comment="What was noticed, in words."),
    comment="One thing noticed while reading or assembling an episode.",
)
Index(None, warnings.c.episode_id)
Index(None, warnings.c.correction_id)

ingests = Table(
    "ingests",
    metadata,
    id_column(),
    Column("command", Text, nullable=False, comment="What was run: ingest, refresh, correct, people, episodes, transcripts, rederive, prune or remove."),
    Column("started_at", Text, nullable=False, comment="When it began (UTC)."),
    Column("finished_at", Text, comment="When it ended (UTC); NULL if it was interrupted."),
    Column("inserted", Integer, nullable=False, comment="How many episodes were new."),
    Column("updated", Integer, nullable=False, comment="How many episodes were replaced."),
    Column("unchanged", Integer, nullable=False, comment="How many needed nothing."),
    Column("failed", Integer, nullable=False, comment="How many could not be taken in."),
    Column("version", Text, nullable=False, comment="The program's version."),
    Column("removed", Integer, nullable=False, server_default="0", comment="How many episodes were taken out."),
    comment="One run that changed something.",
    sqlite_autoincrement=True,
)
