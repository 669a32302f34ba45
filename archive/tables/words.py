"""The tables of what is said in an episode, and where it plays."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
)

from .columns import Key, id_column, metadata, references

chapters = Table(
    "chapters",
    metadata,
    id_column("Given anew whenever the episode is derived again."),
    references("episodes", "The episode."),
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
    id_column("The episode's id times 1,000,000, plus the place in the episode: in order of time."),
    # RESTRICT: the words must leave the index before their episode can leave the table.
    references("episodes", "The episode.", on_delete="RESTRICT"),
    references("chapters", "The chapter.", nullable=True, on_delete="RESTRICT"),
    Column("start_ms", Integer, comment="Where it begins; NULL if nothing is timed."),
    references("people", "Who speaks, across episodes; NULL if unknown.", nullable=True, on_delete="RESTRICT"),
    Column("text", Text, nullable=False, comment="The words, as the source has them."),
    references("speakers", "Who speaks, in this episode; NULL if unknown.", nullable=True, on_delete="RESTRICT"),
    references("podcasts", "The show.", nullable=True, on_delete="RESTRICT"),
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
    Column("spaced", Text, comment="The text once more as the full-text index has it, where that is another: letters of scripts without blanks between words apart (U+200B between them), wide letters narrow; NULL for all others."),
    CheckConstraint("timing in ('given', 'derived', 'interpolated')", name="timing"),
    CheckConstraint("method in ('printed', 'overlap', 'corrected')", name="method"),
    comment="One speaker's consecutive sentences, at most 60 words and 30 seconds.",
)
Index(None, utterances.c.podcast_id)
Index(None, utterances.c.episode_id, utterances.c.start_ms)
Index(None, utterances.c.chapter_id)
Index(None, utterances.c.speaker_id)
Index(None, utterances.c.person_id)

voices = Table(
    "voices",
    metadata,
    Column("episode_id", Key, ForeignKey("episodes.id", ondelete="CASCADE"), primary_key=True, comment="The episode."),
    Column("said", LargeBinary, nullable=False, comment="For each of its utterances, in order: 0 if the speaker is unknown, else which of the episode's speakers it is, counted by their ids from 1. A byte each; two, the greater first, where there are more than 255 speakers."),
    comment="Who speaks, once more in as little room as can be: a search counts its hits by it.",
)

recordings = Table(
    "recordings",
    metadata,
    id_column("Given anew whenever the episode is derived again."),
    references("episodes", "The episode."),
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

clock_maps = Table(
    "clock_maps",
    metadata,
    id_column("Given anew whenever the episode is derived again."),
    references("episodes", "The episode."),
    references("recordings", "The recording whose times are known.", name="from_recording_id"),
    references("recordings", "The recording in which they are looked for.", name="to_recording_id"),
    Column("pieces", Text, nullable=False, comment="Where the clocks run alike, as JSON: [[start, end in the one, start, end in the other], …] in milliseconds; between them nothing is known."),
    Column("matches", Integer, nullable=False, comment="How many runs of words are said in both."),
    Column("covered", Float, nullable=False, comment="The share of the one transcript's words that have a moment on the other clock, from 0 to 1."),
    Column("to_covered", Float, nullable=False, comment="The same the other way round."),
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
    id_column("Given anew whenever the episode is derived again."),
    references("episodes", "The episode."),
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
    id_column("Given anew whenever the episode is derived again."),
    references("episodes", "The episode."),
    Column("start_ms", Integer, nullable=False, comment="Where it begins, in the feed's own recording."),
    Column("duration_ms", Integer, nullable=False, comment="How long it lasts, in milliseconds."),
    Column("title", Text, comment="Its title."),
    comment="A moment that the show itself points at.",
)
Index(None, soundbites.c.episode_id)
