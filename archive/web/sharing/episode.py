"""The head of an episode's page, or of a moment in it: what is quoted of it, what plays it, its chapters."""

from typing import Any

from archive import timecode
from archive.web import addresses, queries
from archive.web.asking import Asking
from archive.web.sharing import linked_data
from archive.web.sharing.linked_data import Thing
from archive.web.sharing.plain import line, opening
from archive.web.sharing.quotation import Quotation, quotation, span
from archive.web.sharing.value import Sharing, Site
from archive.web.wording import language

EPISODE = """
select episodes.*, podcasts.title as podcast, podcasts.image_url as podcast_image
from episodes left join podcasts on podcasts.id = episodes.podcast_id where episodes.id = ?
"""

PEOPLE = """
select people.id, people.name, people.href, speakers.role
from speakers join people on people.id = speakers.person_id
where speakers.episode_id = ? group by people.id order by min(speakers.id) limit 50
"""

RECORDINGS = """
select kind, url, mime_type, duration_ms, size from recordings
where episode_id = ? and url is not null order by id limit 10
"""

CHAPTERS = """
select place, title, start_ms, end_ms from chapters
where episode_id = ? and start_ms is not null order by start_ms limit 300
"""


def head(asking: Asking, site: Site) -> Sharing | None:
    """Of the episode, or of the moment that `t` asks for."""
    connection = asking.connection
    row = queries.row(connection, EPISODE, asking.key)
    if row is None:
        return None
    say, to = asking.words.text, asking.to
    canonical = site.absolute(to.episode(row["id"]))
    title = titled(asking, row)
    asked = span(asking.args.get("t"), asking.words)
    quoted = quotation(connection, row["id"], *asked) if asked else None
    address, description = (
        canonical,
        line(row["subtitle"]) or opening(row["description"], row["description_type"]),
    )
    if asked and quoted:
        address = site.absolute(moment_path(asking, row["id"], *asked))
        title = say("sharing.moment", title=title, time=timecode.clock(asked[0]))
        description = quoted_by(asking, quoted)
    recordings = queries.rows(connection, RECORDINGS, row["id"])
    image = addresses.web(row["image_url"]) or addresses.web(row["podcast_image"])
    return Sharing(
        title=title,
        description=description or say("sharing.episode", site=line(site.name)),
        canonical=canonical,
        address=address,
        kind="article",
        image=image,
        audio=_first(recordings, "audio"),
        video=_first(recordings, "video", "youtube"),
        published=row["published"],
        embeds=tuple(
            (kind, site.absolute(to.own("oembed", [("url", address), ("format", kind)])))
            for kind in ("json", "xml")
        ),
        graph=[
            _episode_thing(asking, site, row, canonical, image, recordings),
            *_moment_thing(canonical, address, title, quoted),
        ],
    )


def titled(asking: Asking, row: Any) -> str:
    """`Title · Podcast`, as the page is titled."""
    title = line(row["title"]) or asking.words.text("sharing.untitled")
    return f"{title} · {line(row['podcast'], 120)}" if row["podcast"] else title


def moment_path(asking: Asking, episode_id: int, start_ms: int, end_ms: int | None) -> str:
    """`/archive/episodes/1?t=754.2`, or with an end `?t=754.2,790`."""
    path = asking.to.moment(episode_id, start_ms)
    return path if end_ms is None else f"{path},{addresses.seconds(end_ms)}"


def quoted_by(asking: Asking, quoted: Quotation) -> str:
    """`“Words.” — Who`, short enough for a preview."""
    words = line(quoted.words, 240)
    who = ", ".join(name for name, _ in quoted.speakers[:3])
    say = asking.words.text
    return say("sharing.said", words=words, who=who) if who else say("sharing.words", words=words)


def series(asking: Asking, site: Site, id_: int, title: str) -> Thing:
    address = site.absolute(asking.to.podcast(id_))
    return {"@type": "PodcastSeries", "@id": address, "url": address, "name": line(title)}


def _episode_thing(
    asking: Asking, site: Site, row: Any, address: str, image: str | None, recordings: list[Any]
) -> Thing:
    people = queries.rows(asking.connection, PEOPLE, row["id"])
    things = [
        (
            each["role"],
            linked_data.person(
                line(each["name"]),
                site.absolute(asking.to.person(each["id"])),
                [found for found in [addresses.web(each["href"])] if found],
            ),
        )
        for each in people
    ]
    number = row["number"]
    return {
        "@type": "PodcastEpisode",
        "@id": address,
        "url": address,
        "name": line(row["title"]) or asking.words.text("sharing.untitled"),
        "description": line(row["subtitle"]) or opening(row["description"], row["description_type"]),
        "datePublished": linked_data.day(row["published"]),
        "duration": linked_data.duration(row["duration_ms"]),
        "inLanguage": language(row["language"]),
        "image": image,
        "sameAs": addresses.web(row["link"]),
        "episodeNumber": None if number is None else f"{number:g}",
        "partOfSeason": {"@type": "CreativeWorkSeason", "seasonNumber": row["season"]}
        if row["season"]
        else None,
        "partOfSeries": series(asking, site, row["podcast_id"], row["podcast"])
        if row["podcast_id"]
        else None,
        "actor": [thing for role, thing in things if role in ("host", "guest")],
        "contributor": [thing for role, thing in things if role not in ("host", "guest")],
        "associatedMedia": [_media(each) for each in recordings],
        "hasPart": [
            {
                "@type": "Clip",
                "name": line(each["title"]) or asking.words.text("sharing.chapter", n=each["place"]),
                "startOffset": linked_data.seconds(each["start_ms"]),
                "endOffset": linked_data.seconds(each["end_ms"]),
                "url": site.absolute(asking.to.moment(row["id"], each["start_ms"])),
            }
            for each in queries.rows(asking.connection, CHAPTERS, row["id"])
        ],
    }


def _moment_thing(canonical: str, address: str, title: str, quoted: Quotation | None) -> list[Thing]:
    if quoted is None:
        return []
    return [
        {
            "@type": "Clip",
            "@id": address,
            "url": address,
            "name": title,
            "description": quoted.words,
            "startOffset": linked_data.seconds(quoted.start_ms),
            "endOffset": linked_data.seconds(quoted.end_ms),
            "partOfEpisode": {"@id": canonical},
        }
    ]


def _media(row: Any) -> Thing | None:
    url = addresses.web(row["url"])
    if url is None:
        return None
    known = {
        "duration": linked_data.duration(row["duration_ms"]),
        "encodingFormat": line(row["mime_type"], 100),
    }
    if row["kind"] == "youtube":
        return {"@type": "VideoObject", "url": url, **known}
    kind = {"audio": "AudioObject", "video": "VideoObject"}.get(row["kind"])
    size = str(row["size"]) if row["size"] else None
    return {"@type": kind, "contentUrl": url, "contentSize": size, **known} if kind else None


def _first(recordings: list[Any], *kinds: str) -> str | None:
    return next(
        (url for each in recordings if each["kind"] in kinds and (url := addresses.web(each["url"]))), None
    )
