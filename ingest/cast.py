"""Who takes part in an episode: people whom a source declares, labels that it prints, names that are decided.

A printed label is a person if somebody decided so; if it is the exact name of somebody known here, or that
but for a middle name; if it is a full name itself; or if it is the first name that only one person here has.
Anything else leaves the person unknown: a wrong name on a quotation is the worst thing this program can do.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from archive.names import but_for_the_middle, is_single, key, plain, spelling
from archive.records import Method, Person, Speaker, Warning

from . import labels
from .directory import Directory
from .reading import PersonMention


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """Somebody here, under a name that a source has."""

    name: str
    person: Person
    declared: bool


class Cast:
    """The speakers of one episode, gathered in the order in which sources name them.

    `printed` are all the labels of the transcript: a short one may mean a full name that comes later.
    """

    def __init__(
        self,
        mentions: Iterable[PersonMention],
        printed: Iterable[str] = (),
        directory: Directory = Directory(),  # noqa: B008 - frozen
    ) -> None:
        self.speakers: list[Speaker] = []
        self.warnings: list[Warning] = []
        self._directory = directory
        self._met: dict[tuple[str, Method], int | None] = {}
        self._known: list[_Known] = []
        for mention in mentions:
            if name := plain(mention.name):
                self._declare(replace(mention, name=name))
        self._print(printed)

    def _declare(self, mention: PersonMention) -> None:
        said = labels.understand(mention.name)
        person: Person | None = None
        method: Method = "declared"
        if said.kind == "name" and said.name:
            decided = self._directory.means(mention.name, mention.href)
            if decided is None and key(said.name) != key(mention.name):
                decided = self._directory.means(said.name, mention.href)
            if decided is not None:
                method = "alias"
            person = decided or Person(name=said.name, href=mention.href)
            person = replace(person, image_url=mention.image_url)
            self._known.append(_Known(name=said.name, person=person, declared=True))
        speaker = Speaker(
            label=mention.name,
            kind=said.kind,
            person=person,
            role=mention.role or said.role,
            description=mention.description,
            method=method,
            confidence=1.0,
        )
        same = [n for n, each in enumerate(self.speakers) if person and each.person == person]
        if same:
            # Two names of which somebody decided that they are one person's.
            known = self.speakers[same[0]]
            self.speakers[same[0]] = replace(
                known,
                role=known.role or speaker.role,
                description=known.description or speaker.description,
                person=known.person if known.person and known.person.image_url else person,
            )
        elif speaker not in self.speakers:
            self.speakers.append(speaker)

    def _print(self, printed: Iterable[str]) -> None:
        """Make known whom the labels of the transcript name in full, each once however it is written."""
        spelled: dict[str, list[str]] = {}
        for label in map(plain, printed):
            said = labels.understand(label)
            if said.name and said.kind == "name" and labels.is_full_name(said.name):
                spelled.setdefault(key(said.name), []).append(said.name)
        # Of two names of which one has a middle, the shorter is made known first.
        for name in sorted(map(spelling, spelled.values()), key=lambda name: (len(key(name).split()), name)):
            if self._people_called(name):
                continue
            decided = self._directory.means(name)
            known = _Known(name=name, person=decided or Person(name=name), declared=False)
            self._known.append(known)

    def printed(self, label: str, method: Method = "printed") -> int | None:
        """The speaker whom a source calls `label`; None if that says that nobody knows."""
        if (label, method) not in self._met:
            self._met[label, method] = self._printed(plain(label), method)
        return self._met[label, method]

    def decided(self, name: str) -> int:
        """The speaker whom a person named: somebody here, else known in the world by that name."""
        said = labels.understand(name)
        if said.kind != "name" or said.name is None:
            return self._voice(name, Speaker(label=name, method="corrected", confidence=1.0))
        found = self._directory.means(name)
        exact = [each.person for each in self._known if key(each.name) == key(name)]
        people = list(dict.fromkeys([found] if found else exact))
        if len(people) > 1:
            return self._unsure(name, "corrected", people)
        person = people[0] if people else Person(name=name)
        return self._somebody(person, Speaker(label=name, person=person, method="corrected", confidence=1.0))

    def _printed(self, label: str, method: Method) -> int | None:
        said = labels.understand(label)
        if said.name is None:
            return None
        speaker = Speaker(label=label, kind=said.kind, role=said.role, method=method, confidence=1.0)
        if said.kind != "name":
            return self._voice(label, speaker)
        person = self._directory.means(label) or self._directory.means(said.name)
        how: Method = "alias"
        if person is None:
            people = self._people_called(said.name)
            how = "printed"
            if not people and is_single(said.name):
                people = self._people_with_first_name(said.name)
                how = "first name"
            if len(people) > 1:
                return self._unsure(said.name, method, people)
            person = people[0] if people else None
        if person is None:
            return self._voice(said.name, speaker)
        # A diarisation is only as sure as what it hears.
        how = method if method == "overlap" else how
        name = said.name if how == "first name" else label
        place = self._somebody(person, replace(speaker, label=name, person=person, method=how))
        self._add_role(place, said.role)
        return place

    def _people_called(self, name: str) -> list[Person]:
        """Everybody here with this name, or with it but for a middle name."""
        same = [each.person for each in self._known if key(each.name) == key(name)]
        near = same or [each.person for each in self._known if but_for_the_middle(each.name, name)]
        return list(dict.fromkeys(near))

    def _people_with_first_name(self, name: str) -> list[Person]:
        return list(
            dict.fromkeys(
                each.person
                for each in self._known
                if not is_single(each.name) and key(each.name).split()[0] == key(name)
            )
        )

    def _somebody(self, person: Person, otherwise: Speaker) -> int:
        """The speaker who is a person: known by now, else `otherwise`."""
        for place, speaker in enumerate(self.speakers):
            if speaker.person == person:
                self.speakers[place] = _surer(speaker, otherwise)
                return place
        self.speakers.append(otherwise)
        return len(self.speakers) - 1

    def _voice(self, name: str, otherwise: Speaker) -> int:
        """The speaker of this name who is nobody known."""
        for place, speaker in enumerate(self.speakers):
            own = labels.understand(speaker.label).name or speaker.label
            if speaker.person is None and key(own) == key(name):
                self._add_role(place, otherwise.role)
                return place
        self.speakers.append(otherwise)
        return len(self.speakers) - 1

    def _unsure(self, name: str, method: Method, people: list[Person]) -> int:
        """A voice who may be several people."""
        voice = Speaker(label=name, method=method, confidence=1.0)
        if voice in self.speakers:
            return self.speakers.index(voice)
        several = ", ".join(sorted({each.name for each in people}))
        if len({each.name for each in people}) < len(people):
            message = f"{len(people)} people here are called {name!r}, so it is not said which one speaks"
        else:
            message = f"{name!r} may be {several}, so it is not said which one speaks"
        if not any(each.place == name for each in self.warnings):
            self.warnings.append(Warning(code="ambiguous_speaker", place=name, message=message))
        return self._voice(name, voice)

    def _add_role(self, place: int, role: str | None) -> None:
        if role and self.speakers[place].role is None:
            self.speakers[place] = replace(self.speakers[place], role=role)


def _surer(known: Speaker, new: Speaker) -> Speaker:
    """A speaker who is found by another label: by the full name rather than by a part of it."""
    if known.method == "first name" and new.method != "first name":
        return replace(known, label=new.label, method=new.method)
    return known
