"""What is said on the command line of the episodes that are taken in: it wins over every source."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """As typed. `published` is checked where it is read, like a sidecar's."""

    podcast: str | None = None
    title: str | None = None
    published: str | None = None
    hosts: tuple[str, ...] = ()
    guests: tuple[str, ...] = ()

    def document(self) -> dict[str, Any]:
        """The same as a sidecar's tables; empty if nothing was said."""
        episode = {"title": self.title, "published": self.published}
        people = [
            {"name": name, "role": role}
            for role, names in (("host", self.hosts), ("guest", self.guests))
            for name in names
        ]
        tables = {
            "podcast": {"title": self.podcast} if self.podcast else None,
            "episode": {key: value for key, value in episode.items() if value},
            "person": people,
        }
        return {key: table for key, table in tables.items() if table}


def merged(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """Two documents as one: the new one decides, what it does not mention stays; people go by name."""
    people = {person["name"]: person for person in (*old.get("person", ()), *new.get("person", ()))}
    tables = {
        "podcast": old.get("podcast", {}) | new.get("podcast", {}),
        "episode": old.get("episode", {}) | new.get("episode", {}),
        "transcript": old.get("transcript", {}) | new.get("transcript", {}),
        "person": list(people.values()),
    }
    return {key: table for key, table in tables.items() if table}
