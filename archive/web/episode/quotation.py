"""What is said at a moment as a quotation that says where it is from: as plain text, and as Markdown."""

import re
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """A passage as it is quoted. `speaker` is None unless it is known who says it."""

    text: str
    speaker: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where it is said: `published` and `at`, the time, as they are read, `address` complete."""

    title: str
    podcast: str | None
    published: str
    at: str | None
    address: str


def plain(quoted: Sequence[Quoted], origin: Origin) -> str:
    """`“Words.” — Who, “Title”, Podcast, 4 February 2026, 1:02:03, address`."""
    speaker = _only(quoted)
    if len(quoted) == 1 or speaker:
        words = f"“{' '.join(each.text for each in quoted)}”"
        who = [speaker] if speaker else []
    else:
        words = "\n".join(f"{f'{each.speaker}: ' if each.speaker else ''}“{each.text}”" for each in quoted)
        who = []
    between = "\n" if "\n" in words else " "
    return f"{words}{between}— {', '.join([*who, f'“{origin.title}”', *_where(origin), origin.address])}"


def markdown(quoted: Sequence[Quoted], origin: Origin) -> str:
    """A block quotation whose title links to the moment."""
    several = len(quoted) > 1 and not _only(quoted)
    lines = [
        f"> {f'**{escaped(each.speaker)}:** ' if several and each.speaker else ''}{escaped(each.text)}"
        for each in quoted
    ]
    who = _only(quoted)
    linked = f"[“{escaped(origin.title)}”](<{origin.address}>)"
    named = [escaped(who)] if who else []
    podcast = [f"*{escaped(origin.podcast)}*"] if origin.podcast else []
    rest = [escaped(part) for part in _where(origin)[len(podcast) :]]
    return "\n>\n".join([*lines, f"> — {', '.join([*named, linked, *podcast, *rest])}"])


def escaped(text: str) -> str:
    """Text that Markdown shows as it is, on one line (https://spec.commonmark.org/0.31.2/#backslash-escapes)."""
    one_line = " ".join(text.split())
    marked = re.sub(r"([\\`*_{}\[\]<>|~&!$])", r"\\\1", one_line)
    # What begins a heading, a list or a quotation at the beginning of a line.
    marked = re.sub(r"^([-+=#])", r"\\\1", marked)
    return re.sub(r"^(\d+)([.)])", r"\1\\\2", marked)


def _only(quoted: Sequence[Quoted]) -> str | None:
    """The one who says all of it."""
    speakers = {each.speaker for each in quoted}
    return speakers.pop() if len(speakers) == 1 else None


def _where(origin: Origin) -> list[str]:
    return [part for part in (origin.podcast, origin.published, origin.at) if part]
