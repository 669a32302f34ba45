"""A query in words."""

from collections.abc import Sequence
from itertools import groupby

from archive.search import words
from archive.search.said import joined, said
from archive.search.terms import ARTICLE, Either, Every, FieldValue, Node, Term, Without

FIELDS = ("speaker", "podcast", "chapter", "role", "tag", "before", "after")

_SHOWN = 40
_NAMED = 5


def term(one: Term) -> str:
    shown: str = said(
        "term.phrase" if one.is_phrase else "term.word", text=one.said if one.is_phrase else one.text
    )
    if one.prefix:
        stem, typed = words.stem(one.words[-1]), one.words[-1]
        shown = said("term.begins", text=stem if stem != words.folded(typed) else typed)
        if len(one.words) > 1:
            before = one.said.removesuffix(typed).rstrip()
            shown = said("term.phrase_begins", text=before, begins=shown)
    if one.with_article:
        return said("term.article", word=shown, article=ARTICLE)
    if one.without_plus:
        return said("term.either", first=shown, second=said("term.word", text=one.said.lstrip("+")))
    return shown


def node(one: Node) -> str:
    """What stands inside a sentence, in brackets if it is more than a word or a phrase."""
    if isinstance(one, Term):
        return term(one)
    if isinstance(one, Without):
        return said("tree.not", part=node(one.part))
    inside = joined("tree.or" if isinstance(one, Either) else "tree.and", map(node, one.parts))
    return said("tree.bracket", inside=inside)


def required(parts: Sequence[Node]) -> str:
    if len(parts) == 1 and isinstance(parts[0], Either):
        return joined("tree.or", map(node, parts[0].parts))
    terms = [part for part in parts if isinstance(part, Term) and not part.is_phrase and not part.prefix]
    listed = joined("tree.list", map(node, parts))
    if len(terms) < len(parts):
        return listed if len(parts) == 1 else said("understood.all", terms=listed)
    return said("understood.word", term=listed) if len(parts) == 1 else said("understood.words", terms=listed)


def unwanted(parts: Sequence[Node]) -> str:
    return joined(
        "understood.and_without", (said("understood.without", part=_unwanted(part)) for part in parts)
    )


def _unwanted(part: Node) -> str:
    if not isinstance(part, Every):
        return node(part)
    return said("understood.together", parts=joined("tree.and", map(node, part.parts)))


def of_fields(values: Sequence[FieldValue], *, unwanted: bool) -> list[str]:
    told = []
    for field, of_field in groupby(sorted(values, key=lambda one: one.field), key=lambda one: one.field):
        listed = joined("tree.or", (said("term.word", text=short(one.value)) for one in of_field))
        told.append(said(f"field.{field}", values=listed))
    return [said("tree.not", part=one) for one in told] if unwanted else list(told)


def not_words(texts: Sequence[str]) -> str:
    """`“(”, “*” are not words`, with what repeats named once and no more than a handful of them."""
    distinct = list(dict.fromkeys(short(text) for text in texts))
    named = [said("term.word", text=text) if text else said("left_out.empty_quotes") for text in distinct]
    listed = joined("tree.list", named[:_NAMED])
    if len(named) > _NAMED:
        return said("left_out.no_words_more", texts=listed, more=len(named) - _NAMED)
    return said("left_out.no_words", texts=listed, n=len(named))


def short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
