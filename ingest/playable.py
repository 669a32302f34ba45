"""The recordings of an episode, and which of them a transcript's clock belongs to."""

from collections.abc import Sequence

from archive.records import Identifier, Recording

from .read import Evidence


def recordings(evidence: Sequence[Evidence], names: Sequence[Identifier]) -> tuple[Recording, ...]:
    """Every recording that a source mentions, once, the most certain first; never none."""
    found = [
        Recording(kind="youtube", url=f"https://www.youtube.com/watch?v={name.value}")
        for name in names
        if name.scheme == "youtube"
    ]
    for item in evidence:
        for said in item.reading.recordings:
            recording = Recording(
                kind=said.kind, url=said.url, mime_type=said.mime_type, duration_ms=said.duration_ms
            )
            if recording not in found:
                found.append(recording)
    return tuple(found) or (Recording(kind="unknown"),)


def of(item: Evidence, recordings: Sequence[Recording]) -> int:
    """The position of the recording that a transcript was made from, as far as can be told.

    YouTube's own captions are of the video; what names a recording is of that one; anything else is of the
    audio where there is one, since a podcast is edited there.
    """
    video = next((number for number, each in enumerate(recordings) if each.kind == "youtube"), None)
    if video is not None and (item.stored.format.startswith("youtube") or item.reading.youtube_id):
        return video
    own = {said.url for said in item.reading.recordings}
    named = (number for number, each in enumerate(recordings) if each.url in own and each.kind != "youtube")
    audio = (number for number, each in enumerate(recordings) if each.kind in ("audio", "file"))
    return next(named, next(audio, 0))
