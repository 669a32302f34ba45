"""What a person types → a Query: any text is understood somehow, and the query says in words how.

    open "small models" -closed speaker:bryan podcast:"Latent Space" -"a phrase" -speaker:nathan

Words and phrases are all required; what follows a minus is unwanted; several values of one field mean any of
them. Whatever is none of this is left out, and said so. There are no errors.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise

from archive.search import words

FIELDS = {"speaker": "spoken by", "podcast": "in the podcast"}
"""The fields, and how a value of each reads in a sentence."""

MAX_CHARACTERS = 4_000
MAX_WORDS = 64
"""Each word of a query walks through the index once more; an utterance has at most 60."""

MAX_VALUES = 16

_QUOTES = '"“”„‟«»'
_SHOWN = 40
_FIELD = re.compile(r"([^\W\d_]+):(?=\S)")
_BARE = re.compile(rf"[^\s{_QUOTES}]+")
_APOSTROPHES = "'’‘ʼ"


@dataclass(frozen=True, slots=True)
class Term:
    """A word or a phrase. `text` is it as typed, without what surrounds it; `words` are those of the index.

    A `bare` term was typed without quotes. `don't` is one term of two words, `foo-bar` likewise.
    """

    text: str
    words: tuple[str, ...]
    bare: bool

    @property
    def is_phrase(self) -> bool:
        return len(self.words) > 1 and not (self.bare and not _between(self.text).strip(_APOSTROPHES))

    @property
    def without_plus(self) -> tuple[str, ...] | None:
        """`+word` as other search engines read it: the word. Here `+` is a letter, for the sake of C++."""
        first = self.words[0].lstrip("+")
        return (first, *self.words[1:]) if self.bare and first and first != self.words[0] else None

    @property
    def in_words(self) -> str:
        shown = f"the phrase “{' '.join(self.words)}”" if self.is_phrase else f"“{self.text}”"
        return f"{shown} or “{' '.join(self.without_plus)}”" if self.without_plus else shown


@dataclass(frozen=True, slots=True)
class FieldValue:
    """`speaker:bryan`: the field's name and the value as typed."""

    field: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A text as it was understood. `left_out` has a sentence for everything that was not used, and why."""

    text: str
    required: tuple[Term, ...] = ()
    excluded: tuple[Term, ...] = ()
    fields: tuple[FieldValue, ...] = ()
    excluded_fields: tuple[FieldValue, ...] = ()
    left_out: tuple[str, ...] = ()

    @property
    def in_words(self) -> str:
        """`all of “open”, “weights”; spoken by “Bryan Catanzaro”; without “closed”`, or `everything`."""
        parts = []
        if self.required:
            parts.append(_required_in_words(self.required))
        parts += _fields_in_words(self.fields, "")
        if self.excluded:
            parts.append("without " + " and without ".join(term.in_words for term in self.excluded))
        parts += _fields_in_words(self.excluded_fields, "not ")
        if not self.required and parts:
            parts.insert(0, "everything")
        return "; ".join(parts) or "everything"


def understand(text: str) -> Query:
    """The query that `text` means. Never raises."""
    left_out: list[str] = []
    cleaned = _clean(text)
    if len(cleaned) > MAX_CHARACTERS:
        # Not in the middle of a word, unless it is one word: half a word is another word.
        end = cleaned.rfind(" ", 0, MAX_CHARACTERS)
        cleaned = cleaned[: end if end > 0 else MAX_CHARACTERS]
        left_out.append(f"only the first {len(cleaned):,} of {len(text):,} characters were read")
    words.kinds(cleaned)  # of all at once: its pieces one by one would take a second
    terms: dict[bool, list[Term]] = {False: [], True: []}
    values: dict[bool, list[FieldValue]] = {False: [], True: []}
    no_words: list[str] = []
    room, ignored, values_ignored = MAX_WORDS, 0, 0
    for piece in _pieces(cleaned):
        if piece.field in FIELDS:
            value = FieldValue(piece.field, " ".join(piece.text.split()))
            if not words.spans(value.value):
                left_out.append(f"“{piece.field}:” has no name after it")
            elif value not in values[piece.minus]:
                if len(values[False]) + len(values[True]) < MAX_VALUES:
                    values[piece.minus].append(value)
                else:
                    values_ignored += 1
            continue
        if piece.field:
            known = " and ".join(f"“{name}:”" for name in FIELDS)
            left_out.append(f"“{_short(piece.field)}:” is no field ({known} are): taken as words")
        found = words.spans(piece.text)
        # A lone + between two words is somebody's "and"; inside quotes it is what was said.
        if not any(not piece.bare or piece.text[start:end].strip("+#") for start, end in found):
            no_words.append(piece.text.strip())
            continue
        kept = found[:room]
        if piece.minus and len(kept) < len(found):
            kept = []  # half an unwanted phrase would throw out what nobody named
        ignored += len(found) - len(kept)
        if not kept:
            continue
        term = Term(
            " ".join(piece.text[kept[0][0] : kept[-1][1]].split()),
            tuple(piece.text[start:end] for start, end in kept),
            piece.bare,
        )
        if term not in terms[piece.minus]:
            room -= len(kept)
            terms[piece.minus].append(term)
    if no_words:
        left_out.append(_not_words(no_words))
    if ignored:
        left_out.append(f"only {MAX_WORDS} words are searched for: {ignored:,} more were left out")
    if values_ignored:
        left_out.append(f"only {MAX_VALUES} values of fields are used: {values_ignored:,} more were left out")
    return Query(
        text=text,
        required=tuple(terms[False]),
        excluded=tuple(terms[True]),
        fields=tuple(values[False]),
        excluded_fields=tuple(values[True]),
        left_out=tuple(dict.fromkeys(left_out)),
    )


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    minus: bool
    field: str | None
    bare: bool


def _pieces(text: str) -> Iterator[_Piece]:
    """The text cut at blanks and quotes. The field is as typed, in lower case, whether we know it or not."""
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        minus = text[at] == "-" and not text[at + 1 : at + 2].isspace() and at + 1 < len(text)
        at += minus
        field: str | None = None
        if found := _FIELD.match(text, at):
            field = found[1].casefold()
            if field in FIELDS:
                at = found.end()
            elif text.startswith("//", found.end()):
                field = None  # https://example.org: nobody meant a field
        elif (lone := _BARE.match(text, at)) and lone[0][-1] == ":" and lone[0][:-1].casefold() in FIELDS:
            yield _Piece("", minus, lone[0][:-1].casefold(), True)
            at = lone.end()
            continue
        if text[at] in _QUOTES:
            end = next((place for place in range(at + 1, len(text)) if text[place] in _QUOTES), len(text))
            yield _Piece(text[at + 1 : end], minus, field, False)
            at = end + 1
        elif bare := _BARE.match(text, at):
            yield _Piece(bare[0], minus, field, True)
            at = bare.end()


def _clean(text: str) -> str:
    """Blanks for what SQLite cannot take (NUL, lone surrogates) and nobody sees (control characters)."""
    return "".join(
        " " if unicodedata.category(character) in ("Cc", "Cs") else character for character in text
    )


def _between(text: str) -> str:
    """What stands between the words of `text`."""
    found = words.spans(text)
    return "".join(text[end:start] for (_, end), (start, _) in pairwise(found))


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


def _not_words(texts: list[str]) -> str:
    """`“(”, “*” are not words`, with what repeats named once and no more than a handful of them."""
    distinct = list(dict.fromkeys(_short(text) for text in texts))
    shown = ", ".join(f"“{text}”" if text else "an empty pair of quotes" for text in distinct[:5])
    more = f" and {len(distinct) - 5:,} more" if len(distinct) > 5 else ""
    return f"{shown}{more} " + ("is not a word" if len(distinct) == 1 else "are not words")


def _required_in_words(terms: tuple[Term, ...]) -> str:
    listed = ", ".join(term.in_words for term in terms)
    if any(term.is_phrase for term in terms):
        return listed if len(terms) == 1 else f"all of {listed}"
    return f"the word {listed}" if len(terms) == 1 else f"all of the words {listed}"


def _fields_in_words(values: tuple[FieldValue, ...], negation: str) -> list[str]:
    sentences = []
    for field, of_field in groupby(sorted(values, key=lambda one: one.field), key=lambda one: one.field):
        sentences.append(
            f"{negation}{FIELDS[field]} " + " or ".join(f"“{_short(one.value)}”" for one in of_field)
        )
    return sentences
