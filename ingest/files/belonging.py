"""Which episode a file belongs to, by its name and its folder: the rule that `folders` explains."""

import os
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from . import endings
from .listing import PODCAST, Listing, inside, list_folder

SEVERAL = 10
"""A folder with more different names than this is not one episode's."""

Key = tuple[str, str]
"""(the real path of the folder that an episode lies in, what it is called there)"""


@dataclass(slots=True)
class Disk:
    """The folders that were looked at: each is read once."""

    _listings: dict[tuple[str, str], Listing] = field(default_factory=dict)
    _keys: dict[tuple[str, str], dict[Key, list[str]]] = field(default_factory=dict)
    _one: dict[tuple[str, str], bool] = field(default_factory=dict)
    _podcasts: dict[str, str] = field(default_factory=dict)

    def named(self, path: str) -> Listing:
        """The folder that was named so; "" is the current one."""
        real = os.path.realpath(path or os.curdir)
        return self._read(real, path, real)

    def below(self, root: Listing) -> Iterator[Listing]:
        """A folder and all below it, in the order of their names."""
        waiting = [root]
        while waiting:
            listing = waiting.pop()
            yield listing
            waiting += [self._inner(listing, name) for name in reversed(listing.folders)]

    def keys(self, listing: Listing) -> dict[Key, list[str]]:
        """The names of the files in a folder, by the episode that they belong to."""
        place = (listing.real, listing.within)
        if place not in self._keys:
            found: dict[Key, list[str]] = {}
            for name, stem in listing.stems.items():
                found.setdefault(self.key(listing, stem), []).append(name)
            self._keys[place] = found
        return self._keys[place]

    def key(self, listing: Listing, stem: str) -> Key:
        """The episode of a file in a folder."""
        above, folder = os.path.split(listing.real)
        if folder and (endings.is_generic(stem) or self._is_one(listing)):
            return above, _nfc(folder)
        return listing.real, stem

    def homes(self, key: Key, near: Listing) -> Iterator[Listing]:
        """The folders that may hold files of an episode; `near` is one of them, or lies in one."""
        home = near if near.real == key[0] else self._above(near)
        yield home
        for name in home.folders:
            if _nfc(name) == key[1]:
                yield self._inner(home, name)

    def podcast(self, folder: str, top: str) -> str | None:
        """The nearest podcast.toml: in this folder, or in one above it that is not above `top`."""
        while inside(folder, top):
            if folder in self._podcasts:
                return self._podcasts[folder]
            above = os.path.dirname(folder)
            if above == folder:
                break
            folder = above
        return None

    def _is_one(self, listing: Listing) -> bool:
        """Whether all that lies in a folder is of one episode: something beside it is called like it."""
        place = (listing.real, listing.within)
        if place not in self._one:
            folder = _nfc(os.path.basename(listing.real))
            others = {stem for stem in listing.stems.values() if not endings.is_generic(stem)} - {folder}
            self._one[place] = (
                len(others) <= SEVERAL
                and not listing.has_podcast
                and not endings.is_of_several(folder)
                and folder in self._above(listing).stems.values()
            )
        return self._one[place]

    def _above(self, listing: Listing) -> Listing:
        real, shown = os.path.dirname(listing.real), os.path.dirname(listing.shown)
        if os.path.realpath(shown or os.curdir) != real:
            # It was named `.` or `..`, or it is a link.
            shown = real
        within = listing.within if inside(real, listing.within) else real
        return self._read(real, shown, within)

    def _inner(self, listing: Listing, name: str) -> Listing:
        real, shown = os.path.join(listing.real, name), os.path.join(listing.shown, name)
        return self._read(real, shown, listing.within)

    def _read(self, real: str, shown: str, within: str) -> Listing:
        place = (real, within)
        if place not in self._listings:
            listing = self._listings[place] = list_folder(real, shown, within)
            if listing.has_podcast:
                self._podcasts.setdefault(real, os.path.join(listing.shown, PODCAST))
        return self._listings[place]


def _nfc(name: str) -> str:
    return unicodedata.normalize("NFC", name)
