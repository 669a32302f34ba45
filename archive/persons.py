"""People as rows: whom the speakers of all episodes name, made anew wherever a name comes, goes or changes.

An episode's speakers keep how it names a person; who that is in the world follows from all of them (see
`archive.sameness`), so that the order in which episodes are taken in does not matter. A row keeps its id and
its address as long as it can, and leads on to whoever has its names now.
"""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection

from archive import mentions
from archive.engine import driver
from archive.mentions import Named, Tie, tie
from archive.names import key
from archive.person_rows import chosen, describe, is_free, made, refresh, retire
from archive.sameness import Mention, One, people
from archive.ties import Ties, are_apart, by_tie


def place(
    connection: Connection,
    episode_id: int,
    before: Sequence[Named],
    now: str,
    known: Ties,
    *,
    parted: bool = False,
) -> list[int | None]:
    """The person's id, or None, of each speaker of an episode, whose rows are there without.

    `before` are those whom it named until now; if it is `parted`, with those whom others named that its
    sources come from.
    """
    raw = driver(connection)
    named = mentions.named(raw, episode_id)
    new, old = by_tie(named), by_tie(before)
    gone = _left(raw, (each for each in old if parted or each not in new), episode_id, known)
    for each, speakers in new.items():
        person = known.person(each)
        if person is None and each in old and not parted:
            person = old[each][0].person_id
        if person is not None:
            _be(connection, each, speakers, person, known)
    was = {
        each.mention: {
            former.person_id
            for former in before
            if former.person_id and (former.label == each.label or _may_be(former.mention, each.mention))
        }
        for each in named
    }
    # Whoever was one with somebody else here may have had a row of their own before that.
    around = {each.person_id for each in before if each.person_id is not None}
    if _stir(gone, known):
        settle(connection, _mentions(gone, old), now, known, was=was, around=around)
    for each, speakers in new.items():
        if known.person(each) is not None:
            continue
        person = known.home(each)
        if known.stirs(each):
            settle(connection, [speakers[0].mention], now, known, was=was, around=around)
        elif person is not None:
            _be(connection, each, speakers, person, known)
        else:
            found = people([each.mention for each in speakers], known.crowded(each))
            held = {each.mention: set[int]() for each in speakers}
            _settle(connection, found, held, now, known, was=was, around=around, speakers=speakers)
    labels = {each.label: each.person_id for each in before if each.person_id is not None}
    retire(connection, dict.fromkeys(around), now, labels=_moved(raw, episode_id, labels))
    # An episode that was parted before this one may have dropped what this one has.
    _show(connection, before, mentions.named(raw, episode_id), anew=parted)
    ids = raw.execute("select person_id from speakers where episode_id = ? order by id", (episode_id,))
    return [id_ for (id_,) in ids]


def forget(connection: Connection, before: Sequence[Named], now: str, known: Ties) -> None:
    """Settle those whom an episode named that is no longer there."""
    old = by_tie(before)
    gone = _left(driver(connection), old, 0, known)
    if _stir(gone, known):
        settle(connection, _mentions(gone, old), now, known)
    retire(connection, {each.person_id: None for each in before if each.person_id is not None}, now)
    _show(connection, before, ())


def _may_be(one: Mention, other: Mention) -> bool:
    return one.key == other.key or (one.href is not None and one.href == other.href)


def _left(raw: sqlite3.Connection, ties: Iterable[Tie], episode_id: int, known: Ties) -> list[Tie]:
    """Those of some ties that an episode had and nothing else has: they are not known any more."""
    gone = [each for each in ties if not mentions.is_stored(raw, each, episode_id)]
    for each in gone:
        known.remove(each)
    return gone


def _stir(gone: Sequence[Tie], known: Ties) -> bool:
    """Whether somebody may be somebody else without some ties; two that touch each other may."""
    return not are_apart(gone) or any(known.stirs(each) for each in gone)


def _mentions(ties: Iterable[Tie], named: Mapping[Tie, Sequence[Named]]) -> list[Mention]:
    return [each.mention for one in ties for each in named[one]]


def _be(connection: Connection, tie: Tie, speakers: Iterable[Named], person: int, known: Ties) -> None:
    mentions.give(connection, (each.id for each in speakers), person)
    known.add(tie, person)


