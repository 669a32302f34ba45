"""A person as the page shows them: where they take part, and how much they say."""

from typing import Any

from archive.web import addresses, queries
from archive.web.asking import Asking

PERSON = "select * from people where id = ?"

NAMESAKES = "select id, name, href from people where name = ? and id <> ? order by id limit 20"

# Of all episodes, however many of them the page lists.
TALK = """
select count(*) as appearances, sum(talk_ms) as talk_ms, max(talk_ms) as longest_ms, sum(words) as words
from speakers where person_id = ?
"""

APPEARANCES = """
select episodes.id, episodes.title, episodes.published, podcasts.id as podcast_id, podcasts.title as podcast,
       speakers.label, speakers.role, speakers.description, speakers.talk_ms, speakers.turns, speakers.words
from speakers join episodes on episodes.id = speakers.episode_id
     left join podcasts on podcasts.id = episodes.podcast_id
where speakers.person_id = ?
order by episodes.published desc, episodes.id desc limit 500
"""

# Names that sources print for a person, and those that somebody decided to mean that person.
SPELLINGS = """
select label as name, count(*) as episodes from speakers
where person_id = ? and kind = 'name' group by label
order by episodes desc, label limit 20
"""

ALIASES = """
select name, podcast_slug, episode_slug, kind from person_aliases
where undone_at is null and person_name = ? and name <> person_name
      and (person_href is ? or person_href is null)
order by id limit 50
"""


def page(asking: Asking) -> dict[str, Any] | None:
    """Everything on the page of one person; None if there is none."""
    connection = asking.connection
    person = queries.row(connection, PERSON, asking.key)
    if person is None:
        return None
    return {
        "person": person,
        "href": addresses.web(person["href"]),
        "image": addresses.web(person["image_url"]),
        "spellings": [
            row for row in queries.rows(connection, SPELLINGS, person["id"]) if row["name"] != person["name"]
        ],
        "aliases": queries.rows(connection, ALIASES, person["name"], person["href"])
        if "person_aliases" in asking.allowed
        else (),
        "namesakes": queries.rows(connection, NAMESAKES, person["name"], person["id"]),
        "appearances": queries.rows(connection, APPEARANCES, person["id"]),
        "of_all": queries.row(connection, TALK, person["id"]),
    }
