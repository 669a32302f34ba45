"""`/archive/-/search.csv`: hits as a table, one a row, with all that one would cite.

At most TABLE_ROWS at a time: `X-Limit` says so, and `Link: …; rel="next"` where the next ones are. What a
spreadsheet would take for a formula gets an apostrophe in front.
"""

import csv
import io
from collections.abc import Iterator
from typing import Any

from datasette import Response  # type: ignore[import-untyped]

from archive import timecode
from archive.search import Hit
from archive.web.addresses import Addresses
from archive.web.asking import BadAddress
from archive.web.datasette_internals import cors_headers
from archive.web.pages import words_of
from archive.web.search.answer import TABLE_ROWS, Answer, answered
from archive.web.search.asked import Asked, read
from archive.web.search.here import Here
from archive.web.search.shown import has_next
from archive.web.spreadsheets import inert

COLUMNS = (
    "podcast",
    "episode",
    "published",
    "speaker",
    "role",
    "speaker_method",
    "speaker_confidence",
    "chapter",
    "time",
    "start_seconds",
    "time_estimated",
    "text",
    "link",
    "page",
    "episode_id",
    "utterance_id",
)
"""`time` is that of the first matched word; where the time printed before it is far from it, it is estimated.

`link` plays from the printed time; `page` is the moment on this server.
"""


async def search_csv(datasette: Any, request: Any) -> Any:
    """The table; status 400 with a sentence if the address makes no sense or the time limit was over."""
    try:
        asked = read(request.args, words_of(datasette))
        found = await answered(
            datasette, request, asked, limit=TABLE_ROWS, folded=False, context=False, only_hits=True
        )
    except BadAddress as error:
        return Response.text(f"{error}\n", status=400, headers=cors_headers(datasette))
    to = Addresses(datasette)
    lines = io.StringIO()
    writer = csv.writer(lines)
    writer.writerow(COLUMNS)
    writer.writerows([inert(value) for value in _row(hit, to, request, asked)] for hit in found.results.hits)
    return Response(
        lines.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers=cors_headers(datasette) | dict(_about(found, asked, Here(to, asked), to, request)),
    )


def _row(hit: Hit, to: Addresses, request: Any, asked: Asked) -> tuple[object, ...]:
    moment = hit.at_ms
    return (
        hit.podcast,
        hit.episode,
        hit.published,
        hit.speaker,
        hit.role,
        hit.method,
        hit.confidence,
        hit.chapter,
        None if moment is None else timecode.clock(moment),
        None if moment is None else f"{moment / 1000:.3f}".rstrip("0").rstrip("."),
        None if moment is None else int(hit.estimated),
        hit.text,
        hit.link,
        to.absolute(request, to.moment(hit.episode_id, moment, hit.utterance_id)),
        hit.episode_id,
        hit.utterance_id,
    )


def _about(found: Answer, asked: Asked, here: Here, to: Addresses, request: Any) -> Iterator[tuple[str, str]]:
    yield "Content-Disposition", 'attachment; filename="search.csv"'
    yield "X-Total-Count", str(found.results.total)
    yield "X-Limit", str(TABLE_ROWS)
    if has_next(found, asked):
        yield "Link", f'<{to.absolute(request, here.page(asked.page + 1, ".csv"))}>; rel="next"'
