"""What would become of files and folders, without storing anything: for `podarchive show`."""

import dataclasses
from typing import Any

from archive.errors import ArchiveError
from archive.records import EpisodeRecord

from .folders import Found, Group
from .options import Options
from .pipeline import show
from .registry import Format


def record(group: Group, options: Options, format: Format | None) -> dict[str, Any]:
    """Everything that would be stored of one episode. Raises ArchiveError."""
    whole = dataclasses.asdict(show(group, options, format))
    for source in whole["sources"]:
        source["size"] = len(source.pop("content"))
    return whole


def overview(found: Found, options: Options, format: Format | None) -> dict[str, Any]:
    """Which files are one episode, what it would be, and what is passed over."""
    return {
        "episodes": [_episode(group, options, format) for group in found.groups],
        "passed_over": [{"path": str(path), "why": why} for path, why in found.passed_over],
    }


def _episode(group: Group, options: Options, format: Format | None) -> dict[str, Any]:
    beside = (("sidecar", group.sidecar), ("corrections", group.corrections), ("podcast_file", group.podcast))
    files = {
        "episode": group.stem,
        "files": [str(path) for path in group.files],
        **{name: str(path) for name, path in beside if path is not None},
    }
    try:
        return files | _said(show(group, options, format))
    except ArchiveError as error:
        return files | {"error": str(error)}


def _said(record: EpisodeRecord) -> dict[str, Any]:
    return {
        "formats": [source.format for source in record.sources],
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
