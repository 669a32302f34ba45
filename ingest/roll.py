"""Who is in an archive, and which printed names are nobody's yet: with what would settle each of them."""

import shlex
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from archive import aliases, timecode

from .reach import called


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A person, with all that the archive has of them; `spellings` are other names that sources print."""

    id: int
    slug: str
    name: str
    href: str | None
    shows: tuple[str, ...]
    episodes: int
    talk_ms: int | None
    spellings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsettled:
    """A name that sources of a show print and that nobody is known by; `where` is one of its episodes."""

    label: str
    show: str | None
    episodes: int
    words: int
    where: str
    candidates: tuple[str, ...]
    settle: tuple[str, ...]


def known(connection: sqlite3.Connection) -> list[Known]:
    """Everybody, by name."""
    found: dict[int, list[tuple[str, str, str | None, int | None, int]]] = {}
    for id_, *rest in connection.execute(
        "select person_id, label, speakers.name, podcasts.title, talk_ms, episode_id from speakers"
        " join episodes on episodes.id = episode_id left join podcasts on podcasts.id = podcast_id"
        " where person_id is not null order by speakers.id"
    ):
        found.setdefault(id_, []).append((rest[0], rest[1], rest[2], rest[3], rest[4]))
    people = connection.execute("select id, slug, name, href from people order by name, id")
    return [_known(id_, slug, name, href, found.get(id_, [])) for id_, slug, name, href in people]


def _known(
    id_: int,
    slug: str,
    name: str,
    href: str | None,
    speaking: Sequence[tuple[str, str, str | None, int | None, int]],
) -> Known:
    timed = [ms for *_, ms, _ in speaking if ms is not None]
    spellings = {each for label, own, *_ in speaking for each in (label, own)} - {name}
    return Known(
        id=id_,
        slug=slug,
        name=name,
        href=href,
        shows=tuple(sorted({show for _, _, show, *_ in speaking if show})),
        episodes=len({episode for *_, episode in speaking}),
        talk_ms=sum(timed) if timed else None,
        spellings=tuple(sorted(spellings)),
    )


def unsettled(connection: sqlite3.Connection, archive: str) -> list[Unsettled]:
    """The names that are nobody's, the most spoken first."""
    found: dict[tuple[str, str | None], list[tuple[str, int, str]]] = {}
    for label, show, words, slug in connection.execute(
        "select label, podcasts.slug, words, episodes.slug from speakers"
        " join episodes on episodes.id = episode_id left join podcasts on podcasts.id = podcast_id"
        " where speakers.kind = 'name' and person_id is null order by episodes.id, speakers.id"
    ):
        found.setdefault((called(label), show), []).append((label, words, slug))
    people = connection.execute(
        "select distinct people.slug, speakers.name_key, podcasts.slug, episodes.slug from people"
        " join speakers on person_id = people.id join episodes on episodes.id = episode_id"
        " left join podcasts on podcasts.id = podcast_id order by people.slug"
    ).fetchall()
    lines = []
    for (name, show), said in found.items():
        candidates = _candidates(people, name, show, {slug for *_, slug in said})
        lines.append(
            Unsettled(
                label=said[0][0],
                show=show,
                episodes=len({slug for *_, slug in said}),
                words=sum(words for _, words, _ in said),
                where=said[0][2],
                candidates=candidates,
                settle=_settle(archive, said[0][0], show, said[0][2], candidates),
            )
        )
    return sorted(lines, key=lambda each: (-each.words, each.label, each.show or ""))


def _candidates(
    people: Sequence[tuple[str, str, str | None, str]], name: str, show: str | None, episodes: set[str]
) -> tuple[str, ...]:
    """Who may be meant: of the episodes, else of the show, else of the archive, who has such a name."""
    may_be = [row for row in people if row[1] == name or row[1].split(" ")[0] == name.split(" ")[0]]
    here = {slug for slug, _, _, episode in may_be if episode in episodes}
    near = here or {slug for slug, _, podcast, _ in may_be if podcast == show}
    return tuple(sorted(near or {slug for slug, *_ in may_be}))


def _settle(
    archive: str, label: str, show: str | None, where: str, candidates: Sequence[str]
) -> tuple[str, ...]:
    start = ["podarchive", "people", "alias", archive, label]
    # What may be several people means another one in another episode.
    scope = ["--podcast", show] if show and len(candidates) < 2 else ["--episode", where]
    if not candidates:
        return (shlex.join([*start, "FULL NAME", "--new", *scope]),)
    return tuple(shlex.join([*start, candidate, *scope]) for candidate in candidates)


def people_table(people: Sequence[Known]) -> list[tuple[str, ...]]:
    """Everybody a row of cells, below a head."""
    return [
        ("PERSON", "NAME", "SHOWS", "EPISODES", "TALK TIME", "OTHER SPELLINGS"),
        *(
            (
                each.slug,
                each.name,
                ", ".join(each.shows),
                f"{each.episodes:,}",
                "" if each.talk_ms is None else timecode.clock(each.talk_ms),
                ", ".join(each.spellings),
            )
            for each in people
        ),
    ]


def unsettled_table(names: Sequence[Unsettled]) -> list[tuple[str, ...]]:
    """Every name that is nobody's, with the commands that would settle it, a row each."""
    rows: list[tuple[str, ...]] = [("LABEL", "PODCAST", "EPISODES", "WORDS", "FOR EXAMPLE", "TO SETTLE IT")]
    for each in names:
        seen = (each.label, each.show or "", f"{each.episodes:,}", f"{each.words:,}", each.where)
        rows += [
            (*(seen if number == 0 else ("",) * 5), command) for number, command in enumerate(each.settle)
        ]
    return rows


def decisions_table(connection: sqlite3.Connection) -> list[tuple[str, ...]]:
    """Every decision a row of cells."""
    rows: list[tuple[str, ...]] = [("N", "STATE", "KIND", "NAME", "IN", "MEANS", "PAGE")]
    for each in aliases.every(connection):
        state = f"undone {each.undone_at[:10]}" if each.undone_at else "holds"
        name = each.name if each.href is None else f"{each.name} ({each.href})"
        scope = ", ".join(part for part in (each.podcast_slug, each.episode_slug) if part) or "everywhere"
        page = each.person_href or ""
        rows.append((str(each.id), state, each.kind, name, scope, each.person_name, page))
    return rows
