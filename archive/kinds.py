"""What can be said of parts of an episode in a word: the closed lists of values, and what each means."""

from typing import Literal

Method = Literal["declared", "printed", "alias", "first name", "overlap", "corrected"]
"""How a speaker is known: named by a feed, sidecar or option; printed in the source as the name is, as
somebody decided to read it, or as the first name that only one person here has; heard at that time (as a
diarisation beside it says); said by a correction. Of an utterance it is printed, overlap or corrected."""

FieldOrigin = Literal[
    "options", "sidecar", "podcast.toml", "feed", "video", "transcript", "media", "file name"
]
"""Which kind of source said something of an episode or a show, the strongest first."""

Timing = Literal["given", "derived", "interpolated"]
"""given: the source printed start and end; derived: only the start; interpolated: the start lies in a cue."""

EndKind = Literal["given", "next", "duration", "words"]
"""How an end is known: printed, the next chapter's start, the episode's duration, the last words' end."""

Origin = Literal["human", "edited", "asr", "automatic captions"]
"""Who made the words: a person, a person who corrected a recogniser, a recogniser, YouTube's recogniser."""

RecordingKind = Literal["youtube", "audio", "video", "file", "unknown"]
"""Where a recording plays: on YouTube, at an address, or from a file that lies beside the transcript."""

LabelKind = Literal["name", "anonymous", "group", "sound"]
"""What a speaker's label is: somebody's name, a voice without one, several people, or no speech at all."""

Precision = Literal["year", "month", "day", "second"]

EpisodeKind = Literal["full", "trailer", "bonus"]
"""What an episode is, as feeds say it."""

NotesType = Literal["html", "text"]
"""How a description is written: HTML is shown sanitised, text as it is."""

LinkKind = Literal["transcript", "chapters"]
"""What lies elsewhere and belongs to an episode."""

Mark = tuple[int, int]
"""(character offset in the utterance's text, ms): from here on the source's clock said this."""
