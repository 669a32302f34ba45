"""What would be found where nothing is: the same search without one of its words, fields or selections."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from archive.search.language import Query, understand
from archive.search.results import FacetName, Suggestion
from archive.search.said import joined, said

MAX_TRIED = 8
"""Each costs about as much as the search itself."""

Selected = Mapping[FacetName, Sequence[str]]


def suggestions(
    query: Query,
    selected: Selected,
    labels: Mapping[tuple[FacetName, str], str],
    total: Callable[[Query, Selected], int],
) -> tuple[Suggestion, ...]:
    """Those that find anything, in the order of what is left out; `total` counts what a search finds."""
    found = []
    tried = 0
    for what, text, kept in _ways(query, selected, labels):
        if tried == MAX_TRIED:
            break
        changed = understand(text)
        if not changed.required and (changed.tree is not None or not (changed.fields or kept)):
            continue  # everything, or all but a little of it
        tried += 1
        if count := total(changed, kept):
            pairs = tuple((name, key) for name, keys in kept.items() for key in keys)
            found.append(Suggestion(what=what, q=text, selected=pairs, total=count))
    return tuple(found)


def _ways(
    query: Query, selected: Selected, labels: Mapping[tuple[FacetName, str], str]
) -> Iterator[tuple[str, str, Selected]]:
    """What is left out, and the text and selections that are left."""
    # All values of a facet at once: one of several fewer finds less, not more.
    for name, keys in selected.items():
        kept = {other: values for other, values in selected.items() if other != name}
        if name == "episode":
            kept.pop("chapter", None)
        called = joined("tree.or", (said("term.word", text=labels.get((name, key), key)) for key in keys))
        yield said("without.selection", values=called), query.text, kept
    for start, end in query.parts:
        typed = query.text[start:end].strip()
        yield (
            said("without.part", text=typed),
            " ".join((query.text[:start] + " " + query.text[end:]).split()),
            selected,
        )
