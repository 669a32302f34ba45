"""How values are said in our templates: dates, lengths, numbers, names that are missing."""

import re
from datetime import date as calendar

from archive import timecode

clock = timecode.clock

UNTITLED = "Untitled"

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_ISO = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d).*)?)?")

SOURCES_OF_WORDS = {
    "human": "written down by a person",
    "edited": "an edited transcript",
    "asr": "by speech recognition",
    "automatic captions": "from automatic captions",
}


def title(text: str | None) -> str:
    """The title, or that there is none."""
    return text or UNTITLED


def source(uri: str) -> str:
    """The name of a file without its folder, which is nobody's business; a web address as it is."""
    return uri if "://" in uri else uri.replace("\\", "/").rstrip("/").rpartition("/")[2]


def date(text: str | None) -> str:
    """`4 February 2026`, `February 2026`, `2026`: as exact as the ISO text; any other text as it is."""
    found = _ISO.fullmatch(text or "")
    if not found:
        return text or ""
    year, month, day = found[1], int(found[2] or 0), int(found[3] or 0)
    try:
        calendar(int(year), month or 1, day or 1)
    except ValueError:
        return text or ""
    return " ".join([*([str(day)] if day else []), *([_MONTHS[month - 1]] if month else []), year])


def length(ms: int | None) -> str:
    """`1 h 8 min`, `45 min`, `1.2 s`: how long something lasts or somebody talks; empty if unknown."""
    if ms is None:
        return ""
    if ms < 60_000:
        return f"{ms / 1000:.0f} s" if ms >= 10_000 else f"{ms / 1000:.1f} s"
    hours, minutes = divmod(round(ms / 60_000), 60)
    return f"{hours} h {minutes} min" if hours and minutes else f"{hours} h" if hours else f"{minutes} min"


def count(number: int | float | None, one: str, many: str | None = None) -> str:
    """`1 episode`, `1,550 episodes`."""
    number = number or 0
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def newest(listed: int, number: int, one: str) -> str:
    """`3 episodes`, or `Newest 300 of 1,550 episodes` where a list ends earlier."""
    return count(number, one) if listed >= number else f"Newest {listed:,} of {count(number, one)}"


def decimal(number: float) -> str:
    """`12`, `12.5`: an episode's number."""
    return f"{number:g}"


def percent(share: float | None) -> str:
    """`63 %`; empty if unknown."""
    return "" if share is None else f"{share:.0%}".replace("%", " %")


def paragraphs(text: str | None) -> list[list[str]]:
    """The paragraphs of a description, each a list of lines."""
    blocks = re.split(r"\n\s*\n", (text or "").strip().replace("\r\n", "\n"))
    return [[line.strip() for line in block.split("\n") if line.strip()] for block in blocks if block.strip()]
