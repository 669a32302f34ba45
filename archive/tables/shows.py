"""The tables of shows, episodes and people."""

from sqlalchemy import Boolean, CheckConstraint, Column, Float, Index, Integer, Table, Text

from .columns import id_column, metadata, references

podcasts = Table(
    "podcasts",
    metadata,
    id_column(),
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
    id_column(),
    references("podcasts", "The show it belongs to; NULL if no source says.", nullable=True, on_delete="RESTRICT"),
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
    Column("speech_ms", Integer, comment="How long is spoken in its transcript: the sum of its passages, in milliseconds; NULL if nothing is timed."),
    Column("known_ms", Integer, comment="How much of that is spoken by people who are known; NULL if nothing is timed."),
    CheckConstraint("published_precision in ('year', 'month', 'day', 'second')", name="published_precision"),
    comment="An episode, assembled from all that its sources say.",
    sqlite_autoincrement=True,
)
Index(None, episodes.c.podcast_id, episodes.c.published)
Index(None, episodes.c.published)

people = Table(
    "people",
    metadata,
    id_column(),
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

speakers = Table(
    "speakers",
    metadata,
    id_column("Given anew whenever the episode is derived again."),
    references("episodes", "The episode."),
    references("people", "Who it is; NULL for a voice without a name.", nullable=True, on_delete="RESTRICT"),
    Column("label", Text, nullable=False, comment="As the source prints it: a name, or SPEAKER_01."),
    Column("kind", Text, nullable=False, server_default="name", comment="What the label is: name, anonymous (a voice without a name), group (several people) or sound (a break, a jingle)."),
    Column("role", Text, comment="host, guest, …, as the source says."),
    Column("description", Text, comment="How the episode introduces the person."),
    Column("method", Text, nullable=False, comment="How it is known: declared, printed (the name as it is), alias (somebody decided whom the label means), first name (only one person here has it), overlap (a diarisation hears it at that time) or corrected."),
    Column("confidence", Float, nullable=False, comment="How sure it is, from 0 to 1; 1 is stated by a source or a person."),
    Column("talk_ms", Integer, comment="How long this speaker talks; NULL if nothing is timed."),
    Column("turns", Integer, nullable=False, comment="How often this speaker takes the word."),
    Column("words", Integer, nullable=False, comment="How many words this speaker says; 0 if only announced."),
    Column("name", Text, comment="The person's name as this episode has it; NULL for a voice without a name."),
    Column("name_key", Text, comment="That name as it is compared."),
    Column("href", Text, comment="The person's page as this episode gives it."),
    Column("image_url", Text, comment="The person's picture as this episode gives it."),
    Column("questions", Integer, comment="How many of this speaker's sentences end in a question mark; NULL if the transcript has no punctuation."),
    Column("interruptions", Integer, comment="How often this speaker takes the word before another's sentence has ended; NULL if the transcript has no punctuation."),
    Column("longest_ms", Integer, comment="How long this speaker's longest turn lasts, in milliseconds; NULL if nothing is timed."),
    Column("longest_start_ms", Integer, comment="Where that turn begins."),
    CheckConstraint("kind in ('name', 'anonymous', 'group', 'sound')", name="kind"),
    CheckConstraint("method in ('declared', 'printed', 'alias', 'first name', 'overlap', 'corrected')", name="method"),
    comment="A person, or a voice without a name, in one episode.",
)
Index(None, speakers.c.episode_id)
Index(None, speakers.c.person_id)
Index(None, speakers.c.name_key)
Index(None, speakers.c.href)
