"""How a line begins: a time, a label, or both, in the shapes that people and programs write.

    Name: text                [00:12] Name: text        Name [00:12]: text        Name (00:12): text
    Name: 00:12               Name  0:12                [Name] 00:12:13           [Speaker 1] text
    Name                      00:12:13 text             >> NAME: text
    Ada Lee [00:12] text      00:12 | Ada Lee | text    【Name】text
    **Name** — text           — Name —                  (Name)

Emphasis around any of them (`**Name:**`) is gone already; it stays known as a style of its own.
"""

import re
from dataclasses import dataclass
from typing import Literal

from ingest import labels

from . import stamps
from .blocks import Line

Style = Literal["emphasised", "colon", "boxed", "header", "named", "heading", "dashed", "apart"]
"""How a label is set: in bold or italics; before a colon; in brackets; before a time on a line of its own;
alone on a line; as a heading; in bold before a dash; alone between dashes or in round brackets."""

RECURRING: tuple[Style, ...] = ("dashed", "apart")
"""The styles of a definition and of a remark, too: names of two people recur where they are labels."""

LONGEST = 200
"""Characters of a line that its head lies in."""

_MARK = re.compile(r"[\s\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]*+(?:>{2,3}+\s*+)?")
_LEAD = re.compile(
    rf"(?:(?P<square>{stamps.SQUARE})|(?P<round>{stamps.ROUND})|(?P<bare>{stamps.BARE}))(?=[\s\-–—|:•]|$|[^\W\d])\s*+(?:[-–—|:•]\s++)?"
)
_NAME = r"(?P<label>[^\s:：\[\]<>|(][^:：\[\]<>|\n]{0,59}?)"
_COLON = re.compile(
    rf"{_NAME}\s*+(?:[-–—|,]\s*+)?(?P<inside>{stamps.ANY})?\s*+"
    rf"(?::(?=\s|$|{stamps.CLOCK}\s*+$)|：)\s*+(?P<after>{stamps.CLOCK}(?=\s*+$))?"
)
_BOXED = re.compile(
    rf"\[(?P<label>[^\[\]:：|]{{1,60}})\]\s*+(?P<colon>[:：])?\s*+(?P<after>{stamps.ANY}(?=\s*+$))?"
)
_LENSES = re.compile(r"【(?P<label>[^【】\n]{1,60})】\s*+[:：]?\s*+")
_TIMED = re.compile(rf"{_NAME}\s*+(?P<inside>{stamps.SQUARE}|{stamps.ROUND})\s++(?=\S)")
_PARTED = re.compile(r"(?P<label>[^\s|][^|\t\n]{0,59}?)[ ]*+(?:\||\t)\s*+(?=[^\s|])")
_DASHED = re.compile(r"(?P<label>[^\s:：—–-][^:：—–\n]{0,59}?)\s*+[—–-]\s++(?=\S)")
_APART = re.compile(
    r"(?:(?P<dash>[—–]{1,3}+|-{2,3}+)\s*+(?P<between>[^\s—–()-][^—–():\n]{0,59}?)\s*+(?P=dash)"
    r"|\((?P<inside>[^\s()][^():\n]{0,59})\))\s*+"
)
_REMARKS = re.compile(
    r"laugh\w*|chuckl\w+|giggl\w+|sigh\w*|pauses?|silence|beat|crosstalk|inaudible|unintelligible|indistinct"
    r"|cheer\w*|clap\w*|applau\w+|cough\w*|sing(?:s|ing)|whisper\w*|cry(?:ing)?|cries|sobs?|gasps?|sniff\w*"
    r"|snort\w*|groan\w*|nod\w*|bell|b[le]+ps?|noise|end|fin|lach\w+|lacht|applaus|risas|rires?|pausa"
    r"|overlapping|continu\w+|cont'd|foreign|music\w*|door\w*|phone",
    re.IGNORECASE,
)
"""How a remark in brackets begins, `(Laughs)`: it stands alone on its line as a name does."""

