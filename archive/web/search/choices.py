"""What a search can be narrowed by, each value with the address that selects it or takes it back."""

from collections.abc import Iterable
from dataclasses import dataclass

from archive.search import Facet, FacetValue, Results
from archive.search.results import FacetName
from archive.web.say import Words
from archive.web.search.answer import Answer
from archive.web.search.asked import Asked
from archive.web.search.here import Here

LISTED = 8
"""So many values of a facet are beside the hits, and at most two more rather than a link to them."""

ON_A_PAGE = 1_000
"""So many are on a page of a facet's values."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    label: str
    count: int
    selected: bool
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """A facet beside the hits. `more` values are left, all of them at `address`."""

    name: FacetName
    values: tuple[Choice, ...]
    more: int
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Values:
    """A page of all values of one facet. `number` of them there are, the first one here is the `first`th."""

    name: FacetName
    values: tuple[Choice, ...]
    number: int
    first: int
    previous: str | None
    next: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """A selected value, and the address without it."""

    name: FacetName
    label: str
    address: str


def beside(results: Results, here: Here) -> tuple[Choices, ...]:
    """The facets that have values to choose from."""
    return tuple(_beside(facet, here) for facet in results.facets if facet.values and facet.name != "episode")


def _beside(facet: Facet, here: Here) -> Choices:
    ordered = _selected_first(facet.values)
    shown = ordered if len(ordered) <= LISTED + 2 else ordered[:LISTED]
    # Whatever is selected stays in sight, however much it is.
    shown = [*shown, *(value for value in ordered[len(shown) :] if value.selected)]
    return Choices(
        name=facet.name,
        values=_choices(facet.name, shown, here),
        more=len(ordered) - len(shown),
        address=here.values(facet.name),
    )


def all_of(results: Results, name: FacetName, page: int, here: Here) -> Values:
    """One page of the values of a facet; empty where there are none, or not so many."""
    values = [value for facet in results.facets if facet.name == name for value in facet.values]
    first = (page - 1) * ON_A_PAGE
    shown = _selected_first(values)[first : first + ON_A_PAGE]
    return Values(
        name=name,
        values=_choices(name, shown, here),
        number=len(values),
        first=first + 1,
        previous=here.values(name, page - 1) if page > 1 and shown else None,
        next=here.values(name, page + 1) if first + len(shown) < len(values) and shown else None,
    )


def chips(found: Answer, asked: Asked, here: Here, words: Words) -> tuple[Chip, ...]:
    """The selected values, in the order of the facets."""
    labels = {
        (facet.name, value.key): value.label for facet in found.results.facets for value in facet.values
    }
    return tuple(
        Chip(
            name=name,
            label=_episode(found, key, words)
            if name == "episode"
            else words.searched(labels.get((name, key), key)),
            address=here.toggled(name, key),
        )
        for name, key in asked.selected
    )


def _episode(found: Answer, key: str, words: Words) -> str:
    by_key = {str(episode_id): setting.title for episode_id, setting in found.settings.items()}
    return by_key[key] or words.text("search.untitled") if key in by_key else key


def _choices(name: FacetName, values: Iterable[FacetValue], here: Here) -> tuple[Choice, ...]:
    return tuple(
        Choice(
            label=value.label,
            count=value.count,
            selected=value.selected,
            address=here.toggled(name, value.key),
        )
        for value in values
    )


def _selected_first(values: Iterable[FacetValue]) -> list[FacetValue]:
    return sorted(values, key=lambda value: not value.selected)
