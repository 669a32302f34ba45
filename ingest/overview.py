"""What would become of files and folders, without storing anything: for `podarchive show`."""

import dataclasses
from collections.abc import Iterator, Sequence
from typing import Any

from archive.errors import ArchiveError
from archive.records import EpisodeRecord

from .files.folders import Found, Group
from .options import Options
from .pipeline import show
from .registry import Format


def record(group: Group, options: Options, format: Format | None) -> dict[str, Any]:
    """Everything that would be stored of one episode. Raises ArchiveError.

    It is a list of `episodes` if its files are of several talks.
    """
    records, refused = show(group, options, format)
    whole = [_whole(each) for each in records]
    return (whole[0] if len(whole) == 1 else {"episodes": whole}) | _refused(refused)


def overview(found: Found, options: Options, format: Format | None) -> dict[str, Any]:
    """Which files are one episode, what it would be, and what is passed over."""
    return {
        "episodes": [each for group in found.groups for each in _episodes(group, options, format)],
        "passed_over": [{"path": str(path), "why": why} for path, why in found.passed_over],
    }


def _episodes(group: Group, options: Options, format: Format | None) -> Iterator[dict[str, Any]]:
    """What a group would be: one episode, or several if its files are of several talks."""
    beside = (("sidecar", group.sidecar), ("corrections", group.corrections), ("podcast_file", group.podcast))
    files = {
        "episode": group.stem,
        "files": [str(path) for path in group.files],
        **{name: str(path) for name, path in beside if path is not None},
    }
    try:
        records, refused = show(group, options, format)
    except ArchiveError as error:
        yield files | {"error": str(error)}
        return
    for each in records:
        yield files | _said(each) | _refused(refused)


def _whole(record: EpisodeRecord) -> dict[str, Any]:
    whole = dataclasses.asdict(record)
    for source in whole["sources"]:
        source["size"] = len(source.pop("content"))
    return whole


def _refused(errors: Sequence[ArchiveError]) -> dict[str, Any]:
    return {"refused": [str(error) for error in errors]} if errors else {}


def _said(record: EpisodeRecord) -> dict[str, Any]:
    return {
        "sources": {source.uri: source.format for source in record.sources},
        "podcast": record.podcast.title if record.podcast else None,
        "title": record.title,
        "published": record.published,
        "number": record.number,
        "guessed_from_the_name": list(record.guessed),
        "speakers": [speaker.label for speaker in record.speakers],
        "chapters": len(record.chapters),
        "transcripts": [
            {
                "words": each.words,
                "origin": each.origin,
                "preferred": each.preferred,
                "flags": list(each.flags),
            }
            for each in record.transcripts
        ],
        "warnings": [f"{each.place}: {each.message}" for each in record.warnings],
    }
