"""Whom a name means, as somebody decided: decisions in, people out.

    alias   “Jerod” in the show `changelog`              means  Jerod Santo
    merge   “J. Santo”, everywhere                       means  Jerod Santo
    split   “John Smith” in the episode `bread`          means  John Smith (baker)
    rename  “MAYA OKAFOR”, everywhere                    means  Maya Okafor

The decision with the narrowest scope holds, of several the latest. What it means is looked up again, so that
whoever was merged into somebody is led on with them.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from archive.aliases import Alias, Kind
from archive.names import key
from archive.records import Person, Podcast
from archive.slug import slugify


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """One decision: this name, with this page or without any, means `person` where it holds."""

    id: int | None = None
    kind: Kind
    name: str
    href: str | None = None
    podcast: str | None = None
    episode: str | None = None
    person: Person

    def says(self, name: str, href: str | None) -> bool:
        return key(self.name) == key(name) and self.href == href


def meaning(row: Alias) -> Meaning:
    """A stored decision."""
    return Meaning(
        id=row.id,
        kind=row.kind,
        name=row.name,
        href=row.href,
        podcast=row.podcast_slug,
        episode=row.episode_slug,
        person=Person(name=row.person_name, href=row.person_href),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """The decisions that hold. `podcast` and `episode` are where names are asked for, by their slugs.

    `shows` has the slug of each stored show by its guid and by its title; `taken` are those of the
    addresses in decisions that stored episodes have.
    """

    meanings: tuple[Meaning, ...] = ()
    podcast: str | None = None
    episode: str | None = None
    shows: Mapping[str, str] = field(default_factory=dict)
    taken: Collection[str] = ()

    def within(self, podcast: Podcast | None, slug: str) -> "Directory":
        """What holds in an episode of a show; `slug` is what a new one will be called in addresses."""
        if not self.meanings:
            return self
        show = None
        if podcast is not None:
            show = self.shows.get(podcast.guid or "") or self.shows.get(podcast.title)
            new = slugify(podcast.title, "podcast")
            # A show that was taken out and comes back has its address again.
            show = show or (new if new not in self.shows.values() else None)
        here = self.episode or (slug if slug not in self.taken else None)
        holding = (
            each for each in self.meanings if each.podcast in (None, show) and each.episode in (None, here)
        )
        return replace(self, meanings=tuple(sorted(holding, key=_strength)), podcast=show, episode=here)

    def means(self, name: str, href: str | None = None) -> Person | None:
        """Whom a name means; None if nobody decided that."""
        found: Person | None = None
        asked = {(key(name), href)}
        while True:
            # The strongest comes last.
            said = [each.person for each in self.meanings if each.says(name, href)]
            if not said:
                return found
            found = said[-1]
            name, href = found.name, found.href
            if (key(name), href) in asked:
                return found
            asked.add((key(name), href))


def _strength(meaning: Meaning) -> tuple[bool, bool, int]:
    return meaning.episode is not None, meaning.podcast is not None, meaning.id or 0


def circle(meanings: Iterable[Meaning], new: Meaning) -> Meaning | None:
    """The decision that leads back from whom `new` means to the name that it is about; None if none does."""
    held = [*meanings, new]
    if new.says(new.person.name, new.person.href):
        return None
    name, href = new.person.name, new.person.href
    seen = set()
    waiting = [(name, href)]
    while waiting:
        name, href = waiting.pop()
        for each in held:
            if each is new or not each.says(name, href) or each.says(each.person.name, each.person.href):
                continue
            if not _meet(each, new):
                continue
            if new.says(each.person.name, each.person.href):
                return each
            led = (key(each.person.name), each.person.href)
            if led not in seen:
                seen.add(led)
                waiting.append((each.person.name, each.person.href))
    return None


def _meet(one: Meaning, other: Meaning) -> bool:
    """Whether there may be an episode in which both hold."""
    shows = {one.podcast, other.podcast} - {None}
    episodes = {one.episode, other.episode} - {None}
    return len(shows) < 2 and len(episodes) < 2


def leading_to(meanings: Iterable[Meaning], name: str) -> set[str]:
    """The names, as they are compared, that mean whoever is called `name`, over any number of steps."""
    held = list(meanings)
    keys = {key(name)}
    while True:
        more = {key(each.name) for each in held if key(each.person.name) in keys} - keys
        if not more:
            return keys
        keys |= more


def led_from(meanings: Iterable[Meaning], keys: set[str]) -> set[str]:
    """Some names, and those of whom they mean: a name is not printed where both speak as one."""
    held = list(meanings)
    found = set(keys)
    while True:
        more = {key(each.person.name) for each in held if key(each.name) in found} - found
        if not more:
            return found
        found |= more
