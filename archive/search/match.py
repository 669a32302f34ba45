"""A Query's words → the text of an FTS5 MATCH.

Every word goes in quotes, so that nothing a person types is ever syntax. FTS5's NOT needs a left side: what
is found is therefore what one MATCH finds, or else everything that it does not.
"""

from collections.abc import Sequence
from itertools import chain

from archive.search.language import Query
from archive.search.terms import Either, Node, Term, Without

NOTHING = '""'
"""What no text holds."""

_Found = tuple[str, bool]
"""A MATCH, and whether what it finds is what is *not* meant."""


def wanted(query: Query) -> str | None:
    """What MATCH must find; None if that is not what decides."""
    if query.is_nothing:
        return NOTHING
    found = None if query.tree is None else of(query.tree)
    return None if found is None or found[1] else found[0]


def unwanted(query: Query) -> str | None:
    """What throws an utterance out where all others are meant; None if that is not what decides."""
    found = None if query.tree is None else of(query.tree)
    return found[0] if found is not None and found[1] else None


def of(node: Node) -> _Found:
    """The tree, with every minus moved up as far as it goes."""
    if isinstance(node, Term):
        return term(node), False
    if isinstance(node, Without):
        text, is_not = of(node.part)
        return text, not is_not
    parts = [of(part) for part in node.parts]
    # By De Morgan, any of them is all but what each of them leaves out.
    turned = isinstance(node, Either)
    found = _all_of([(text, is_not is not turned) for text, is_not in parts])
    return found[0], found[1] is not turned


def any_of(terms: Sequence[Term]) -> str:
    """What holds at least one of them."""
    return " OR ".join(term(one) for one in terms)


def term(one: Term) -> str:
    """What holds this word or phrase, in one of its forms."""
    others = (() if one.without_plus is None else (one.without_plus,), ((word,) for word in one.with_article))
    forms = [phrase(words, prefix=one.prefix) for words in (one.words, *chain(*others))]
    return forms[0] if len(forms) == 1 else f"({' OR '.join(forms)})"


def phrase(words: Sequence[str], *, prefix: bool = False) -> str:
    """What holds these words in a row; of the last one its beginning, if it is a prefix."""
    return '"' + " ".join(words).replace('"', '""') + '"' + ("*" if prefix else "")


def seekable(text: str) -> bool:
    """Whether a MATCH is cheap to ask for a row at a time: beginnings of words are looked up anew each time.

    Words have no quotes and no stars in them.
    """
    return '"*' not in text


def _all_of(parts: Sequence[_Found]) -> _Found:
    held = [text for text, is_not in parts if not is_not]
    thrown_out = [text for text, is_not in parts if is_not]
    without = _joined(thrown_out, " OR ")
    if not held:
        return without, True
    required = _joined(held, " AND ")
    return (f"({required} NOT {without})" if thrown_out else required), False


def _joined(texts: Sequence[str], operator: str) -> str:
    """In brackets where it is more than one, the longest first: SQLite's parser has a small stack."""
    return texts[0] if len(texts) == 1 else f"({operator.join(sorted(texts, key=len, reverse=True))})"
