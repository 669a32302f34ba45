"""What can be wrong with a source. See `archive.errors` for the tree and the form of the messages.

InputError
├── UnreadableSource     it cannot be opened, or is no text
├── UnknownFormat        no format claims it
├── AmbiguousFormat      several formats claim it
├── MalformedTranscript  a format claims it and cannot read it without losing words
└── InvalidSidecar       a sidecar TOML, or an option that says the same, cannot be understood
"""

from archive.errors import ArchiveError


class InputError(ArchiveError):
    """Something is wrong with what came in, and nothing was stored of it."""


class UnreadableSource(InputError):
    pass


class UnknownFormat(InputError):
    pass


class AmbiguousFormat(InputError):
    pass


class MalformedTranscript(InputError):
    pass


class InvalidSidecar(InputError):
    pass
