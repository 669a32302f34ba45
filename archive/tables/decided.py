"""The tables of what a person decided: kept for ever, or taken out."""

from sqlalchemy import CheckConstraint, Column, Index, Integer, Table, Text, UniqueConstraint

from .columns import Key, id_column, metadata, references

person_aliases = Table(
    "person_aliases",
    metadata,
    id_column(),
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

corrections = Table(
    "corrections",
    metadata,
    id_column(),
    # RESTRICT: a decision is kept for ever, and never falls because an episode is derived again.
    references("episodes", "The episode.", on_delete="RESTRICT"),
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
    id_column(),
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

former_addresses = Table(
    "former_addresses",
    metadata,
    id_column(),
    Column("kind", Text, nullable=False, comment="What was there: episode, podcast or person."),
    Column("former_id", Key, nullable=False, comment="The id that it had."),
    Column("slug", Text, nullable=False, comment="The name that it had in addresses."),
    Column("moved_to", Key, comment="The id under which it is found now; NULL if it was taken out."),
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
    id_column(),
    references("former_addresses", "What was taken out.", name="former_address_id"),
    Column("kind", Text, nullable=False, comment="What is known of it: a name of an episode, of a podcast, or of a person."),
    Column("sha256", Text, nullable=False, comment="The hash of the name: what was taken out is not written down."),
    CheckConstraint("kind in ('episode', 'podcast', 'person')", name="kind"),
    UniqueConstraint("kind", "sha256"),
    comment="What was taken out and does not come back when a feed is refreshed or a file ingested again.",
    sqlite_autoincrement=True,
)
Index(None, withheld.c.former_address_id)
