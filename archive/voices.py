"""Who speaks each utterance of an episode, as bytes: the table `voices`, by which a search counts its hits.

A million utterances are a megabyte, read in no time; their rows are hundreds of megabytes.
"""

from array import array
from collections.abc import Sequence

_IN_A_BYTE = 255


def packed(numbers: Sequence[int], speakers: int) -> bytes:
    """`numbers` has for each utterance which of that many speakers it is, counted from 1; 0 is unknown.

    A byte for each, or two, the greater first, if there are more speakers than a byte can tell apart.
    """
    if speakers <= _IN_A_BYTE:
        return bytes(numbers)
    return b"".join(number.to_bytes(2, "big") for number in numbers)


def unpacked(said: bytes, speakers: int) -> Sequence[int]:
    """The numbers again: `said` itself if it has a byte for each."""
    if speakers <= _IN_A_BYTE:
        return said
    return array("H", [int.from_bytes(said[at : at + 2], "big") for at in range(0, len(said), 2)])
