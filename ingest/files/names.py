"""What a file's name seems to say of its episode: guesses, for want of metadata, and never more than that.

    S02E05 The Title          20210304_some-title       Ep 01 - The Title [dQw4w9WgXcQ]
    go-time-237               385 - Title               085.title

A title has the name's own words. A number is taken only where it can hardly be another one: behind `ep` or
`#`, padded with zeros, before ` - `, of three digits before words, or behind the name of a show; not in
`5-things-to-know`, `catch-22`, `talk-2021`.
"""

import datetime
import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

from ingest.reading import Published

from .endings import is_generic


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    title: str | None = None
    number: float | None = None
    season: int | None = None
    published: Published | None = None
    youtube_id: str | None = None


# Of the 66 bits in eleven letters an id uses 64, so that only every fourth letter can be the last.
_YOUTUBE = r"(?P<id>[A-Za-z0-9_-]{10}[AEIMQUYcgkosw048])"
_BRACKETED = re.compile(rf"[ _]?\[{_YOUTUBE}\]$")
_BARE = re.compile(_YOUTUBE)

_DAY = r"(?P<year>(?:19|20)\d\d)(?P<sep>[-_.]?)(?P<month>[01]\d)(?P=sep)(?P<day>[0-3]\d)"
_DATES = tuple(
    re.compile(pattern)
    for pattern in (rf"^[(\[]?{_DAY}(?!\d)[)\]]?", rf"(?<!\d)[(\[]?{_DAY}[)\]]?$", rf"(?<= - ){_DAY}(?= - )")
)

_NUMBER = r"(?P<number>\d{1,4}(?:\.\d)?)(?![\d.]*\d)"
_SEASONED = re.compile(
    rf"(?i)(?<![^\W_])s(?:eason|taffel)?[ ._-]?(?P<season>\d{{1,2}})[ ._,-]{{0,3}}"
    rf"(?:e|ep|episode|folge)[ ._-]?{_NUMBER}"
)
_SAID = re.compile(
    rf"(?i)(?:(?<![^\W_])(?:(?:ep){{1,2}}s?|e(?=\d)|[eé]pisode|epis[oó]dio|folge)[ ._-]{{0,3}}#?|#) ?"
    rf"{_NUMBER}"
)
# `385 - Title`, `385: Title`, `12. Title`, `007_title`
_LEADING = re.compile(rf"{_NUMBER}(?: +[-–—|] +|[:.] |_)(?=[^\W\d_]|[\"'“‘¿¡(])")
_PADDED = re.compile(r"(?P<number>0\d{1,3})(?: +|[-._]+)(?=[^\W\d_])")
_OF_SLUG = re.compile(r"(?P<number>[1-9]\d\d)-(?=[^\W\d_][^ ]*$)")
_IN_TITLES = {
    "100",
    "101",
    "200",
    "300",
    "360",
    "365",
    "404",
    "411",
    "420",
    "451",
    "500",
    "666",
    "747",
    "911",
}

_OF_SHOW = re.compile(r"(?P<show>[^\W\d_]+(?:-+[^\W\d_]+){0,3})-+(?P<number>\d{1,4})")
_BEHIND_FOLDER = re.compile(r"(?P<show>[^\d]{2,60}?)[ ._-]{0,3}(?P<number>\d{1,4})")
# What stands before a number that is no episode's.
_COUNTED = re.compile(
    r"(?i)p(?:ar)?t|teil|act|vol(?:ume)?|chapter|season|level|round|day|week|month|year|page|take|draft|v|version"
    r"|rev|step|phase|top|catch|area|route|formula|mark|world|covid|lesson|unit|track|side|dis[ck]|copy|final|test"
    r"|mp|at|in|of|on|for|to|the|over|under|and|with|after|before|until|since|than|from|by|only|just|about|least"
)
_VERSIONED = re.compile(
    r"(?i)python|windows|gpt|web|ios|android|angular|vue|react|rails|django|http|php|java|es|c|f|qt|go|node"
)
_SEASON = re.compile(r"(?i)(?:season|staffel|s)[ ._-]*(\d{1,2})")
_EDGES = " -_–—|:,"


