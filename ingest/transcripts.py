"""Which transcripts an episode has, and which of them speaks if a person says so.

What is preferred is kept as if it had been typed when the episode was ingested: `[transcript] prefer`.
"""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from archive.database import connect_readonly, require_archive
from archive.errors import NoSuchEpisode
from archive.outcome import Change, Outcome, Part

from . import sidecar
from .assemble import assemble
from .gather import typed
from .known import Known
from .named import episode
from .options import merged
from .read import read
from .storing import stored
from .whom import directory


def table(connection: sqlite3.Connection, name: str) -> list[tuple[str, ...]]:
    """The sources of an episode that have words, a row each: which speaks, who made it, how much it has."""
    found = connection.execute(
        "select preferred, sources.uri, origin, transcripts.language, transcripts.words, timed, has_speakers,"
        " coalesce(recordings.url, recordings.kind)"
        " from transcripts join sources on sources.id = source_id"
        " join recordings on recordings.id = recording_id"
        " where transcripts.episode_id = ? order by preferred desc, sources.uri",
        (episode(connection, name),),
    )
    rows: list[tuple[str, ...]] = [("SPEAKS", "SOURCE", "MADE BY", "LANGUAGE", "WORDS", "HAS", "OF")]
    for preferred, uri, origin, language, words, timed, speakers, recording in found:
        has = ", ".join(what for what, is_so in (("times", timed), ("speakers", speakers)) if is_so)
        said = "yes" if preferred else "", uri, origin or "unknown", language or "", f"{words:,}"
        rows.append((*said, has, recording))
    return rows


def prefer(archive: Path, name: str, source: str | None) -> Outcome:
    """Let the transcript called `source` speak, or the best again (None). Raises ArchiveError."""
    require_archive(archive)
    with closing(connect_readonly(archive)) as connection:
        known = Known(connection=connection)
        kept = known.by_id(episode(connection, name))
        held = [each for each in kept.sources if each.format == sidecar.OPTIONS]
        document = json.loads(held[0].content) if held else {}
        document.pop("transcript", None)
        if source is not None:
            document = merged(
                document, {"transcript": {"prefer": _called(connection, kept.id, source, name)}}
            )
        sources = [each for each in kept.sources if each not in held]
        sources += [typed(document)] if document else []
        evidence = [read(each, f"episode {kept.id} ({each.uri})") for each in sources]
        whom = directory(connection, kept.id)
        record = assemble(evidence, kept.decisions, names=kept.names, directory=whom)
    change = Change(parts=(Part(record=record, episode_id=kept.id),), place=f"episode {name}")
    (outcome,) = stored(archive, [change], command="transcripts")
    return outcome


def _called(connection: sqlite3.Connection, episode_id: int | None, source: str, name: str) -> str:
    """The uri of the one transcript that is called so, or whose file or address ends so."""
    found = connection.execute(
        "select uri from transcripts join sources on sources.id = source_id"
        " where transcripts.episode_id = ? order by uri",
        (episode_id,),
    )
    uris = [str(uri) for (uri,) in found]
    chosen = [uri for uri in uris if uri == source] or [uri for uri in uris if uri.endswith(f"/{source}")]
    if len(chosen) == 1:
        return chosen[0]
    problem = f"is no transcript of episode {name}" if not chosen else f"may be {', '.join(chosen[:5])}"
    raise NoSuchEpisode(source, problem, "see `podarchive transcripts list` for its sources")
