"""What a citation says of an episode: who hosts it, what it is called, when it came out, where it is."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

_ISO = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d).*)?)?")

_PARTICLES = frozenset(
    ("af", "al", "av", "bin", "da", "de", "del", "della", "der", "di", "dos", "du", "el", "ibn", "la", "le")
) | {"ten", "ter", "van", "von", "zu", "zur"}
_SUFFIXES = frozenset(("jr", "jr.", "sr", "sr.", "ii", "iii", "iv"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A person's name. `family` is empty where the name is one word, or not written in letters with cases.

    The archive has names as they are printed. Which part is the family's is guessed: the last word, with the
    particles before it (`Ludwig van Beethoven`) and without what comes behind (`Jr.`).
    """

    whole: str
    given: str = ""
    family: str = ""
    suffix: str = ""

    @property
    def inverted(self) -> str:
        """`Lambert, Nathan`; the name as it is where it has no parts."""
        if not self.family:
            return self.whole
        return f"{self.family}, {self.given}" + (f", {self.suffix}" if self.suffix else "")

    @property
    def initials(self) -> str:
        """`Lambert, N.`; `Sartre, J.-P.`."""
        if not self.family:
            return self.whole
        letters = " ".join(
            "-".join(f"{part[0].upper()}." for part in word.split("-") if part) for word in self.given.split()
        )
        return f"{self.family}, {letters}" + (f", {self.suffix}" if self.suffix else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """An episode, or a moment in it. What is not known is None or empty, and left out of citations.

    `at` is the moment as it is read (`1:02:03`, `ca. 1:02:03`). `link` is the address where it is found.
    """

    hosts: tuple[Name, ...]
    title: str | None
    podcast: str | None
    publisher: str | None
    season: int | None
    number: str | None
    published: tuple[int, ...]
    medium: str
    length: str | None
    language: str | None
    at: str | None
    link: str
    key: str


def name_of(text: str) -> Name:
    """The name in its parts."""
    words = text.split()
    suffix = words.pop().rstrip(",") if len(words) > 2 and words[-1].lower() in _SUFFIXES else ""
    cased = text.lower() != text.upper()
    if len(words) < 2 or not cased or "," in text:
        return Name(whole=" ".join(text.split()))
    first = len(words) - 1
    while first > 1 and words[first - 1].lower() in _PARTICLES and words[first - 1].islower():
        first -= 1
    return Name(
        whole=" ".join(text.split()),
        given=" ".join(words[:first]),
        family=" ".join(words[first:]),
        suffix=suffix,
    )


def day_of(published: str | None) -> tuple[int, ...]:
    """Year, month, day of ISO text, as far as it goes; empty if it is unknown, or no date."""
    found = _ISO.fullmatch(published or "")
    if not found:
        return ()
    parts = tuple(int(part) for part in found.groups() if part)
    try:
        date(*(*parts, 1, 1)[:3])
    except ValueError:
        return ()
    return parts


def publisher(author: str | None, podcast: str | None, hosts: Sequence[Name]) -> str | None:
    """Who publishes the show, where that is not its own name nor that of a host: styles omit those."""
    known = {(podcast or "").casefold(), *(host.whole.casefold() for host in hosts)}
    return author if author and author.casefold() not in known else None
