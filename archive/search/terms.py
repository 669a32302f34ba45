"""What a query is made of: words and phrases, how they are joined, and values of fields."""

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

from archive.search import words

APOSTROPHES = "'’‘ʼ"

ARTICLE = "ال"
_WITH_ARTICLE = (ARTICLE, "وال", "بال", "فال", "كال", "لل")
"""The Arabic article is written together with its word: the, and the, by the, so the, like the, to the."""

_ARABIC = re.compile("[\u0621-\u063a\u0641-\u065f\u0670]{2,}")


@dataclass(frozen=True, slots=True)
class Term:
    """A word or a phrase. `text` is it as typed, without what surrounds it; `words` are those of the index.

    A `bare` term was typed without quotes. `don't` is one term of two words, `foo-bar` likewise. A `prefix`
    is open at its end: its last word is the beginning of a word.
    """

    text: str
    words: tuple[str, ...]
    bare: bool
    prefix: bool = False

    @property
    def is_phrase(self) -> bool:
        """Whether more was typed than a word, which the letters of a script without blanks are together."""
        return len(self.words) > 1 and not (self.bare and not _between(self.text).strip(APOSTROPHES))

    @property
    def said(self) -> str:
        """The words, with a blank where anything stood between two of them."""
        found = words.spans(self.text)
        apart = ["" if end == start else " " for (_, end), (start, _) in pairwise(found)]
        return "".join(map("".join, zip(self.words, [*apart, ""], strict=True)))

    @property
    def without_plus(self) -> tuple[str, ...] | None:
        """`+word` as other search engines read it: the word. Here `+` is a letter, for the sake of C++."""
        first = self.words[0].lstrip("+")
        return (first, *self.words[1:]) if self.bare and first and first != self.words[0] else None

    @property
    def with_article(self) -> tuple[str, ...]:
        """An Arabic word with its article; none for what has it already, and in a phrase, which is exact."""
        word = self.words[0]
        if (
            not self.bare
            or len(self.words) > 1
            or not _ARABIC.fullmatch(word)
            or word.startswith(_WITH_ARTICLE)
        ):
            return ()
        return tuple(article + word for article in _WITH_ARTICLE)


@dataclass(frozen=True, slots=True)
class Every:
    """All of the parts, of which there are at least two."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Either:
    """Any of the parts, of which there are at least two."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Without:
    """Not the part, which is none of these itself."""

    part: "Node"


Node: TypeAlias = Term | Every | Either | Without


@dataclass(frozen=True, slots=True)
class FieldValue:
    """`speaker:bryan`: the field's name and the value as typed."""

    field: str
    value: str


def every(parts: list[Node]) -> Node | None:
    """The parts joined, none twice; None for none."""
    flat = [one for part in parts for one in (part.parts if isinstance(part, Every) else (part,))]
    distinct = tuple(dict.fromkeys(flat))
    return Every(distinct) if len(distinct) > 1 else distinct[0] if distinct else None


def either(parts: list[Node]) -> Node | None:
    flat = [one for part in parts for one in (part.parts if isinstance(part, Either) else (part,))]
    distinct = tuple(dict.fromkeys(flat))
    return Either(distinct) if len(distinct) > 1 else distinct[0] if distinct else None


def without(part: Node) -> Node:
    return part.part if isinstance(part, Without) else Without(part)


def leaves(node: Node | None, unwanted: bool = False) -> list[tuple[Term, bool]]:
    """Every word and phrase in order, and whether an odd number of minus signs stands before it."""
    if node is None:
        return []
    if isinstance(node, Term):
        return [(node, unwanted)]
    if isinstance(node, Without):
        return leaves(node.part, not unwanted)
    return [leaf for part in node.parts for leaf in leaves(part, unwanted)]


def _between(text: str) -> str:
    """What stands between the words of `text`."""
    found = words.spans(text)
    return "".join(text[end:start] for (_, end), (start, _) in pairwise(found))
