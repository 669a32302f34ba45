"""Podlove episode: the JSON that Podlove's web player is given, with all that a page knows of an episode.

    {"version": 5, "show": {"title": "A Show", "summary": "…", "link": "https://…"},
     "title": "Bees", "summary": "…", "publicationDate": "2020-08-16T11:58:58+00:00",
     "duration": "01:31:18.610",
     "link": "https://…", "audio": [{"url": "https://….mp3", "mimeType": "audio/mpeg"}],
     "contributors": [{"id": "1", "name": "Ann", "role": {"slug": "guest"}}],
     "chapters": [{"start": "00:00:00", "title": "Intro"}],              or the address of a file
     "transcripts": [{"start_ms": 5, "speaker": "1", "text": "Hello"}]}  or the address of a file

https://docs.podlove.org/podlove-web-player/
"""

from collections.abc import Iterator
from typing import Any

from archive.records import Podcast
from ingest.errors import MalformedTranscript
from ingest.files.source import Source
from ingest.head import Head
from ingest.readers import dates, jsontext, podlove
from ingest.readers.oddities import Oddities
from ingest.readers.weblinks import address
from ingest.reading import PersonMention, Reading, RecordingMention, spoken
from ingest.registry import Format

_OF_THE_PLAYER = {"publicationDate", "show.title", "contributors[].name"}


def _sniff(head: Head) -> bool:
    return "audio[].url" in head.json and bool(_OF_THE_PLAYER & head.json)


def _read(source: Source) -> Reading:
    episode = jsontext.load(source)
    if not isinstance(episode, dict):
        raise MalformedTranscript(source.name, "it is no episode", "export it again")
    odd = Oddities()
    duration_ms = podlove.normal_play_time(episode.get("duration"))
    contributors = jsontext.tables(episode.get("contributors"))
    for key in ("chapters", "transcripts"):
        if elsewhere := jsontext.text(episode.get(key)):
            odd.note(f"{key}_elsewhere", key, f"are in a file of their own: {elsewhere[:200]}")
    return Reading(
        cues=podlove.cues(episode.get("transcripts"), _names(contributors), odd),
        chapters=podlove.chapters(episode.get("chapters"), odd),
        chapter_list="file",
        people=tuple(_people(contributors)),
        recordings=tuple(_recordings(episode, duration_ms)),
        podcast=_show(jsontext.table(episode.get("show"))),
        title=_line(episode.get("title")),
        description=jsontext.text(episode.get("summary")) or jsontext.text(episode.get("subtitle")),
        published=dates.published(jsontext.text(episode.get("publicationDate"))),
        link=address(episode.get("link")),
        duration_ms=duration_ms,
        warnings=odd.warnings(),
    )


def _names(contributors: list[dict[str, Any]]) -> dict[str, str]:
    return {
        str(each["id"]): name
        for each in contributors
        if isinstance(each.get("id"), str | int) and (name := _line(each.get("name")))
    }


def _people(contributors: list[dict[str, Any]]) -> Iterator[PersonMention]:
    for each in contributors:
        role = jsontext.table(each.get("role"))
        if name := _line(each.get("name")):
            yield PersonMention(name=name, role=_line(role.get("slug")) or _line(role.get("title")))


def _recordings(episode: dict[str, Any], duration_ms: int | None) -> Iterator[RecordingMention]:
    for each in jsontext.tables(episode.get("audio")):
        if url := address(each.get("url")):
            mime_type = _line(each.get("mimeType"))
            yield RecordingMention(kind="audio", url=url, mime_type=mime_type, duration_ms=duration_ms)


def _show(show: dict[str, Any]) -> Podcast | None:
    if not (title := _line(show.get("title"))):
        return None
    description = jsontext.text(show.get("summary")) or jsontext.text(show.get("subtitle"))
    return Podcast(title=title, description=description, link=address(show.get("link")))


def _line(value: Any) -> str | None:
    return spoken(jsontext.text(value) or "") or None


FORMAT = Format(
    name="podlove_episode",
    title="Podlove web player episode (JSON)",
    version=1,
    sniff=_sniff,
    read=_read,
    names=("episode.json",),
    gives=("metadata", "people", "chapters", "times", "speakers"),
)
