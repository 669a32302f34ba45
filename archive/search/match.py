"""A Query's words → the text of an FTS5 MATCH.

Every word goes in quotes, so that nothing a person types is ever syntax.
"""

from collections.abc import Sequence

from archive.search.language import Query, Term


def wanted(query: Query) -> str | None:
    """What the utterance must hold and must not hold; None if it need not hold anything."""
    if not query.required:
        return None
    required = " AND ".join(term(one) for one in query.required)
    return f"({required}) NOT ({any_of(query.excluded)})" if query.excluded else required


def unwanted(query: Query) -> str | None:
    """What throws an utterance out where nothing is wanted: FTS5 has no NOT without a left side."""
    return any_of(query.excluded) if query.excluded and not query.required else None


def any_of(terms: Sequence[Term]) -> str:
    """What holds at least one of them."""
    return " OR ".join(term(one) for one in terms)


def term(one: Term) -> str:
    """What holds this word or phrase."""
    exactly = phrase(one.words)
    return f"({exactly} OR {phrase(one.without_plus)})" if one.without_plus else exactly


def phrase(words: Sequence[str]) -> str:
    """What holds these words in a row."""
    return '"' + " ".join(words).replace('"', '""') + '"'
