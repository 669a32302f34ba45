"""The core's answer to what was asked, with what a page adds to it, out of one state of the archive."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from archive.search import Results, labels, search, understand
from archive.search.results import Sort
from archive.web import addresses, pages, refusing
from archive.web.asking import Asking, BadAddress
from archive.web.datasette_internals import QueryInterrupted
from archive.web.search.asked import Asked
from archive.web.wording import language

TABLE_ROWS = 1_000
"""So many hits a table has at a time."""

_EPISODES = """
select
    episodes.id, episodes.title, coalesce(episodes.image_url, podcasts.image_url),
    coalesce(episodes.language, podcasts.language), episodes.published_at, {added_at}
from episodes left join podcasts on podcasts.id = episodes.podcast_id
where episodes.id in (select value from json_each(?))
"""

_ADDED_AT = """(
    select sources.added_at from transcripts join sources on sources.id = transcripts.source_id
    where transcripts.episode_id = episodes.id and transcripts.preferred
)"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Of an episode that has hits: what the hits themselves do not carry.

    `added_at` is when its words were taken in; None where whoever asks may not see the sources.
    """

    title: str | None
    picture: str | None
    language: str | None
    published_at: str | None
    added_at: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """`settings` are by the episode's id: of every hit, and of every episode that is selected.

    `size` is how many hits were asked for at a time.
    """

    results: Results
    size: int
    settings: Mapping[int, Setting]


async def answered(datasette: Any, request: Any, asked: Asked, **options: Any) -> Answer:
    """What `answer` gives with these options. Raises BadAddress where the server's time limit is over."""
    refusing.without_archive(datasette)
    try:
        found = await pages.made(
            datasette, request, lambda asking: answer(asking, asked, **options), shown=pages.SEARCHED
        )
    except QueryInterrupted as error:
        raise BadAddress(refusing.late(datasette, request, "words")) from error
    if not isinstance(found, Answer):
        raise refusing.hidden(datasette)
    return found


def answer(
    asking: Asking,
    asked: Asked,
    *,
    limit: int,
    sort: Sort | None = None,
    folded: bool = True,
    context: bool = True,
    only_hits: bool = False,
) -> Answer:
    """The hits of the page that is asked for; none where it lies beyond all pages."""
    found = search(
        asking.connection,
        understand(asked.text),
        selected=asked.by_facet,
        limit=0 if asked.is_beyond else limit,
        offset=0 if asked.is_beyond else (asked.page - 1) * limit,
        sort=sort or asked.sort or "relevance",
        mapped="clock_maps" in asking.allowed,
        fold=folded,
        context=context,
        only_hits=only_hits,
    )
    selected = set(labels.numbers(asked.by_facet.get("episode", ())))
    return Answer(
        results=found,
        size=limit,
        settings=_settings(asking, {hit.episode_id for hit in found.hits} | selected),
    )


def _settings(asking: Asking, ids: set[int]) -> dict[int, Setting]:
    sql = _EPISODES.format(added_at=_ADDED_AT if "sources" in asking.allowed else "null")
    return {
        row[0]: Setting(
            title=row[1],
            picture=addresses.web(row[2]),
            language=language(row[3]),
            published_at=row[4],
            added_at=row[5],
        )
        for row in asking.connection.execute(sql, (json.dumps(sorted(ids)),))
    }
