"""The search page's value: hits by episode, what narrows them, and every address of the page."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from archive.search import Hit
from archive.search.results import FacetName, Neighbour, Piece, Results, Sort, Statement
from archive.web.artwork import Picture, picture
from archive.web.doubt import is_doubtful
from archive.web.say import Words
from archive.web.search.answer import TABLE_ROWS, Answer, Setting
from archive.web.search.asked import LAST_PAGE, Asked
from archive.web.search.choices import Chip, Choices, Values, all_of, beside, chips
from archive.web.search.here import Here


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """An utterance beside a hit."""

    where: str
    speaker: str | None
    start_ms: int | None
    estimated: bool
    text: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownHit:
    """`address` opens the moment on the episode's page; `whole` is the text, where the snippet is shorter."""

    hit: Hit
    address: str
    doubtful: bool
    whole: str | None
    before: Near | None
    after: Near | None
    alike: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class InEpisode:
    """The hits of this page in one episode, in the order of their rank; `number` hits are in it at all.

    `narrowed` is the search within this episode alone; None if it is that already.
    """

    episode_id: int
    title: str | None
    podcast_id: int | None
    podcast: str | None
    published: str | None
    picture: Picture
    language: str | None
    address: str
    number: int
    narrowed: str | None
    hits: tuple[ShownHit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    sort: Sort
    current: bool
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggested:
    what: str
    total: int
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """All that the page shows of an answer. With `values` it is the page of one facet, without hits.

    `csv_rows` is how many hits a table has at a time, where these are more; `run` opens the statement.
    """

    results: Results
    episodes: tuple[InEpisode, ...]
    has_doubtful: bool
    has_estimated: bool
    facets: tuple[Choices, ...]
    values: Values | None
    chips: tuple[Chip, ...]
    orders: tuple[Order, ...]
    suggestions: tuple[Suggested, ...]
    first: int
    last: int
    previous: str | None
    next: str | None
    whole: str
    hits: str
    json: str
    csv: str
    csv_rows: int | None
    atom: str
    statement: Statement | None
    run: str | None


def shown(found: Answer, asked: Asked, here: Here, words: Words, *, may_ask_sql: bool) -> Shown:
    """The page's value, for whoever may or may not run a statement of their own."""
    results, statement = found.results, found.results.statement
    first = (asked.page - 1) * found.size + 1
    episodes = tuple(_by_episode(found, asked, here))
    return Shown(
        results=results,
        episodes=episodes,
        has_doubtful=any(hit.doubtful for episode in episodes for hit in episode.hits),
        has_estimated=any(
            each is not None and each.estimated
            for hit in results.hits
            for each in (hit, hit.before, hit.after)
        ),
        facets=beside(results, here),
        values=all_of(results, asked.facet, asked.page, here) if asked.facet else None,
        chips=chips(found, asked, here, words),
        orders=tuple(_orders(results, asked, here)),
        suggestions=tuple(
            Suggested(what=each.what, total=each.total, address=here.other(each.q, each.selected))
            for each in results.suggestions
        ),
        first=first,
        last=first + len(results.hits) - 1,
        previous=here.page(min(asked.page - 1, LAST_PAGE)) if asked.page > 1 else None,
        next=here.page(asked.page + 1) if has_next(found, asked) else None,
        whole=here.whole(),
        hits=here.page(1),
        json=here.page(asked.page, ".json"),
        csv=here.page(1, ".csv"),
        csv_rows=TABLE_ROWS if results.total > TABLE_ROWS else None,
        atom=here.feed(),
        statement=statement,
        run=here.to.sql(statement.sql, statement.parameters.items()) if statement and may_ask_sql else None,
    )


def has_next(found: Answer, asked: Asked) -> bool:
    return found.results.has_next and asked.page < LAST_PAGE


def _by_episode(found: Answer, asked: Asked, here: Here) -> Iterator[InEpisode]:
    by_episode: dict[int, list[Hit]] = {}
    for hit in found.results.hits:
        by_episode.setdefault(hit.episode_id, []).append(hit)
    for episode_id, hits in by_episode.items():
        first, setting = hits[0], found.settings[episode_id]
        pair: tuple[FacetName, str] = ("episode", str(episode_id))
        yield InEpisode(
            episode_id=episode_id,
            title=first.episode,
            podcast_id=first.podcast_id,
            podcast=first.podcast,
            published=first.published,
            picture=_picture(first, setting),
            language=setting.language,
            address=here.to.moment(episode_id, None, q=asked.repeated),
            number=found.results.in_episode.get(episode_id, len(hits)),
            narrowed=None if pair in asked.selected else here.toggled(*pair),
            hits=tuple(_hit(hit, asked, here) for hit in hits),
        )


def _picture(hit: Hit, setting: Setting) -> Picture:
    if hit.podcast_id is None:
        return picture(hit.episode_id, hit.episode, setting.picture)
    return picture(hit.podcast_id, hit.podcast, setting.picture)


def _hit(hit: Hit, asked: Asked, here: Here) -> ShownHit:
    cut = "".join(text for text, _ in hit.snippet) != hit.text and not _runs_on(hit.snippet, hit.text)
    return ShownHit(
        hit=hit,
        address=here.to.moment(hit.episode_id, hit.at_ms, hit.utterance_id, asked.repeated),
        doubtful=hit.speaker is not None and is_doubtful(hit.method, hit.confidence),
        whole=hit.text if cut else None,
        before=_near("before", hit.before, hit, here),
        after=_near("after", hit.after, hit, here),
        alike=_alike(hit, here),
    )


def _runs_on(snippet: Iterable[Piece], text: str) -> bool:
    """Whether the snippet shows all of the text and what follows it."""
    return "".join(piece for piece, _ in snippet).startswith(text)


def _near(where: str, near: Neighbour | None, hit: Hit, here: Here) -> Near | None:
    if near is None:
        return None
    return Near(
        where=where,
        speaker=near.speaker,
        start_ms=near.start_ms,
        estimated=near.estimated,
        text=near.text,
        address=here.to.moment(hit.episode_id, near.start_ms, near.utterance_id),
    )


def _alike(hit: Hit, here: Here) -> str | None:
    """The table of those that are nearly the same, with the one that stands for them."""
    if not hit.alike or len(hit.alike_ids) != hit.alike:
        return None
    ids = (hit.utterance_id, *hit.alike_ids)
    return here.to.table("said", [("id__in", ",".join(map(str, ids)))])


def _orders(results: Results, asked: Asked, here: Here) -> Iterator[Order]:
    """The orders to choose from. Without words there is no relevance; `added` is only for who asks for it."""
    for sort in ("relevance", "newest", "oldest", "added"):
        current = sort == results.sort
        if current or (sort != "added" and (sort != "relevance" or results.query.required)):
            yield Order(sort=sort, current=current, address=here.sorted(sort))
