"""What a search gives back: frozen values for pages, JSON and the terminal. Times are milliseconds."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, get_args

from archive.players import Heard
from archive.search.language import Query

Sort = Literal["relevance", "newest", "oldest", "added"]
"""By date of publication, but for `added`: what came into the archive last comes first."""

Piece = tuple[str, bool]
"""A piece of text, and whether it is one of the words searched for."""

FacetName = Literal["podcast", "speaker", "role", "year", "tag", "origin", "episode", "chapter"]
FACETS: tuple[FacetName, ...] = get_args(FacetName)
"""In the order in which they are shown. Episodes are selected, but listed only so far as they are; chapters
are listed where exactly one episode is selected.
"""

SOUNDS = "sounds"
"""The speakers' key of all that no voice says: breaks, jingles, music."""

UNKNOWN = "none"
"""The key of the value that stands for "not known"."""


FAR_MS = 10_000
"""So long after the last printed time, a time is an estimate that may be seconds or minutes off."""


def is_estimated(at_ms: int | None, printed_ms: int | None) -> bool:
    """Whether the time is told as an estimate; `printed_ms` is what the source prints last before it."""
    return at_ms is not None and printed_ms is not None and at_ms - printed_ms > FAR_MS


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """The utterance before or after a hit. `estimated`: no time is printed near `start_ms`."""

    utterance_id: int
    speaker: str | None
    start_ms: int | None
    text: str
    estimated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """Another search that finds something where this one does not: `what` says how it differs."""

    what: str
    q: str
    selected: tuple[tuple[FacetName, str], ...]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """The search as SQL on the view `said`, ready to be run: `parameters` are bound by name."""

    sql: str
    parameters: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One utterance. `moment_ms` is the time printed before its first matched word, `link` plays from there.

    `links` are that moment in every recording where it is known: first the one that the words came from.
    `speaker` is the person's name, or the label of a voice without one; `method` and `confidence` say how
    that is known, and how surely. `alike` are so many passages more, nearly the same, that it stands for.
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
    end_ms: int | None = None
    method: str | None = None
    confidence: float | None = None
    before: Neighbour | None = None
    after: Neighbour | None = None
    alike: int = 0
    alike_ids: tuple[int, ...] = ()

    @property
    def at_ms(self) -> int | None:
        """When it is said, as well as is known: the last printed time may lie before the utterance."""
        if self.moment_ms is None or self.start_ms is None:
            return self.moment_ms
        return max(self.start_ms, self.moment_ms)

    @property
    def estimated(self) -> bool:
        """Whether no time is printed near `at_ms`."""
        return is_estimated(self.at_ms, self.moment_ms)


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

    `notes` are sentences on what is not in the archive (such as a name that nobody has), not looked for, or
    not given: `statement` is None where it would be too long.
    `in_episode` has the number of all hits in each episode that a shown hit is in; `suggestions` come with an
    empty result.
    """

    query: Query
    sort: Sort
    total: int
    hits: tuple[Hit, ...]
    facets: tuple[Facet, ...]
    ranked_among: int | None = None
    notes: tuple[str, ...] = ()
    has_next: bool = False
    in_episode: Mapping[int, int] = field(default_factory=dict)
    suggestions: tuple[Suggestion, ...] = ()
    statement: Statement | None = None


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
            asdict(hit)
            | {"snippet": [{"text": text, "hit": is_hit} for text, is_hit in hit.snippet]}
            | {"at_ms": hit.at_ms, "estimated": hit.estimated}
            for hit in results.hits
        ],
        "has_next": results.has_next,
        "in_episode": {str(key): count for key, count in results.in_episode.items()},
        "facets": {facet.name: [asdict(value) for value in facet.values] for facet in results.facets},
        "suggestions": [asdict(each) for each in results.suggestions],
        "statement": None
        if results.statement is None
        else {"sql": results.statement.sql, "parameters": dict(results.statement.parameters)},
    }
