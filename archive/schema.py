"""The tables: the one declaration of the schema. Each table and column says in a sentence what it holds.

The sentences are what Datasette and the README show. Alembic compares its migrations with this module; nothing
calls `create_all`. Times are integer milliseconds (`…_ms`), half-open; unknown is NULL.
"""

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Column, Float, ForeignKey, Index
from sqlalchemy import Integer, LargeBinary, MetaData, Table, Text, UniqueConstraint, text

UTTERANCES_PER_EPISODE = 1_000_000
"""An utterance's id is its episode's id times this, plus its place (from 1) in the episode."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# A plain BIGINT primary key is no alias of the rowid in SQLite, and the full-text index joins by rowid.
_Key = BigInteger().with_variant(Integer, "sqlite")


def _id(comment: str = "Stable for ever: never given to another row.") -> Column[int]:
    return Column("id", _Key, primary_key=True, comment=comment)


def _references(table: str, comment: str, *, name: str | None = None, nullable: bool = False, on_delete: str = "CASCADE") -> Column[int]:
    column = name or {"people": "person"}.get(table, table.removesuffix("s")) + "_id"
    return Column(column, _Key, ForeignKey(f"{table}.id", ondelete=on_delete), nullable=nullable, comment=comment)


podcasts = Table(
    "podcasts",
    metadata,
    _id(),
    Column("slug", Text, nullable=False, unique=True, comment="The podcast's name in addresses."),
    Column("title", Text, nullable=False, comment="The podcast's title."),
    Column("author", Text, comment="Who publishes it."),
    Column("description", Text, comment="What it says of itself."),
    Column("language", Text, comment="The language spoken, as a BCP 47 tag."),
    Column("link", Text, comment="Its home page."),
    Column("guid", Text, comment="Its podcast:guid, given by its feed or computed from the feed's address; it stays when the feed moves."),
    Column("image_url", Text, comment="Its picture."),
    Column("copyright", Text, comment="The line of copyright, as printed."),
    Column("license", Text, comment="What may be done with it: an SPDX name, or the words of the show."),
    Column("license_url", Text, comment="Where the licence stands."),
    Column("explicit", Boolean(create_constraint=False), comment="Whether it says that its language is explicit; NULL if it does not say."),
    Column("categories", Text, comment="Its categories, as JSON: [\"Health & Fitness/Mental Health\"]; NULL if none."),
    Column("tags", Text, comment="Its tags, as JSON; NULL if none."),
    Column("origins", Text, comment="Who said each of these, as JSON: {\"title\": \"feed\"}."),
    comment="A show.",
    sqlite_autoincrement=True,
)
Index("ix_podcasts_guid", podcasts.c.guid, unique=True)
Index(None, podcasts.c.title)

episodes = Table(
    "episodes",
    metadata,
    _id(),
    _references("podcasts", "The show it belongs to; NULL if no source says.", nullable=True, on_delete="RESTRICT"),
    Column("slug", Text, nullable=False, unique=True, comment="The episode's name in addresses."),
    Column("title", Text, comment="The episode's title; NULL if no source says."),
    Column("description", Text, comment="The notes, as the source gave them."),
    Column("published", Text, comment="The date of publication, as exactly as the source says it (ISO)."),
    Column("published_at", Text, comment="The instant of publication in UTC, if the source says one."),
    Column("published_precision", Text, comment="How exact `published` is: year, month, day or second."),
    Column("season", Integer, comment="The season's number."),
    Column("number", Float, comment="The episode's number; decimals are legal."),
    Column("language", Text, comment="The language spoken, as a BCP 47 tag."),
    Column("link", Text, comment="The episode's own page."),
    Column("duration_ms", Integer, comment="How long it lasts, if a source says, in milliseconds."),
    Column("derivation", Text, nullable=False, comment="What this row and all that hangs on it were derived from (JSON): sources, reader, program, decisions."),
    Column("guessed", Text, comment="Which of these only the file's name tells, as JSON: [\"title\", \"number\"]; NULL if none."),
    Column("subtitle", Text, comment="Its subtitle, or a summary in a sentence."),
    Column("description_type", Text, comment="How the description is written: html (shown sanitised) or text; NULL if no source says."),
    Column("kind", Text, comment="full, trailer or bonus, as the feed says; NULL if it does not."),
    Column("image_url", Text, comment="Its own picture."),
    Column("explicit", Boolean(create_constraint=False), comment="Whether its language is said to be explicit; NULL if nobody says."),
    Column("tags", Text, comment="Its tags, as JSON: [\"python\", \"testing\"]; NULL if none."),
    Column("origins", Text, comment="Which kind of source said each of these, as JSON: {\"title\": \"feed\", \"number\": \"file name\"}."),
    CheckConstraint("published_precision in ('year', 'month', 'day', 'second')", name="published_precision"),
    comment="An episode, assembled from all that its sources say.",
    sqlite_autoincrement=True,
)
Index(None, episodes.c.podcast_id, episodes.c.published)
Index(None, episodes.c.published)

people = Table(
    "people",
    metadata,
    _id(),
    Column("slug", Text, nullable=False, unique=True, comment="The person's name in addresses."),
    Column("name", Text, nullable=False, comment="The person's name."),
    Column("href", Text, unique=True, comment="A page that tells this person from others of the same name."),
    Column("name_key", Text, comment="The name as it is compared: without case, titles and degrees."),
    Column("image_url", Text, comment="A picture of the person."),
    comment="A person in the world, across episodes and podcasts.",
    sqlite_autoincrement=True,
)
Index(None, people.c.name)
Index(None, people.c.name_key)

person_aliases = Table(
    "person_aliases",
    metadata,
    _id(),
    Column("kind", Text, nullable=False, comment="What was decided: alias (a name means a person), merge, split or rename."),
    Column("name", Text, nullable=False, comment="The name as sources print it."),
    Column("href", Text, comment="The page that a source gives with the name, if only that one is meant."),
    Column("podcast_slug", Text, comment="The podcast in which this holds; NULL: in all."),
    Column("episode_slug", Text, comment="The episode in which this holds; NULL: in all."),
    Column("person_name", Text, nullable=False, comment="The name of the person whom it means."),
    Column("person_href", Text, comment="The page that tells this person from others of the same name."),
    Column("made_at", Text, nullable=False, comment="When it was decided (UTC)."),
    Column("undone_at", Text, comment="When it was undone (UTC); NULL while it holds."),
    CheckConstraint("kind in ('alias', 'merge', 'split', 'rename')", name="kind"),
    comment="A name and whom it means, as somebody decided: reversible, kept for ever.",
    sqlite_autoincrement=True,
)

speakers = Table(
    "speakers",
    metadata,
    _id("Given anew whenever the episode is derived again."),
    _references("episodes", "The episode."),
    _references("people", "Who it is; NULL for a voice without a name.", nullable=True, on_delete="RESTRICT"),
    Column("label", Text, nullable=False, comment="As the source prints it: a name, or SPEAKER_01."),
    Column("kind", Text, nullable=False, server_default="name", comment="What the label is: name, anonymous (a voice without a name), group (several people) or sound (a break, a jingle)."),
    Column("role", Text, comment="host, guest, …, as the source says."),
    Column("description", Text, comment="How the episode introduces the person."),
    Column("method", Text, nullable=False, comment="How it is known: declared, printed (the name as it is), alias (somebody decided whom the label means), first name (only one person here has it), overlap (a diarisation hears it at that time) or corrected."),
    Column("confidence", Float, nullable=False, comment="How sure it is, from 0 to 1; 1 is stated by a source or a person."),
    Column("talk_ms", Integer, comment="How long this speaker talks; NULL if nothing is timed."),
    Column("turns", Integer, nullable=False, comment="How often this speaker takes the word."),
    Column("words", Integer, nullable=False, comment="How many words this speaker says; 0 if only announced."),
    CheckConstraint("kind in ('name', 'anonymous', 'group', 'sound')", name="kind"),
    CheckConstraint("method in ('declared', 'printed', 'alias', 'first name', 'overlap', 'corrected')", name="method"),
    comment="A person, or a voice without a name, in one episode.",
)
Index(None, speakers.c.episode_id)
Index(None, speakers.c.person_id)

chapters = Table(
    "chapters",
    metadata,
    _id("Given anew whenever the episode is derived again."),
    _references("episodes", "The episode."),
    Column("place", Integer, nullable=False, comment="Its number in the episode, from 1."),
    Column("start_ms", Integer, comment="Where it begins: the sentence that starts nearest to the printed time; NULL if nothing is timed."),
    Column("given_ms", Integer, comment="Where it begins as printed; NULL for a heading without a time."),
    Column("end_ms", Integer, comment="Where it ends."),
    Column("end_kind", Text, comment="How the end is known: given, next (the next chapter's start), duration or words (the last words' end)."),
    Column("title", Text, comment="Its title."),
    Column("href", Text, comment="A page that belongs to it."),
    Column("image_url", Text, comment="A picture that belongs to it."),
    CheckConstraint("end_kind in ('given', 'next', 'duration', 'words')", name="end_kind"),
    UniqueConstraint("episode_id", "place"),
    comment="A chapter of an episode.",
)

utterances = Table(
    "utterances",
    metadata,
    # People read this table in a browser: what they look for stands before what programs need.
    _id("The episode's id times 1,000,000, plus the place in the episode: in order of time."),
    # RESTRICT: the words must leave the index before their episode can leave the table.
    _references("episodes", "The episode.", on_delete="RESTRICT"),
    _references("chapters", "The chapter.", nullable=True, on_delete="RESTRICT"),
    Column("start_ms", Integer, comment="Where it begins; NULL if nothing is timed."),
    _references("people", "Who speaks, across episodes; NULL if unknown.", nullable=True, on_delete="RESTRICT"),
    Column("text", Text, nullable=False, comment="The words, as the source has them."),
    _references("speakers", "Who speaks, in this episode; NULL if unknown.", nullable=True, on_delete="RESTRICT"),
    _references("podcasts", "The show.", nullable=True, on_delete="RESTRICT"),
    Column("turn", Integer, comment="The turn it belongs to, counted in the episode; NULL if the speaker is unknown."),
    Column("end_ms", Integer, comment="Where it ends."),
    Column("timing", Text, comment="How the times are known: given, derived (the end is) or interpolated (the start lies inside a cue)."),
    Column("marks", Text, nullable=False, comment="Every time the source prints, as JSON: [[character offset, ms], …]."),
    Column("words", Integer, nullable=False, comment="How many words."),
    Column("method", Text, comment="How the speaker is known: printed, overlap or corrected."),
    Column("confidence", Float, comment="How sure the speaker is, from 0 to 1."),
    Column("word_confidence", Float, comment="How sure the recogniser was of the words, from 0 to 1; NULL if it does not say."),
    Column("source_start", Integer, nullable=False, comment="The first cue of the source it was cut from, counted from 0."),
    Column("source_end", Integer, nullable=False, comment="The cue after the last one it was cut from."),
    CheckConstraint("timing in ('given', 'derived', 'interpolated')", name="timing"),
    CheckConstraint("method in ('printed', 'overlap', 'corrected')", name="method"),
    comment="One speaker's consecutive sentences, at most 60 words and 30 seconds.",
)
Index(None, utterances.c.podcast_id)
Index(None, utterances.c.episode_id, utterances.c.start_ms)
Index(None, utterances.c.chapter_id)
Index(None, utterances.c.speaker_id)
Index(None, utterances.c.person_id)

recordings = Table(
    "recordings",
    metadata,
    _id("Given anew whenever the episode is derived again."),
    _references("episodes", "The episode."),
    Column("kind", Text, nullable=False, comment="Where it plays: youtube, audio or video (at its address), file (it lay beside the transcript), or unknown."),
    Column("url", Text, comment="Its address, without a time."),
    Column("mime_type", Text, comment="What it is: audio/mpeg, video/mp4, …"),
    Column("duration_ms", Integer, comment="How long it lasts, in milliseconds."),
    Column("size", Integer, comment="How many bytes it has, as its feed says."),
    Column("title", Text, comment="What its feed calls it, if there are several: Video, Low bandwidth, …"),
    CheckConstraint("kind in ('youtube', 'audio', 'video', 'file', 'unknown')", name="kind"),
    comment="One cut of an episode that can be played, with its own clock.",
)
Index(None, recordings.c.episode_id)

identifiers = Table(
    "identifiers",
    metadata,
    _id("Given anew whenever the episode is derived again."),
    _references("episodes", "The episode."),
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
    _id(),
    _references("episodes", "The episode it tells of; NULL if it tells of a whole show.", nullable=True),
    _references("podcasts", "The show it tells of, if it is a feed without its items.", nullable=True),
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
# Current sources only: what an ingest asks for each file whose episode it does not know by name.
Index("ix_sources_current", sources.c.uri, sqlite_where=text("superseded_at is null"), postgresql_where=text("superseded_at is null"))

source_bytes = Table(
    "source_bytes",
    metadata,
    Column("source_id", _Key, ForeignKey("sources.id", ondelete="CASCADE"), primary_key=True, comment="The source."),
    Column("data", LargeBinary, nullable=False, comment="Its bytes, compressed with zlib (RFC 1950)."),
    comment="The bytes of the sources, apart, so that no page carries them.",
)

transcripts = Table(
    "transcripts",
    metadata,
    _id("Given anew whenever the episode is derived again."),
    _references("episodes", "The episode."),
    _references("sources", "The source that was read."),
    _references("recordings", "The recording whose clock the times belong to."),
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

clock_maps = Table(
    "clock_maps",
    metadata,
    _id("Given anew whenever the episode is derived again."),
    _references("episodes", "The episode."),
    _references("recordings", "The recording whose times are known.", name="from_recording_id"),
    _references("recordings", "The recording in which they are looked for.", name="to_recording_id"),
    Column("pieces", Text, nullable=False, comment="Where the clocks run alike, as JSON: [[start, end in the one, start, end in the other], …] in milliseconds; between them nothing is known."),
    Column("matches", Integer, nullable=False, comment="How many runs of words are said in both."),
    Column("covered", Float, nullable=False, comment="The share of the first recording's words that the pieces cover, from 0 to 1."),
    Column("median_error_ms", Integer, nullable=False, comment="How far off it was at matches that were held back, in the middle."),
    Column("p95_error_ms", Integer, nullable=False, comment="How far off it was at most, but for one match in twenty."),
    comment="How the clock of one recording maps onto that of another, learned from words that both have.",
)
Index(None, clock_maps.c.episode_id)
Index(None, clock_maps.c.from_recording_id)
Index(None, clock_maps.c.to_recording_id)

links = Table(
    "links",
    metadata,
    _id("Given anew whenever the episode is derived again."),
    _references("episodes", "The episode."),
    Column("kind", Text, nullable=False, comment="What lies there: transcript or chapters."),
    Column("url", Text, nullable=False, comment="Its address."),
    Column("mime_type", Text, comment="What it is said to be; often it is something else."),
    Column("language", Text, comment="Its language, as a BCP 47 tag."),
    Column("rel", Text, comment="captions, if it is meant to be shown with the recording."),
    CheckConstraint("kind in ('transcript', 'chapters')", name="kind"),
    comment="A transcript or chapters file that a feed links to, whether it was fetched or not.",
)
Index(None, links.c.episode_id)

soundbites = Table(
    "soundbites",
    metadata,
    _id("Given anew whenever the episode is derived again."),
    _references("episodes", "The episode."),
    Column("start_ms", Integer, nullable=False, comment="Where it begins, in the feed's own recording."),
    Column("duration_ms", Integer, nullable=False, comment="How long it lasts, in milliseconds."),
    Column("title", Text, comment="Its title."),
    comment="A moment that the show itself points at.",
)
Index(None, soundbites.c.episode_id)

fingerprints = Table(
    "fingerprints",
    metadata,
    Column("value", _Key, primary_key=True, autoincrement=False, comment="A hash of eight consecutive words."),
    Column("episode_id", _Key, ForeignKey("episodes.id", ondelete="CASCADE"), primary_key=True, comment="The episode in which they are said."),
    comment="A few hashes of each episode's words, by which the same text is found under another title.",
)
Index(None, fingerprints.c.episode_id)

corrections = Table(
    "corrections",
    metadata,
    _id(),
    # RESTRICT: a decision is kept for ever, and never falls because an episode is derived again.
    _references("episodes", "The episode.", on_delete="RESTRICT"),
    Column("at_ms", Integer, comment="The time of the words it is anchored to."),
    Column("words", Text, nullable=False, comment="The words it is anchored to, as heard."),
    Column("speaker", Text, comment="Who speaks from there on; NULL: nobody knows."),
    Column("origin", Text, nullable=False, comment="The name of the file it came in."),
    Column("made_at", Text, nullable=False, comment="When it was decided (UTC)."),
    Column("undone_at", Text, comment="When it was undone (UTC); NULL while it holds."),
    Column("undone_by", Text, comment="Who undid it: person, or file, if it is no longer in its file."),
    CheckConstraint("undone_by in ('person', 'file')", name="undone_by"),
    comment="What a person decided: applied last, reversible, kept for ever.",
    sqlite_autoincrement=True,
)
Index(None, corrections.c.episode_id)

episode_decisions = Table(
    "episode_decisions",
    metadata,
    _id(),
    Column("kind", Text, nullable=False, comment="What was decided: merge (both are one episode) or split (they are two)."),
    Column("scheme", Text, nullable=False, comment="What kind of name the one is known by."),
    Column("value", Text, nullable=False, comment="The name of the one."),
    Column("other_scheme", Text, nullable=False, comment="What kind of name the other is known by."),
    Column("other_value", Text, nullable=False, comment="The name of the other."),
    Column("made_at", Text, nullable=False, comment="When it was decided (UTC)."),
    Column("undone_at", Text, comment="When it was undone (UTC); NULL while it holds."),
    CheckConstraint("kind in ('merge', 'split')", name="kind"),
    comment="Whether what two names stand for is one episode, as somebody decided: reversible, kept for ever.",
    sqlite_autoincrement=True,
)

warnings = Table(
    "warnings",
    metadata,
    _id("Given anew whenever the episode is derived again."),
    _references("episodes", "The episode."),
    _references("corrections", "The decision that no longer fits, if that is what was noticed.", nullable=True),
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
    _id(),
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

feeds = Table(
    "feeds",
    metadata,
    _id(),
    _references("podcasts", "The show.", on_delete="RESTRICT"),
    Column("url", Text, nullable=False, comment="Its address; what is secret in it is replaced by [secret]."),
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

former_addresses = Table(
    "former_addresses",
    metadata,
    _id(),
    Column("kind", Text, nullable=False, comment="What was there: episode, podcast or person."),
    Column("former_id", _Key, nullable=False, comment="The id that it had."),
    Column("slug", Text, nullable=False, comment="The name that it had in addresses."),
    Column("moved_to", _Key, comment="The id under which it is found now; NULL if it was taken out."),
    Column("reason", Text, comment="Why it was taken out."),
    Column("since", Text, nullable=False, comment="Since when (UTC)."),
    CheckConstraint("kind in ('episode', 'podcast', 'person')", name="kind"),
    UniqueConstraint("kind", "former_id"),
    comment="An address that was given out and has no page of its own any more.",
    sqlite_autoincrement=True,
)
Index(None, former_addresses.c.slug)

withheld = Table(
    "withheld",
    metadata,
    _id(),
    _references("former_addresses", "What was taken out.", name="former_address_id"),
    Column("kind", Text, nullable=False, comment="What is known of it: a name of an episode, of a podcast, or of a person."),
    Column("sha256", Text, nullable=False, comment="The hash of the name: what was taken out is not written down."),
    CheckConstraint("kind in ('episode', 'podcast', 'person')", name="kind"),
    UniqueConstraint("kind", "sha256"),
    comment="What was taken out and does not come back when a feed is refreshed or a file ingested again.",
    sqlite_autoincrement=True,
)
Index(None, withheld.c.former_address_id)
