"""What a search gives back: frozen values for pages, JSON and the terminal. Times are milliseconds."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from archive.players import Heard
from archive.search.language import Query

Sort = Literal["relevance", "newest"]

Piece = tuple[str, bool]
"""A piece of text, and whether it is one of the words searched for."""

FacetName = Literal["podcast", "speaker", "role", "year"]
FACETS: tuple[FacetName, ...] = ("podcast", "speaker", "role", "year")

UNKNOWN = "none"
"""The key of the value that stands for "not known"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One utterance. `moment_ms` is the time printed before its first matched word, `link` plays from there.

    `links` are that moment in every recording where it is known: first the one that the words came from.
    `speaker` is the person's name, or the label of a voice without one.
    """

    utterance_id: int
    episode_id: int
    episode: str | None
    podcast_id: int | None
    podcast: str | None
    published: str | None
    speaker: str | None
    person_id: int | None
    role: str | None
    chapter: str | None
    start_ms: int | None
    moment_ms: int | None
    link: str | None
    links: tuple[Heard, ...]
    snippet: tuple[Piece, ...]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetValue:
    """`key` is stable, for addresses; `count` are utterances under the selections of the *other* facets."""

    key: str
    label: str
    count: int
    selected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    name: FacetName
    values: tuple[FacetValue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """`total` and the facets are exact. `ranked_among` is None, or how many of the newest hits were ranked.

    `notes` are sentences on what is not in the archive (such as a name that nobody has) or not looked for.
    """

    query: Query
    sort: Sort
    total: int
    hits: tuple[Hit, ...]
    facets: tuple[Facet, ...]
    ranked_among: int | None = None
    notes: tuple[str, ...] = ()


def as_json(results: Results) -> Mapping[str, Any]:
    """The results as what JSON can hold."""
    return {
        "text": results.query.text,
        "understood": results.query.in_words,
        "left_out": list(results.query.left_out),
        "notes": list(results.notes),
        "total": results.total,
        "sort": results.sort,
        "ranked_among": results.ranked_among,
        "hits": [
            asdict(hit) | {"snippet": [{"text": text, "hit": is_hit} for text, is_hit in hit.snippet]}
            for hit in results.hits
        ],
        "facets": {facet.name: [asdict(value) for value in facet.values] for facet in results.facets},
    }
