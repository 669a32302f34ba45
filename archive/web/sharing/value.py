"""What a page tells of itself in its head: its one address, its title and picture, what it is about."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from archive.web.sharing import linked_data
from archive.web.sharing.linked_data import Thing


@dataclass(frozen=True, slots=True, kw_only=True)
class Sharing:
    """For the head of a page. Addresses are complete; `canonical` is the page whatever moment it opens at."""

    title: str
    description: str
    canonical: str
    address: str
    kind: str = "website"
    image: str | None = None
    audio: str | None = None
    video: str | None = None
    published: str | None = None
    embeds: tuple[tuple[str, str], ...] = ()
    feeds: tuple[tuple[str, str], ...] = ()
    graph: list[Thing] = field(default_factory=list)

    @property
    def data(self) -> Any:
        """JSON-LD, as it stands inside a script element."""
        return linked_data.in_script(self.graph)


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The server that the page is on: its name, and how a path becomes an address that is complete."""

    name: str
    absolute: Callable[[str], str]
