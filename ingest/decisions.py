"""Decisions on a stored archive: apply a file of them, list them, undo one.

They live on this side of the arrow because an episode that they change is derived again from its evidence.
"""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path, PurePath

from archive import corrections, evidence, timecode
from archive.database import open_readonly
from archive.errors import NoSuchCorrection, NoSuchEpisode
from archive.outcome import Outcome
from archive.terminal import table as table_text

from .gather import now, origin, parsed, read_corrections
from .pipeline import correct


def apply(archive: Path, file: Path, episode: str | None) -> Outcome:
    """Take the decisions of a file; without `episode` its name tells whose they are. Raises ArchiveError."""
    handed_in = read_corrections(file, archive.resolve().parent)
    decided = parsed(handed_in, str(file))
    with closing(open_readonly(archive)) as connection:
        episode_id = (
            _named(connection, episode) if episode else _beside(connection, file, archive.resolve().parent)
        )
        held = evidence.load_corrections(connection, episode_id)
    merged = corrections.merge(held, decided, origin=origin(handed_in), now=now(), redo=True)
    return correct(archive, episode_id, merged, [handed_in])


def undo(archive: Path, number: int) -> Outcome:
    """Undo one decision; it is kept, and marked. Raises NoSuchCorrection, or what `correct` raises."""
    with closing(open_readonly(archive)) as connection:
        found = connection.execute(
            "select episode_id, undone_at from corrections where id = ?", (number,)
        ).fetchone()
        if found is None or found[1] is not None:
            problem = "is undone already" if found else "is not in the archive"
            raise NoSuchCorrection(f"{archive} decision {number}", problem, "see `podarchive correct --list`")
        held = evidence.load_corrections(connection, found[0])
    instant = now()
    return correct(
        archive,
        found[0],
        [replace(one, undone_at=instant, undone_by="person") if one.id == number else one for one in held],
    )


def table(archive: Path, episode: str | None) -> str:
    """Every decision a line: number, state, time, speaker, words, episode."""
    with closing(open_readonly(archive)) as connection:
        episode_id = _named(connection, episode) if episode else None
        found = connection.execute(
            "select corrections.id, at_ms, speaker, words, undone_at, coalesce(title, slug),"
            " exists(select 1 from warnings where correction_id = corrections.id),"
            " exists(select 1 from corrections later where later.episode_id = corrections.episode_id"
            " and later.id > corrections.id and later.undone_at is null"
            " and later.at_ms is corrections.at_ms and later.words = corrections.words)"
            " from corrections join episodes on episodes.id = episode_id"
            " where ?1 is null or episode_id = ?1 order by corrections.id",
            (episode_id,),
        ).fetchall()
    lines = [("N", "STATE", "AT", "SPEAKER", "WORDS", "EPISODE")]
    for number, at_ms, speaker, words, undone_at, title, unfit, overruled in found:
        state = (
            f"undone {undone_at[:10]}"
            if undone_at
            else "does not fit"
            if unfit
            else "overruled"
            if overruled
            else "holds"
        )
        at = "" if at_ms is None else timecode.clock(at_ms)
        who = speaker or "nobody knows"
        lines.append((str(number), state, at, who, words, title))
    return table_text(lines)


def _named(connection: sqlite3.Connection, name: str) -> int:
    """The episode with this id, slug, outside name or title."""
    found = connection.execute(
        "select distinct episodes.id, coalesce(episodes.title, episodes.slug)"
        " from episodes left join identifiers on identifiers.episode_id = episodes.id"
        " where ? in (cast(episodes.id as text), episodes.slug, episodes.title, identifiers.value)"
        " order by episodes.id",
        (name,),
    ).fetchall()
    return _only(found, f"episode {name}", "is not in the archive", "name it by its id, slug or YouTube id")


def _beside(connection: sqlite3.Connection, file: Path, root: Path) -> int:
    """The episode whose transcript the file lies beside: many shows have an `ep1`."""
    stem = file.name.removesuffix(".toml").removesuffix(".corrections")
    sources = connection.execute(
        "select episodes.id, coalesce(episodes.title, episodes.slug), sources.uri"
        " from sources join episodes on episodes.id = sources.episode_id"
        " where sources.superseded_at is null order by episodes.id"
    )
    found = {
        (id_, title)
        for id_, title, uri in sources
        if PurePath(uri).stem == stem and (root / uri).resolve().parent == file.resolve().parent
    }
    problem = "lies beside no transcript that is in the archive"
    return _only(sorted(found), str(file), problem, "name the episode with --episode")


def _only(found: list[tuple[int, str]], place: str, problem: str, remedy: str) -> int:
    if len(found) == 1:
        return found[0][0]
    several = ", ".join(f"{title} ({id_})" for id_, title in found[:5])
    raise NoSuchEpisode(place, f"could be {several}" if found else problem, remedy)
