"""Single values in feeds: lengths, numbers, yes and no, keywords; in all forms that they have been met in.

1:02:03   62:03   3723   3723.5   1h 2m   62 min   PT1H2M3S        a duration, in milliseconds
7   7.5   007                                                      an episode's number
yes   true   explicit   no   false   clean                         explicit
"""

import re
from collections.abc import Iterable

from archive import timecode

_SECONDS = re.compile(r"\d{1,7}(?:[.,]\d{1,9})?", re.ASCII)
_SPELLED = re.compile(
    r"(?:pt)?(?:(?P<h>\d{1,4}) ?h(?:(?:ou)?rs?)?\.?,? ?)?"
    r"(?:(?P<m>\d{1,5}) ?m(?:in(?:ute)?s?)?\.?,? ?)?"
    r"(?:(?P<s>\d{1,6})(?:\.\d{1,6})? ?s(?:ec(?:ond)?s?)?\.?)?",
    re.ASCII,
)
_NUMBER = re.compile(r"\d{1,6}(?:\.\d{1,6})?", re.ASCII)
_WHOLE = re.compile(r"\d{1,6}", re.ASCII)
_SIZE = re.compile(r"\d{1,15}", re.ASCII)


def duration(text: str) -> int | None:
    """Milliseconds; None for 0, which says that nobody knows. Raises ValueError for what is no length."""
    plain = " ".join(text.lower().split())
    spelled = _SPELLED.fullmatch(plain)
    if _SECONDS.fullmatch(plain):
        ms = timecode.from_seconds(plain.replace(",", "."))
    elif spelled and any(spelled.groups()):
        # Hours and minutes may each be more than a clock shows: `90m`, `1h 75m`.
        hours, minutes, seconds = (int(each or 0) for each in spelled.group("h", "m", "s"))
        ms = timecode.from_seconds((hours * 60 + minutes) * 60 + seconds)
    else:
        ms = timecode.parse(plain)
    return ms or None


def seconds(text: str | None) -> int | None:
    """Milliseconds of a number of seconds; None for anything else."""
    try:
        return timecode.from_seconds(text.strip()) if text else None
    except ValueError:
        return None


def number(text: str) -> float | None:
    """An episode's number, which may be decimal; None for what is none."""
    return float(text) if _NUMBER.fullmatch(text) else None


def whole(text: str) -> int | None:
    """A season's number; None for what is none."""
    return int(text) if _WHOLE.fullmatch(text) else None


def size(text: str | None) -> int | None:
    """Bytes; None for 0 and for what is no number: many feeds write 0 or 1234 for want of one."""
    plain = (text or "").strip()
    return int(plain) or None if _SIZE.fullmatch(plain) else None


def truth(text: str | None) -> bool:
    """Whether Apple would take this for a yes."""
    return (text or "").strip().lower() in ("yes", "true")


def explicit(text: str | None) -> bool | None:
    """Whether strong words are said to be in it; None where nothing is said."""
    plain = (text or "").strip().lower()
    if plain in ("yes", "true", "explicit"):
        return True
    return False if plain in ("no", "false", "clean") else None


def keywords(lists: Iterable[str], single: Iterable[str]) -> tuple[str, ...]:
    """Tags from lists with commas and from single ones; in any case only once, as first written."""
    found: dict[str, str] = {}
    for each in (*(part for text in lists for part in text.split(",")), *single):
        words = " ".join(each.split()).removeprefix("#")
        if words:
            found.setdefault(words.casefold(), words)
    return tuple(found.values())