def _show(
    connection: Connection, before: Iterable[Named], after: Iterable[Named], *, anew: bool = False
) -> None:
    """Show people rightly whom an episode names otherwise than before, or all `anew`."""
    dropped: dict[int, set[Mention]] = {}
    added: dict[int, set[Mention]] = {}
    for found, named in ((dropped, before), (added, after)):
        for each in named:
            if each.person_id is not None:
                found.setdefault(each.person_id, set()).add(each.mention)
    for id_ in sorted(dropped.keys() | added.keys()):
        old, new = dropped.get(id_, set()), added.get(id_, set())
        refresh(connection, id_, old - new, new if anew else new - old)


def settle(
    connection: Connection,
    changed: Iterable[Mention],
    now: str,
    known: Ties,
    *,
    was: Mapping[Mention, set[int]] | None = None,
    keep: int | None = None,
    leads: bool = True,
    around: Iterable[int] = (),
) -> None:
    """Give everybody whom a name or page of `changed` mentions, which came or went, touches the right person.

    `was` says which people those without one may have been until now; `keep` is a row that stays, of several.
    Rows that were led to one of those `around` may be somebody's again. Where a decision is undone nothing
    `leads` on from an address that it made.
    """
    touched = list(changed)
    # Those whom a page joined, or parted, are others without it, though they have another name.
    pages = {each.href for each in touched if each.href is not None}
    names = {(each.key, each.scope) for each in touched}
    held, crowded = mentions.held(driver(connection), names, pages)
    if held:
        found = people(held, crowded)
        _settle(connection, found, held, now, known, was=was or {}, keep=keep, leads=leads, around=around)


def _settle(
    connection: Connection,
    found: Iterable[One],
    held: Mapping[Mention, set[int]],
    now: str,
    known: Ties,
    *,
    was: Mapping[Mention, set[int]],
    keep: int | None = None,
    leads: bool = True,
    around: Iterable[int] = (),
    speakers: Sequence[Named] | None = None,
) -> None:
    """Settle who is who of mentions that nobody else touches: `speakers` are all that have them, if known."""
    raw = driver(connection)
    # Those who are new get their ids in the order in which the episode names them.
    order = {mention: number for number, mention in enumerate(was)}
    found = sorted(found, key=lambda one: min(order.get(m, len(order)) for m in one.mentions))
    own = {id_ for ids in held.values() for id_ in ids}
    free = {id_ for ids in was.values() for id_ in ids if id_ in own or is_free(raw, id_)}
    wishes = {mention: held[mention] | (was.get(mention, set()) & free) for mention in held}
    ids = chosen(raw, found, wishes, keep)
    led: dict[int, int | None] = {}
    for one in found:
        former = {id_ for m in one.mentions for id_ in held[m] | was.get(m, set())}
        if one not in ids:
            ids[one] = made(connection, one, former | {*around})
        for mention in one.mentions:
            if speakers is None:
                mentions.assign(connection, mention, ids[one])
            else:
                own_rows = (each.id for each in speakers if each.mention == mention)
                mentions.give(connection, own_rows, ids[one])
            known.add(tie(mention), ids[one])
            led.update({id_: ids[one] for id_ in held[mention] if id_ != ids[one]})
    retire(connection, led if leads else dict.fromkeys(led), now)
    describe(connection, ids)


def call(
    connection: Connection,
    speakers: Iterable[int],
    name: str,
    href: str | None,
    now: str,
    *,
    decided: bool,
    keep: int | None = None,
) -> None:
    """Let some speakers be called otherwise from now on, until their episodes are derived again."""
    ids = json.dumps(sorted(speakers))
    raw = driver(connection)
    changed = mentions.of_speakers(raw, ids)
    connection.exec_driver_sql(
        "update speakers set name = ?, name_key = ?, href = ?,"
        " method = case when method in ('overlap', 'corrected') then method else ? end"
        " where id in (select value from json_each(?))",
        (name, key(name), href, "alias" if decided else "printed", ids),
    )
    changed += mentions.of_speakers(raw, ids)
    settle(connection, changed, now, Ties(), keep=keep, leads=decided)


def _moved(raw: sqlite3.Connection, episode_id: int, was: Mapping[str, int]) -> dict[int, int]:
    """Who has the labels now that somebody had in this episode: of whom another program made nobody."""
    found = raw.execute(
        "select label, person_id from speakers where episode_id = ? and person_id is not null", (episode_id,)
    )
    return {was[label]: person for label, person in found if label in was and was[label] != person}
