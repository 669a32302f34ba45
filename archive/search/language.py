"""What a person types → a Query: any text is understood somehow, and the query says in words how.

    open "small models" -closed (kube* OR docker) speaker:bryan podcast:"Latent Space" -speaker:nathan

Words and phrases are all required, but for `OR` between them, which binds weaker than a blank; brackets bind
first. What follows a minus is unwanted. Fields hold for the whole query wherever they stand; several values
of one field mean any of them. Whatever is none of this is left out, and said so. There are no errors.
"""

import re
import unicodedata
from dataclasses import dataclass, field

from archive.search import sentences, unspaced, words
from archive.search.dates import is_date
from archive.search.pieces import Piece, cut
from archive.search.said import joined, said
from archive.search.sentences import FIELDS, short
from archive.search.terms import Every, FieldValue, Node, Term, Without, leaves
from archive.search.tree import Tree, matched

__all__ = ["FIELDS", "MAX_CHARACTERS", "MAX_VALUES", "MAX_WORDS", "FieldValue", "Query", "Term", "understand"]

MAX_CHARACTERS = 4_000
MAX_WORDS = 64
"""Each word of a query walks through the index once more; an utterance has at most 60."""

MAX_VALUES = 16
MIN_PREFIX = 3
"""Shorter beginnings of words are those of too many: an index of words alone takes seconds for them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A text as it was understood. `left_out` has a sentence for everything that was not used, and why.

    `tree` is what the words must be, None if nothing is asked of them. `is_nothing`: all of the text was left
    out, so that nothing is found, and not everything. `parts` are the (start, end) of what can be taken out
    of `text` without changing what the rest means: the values of fields, and the words, phrases and brackets
    that are all required.
    """

    text: str
    tree: Node | None = None
    fields: tuple[FieldValue, ...] = ()
    excluded_fields: tuple[FieldValue, ...] = ()
    left_out: tuple[str, ...] = ()
    is_nothing: bool = False
    parts: tuple[tuple[int, int], ...] = field(default=(), compare=False)

    @property
    def required(self) -> tuple[Term, ...]:
        """The words and phrases without an odd number of minus signs: what is marked in a hit."""
        return tuple(dict.fromkeys(term for term, unwanted in leaves(self.tree) if not unwanted))

    @property
    def excluded(self) -> tuple[Term, ...]:
        return tuple(dict.fromkeys(term for term, unwanted in leaves(self.tree) if unwanted))

    @property
    def in_words(self) -> str:
        """`all of the words “open”, “weights”; spoken by “Bryan Catanzaro”; without “closed”`."""
        top = self.tree.parts if isinstance(self.tree, Every) else () if self.tree is None else (self.tree,)
        wanted = [part for part in top if not isinstance(part, Without)]
        if self.is_nothing:
            return said("understood.nothing")
        told = [sentences.required(wanted) if wanted else said("understood.everything")]
        told += sentences.of_fields(self.fields, unwanted=False)
        if unwanted := [part.part for part in top if isinstance(part, Without)]:
            told.append(sentences.unwanted(unwanted))
        told += sentences.of_fields(self.excluded_fields, unwanted=True)
        return joined("understood.also", told)


def understand(text: str) -> Query:
    """The query that `text` means. Never raises."""
    cleaned = _clean(text)
    reading = _Reading()
    if len(cleaned) > MAX_CHARACTERS:
        # Not in the middle of a word, unless it is one word: half a word is another word.
        end = cleaned.rfind(" ", 0, MAX_CHARACTERS)
        cleaned = cleaned[: end if end > 0 else MAX_CHARACTERS]
        reading.left_out.append(said("left_out.characters", n=len(cleaned), of=len(text)))
    words.kinds(cleaned)  # of all at once: its pieces one by one would take a second
    pieces, brackets = matched(list(cut(cleaned, FIELDS)))
    reading.left_out += brackets
    for piece in pieces:
        reading.read(piece)
    tree = reading.tree.ended(len(cleaned))
    reading.left_out += reading.tree.said
    is_asked = tree is not None or reading.values[False] or reading.values[True]
    return Query(
        text=text,
        tree=tree,
        fields=tuple(reading.values[False]),
        excluded_fields=tuple(reading.values[True]),
        left_out=tuple(dict.fromkeys(reading.left_out + reading.bounds())),
        is_nothing=not is_asked and bool(cleaned.split()),
        parts=tuple(sorted({*reading.tree.parts, *reading.fields_at})),
    )


