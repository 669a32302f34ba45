"""What can be wrong with a source. See `archive.errors` for the tree and the form of the messages.

InputError
├── UnreadableSource     it cannot be opened, or is no text
├── UnknownFormat        no format claims it
│   └── IsFeed           it lists episodes, and is none
├── AmbiguousFormat      several formats claim it
├── MalformedTranscript  a format claims it and cannot read it without losing words
└── InvalidSidecar       a sidecar TOML, or an option that says the same, cannot be understood
"""

from archive.errors import ArchiveError

from .files.raw import Raw


class InputError(ArchiveError):
    """Something is wrong with what came in, and nothing was stored of it."""


class UnreadableSource(InputError):
    pass


class UnknownFormat(InputError):
    pass


class IsFeed(UnknownFormat):
    """`raw` is the feed; where feeds are expected it is taken apart instead."""

    def __init__(self, place: str, problem: str, remedy: str, raw: Raw | None = None) -> None:
        super().__init__(place, problem, remedy)
        self.raw = raw


class AmbiguousFormat(InputError):
    pass


class MalformedTranscript(InputError):
    pass


class InvalidSidecar(InputError):
    pass
