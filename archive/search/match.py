"""A Query's words → the text of an FTS5 MATCH.

Every word goes in quotes, so that nothing a person types is ever syntax.
"""

from collections.abc import Sequence

from archive.search.language import Query, Term


def wanted(query: Query) -> str | None:
    """What the utterance must hold and must not hold; None if it need not hold anything."""
    if not query.required:
        return None
    required = " AND ".join(_term(term) for term in query.required)
    return f"({required}) NOT ({_any(query.excluded)})" if query.excluded else required


def unwanted(query: Query) -> str | None:
    """What throws an utterance out where nothing is wanted: FTS5 has no NOT without a left side."""
    return _any(query.excluded) if query.excluded and not query.required else None


def _any(terms: Sequence[Term]) -> str:
    return " OR ".join(_term(term) for term in terms)


def _term(term: Term) -> str:
    phrase = _quoted(" ".join(term.words))
    return f"({phrase} OR {_quoted(' '.join(term.without_plus))})" if term.without_plus else phrase


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
