"""That the facets of a search are all there and exact: counted again, one by one, by the plainest SQL."""

import json
import sqlite3
from collections import Counter
from collections.abc import Mapping
from urllib.parse import parse_qsl, urlsplit

from archive.search import match, understand
from tests.bench.servers import Server

ALWAYS = ("podcast", "speaker", "role", "year", "tag", "origin")
"""The facets that a search with hits must have, whatever it asks for."""

_SELECT = {
    "podcast": "coalesce(utterances.podcast_id, 'none')",
    "role": "coalesce(speakers.role, 'none')",
    "year": "coalesce(substr(episodes.published, 1, 4), 'none')",
    "origin": "coalesce(transcripts.origin, 'none')",
}
"""What is counted plainly; people are, too. Voices without a name are no column, tags several."""

_COUNT = """
select {what}, count(*) from utterances
left join speakers on speakers.id = utterances.speaker_id
left join episodes on episodes.id = utterances.episode_id
left join transcripts on transcripts.episode_id = episodes.id and transcripts.preferred
where utterances.id in (select rowid from utterances_fts where utterances_fts match ?) {also}
group by 1
"""


def check(connection: sqlite3.Connection, ours: Server, address: str) -> None:
    """Ends the measuring unless the search at `address` has every facet, each with the right counts."""
    page = ours.good(address)
    if "timed out" in page.body:
        raise SystemExit(f"{address}: something was timed out")
    answer = json.loads(ours.good(address.replace("/search?", "/search.json?")).body)
    query = parse_qsl(urlsplit(address).query)
    text = next(value for name, value in query if name == "q")
    people = [value for name, value in query if name == "speaker"]
    found: Mapping[str, list[dict[str, object]]] = answer["facets"]
    for name in ALWAYS:
        if not found.get(name):
            raise SystemExit(f"{address}: the facet {name} is missing")
        if f"{name}=" not in page.body:
            raise SystemExit(f"{address}: the page does not offer the facet {name}")
    # A phrase is also found across two utterances, which plain SQL does not see.
    if '"' in text:
        return
    wanted = match.wanted(understand(text)) or ""
    also = f"and utterances.person_id in ({','.join(map(str, map(int, people)))})" if people else ""
    for name, what in _SELECT.items():
        counted = _counted(connection, what, wanted, also)
        said = Counter({str(each["key"]): int(str(each["count"])) for each in found[name]})
        if said != counted:
            raise SystemExit(f"{address}: the facet {name} says {dict(said)}, SQL counts {dict(counted)}")
    total = sum(_counted(connection, "1", wanted, also).values())
    if answer["total"] != total:
        raise SystemExit(f"{address}: it finds {answer['total']}, SQL counts {total}")
    counted = _counted(connection, "utterances.person_id", wanted, "and utterances.person_id is not null")
    said = Counter(
        {key: int(str(each["count"])) for each in found["speaker"] if (key := str(each["key"])).isdecimal()}
    )
    if said != counted:
        raise SystemExit(f"{address}: the facet speaker says {len(said)} people, SQL counts {len(counted)}")


def _counted(connection: sqlite3.Connection, what: str, wanted: str, also: str) -> Counter[str]:
    sql = _COUNT.format(what=what, also=also)
    return Counter({str(key): count for key, count in connection.execute(sql, (wanted,))})
