"""A search in the terminal, as text."""

from collections.abc import Iterator

from archive import timecode
from archive.search.results import Hit, Piece, Results
from archive.terminal import inert

_BOLD, _PLAIN = "\x1b[1m", "\x1b[0m"


def table(results: Results, *, colour: bool) -> str:
    """How the query was understood, what was left out, how much was found; then the hits, in their order.

    Where there are none, what would be found without a part of the query.

    The words searched for are bold with `colour`, else in «guillemets».
    """
    return "\n".join(_lines(results, colour)) + "\n"


def _lines(results: Results, colour: bool) -> Iterator[str]:
    yield inert(f"Searched for: {results.query.in_words}.")
    for left_out in results.query.left_out:
        yield inert(f"Left out: {left_out}.")
    for note in results.notes:
        yield inert(f"Note: {note}.")
    here = sum(1 + hit.alike for hit in results.hits)
    shown = f", the first {here:,} here" if 0 < here < results.total else ""
    yield f"{results.total:,} {'hit' if results.total == 1 else 'hits'}{shown}."
    if results.ranked_among is not None:
        yield f"Only the newest {results.ranked_among:,} of them were ranked."
    for hit in results.hits:
        yield ""
        yield inert(_heading(hit))
        yield f"    {_marked(hit.snippet, colour)}"
        if hit.link:
            yield f"    {inert(hit.link)}"
        if hit.alike:
            yield f"    and {hit.alike:,} more {'passage' if hit.alike == 1 else 'passages'} nearly the same"
    for each in results.suggestions:
        yield inert(f"{each.what[0].upper()}{each.what[1:]}: {each.total:,} would be found.")


def _heading(hit: Hit) -> str:
    """`1:03:02  Bryan Catanzaro  Interconnects · Why Nvidia builds open models  [What comes next]`."""
    time = "no time" if hit.at_ms is None else f"{'≈ ' if hit.estimated else ''}{timecode.clock(hit.at_ms)}"
    episode = hit.episode or f"Untitled (episode {hit.episode_id})"
    where = f"{hit.podcast} · {episode}" if hit.podcast else episode
    parts = [time, hit.speaker or "unknown speaker", where]
    if hit.chapter:
        parts.append(f"[{hit.chapter}]")
    return "  ".join(parts)


def _marked(snippet: tuple[Piece, ...], colour: bool) -> str:
    opening, closing = (_BOLD, _PLAIN) if colour else ("«", "»")
    return "".join(f"{opening}{inert(text)}{closing}" if is_hit else inert(text) for text, is_hit in snippet)
