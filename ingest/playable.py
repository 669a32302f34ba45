"""The recordings of an episode, and which of them a transcript's clock belongs to."""

from collections.abc import Sequence
from dataclasses import replace

from archive.records import Identifier, Recording

from .read import Evidence


def recordings(evidence: Sequence[Evidence], names: Sequence[Identifier]) -> tuple[Recording, ...]:
    """Every recording that a source mentions, once, the most certain first; never none."""
    found = [
        Recording(kind="youtube", url=f"https://www.youtube.com/watch?v={name.value}")
        for name in names
        if name.scheme == "youtube"
    ]
    for said in (said for item in evidence for said in item.reading.recordings):
        new = Recording(
            kind=said.kind,
            url=said.url,
            mime_type=said.mime_type,
            duration_ms=said.duration_ms,
            size=said.size,
            title=said.title,
        )
        same = next((place for place, each in enumerate(found) if _is_one(each, new)), None)
        if same is None:
            found.append(new)
        else:
            found[same] = _filled(found[same], new)
    return tuple(found) or (Recording(kind="unknown"),)


def of(item: Evidence, recordings: Sequence[Recording]) -> int:
    """The position of the recording that a transcript was made from, as far as can be told.

    What says nothing of it is of the audio where there is one, since a podcast is edited there.
    """
    said = stated(item, recordings)
    audio = (number for number, each in enumerate(recordings) if each.kind in ("audio", "file"))
    return next(audio, 0) if said is None else said


def stated(item: Evidence, recordings: Sequence[Recording]) -> int | None:
    """The position of the recording that a transcript says it is of: a video by id, another by address."""
    video = next((number for number, each in enumerate(recordings) if each.kind == "youtube"), None)
    if video is not None and (item.stored.format.startswith("youtube") or item.reading.youtube_id):
        return video
    own = {said.url for said in item.reading.recordings}
    named = (number for number, each in enumerate(recordings) if each.url in own and each.kind != "youtube")
    return next(named, None)


def _is_one(one: Recording, other: Recording) -> bool:
    return one == other or (one.url is not None and one.url == other.url)


def _filled(known: Recording, new: Recording) -> Recording:
    gaps = {
        name: getattr(new, name)
        for name in ("mime_type", "duration_ms", "size", "title")
        if getattr(known, name) is None
    }
    return replace(known, **gaps)
