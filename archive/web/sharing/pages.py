"""The heads of the home page, of a podcast's and of a person's, made in the same snapshot as the pages."""

from collections.abc import Callable
from typing import Any

from archive.web import addresses, queries
from archive.web.asking import Asking
from archive.web.sharing import episode, linked_data
from archive.web.sharing.linked_data import Thing
from archive.web.sharing.plain import line, opening
from archive.web.sharing.value import Sharing, Site
from archive.web.wording import language

PODCAST = "select * from podcasts where id = ?"
FEEDS = "select url from feeds where podcast_id = ? and status = 'active' order by id limit 1"
COUNTS = "select (select count(*) from episodes) as episodes, (select count(*) from podcasts) as podcasts"
PERSON = "select * from people where id = ?"
TALK = "select count(distinct episode_id) as episodes from speakers where person_id = ?"
PAGES_OF = "select distinct href from speakers where person_id = ? and href is not null limit 10"


def home(asking: Asking, site: Site) -> Sharing:
    counts = queries.row(asking.connection, COUNTS)
    address = site.absolute(asking.to.home())
    search = site.absolute(asking.to.search("QUERY")).replace("QUERY", "{search_term_string}")
    say = asking.words.text
    graph: Thing = {
        "@type": "WebSite",
        "@id": address,
        "url": address,
        "name": line(site.name),
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": search},
            "query-input": "required name=search_term_string",
        },
    }
    episodes = say("sharing.episodes", n=counts["episodes"])
    return Sharing(
        title=line(site.name),
        description=say(
            "sharing.home", episodes=episodes, podcasts=say("sharing.podcasts", n=counts["podcasts"])
        ),
        canonical=address,
        address=address,
        feeds=((say("sharing.newest"), asking.to.own("episodes", suffix=".atom")),),
        graph=[graph],
    )


def podcast(asking: Asking, site: Site) -> Sharing | None:
    row = queries.row(asking.connection, PODCAST, asking.key)
    if row is None:
        return None
    address = site.absolute(asking.to.podcast(row["id"]))
    title, image = line(row["title"]), addresses.web(row["image_url"])
    description = opening(row["description"], "html")
    feed = queries.row(asking.connection, FEEDS, row["id"]) if "feeds" in asking.allowed else None
    graph = episode.series(asking, site, row["id"], row["title"]) | {
        "description": description,
        "image": image,
        "inLanguage": language(row["language"]),
        "sameAs": addresses.web(row["link"]),
        "license": addresses.web(row["license_url"]),
        "webFeed": addresses.web(feed["url"]) if feed else None,
        "creditText": line(row["author"]),
    }
    say = asking.words.text
    return Sharing(
        title=title,
        description=description or say("sharing.podcast", podcast=title, site=line(site.name)),
        canonical=address,
        address=address,
        image=image,
        feeds=(
            (
                say("sharing.newest_of", podcast=title),
                asking.to.own("episodes", [("podcast", str(row["id"]))], ".atom"),
            ),
        ),
        graph=[graph],
    )


def person(asking: Asking, site: Site) -> Sharing | None:
    row = queries.row(asking.connection, PERSON, asking.key)
    if row is None:
        return None
    address = site.absolute(asking.to.person(row["id"]))
    name, image = line(row["name"]), addresses.web(row["image_url"])
    found = [row["href"], *(each["href"] for each in queries.rows(asking.connection, PAGES_OF, row["id"]))]
    same = list(dict.fromkeys(filter(None, map(addresses.web, found))))
    count = queries.row(asking.connection, TALK, row["id"])["episodes"]
    say = asking.words.text
    return Sharing(
        title=name,
        description=say("sharing.person", name=name, episodes=say("sharing.episodes", n=count)),
        canonical=address,
        address=address,
        kind="profile",
        image=image,
        graph=[linked_data.person(name, address, same, image)],
    )


HEADS: dict[str, Callable[[Asking, Site], Sharing | None]] = {
    "index.html": home,
    "row-archive-episodes.html": episode.head,
    "row-archive-people.html": person,
    "row-archive-podcasts.html": podcast,
}
"""By the template of the page."""


def beside(page: Callable[[Asking], Any], template: str, site: Site) -> Callable[[Asking], Any]:
    """The page with its head, of one state of the archive: (value, Sharing), None if there is no page."""

    def both(asking: Asking) -> Any:
        value = page(asking)
        return None if value is None else (value, HEADS[template](asking, site))

    return both