class _Reading:
    """What was made of the pieces so far."""

    def __init__(self) -> None:
        self.tree = Tree()
        self.left_out: list[str] = []
        self.values: dict[bool, list[FieldValue]] = {False: [], True: []}
        self.fields_at: list[tuple[int, int]] = []
        self.no_words: list[str] = []
        self.room, self.ignored, self.values_ignored = MAX_WORDS, 0, 0
        self.ignored_letters = False

    def read(self, piece: Piece) -> None:
        if piece.kind != "words":
            self.tree.joined(piece)
        elif piece.field in FIELDS:
            self._field(piece, piece.field)
        else:
            self._words(piece)

    def bounds(self) -> list[str]:
        told = [sentences.not_words(self.no_words)] if self.no_words else []
        if self.ignored:
            key = "left_out.words_and_letters" if self.ignored_letters else "left_out.words"
            told.append(said(key, n=MAX_WORDS, more=self.ignored))
        if self.values_ignored:
            told.append(said("left_out.values", n=MAX_VALUES, more=self.values_ignored))
        return told

    def _field(self, piece: Piece, name: str) -> None:
        value = FieldValue(name, " ".join(piece.text.split()))
        unwanted = self.tree.is_unwanted(piece)
        if not words.spans(value.value):
            self.left_out.append(
                said("left_out.no_date" if name in _DATES else "left_out.no_name", name=name)
            )
            return
        if name in _DATES and not is_date(value.value):
            self.left_out.append(said("left_out.no_day", name=name, text=short(value.value)))
            return
        if self.tree.is_nested:
            self.left_out.append(said("left_out.field_in_brackets", name=name))
        if value not in self.values[unwanted]:
            if len(self.values[False]) + len(self.values[True]) >= MAX_VALUES:
                self.values_ignored += 1
                return
            self.values[unwanted].append(value)
        self.fields_at.append((piece.start, piece.end))

    def _words(self, piece: Piece) -> None:
        if piece.field:
            *names, last_name = [said("term.word", text=f"{name}:") for name in FIELDS]
            known = said("tree.and", first=joined("tree.list", names), second=last_name)
            self.left_out.append(said("left_out.no_field", name=short(piece.field), known=known))
        if piece.bare and piece.text == "NOT":
            self.left_out.append(said("left_out.not"))
        if piece.bare and (piece.text == "NEAR" or piece.text.startswith(("NEAR(", "NEAR/"))):
            self.left_out.append(said("left_out.near"))
        found = words.spans(piece.text)
        # A lone + between two words is somebody's "and"; inside quotes it is what was said.
        if not any(not piece.bare or piece.text[start:end].strip("+#") for start, end in found):
            self.no_words.append(piece.text.strip())
            return
        last = piece.text[slice(*found[-1])]
        prefix = piece.bare and piece.text.endswith("*") and piece.text[found[-1][1] :].strip("*") == ""
        # What begins with letters that are words themselves is found by them, with or without a star.
        prefix = prefix and not unspaced.is_letter(last)
        if prefix and min(_letters(last.strip("+#")), _letters(words.stem(last))) < MIN_PREFIX:
            fewer = "left_out.syllables" if _SYLLABLE.search(last) else "left_out.letters"
            self.left_out.append(said(fewer, text=short(piece.text)))
            return
        kept = found[: self.room]
        if self.tree.is_unwanted(piece) and len(kept) < len(found):
            kept = []  # half an unwanted phrase would throw out what nobody named
        self.ignored += len(found) - len(kept)
        rest = found[len(kept) :]
        self.ignored_letters |= any(unspaced.is_letter(piece.text[slice(*span)]) for span in rest)
        if not kept:
            return
        term = Term(
            " ".join(piece.text[kept[0][0] : kept[-1][1]].split()),
            tuple(piece.text[start:end] for start, end in kept),
            piece.bare,
            prefix and len(kept) == len(found),
        )
        if self.tree.added(term, piece):
            self.room -= len(kept)


_DATES = ("before", "after")
_SYLLABLE = re.compile("[\uac00-\ud7a3]")


def _letters(word: str) -> int:
    """How many letters; a syllable of Korean has two or three of them."""
    return len(word) + len(_SYLLABLE.findall(word))


def _clean(text: str) -> str:
    """Blanks for what SQLite cannot take (NUL, lone surrogates) and nobody sees (control characters).

    Wide letters are those that the index has.
    """
    return unspaced.narrow(
        "".join(" " if unicodedata.category(character) in ("Cc", "Cs") else character for character in text)
    )
