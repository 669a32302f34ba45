"""A query in words."""

from collections.abc import Sequence
from itertools import groupby

from archive.search import words
from archive.search.terms import ARTICLE, Either, Every, FieldValue, Node, Term, Without

FIELDS = {
    "speaker": "spoken by {}",
    "podcast": "in the podcast {}",
    "chapter": "in a chapter called {}",
    "role": "by a speaker with the role {}",
    "tag": "in an episode with the tag {}",
    "before": "published before {}",
    "after": "published in {} or later",
}
"""The fields, and how values of each read in a sentence."""

_SHOWN = 40


def term(one: Term) -> str:
    shown = f"the phrase “{one.said}”" if one.is_phrase else f"“{one.text}”"
    if one.prefix:
        stem, typed = words.stem(one.words[-1]), one.words[-1]
        begins = stem if stem != words.folded(typed) else typed
        shown = f"words that begin with “{begins}”"
        if len(one.words) > 1:
            shown = f"the phrase “{one.said.removesuffix(typed).rstrip()}” followed by {shown}"
    if one.with_article:
        return f"{shown} with or without the article “{ARTICLE}”"
    return f"{shown} or “{one.said.lstrip('+')}”" if one.without_plus else shown


def node(one: Node) -> str:
    """What stands inside a sentence, in brackets if it is more than a word or a phrase."""
    if isinstance(one, Term):
        return term(one)
    if isinstance(one, Without):
        return f"not {node(one.part)}"
    if isinstance(one, Either):
        return f"({' or '.join(map(node, one.parts))})"
    return f"({' and '.join(map(node, one.parts))})"


def required(parts: Sequence[Node]) -> str:
    if len(parts) == 1 and isinstance(parts[0], Either):
        return " or ".join(map(node, parts[0].parts))
    terms = [part for part in parts if isinstance(part, Term) and not part.is_phrase and not part.prefix]
    listed = ", ".join(map(node, parts))
    if len(terms) < len(parts):
        return listed if len(parts) == 1 else f"all of {listed}"
    return f"the word {listed}" if len(parts) == 1 else f"all of the words {listed}"


def unwanted(part: Node) -> str:
    return f"{' and '.join(map(node, part.parts))} together" if isinstance(part, Every) else node(part)


def of_fields(values: Sequence[FieldValue], negation: str) -> list[str]:
    said = []
    for field, of_field in groupby(sorted(values, key=lambda one: one.field), key=lambda one: one.field):
        listed = " or ".join(f"“{short(one.value)}”" for one in of_field)
        said.append(negation + FIELDS[field].format(listed))
    return said


def not_words(texts: Sequence[str]) -> str:
    """`“(”, “*” are not words`, with what repeats named once and no more than a handful of them."""
    distinct = list(dict.fromkeys(short(text) for text in texts))
    shown = ", ".join(f"“{text}”" if text else "an empty pair of quotes" for text in distinct[:5])
    more = f" and {len(distinct) - 5:,} more" if len(distinct) > 5 else ""
    return f"{shown}{more} " + ("is not a word" if len(distinct) == 1 else "are not words")


def short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