_HEADER = re.compile(rf"{_NAME}(?:\s*+[-–—|,•·@]\s*+|\s++|(?=[\[(]))(?:at\s)?(?P<after>{stamps.ANY})\s*+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What may be the head of a line; which of it holds is decided over the whole file.

    `lead` is a time before all else and `own` the label's own, as printed; `words` is where the text begins
    behind the label, `after_lead` where it begins if only the time holds.
    """

    lead: str | None = None
    lead_kind: Literal["square", "round", "bare"] | None = None
    after_lead: int = 0
    label: str | None = None
    style: Style | None = None
    own: str | None = None
    words: int = 0


def head(line: Line, *, beside_time: bool) -> Head:
    """The head of a line; `beside_time` if a line next to it is nothing but a time."""
    text = line.text[:LONGEST]
    whole = len(line.text) <= LONGEST
    begins = _MARK.match(text).end()  # type: ignore[union-attr]
    lead = _LEAD.match(text, begins)
    after_lead = lead.end() if lead else 0
    start = after_lead or begins
    label, style, own, words = _label(line, text, start, whole=whole, beside_time=beside_time)
    return Head(
        lead=(lead["square"] or lead["round"] or lead["bare"]) if lead else None,
        lead_kind=lead.lastgroup if lead else None,  # type: ignore[arg-type]
        after_lead=after_lead,
        label=label,
        style=style,
        own=own,
        words=words,
    )


def _label(
    line: Line, text: str, start: int, *, whole: bool, beside_time: bool
) -> tuple[str | None, Style | None, str | None, int]:
    found = _COLON.match(text, start)
    if found and _may_be(found["label"]):
        style: Style = "heading" if line.heading else "emphasised" if line.emphasised else "colon"
        return _printed(found["label"]), style, found["inside"] or found["after"], found.end()
    found = _BOXED.match(text, start)
    if found and _may_be_boxed(found, alone=found.end() == len(line.text.rstrip())):
        return _printed(found["label"]), "boxed", found["after"], found.end()
    found = _LENSES.match(text, start)
    if found and _may_be(found["label"]):
        return _printed(found["label"]), "boxed", None, found.end()
    found = _TIMED.match(text, start)
    if found and labels.is_full_name(found["label"]):
        return _printed(found["label"]), _beside(line), found["inside"], found.end()
    found = _PARTED.match(text, start) if start else None
    if found and _may_be(found["label"]):
        return _printed(found["label"]), _beside(line), None, found.end()
    found = _DASHED.match(text, start) if line.dashed else None
    if found and _may_be(found["label"]):
        return _printed(found["label"]), "dashed", None, found.end()
    if not whole:
        return None, None, None, 0
    found = _APART.fullmatch(text, start)
    if found:
        name = found["between"] or found["inside"]
        if _may_be(name) and not name[0].islower() and not _REMARKS.fullmatch(name.split()[0]):
            return _printed(name), "apart", None, len(line.text)
    found = _HEADER.fullmatch(text, start)
    if found and _may_be(found["label"]):
        style = _beside(line)
        return _printed(found["label"]), style, found["after"], len(line.text)
    name = text[start:].strip()
    apart = line.alone or line.heading or beside_time or (start > 0 and line.first)
    if apart and not name.endswith((".", ",", "?", "!", "…")) and _may_be(name):
        style = "emphasised" if line.alone else "heading" if line.heading else "named"
        return _printed(name), style, None, len(line.text)
    return None, None, None, 0


def _beside(line: Line) -> Style:
    """How a label beside a time is set."""
    return "emphasised" if line.emphasised else "heading" if line.heading else "header"


def _printed(label: str) -> str:
    return " ".join(label.split())


def _may_be(label: str) -> bool:
    return (labels.may_be(label) and not label[0].isdigit()) or label in ("Q", "A", "Question", "Answer")


def _may_be_boxed(found: re.Match[str], *, alone: bool) -> bool:
    """`[Speaker 1] text` and `[Ada]: text` are labels; `[laughs] text` is a remark."""
    if not _may_be(found["label"]):
        return False
    label = labels.understand(found["label"])
    if found["colon"] or (alone and found["after"]):
        return True
    return (label.kind == "anonymous" and len(found["label"]) > 1) or (
        label.kind == "name" and labels.is_full_name(found["label"])
    )