def guess(stem: str, folder: str | None = None) -> Guess:
    """What `stem`, in a folder of that name, seems to say. Raises nothing."""
    text = unicodedata.normalize("NFC", stem).strip()
    if is_generic(text):
        return Guess()
    if _BARE.fullmatch(text) and _changes(text) >= 5:
        return Guess(youtube_id=text)
    text, youtube_id = _without_id(text)
    text, published = _without_date(text)
    text = text.strip(_EDGES)
    left, number, season = _without_number(text, folder)
    within = _SEASON.fullmatch(folder or "")
    return Guess(
        title=_title(left) or _title(text),
        number=number,
        season=int(within[1]) if season is None and within else season,
        published=published,
        youtube_id=youtube_id,
    )


def _without_id(text: str) -> tuple[str, str | None]:
    found = _BRACKETED.search(text)
    if not found or _changes(found["id"]) < 3:
        return text, None
    return text[: found.start()], found["id"]


def _changes(text: str) -> int:
    """How often small letters, capitals and digits change: an id looks like none of our words."""
    kinds = ["a" if c.islower() else "A" if c.isupper() else "0" if c.isdigit() else "-" for c in text]
    return sum(one != other for one, other in pairwise(kinds))


def _without_date(text: str) -> tuple[str, Published | None]:
    for pattern in _DATES:
        if found := pattern.search(text):
            try:
                day = datetime.date(*(int(found[part]) for part in ("year", "month", "day")))
            except ValueError:
                continue
            sides = text[: found.start()].rstrip(_EDGES), text[found.end() :].lstrip(_EDGES)
            return " - ".join(filter(None, sides)), Published(text=day.isoformat(), precision="day")
    return text, None


def _without_number(text: str, folder: str | None) -> tuple[str, float | None, int | None]:
    """(the text without what numbers it, the number, the season)."""
    if found := _SEASONED.search(text):
        return _cut(text, found), float(found["number"]), int(found["season"])
    said = [found for found in _SAID.finditer(text) if not _is_year(found["number"])]
    if said:
        numbers = {float(found["number"]) for found in said}
        if len(numbers) > 1:
            return text, None, None
        left = _cut(text, said[0])
        (number,) = numbers
        return re.sub(rf"[-_ ]+0*{number:g}$", "", left), number, None
    for pattern in (_LEADING, _PADDED, _OF_SLUG):
        found = pattern.match(text)
        if found and not _is_another(found["number"], pattern is _OF_SLUG):
            return text[found.end() :], float(found["number"]), None
    return text, _behind_show(text, folder), None


def _is_another(number: str, in_slug: bool) -> bool:
    return _is_year(number) or (in_slug and number in _IN_TITLES)


def _behind_show(text: str, folder: str | None) -> float | None:
    """The number in `go-time-237`, and in `Syntax106` if it lies in a folder `syntaxfm`."""
    if re.fullmatch(r"\d{1,4}", text):
        return None if _is_year(text) else float(text)
    found = _BEHIND_FOLDER.fullmatch(text)
    if found and not _is_year(found["number"]):
        show, within = _letters(found["show"]), _letters(folder or "")
        if min(len(show), len(within)) >= 4 and (show in within or within in show):
            return float(found["number"])
    found = _OF_SHOW.fullmatch(text)
    if not found or _is_year(found["number"]):
        return None
    number, last = float(found["number"]), re.split("-+", found["show"])[-1]
    is_version = _VERSIONED.fullmatch(last) and not 100 <= number < 1000
    return None if is_version or _COUNTED.fullmatch(last) else number


def _is_year(number: str) -> bool:
    return re.fullmatch(r"(?:19|20)\d\d", number) is not None


def _letters(text: str) -> str:
    return "".join(filter(str.isalpha, text)).casefold()


def _cut(text: str, found: re.Match[str]) -> str:
    """`text` without the number, if that stands at one end: in the middle it is part of the title."""
    before, after = text[: found.start()], text[found.end() :]
    if not before.strip(f"{_EDGES}([."):
        return after.lstrip(f"{_EDGES}.)]")
    if not after.strip(f"{_EDGES}.)]"):
        return before.rstrip(f"{_EDGES}([.")
    return text


def _title(text: str) -> str | None:
    """Words with blanks between them; None if there are no letters."""
    if " " not in text:
        apart = re.sub(r"[-_]+", " ", text)
        # `The.Long.Way.srt`, but not `Node.js` or `1.5`.
        dotted = apart == text and len(re.findall(r"(?<=\w)\.(?=[^\W\d])", text)) > 1
        text = re.sub(r"(?<=\w)\.(?=\w)", " ", text) if dotted else apart
    text = " ".join(text.split()).strip(_EDGES)
    return text if any(map(str.isalpha, text)) else None
