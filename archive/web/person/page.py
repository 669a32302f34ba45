"""A person as the page shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from archive.web import addresses, queries
from archive.web.artwork import Picture, picture
from archive.web.asking import Asking
from archive.web.person import vocabulary
from archive.web.person.appearances import Appearances, address, appearances
from archive.web.person.vocabulary import Vocabulary

PERSON = "select * from people where id = ?"

NAMESAKES = "select id, name, href from people where name = ? and id <> ? order by id limit 20"

# Of all episodes, however many of them the page lists.
TALK = """
select count(*) as appearances, sum(talk_ms) as talk_ms, max(talk_ms) as longest_ms, sum(words) as words,
       sum(turns) as turns, sum(questions) as questions, count(case when words > 0 then 1 end) as heard
from speakers where person_id = ?
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

HOW = """
select method, count(*) as episodes, sum(talk_ms) as talk_ms, min(confidence) as least
from speakers where person_id = ? group by method order by episodes desc, method
"""

COMPANY = """
select people.id, people.name, people.image_url, of.*
from (select other.person_id, count(distinct other.episode_id) as episodes, sum(other.talk_ms) as talk_ms
      from speakers as own cross join speakers as other on other.episode_id = own.episode_id
      where own.person_id = :person and other.person_id <> :person
      group by other.person_id order by episodes desc, talk_ms desc, other.person_id limit 18) as of
join people on people.id = of.person_id
order by of.episodes desc, of.talk_ms desc, people.id
"""

EDGE = """
select speakers.id as speaker_id, episodes.id, episodes.title, episodes.published, podcasts.title as podcast
from speakers join episodes on episodes.id = speakers.episode_id
     left join podcasts on podcasts.id = episodes.podcast_id
where speakers.person_id = ? and speakers.words > 0 and episodes.published is not null
order by episodes.published {order}, episodes.id {order} limit 1
"""

SAID = "select id, start_ms, text from utterances where speaker_id = ? order by id {order} limit 1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Companion:
    """Somebody in the same episodes; `href` lists them. `talk_ms` is how long they talk there."""

    id: int
    name: str
    picture: Picture
    episodes: int
    talk_ms: int | None
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """The first or the last words of an episode's speaker."""

    text: str
    href: str
    start_ms: int | None
    episode: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPage:
    """`href` and `image` are web addresses or None; `first` and `latest` None where no date is known."""

    person: Any
    href: str | None
    image: str | None
    picture: Picture
    spellings: Sequence[Any]
    aliases: Sequence[Any]
    namesakes: Sequence[Any]
    of_all: Any
    how: Sequence[Any]
    appearances: Appearances
    company: tuple[Companion, ...]
    first: Moment | None
    latest: Moment | None
    vocabulary: Vocabulary | None


def page(asking: Asking) -> PersonPage | None:
    """Everything on the page of one person; None if there is none."""
    connection = asking.connection
    person = queries.row(connection, PERSON, asking.key)
    if person is None:
        return None
    id_ = person["id"]
    spellings = queries.rows(connection, SPELLINGS, id_)
    aliases = (
        queries.rows(connection, ALIASES, person["name"], person["href"])
        if "person_aliases" in asking.allowed
        else []
    )
    names = [person["name"], *(row["name"] for row in (*spellings, *aliases))]
    return PersonPage(
        person=person,
        href=addresses.web(person["href"]),
        image=addresses.web(person["image_url"]),
        picture=picture(id_, person["name"], person["image_url"]),
        spellings=[row for row in spellings if row["name"] != person["name"]],
        aliases=aliases,
        namesakes=queries.rows(connection, NAMESAKES, person["name"], id_),
        of_all=queries.row(connection, TALK, id_),
        how=queries.rows(connection, HOW, id_),
        appearances=appearances(asking, id_),
        company=_company(asking, id_),
        first=_edge(asking, id_, "asc"),
        latest=_edge(asking, id_, "desc"),
        vocabulary=vocabulary.of(asking, id_, names),
    )


def _company(asking: Asking, person_id: int) -> tuple[Companion, ...]:
    rows = asking.connection.execute(COMPANY, {"person": person_id}).fetchall()
    return tuple(
        Companion(
            id=row["id"],
            name=row["name"],
            picture=picture(row["id"], row["name"], row["image_url"]),
            episodes=row["episodes"],
            talk_ms=row["talk_ms"],
            href=address(asking, person_id, {"with": str(row["id"])}),
        )
        for row in rows
    )


def _edge(asking: Asking, person_id: int, order: str) -> Moment | None:
    """The first words of the first episode ("asc"), or the last ones of the latest ("desc")."""
    episode = queries.row(asking.connection, EDGE.format(order=order), person_id)
    said = episode and queries.row(asking.connection, SAID.format(order=order), episode["speaker_id"])
    if not said:
        return None
    return Moment(
        text=said["text"],
        href=asking.to.moment(episode["id"], said["start_ms"], said["id"]),
        start_ms=said["start_ms"],
        episode=episode,
    )
