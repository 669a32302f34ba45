r"""The text of a caption without its markup, and its timing line: what the readers of captions share.

    <v.loud Ann>Hello, <00:01.500>everyone &amp; all.</v>    WebVTT
    {\an8}<font color="#fff">Hello</font>                    SubRip, with what other formats left in it
    00:01.000 --> 00:02.500 align:start                      the timing line of both

What stands in angle brackets and is no tag of these formats, `<laughs>`, is kept: somebody may have meant it.
"""

import html
import re
from dataclasses import dataclass

from archive import timecode
from archive.records import Mark

_KNOWN = re.compile(
    r"[abcipsuv]|big|br|center|div|em|font|lang|r[bpt]|ruby|small|span|strike|strong|su[bp]", re.IGNORECASE
)
_MARKUP = re.compile(
    r"<(?P<tag>[^<>]*)>|<(?P<open>v)(?=[.\s])|\{\\[^{}]*\}|\{[A-Za-z]:[^{}]*\}"
    r"|&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"
)
_TAG = re.compile(
    r"(?P<end>/)?(?P<name>[A-Za-z][A-Za-z0-9]*+)(?:\.[^\s]*+)?(?:\s++(?P<annotation>.*))?", re.DOTALL
)
_TIME_TAG = re.compile(r"[\d:]{4,12}\.\d{1,3}")
_CLOCK = r"(?:\d++:)?\d++:\d++(?:[.,]\d++)?"
_TIMING = re.compile(rf"\s*+({_CLOCK})\s*+-->\s*+({_CLOCK})(?:\s++(.*))?")
_ODD_TIME = re.compile(r"-?\d[\w:.,;\s]{1,38}")
_ODD_END = re.compile(r"\s*+(-?\d[\w:.,;]*+)(.*)", re.DOTALL)
_SETTING = re.compile(
    r"(?<!\S)(?:(?:align|algn|line|positi?on|region|size|vertical|[adlst]|[xy][12])[ \t]?:[ \t]?\S*+"
    r"|[a-z]\w*+:[^\s:/]\S*+|[^\s%>]*+[%>]\S*+|-?\d++(?:\.\d++)?(?!\S))",
    re.IGNORECASE,
)
UNREADABLE = ""
"""The name of a voice that has none, or whose tag is broken: somebody speaks, and it is not said who."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """A timing line. `text` stands behind the times and is no setting; `odd` if a time is unreadable."""

    start_ms: int | None
    end_ms: int | None
    text: str = ""
    odd: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CueText:
    """A cue's text without markup, line breaks kept.

    `voices` are (offset from which on, name): None where a voice is closed, UNREADABLE where nobody is named.
    """

    text: str
    marks: tuple[Mark, ...] = ()
    voices: tuple[tuple[int, str | None], ...] = ()
    oddities: tuple[str, ...] = ()


def timing(line: str) -> Timing | None:
    """The times of a timing line; None if the line is none: an arrow may also be said."""
    found = _TIMING.fullmatch(line)
    if found:
        start, end = _ms(found[1]), _ms(found[2])
        return Timing(
            start_ms=start, end_ms=_end(start, end), text=_words(found[3]), odd=None in (start, end)
        )
    before, arrow, after = line.partition("-->")
    if not arrow or ":" not in before or not _ODD_TIME.fullmatch(before.strip()):
        return None
    start = _ms(before)
    odd_end = _ODD_END.fullmatch(after)
    if not odd_end:
        return Timing(start_ms=start, end_ms=None, text=_words(after), odd=True)
    end = _ms(after) if _ODD_TIME.fullmatch(after.strip()) else None
    rest = "" if end is not None else odd_end[2]
    end = end if end is not None else _ms(odd_end[1])
    return Timing(start_ms=start, end_ms=_end(start, end), text=_words(rest), odd=None in (start, end))


def cue_text(raw: str) -> CueText:
    """A cue's text: tags and overrides are gone, references are characters, word times are marks."""
    if not ("<" in raw or "&" in raw or "{" in raw):
        return CueText(text=raw)
    parts: list[str] = []
    marks: list[Mark] = []
    voices: list[tuple[int, str | None]] = []
    oddities: list[str] = []
    length, place = 0, 0
    for found in _MARKUP.finditer(raw):
        stays = raw[place : found.start()]
        place = found.end()
        length += len(stays)
        becomes = ""
        if found["tag"] is not None:
            becomes, voice, ms, odd = _tag(found["tag"])
            if ms is not None:
                marks.append((length, ms))
            if voice is not _NO_VOICE:
                voices.append((length, voice))
            if odd:
                oddities.append(odd)
        elif found["open"]:
            voices.append((length, UNREADABLE))
            oddities.append("broken_voice")
        elif found.group().startswith("&"):
            becomes = _character(found.group())
        parts += (stays, becomes)
        length += len(becomes)
    parts.append(raw[place:])
    return CueText(text="".join(parts), marks=tuple(marks), voices=tuple(voices), oddities=tuple(oddities))


_NO_VOICE = "\n"


def _tag(inner: str) -> tuple[str, str | None, int | None, str | None]:
    """(the text that stands for a tag, a voice, a time in ms, an oddity)."""
    if _TIME_TAG.fullmatch(inner):
        ms = _ms(inner)
        return "", _NO_VOICE, ms, "unreadable_time" if ms is None else None
    found = _TAG.fullmatch(inner)
    if not found or not _KNOWN.fullmatch(found["name"]):
        return f"<{inner}>", _NO_VOICE, None, "unknown_tag"
    name = found["name"].lower()
    if name == "v":
        if found["end"]:
            return "", None, None, None
        who = " ".join(html.unescape(found["annotation"] or "").split())
        return "", who or UNREADABLE, None, None if who else "broken_voice"
    return {"br": "\n", "rt": " ", "p": "\n", "div": "\n"}.get(name, ""), _NO_VOICE, None, None


def _character(reference: str) -> str:
    character = html.unescape(reference)
    return reference if "\N{REPLACEMENT CHARACTER}" in character else character


def _ms(printed: str) -> int | None:
    """The time, also with blanks inside, with a colon before the fraction, or with more digits than three."""
    try:
        return timecode.parse(printed)
    except ValueError:
        text = re.sub(r"\s+", "", printed)
        text = re.sub(r"(?<=:\d\d)[:;](?=\d{3}$)", ".", text)
        text = re.sub(r"([.,]\d{3})\d+$", r"\1", text)
    try:
        return timecode.parse(text.rstrip(".,"))
    except ValueError:
        return None


def _end(start: int | None, end: int | None) -> int | None:
    return None if start is not None and end is not None and end < start else end


def _words(rest: str | None) -> str:
    """What is said behind the times: not settings, `align:start`, also misspelled, and not coordinates."""
    said = _SETTING.sub("", rest) if rest else ""
    return said.strip() if any(map(str.isalpha, said)) else ""


ODDITIES = {
    "broken_voice": "a voice tag names nobody, or is not closed: it is not known who speaks there",
    "unknown_tag": "what stands in angle brackets is no tag of captions, and was kept as text",
    "unreadable_time": "a time cannot be read: the words were kept without it",
    "mark_outside": "a word's time lies outside its cue, and was left out",
    "no_words": "a cue has no words",
    "untimed_text": "text stands outside every cue, and was kept without a time",
    "voice_carried": "a cue names no voice, and has the last one: this file names them where they change",
    "mapped_times": "X-TIMESTAMP-MAP maps the times to another clock; they were kept as printed",
}
