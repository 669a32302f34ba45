"""How values are said in our templates: dates, lengths, numbers, names that are missing."""

import json
import re
from collections.abc import Sequence
from datetime import date as calendar
from urllib.parse import urlsplit

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

ODDITIES = {
    "repetition": "The same words come many times in a row, as recognisers repeat them over music.",
    "no_spaces": "The blanks between its words are lost.",
    "no_words": "It has signs, but no words.",
    "language_mismatch": "It reads like another language than the one it is said to be in.",
    "duplicate_text": "Much of it stands in another episode too, and may belong there.",
}
"""What looks wrong in a transcript, by the flags that `ingest.quality` gives it."""

KINDS_OF_VOICES = {
    "anonymous": "a voice without a name",
    "group": "several people",
    "sound": "a sound, no speech",
}

PLAYERS = {"youtube": "Watch on YouTube", "audio": "Listen", "video": "Watch"}
"""What a link to a recording is called, by its kind."""

LONG_OPENING = 640
"""Characters of a description that are shown above the words: about eight lines."""

MAPPED = {"youtube": "YouTube", "audio": "audio", "video": "video"}
"""What stands before a time in a recording that the words did not come from."""

NAMES_OF_RECORDINGS = {
    "youtube": "video on YouTube",
    "audio": "audio",
    "video": "video",
    "file": "file beside the transcript",
    "unknown": "recording that the transcript was made of",
}

KINDS_OF_EPISODES = {"trailer": "trailer", "bonus": "bonus"}
"""What is said of an episode's kind; of a full one nothing."""

STATES_OF_FEEDS = {"moved": "has moved", "gone": "is gone"}

HOW_KNOWN = {
    "declared": "named by the show",
    "printed": "printed in the transcript",
    "alias": "somebody decided whom the printed name means",
    "first name": "the only one here with this first name",
    "corrected": "corrected by somebody",
}
"""How it is known who a speaker is, by `speakers.method`."""

_FIELDS = {"title": "title", "number": "number", "season": "season", "published": "date"}


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


def give_or_take(ms: int | None) -> str:
    """`± 2 s`: how far off a time may be, in whole seconds, not less than it is."""
    return f"±\N{NO-BREAK SPACE}{max(1, -(-(ms or 0) // 1000))}\N{NO-BREAK SPACE}s"


def count(number: int | float | None, one: str, many: str | None = None) -> str:
    """`1 episode`, `1,550 episodes`."""
    number = number or 0
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def newest(listed: int, number: int, one: str) -> str:
    """`3 episodes`, or `Newest 300 of 1,550 episodes` where a list ends earlier."""
    return count(number, one) if listed >= number else f"Newest {listed:,} of {count(number, one)}"


def bytes_of(size: int | None) -> str:
    """`48.2 MB`; empty if unknown, or nothing."""
    return f"{size / 1_000_000:,.1f}\N{NO-BREAK SPACE}MB" if size and size >= 50_000 else ""


def taking_part(roles: Sequence[tuple[str | None, int]]) -> str:
    """`host in 28 episodes, guest in 2 episodes`: the roles that somebody has in a show."""
    return ", ".join(f"{role or 'takes part'} in {count(number, 'episode')}" for role, number in roles)


def decimal(number: float) -> str:
    """`12`, `12.5`: an episode's number."""
    return f"{number:g}"


def percent(share: float | None) -> str:
    """`63 %`, `<1 %` for little that is not nothing, never broken over two lines; empty if unknown."""
    if share is None:
        return ""
    return (
        "<1\N{NO-BREAK SPACE}%" if 0 < share < 0.005 else f"{share:.0%}".replace("%", "\N{NO-BREAK SPACE}%")
    )


def paragraphs(text: str | None) -> list[list[str]]:
    """The paragraphs of a description, each a list of lines."""
    blocks = re.split(r"\n\s*\n", (text or "").strip().replace("\r\n", "\n"))
    return [[line.strip() for line in block.split("\n") if line.strip()] for block in blocks if block.strip()]


def opening(paragraphs: list[list[str]]) -> tuple[list[list[str]], list[list[str]]]:
    """A description in two: its first paragraph, of a long one the first lines, and the rest."""
    if not paragraphs:
        return [], []
    first, rest = paragraphs[0], paragraphs[1:]
    kept, left = 0, LONG_OPENING
    while kept < len(first) and (left > 0 or kept == 0):
        left -= max(80, len(first[kept]))  # a short line takes a line too
        kept += 1
    return [first[:kept]], [*([first[kept:]] if kept < len(first) else []), *rest]


def listed(text: str | None) -> tuple[str, ...]:
    """The words of a column that holds a JSON list of them; none if it is NULL, or no such list."""
    try:
        values = json.loads(text or "[]")
    except ValueError:
        return ()
    return tuple(value for value in values if isinstance(value, str)) if isinstance(values, list) else ()


def guessed(text: str | None) -> str:
    """`Title and number from the file’s name`, of a column like `["title", "number"]`; empty if NULL."""
    names = [_FIELDS.get(name, name) for name in listed(text)]
    if not names:
        return ""
    said = f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]
    return f"{said.capitalize()} from the file’s name"


def plain(code: str) -> str:
    """`no spaces`: a code of ours as words."""
    return code.replace("_", " ")


def shortened(text: str, most: int = 200) -> str:
    """The text, or its first characters and an ellipsis."""
    return text if len(text) <= most else f"{text[:most]}…"


def host(address: str) -> str:
    """`example.org`: where an address leads to, short enough for a line."""
    return urlsplit(address).netloc.rpartition("@")[2].removeprefix("www.")


def language(tag: str | None) -> str | None:
    """A language tag if it is one, for `lang`: browsers choose letters and voices by it."""
    return tag if tag and re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,6}", tag) else None
