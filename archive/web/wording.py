"""How values are said in our templates: dates, lengths, numbers, names that are missing."""

import json
import re
from collections.abc import Sequence
from datetime import date as calendar
from typing import Any
from urllib.parse import urlsplit

from archive import timecode
from archive.web.say import Words

clock = timecode.clock

LONG_OPENING = 640
"""Characters of a description that are shown above the words: about eight lines."""

_ISO = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d).*)?)?")


_TABLES = {
    "FIELDS": "wording.fields",
    "FLAGS": "wording.flags",
    "HOW_KNOWN": "wording.known",
    "KINDS_OF_EPISODES": "wording.episodes",
    "KINDS_OF_VOICES": "wording.voices",
    "LINKS": "wording.links",
    "MAPPED": "wording.mapped",
    "NAMES_OF_RECORDINGS": "wording.recordings",
    "ODDITIES": "wording.oddities",
    "PLAYERS": "wording.players",
    "SOURCES_OF_WORDS": "searched.origin",
    "STATES_OF_FEEDS": "wording.feeds",
}
"""What a `Wording` has by the kinds of something: its name, and the prefix of the texts."""


class Wording:
    """What depends on the language. Templates have it as `podarchive`, with all that this module has."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.UNTITLED = words.text("wording.untitled")

    def __getattr__(self, name: str) -> Any:
        if name in _TABLES:
            table = self.words.table(_TABLES[name])
            setattr(self, name, table)
            return table
        if name not in globals():
            raise AttributeError(name)
        return globals()[name]

    def title(self, text: str | None) -> str:
        """The title, or that there is none."""
        return text or self.UNTITLED

    def date(self, text: str | None) -> str:
        """`4 February 2026`, `February 2026`, `2026`: as exact as the ISO text; any other text as it is."""
        found = _ISO.fullmatch(text or "")
        if not found:
            return text or ""
        year, month, day = found[1], int(found[2] or 0), int(found[3] or 0)
        try:
            calendar(int(year), month or 1, day or 1)
        except ValueError:
            return text or ""
        if not month:
            return year
        said = self.words.text(f"wording.months.{month}")
        if not day:
            return self.words.text("wording.month", month=said, year=year)
        return self.words.text("wording.day", day=day, month=said, year=year)

    def newest(self, listed: int, number: int) -> str:
        """`3 episodes`, or `Newest 300 of 1,550 episodes` where a list ends earlier."""
        key = "wording.all" if listed >= number else "wording.newest"
        return self.words.text(key, listed=listed, n=number)

    def taking_part(self, roles: Sequence[tuple[str | None, int]]) -> str:
        """`host in 28 episodes, guest in 2 episodes`: the roles that somebody has in a show."""
        unnamed = self.words.text("wording.takes_part")
        return ", ".join(
            self.words.text("wording.taking_part", role=role or unnamed, n=number) for role, number in roles
        )

    def origin(self, code: str | None) -> str:
        """How a transcript was made, by its code; of None and `none`, that nobody says it."""
        if code in (None, "none"):
            return self.words.text("wording.no_origin")
        said: str = self.SOURCES_OF_WORDS.get(code, code)
        return said

    def guessed(self, text: str | None) -> str:
        """`Title and number from the file’s name`, of a column like `["title"]`; empty if NULL."""
        names = [self.FIELDS.get(name, name) for name in listed(text)]
        if not names:
            return ""
        *first, last = names
        said = self.words.text("wording.and", first=", ".join(first), last=last) if first else last
        return self.words.text("wording.guessed", fields=said[:1].upper() + said[1:])


def source(uri: str) -> str:
    """The name of a file without its folder, which is nobody's business; a web address as it is."""
    return uri if "://" in uri else uri.replace("\\", "/").rstrip("/").rpartition("/")[2]


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


def bytes_of(size: int | None) -> str:
    """`48.2 MB`; empty if unknown, or nothing."""
    return f"{size / 1_000_000:,.1f}\N{NO-BREAK SPACE}MB" if size and size >= 50_000 else ""


def decimal(number: float) -> str:
    """`12`, `12.5`: an episode's number."""
    return f"{number:g}"


def percent(share: float | None) -> str:
    """`63 %`, `<1 %` for little, `>99 %` for nearly all, never broken over two lines; empty if unknown.

    `0 %` is nothing and `100 %` all: a figure that opens what is missing does not say that nothing is.
    """
    if share is None:
        return ""
    number = f"{100 * share:.0f}"
    if share and number == "0":
        number = "<1"
    elif share < 1 and number == "100":
        number = ">99"
    return f"{number}\N{NO-BREAK SPACE}%"


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


ENGLISH = Wording(Words())
"""For what is no page of a site, or does not depend on its language."""

UNTITLED, MAPPED, HOW_KNOWN, ODDITIES = ENGLISH.UNTITLED, ENGLISH.MAPPED, ENGLISH.HOW_KNOWN, ENGLISH.ODDITIES
title, date, guessed = ENGLISH.title, ENGLISH.date, ENGLISH.guessed
