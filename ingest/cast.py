"""Who takes part in an episode: people whom a source declares, labels that it prints, names that are decided.

A printed label is a person if it is the exact name of somebody known here, or a full name itself, or the
first name that only one person here has. Anything else leaves the person unknown: a wrong name on a quotation
is the worst thing this program can do.
"""

from collections.abc import Iterable
from dataclasses import replace

from archive.records import Method, Person, Speaker, Warning

from . import labels
from .reading import PersonMention


class Cast:
    """The speakers of one episode, gathered in the order in which sources name them.

    `printed` are all the labels of the transcript: a short one may mean a full name that comes later.
    """

    def __init__(self, mentions: Iterable[PersonMention], printed: Iterable[str] = ()) -> None:
        self.speakers: list[Speaker] = []
        self.warnings: list[Warning] = []
        self._known: dict[tuple[str, Method], int | None] = {}
        for mention in mentions:
            speaker = Speaker(
                label=mention.name,
                person=Person(name=mention.name, href=mention.href),
                role=mention.role,
                description=mention.description,
                method="declared",
                confidence=1.0,
            )
            if speaker not in self.speakers:
                self.speakers.append(speaker)
        declared = {(speaker.person.name if speaker.person else "") for speaker in self.speakers}
        understood = (labels.understand(label) for label in printed)
        full = [each.name for each in understood if each.name and labels.is_full_name(each.name)]
        self._full_names = sorted({tuple(_plain(name)): name for name in (*full, *declared)}.values())

    def printed(self, label: str, method: Method = "printed") -> int | None:
        """The speaker whom a source calls `label`; None if that says that nobody knows."""
        key = (label, method)
        if key not in self._known:
            self._known[key] = self._printed(label, method)
        return self._known[key]

    def decided(self, name: str) -> int:
        """The speaker whom a person named: known in the world by that name, unless two here share it."""
        person = Person(name=name) if labels.understand(name).kind == "name" else None
        return self._named(name, Speaker(label=name, person=person, method="corrected", confidence=1.0))

    def _printed(self, label: str, method: Method) -> int | None:
        said = labels.understand(label)
        if said.name is None:
            return None
        speaker = Speaker(label=label, kind=said.kind, role=said.role, method=method, confidence=1.0)
        if said.kind != "name":
            return self._named(label, speaker)
        name = self._full_name(said.name)
        if name is not None and labels.is_full_name(name):
            label = label if _plain(name) == _plain(said.name) else name
            speaker = replace(speaker, label=label, person=Person(name=name))
        place = self._named(name or said.name, speaker)
        if said.role and self.speakers[place].role is None:
            self.speakers[place] = replace(self.speakers[place], role=said.role)
        return place

    def _full_name(self, name: str) -> str | None:
        """The person here whose name this is, or whose first name, if only one has it; None if nobody's."""
        same = [full for full in self._full_names if _plain(full) == _plain(name)]
        if same:
            return same[0]
        if " " in name:
            return None
        first = [full for full in self._full_names if _plain(full)[0] == _plain(name)[0] and " " in full]
        if len(first) > 1:
            several = ", ".join(first)
            message = f"{name!r} may be {several}, so it is not said which one speaks"
            self.warnings.append(Warning(code="ambiguous_speaker", place=name, message=message))
        return first[0] if len(first) == 1 else None

    def _named(self, name: str, otherwise: Speaker) -> int:
        matches = [place for place, speaker in enumerate(self.speakers) if _is_called(speaker, name)]
        people = {self.speakers[place].person for place in matches}
        if matches and len(people) == 1:
            return matches[0]
        if len(people) > 1:
            anonymous = Speaker(label=otherwise.label, method=otherwise.method, confidence=1.0)
            if anonymous in self.speakers:
                return self.speakers.index(anonymous)
            message = f"{len(people)} people here are called {name!r}, so it is not said which one speaks"
            self.warnings.append(Warning(code="ambiguous_speaker", place=name, message=message))
            otherwise = anonymous
        self.speakers.append(otherwise)
        return len(self.speakers) - 1


def _is_called(speaker: Speaker, name: str) -> bool:
    own = speaker.person.name if speaker.person else labels.understand(speaker.label).name
    return _plain(own or speaker.label) == _plain(name)


def _plain(name: str) -> list[str]:
    return name.casefold().split()
