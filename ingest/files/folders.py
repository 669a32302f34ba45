"""Files and folders as they are named on the command line → the files of each episode.

Files are one episode if they lie in one folder and have one name, whatever stands behind it:

    Ep 01.mp3   Ep 01.en.srt   Ep 01.chapters.json   Ep 01.info.json   Ep 01_transcript.txt

Only endings that are known are taken off a name (see `endings`), and the language before them; of one
name in several languages every file is kept. Beside them `Ep 01.toml` says what they do not say of
themselves, and `Ep 01.corrections.toml` is what a person decided.

A folder `Ep 01` beside them is part of the episode, with every file directly in it. A file that is only
called `transcript`, `captions`, `chapters`, `info`, `notes` or the like is of the episode that its folder is
called after. A folder that is called after a kind of thing (`transcripts`, `Season 2`, `2024`), has a
podcast.toml or more than ten different names in it is a folder of episodes, whatever lies beside it.

podcast.toml speaks for all in its folder and below. Pictures, office documents, programs, hidden files and
links out of the folder are passed over in a folder; what is named itself never is.
"""

import os
import stat
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from . import endings
from .belonging import Disk, Key
from .listing import PODCAST, Listing, inside

CORRECTIONS, SIDECAR = ".corrections.toml", ".toml"

LONELY = "says something of a transcript that is not there"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The files of one episode: `stem` is what they are called, `files` are sorted by name.

    `podcast` is the nearest podcast.toml, in its folder or above, up to the folder that was named. `place` is
    what messages call the episode: its first file.
    """

    stem: str
    files: tuple[Path, ...]
    sidecar: Path | None = None
    corrections: Path | None = None
    podcast: Path | None = None
    place: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Groups in the order of what was named, then of their paths; what was passed over, and why."""

    groups: tuple[Group, ...]
    passed_over: tuple[tuple[Path, str], ...] = ()


def find(paths: Sequence[Path]) -> Found:
    """The episodes that these files and folders are or hold.

    A file stands for its whole episode. What is named and is none (nothing at all, a pipe, a picture) is a
    group of its own, so that reading it says what is wrong.
    """
    collected = _Collected()
    for path in paths:
        collected.add(str(path))
    groups: list[Group] = []
    passed_over = collected.passed_over
    walked = {real for draft in collected.drafts.values() for real in draft.files.keys() - draft.links.keys()}
    for draft in collected.drafts.values():
        passed_over += _drop_links(draft, walked)
        group, left = _group(draft, collected.disk)
        groups += [group] if group else []
        why = "the episode has another of its kind" if group else LONELY
        passed_over += [(Path(draft.files[real]), why) for real in left]
    return Found(groups=tuple(groups), passed_over=tuple(passed_over))


@dataclass(slots=True, kw_only=True)
class _Draft:
    """A group that is being collected. Files are known by their real paths, and have those that are shown.

    `named` are those that were named themselves; no podcast.toml counts that lies above `top`.
    """

    stem: str
    top: str
    files: dict[str, str] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)


@dataclass(slots=True)
class _Collected:
    disk: Disk = field(default_factory=Disk)
    drafts: dict[Key, _Draft] = field(default_factory=dict)
    passed_over: list[tuple[Path, str]] = field(default_factory=list)

    def add(self, path: str) -> None:
        try:
            mode = os.stat(path).st_mode
        except (OSError, ValueError):
            mode = 0
        folder, name = os.path.split(path)
        if stat.S_ISDIR(mode):
            self._folder(path)
        elif not stat.S_ISREG(mode) or _stands_alone(name):
            self._alone(path)
        else:
            self._file(self.disk.named(folder), name, path)

    def _alone(self, path: str) -> None:
        """What was named is no file of an episode."""
        real = os.path.abspath(path)
        draft = self.drafts.setdefault(
            (real, ""), _Draft(stem=endings.stem(os.path.basename(real)), top=real)
        )
        draft.files[real] = path
        draft.named.add(real)

    def _file(self, listing: Listing, name: str, path: str) -> None:
        real = os.path.join(listing.real, name)
        key = self.disk.key(listing, endings.stem(name))
        self._complete(key, listing)
        draft = self._draft(key, listing.real)
        # Perhaps it was not listed: a link out of the folder, but one that was named.
        draft.files[real] = path
        draft.named.add(real)

    def _folder(self, path: str) -> None:
        root = self.disk.named(path)
        if root.refused:
            self._alone(path)
            return
        before = len(self.drafts)
        for listing in self.disk.below(root):
            if listing.refused:
                self.passed_over.append((Path(listing.shown), listing.refused))
            self.passed_over += [(Path(listing.shown, name), why) for name, why in listing.passed_over]
            for key in self.disk.keys(listing):
                self._take(key, listing, root.real)
                if not inside(key[0], root.real):
                    self._complete(key, listing)
        new = [self.drafts.popitem() for _ in range(len(self.drafts) - before)]
        self.drafts |= sorted(new, key=lambda item: _first(item[1]).split(os.sep))

    def _complete(self, key: Key, near: Listing) -> None:
        """Add the files that belong to an episode, in its folder and in that which is called like it."""
        for listing in self.disk.homes(key, near):
            self._take(key, listing, key[0])

    def _take(self, key: Key, listing: Listing, top: str) -> None:
        draft = self._draft(key, top)
        for name in self.disk.keys(listing).get(key, ()):
            real = os.path.join(listing.real, name)
            draft.files.setdefault(real, os.path.join(listing.shown, name))
            if name in listing.links:
                draft.links[real] = listing.links[name]

    def _draft(self, key: Key, top: str) -> _Draft:
        draft = self.drafts.setdefault(key, _Draft(stem=key[1], top=top))
        draft.top = min(draft.top, top, key=len)
        return draft


def _stands_alone(name: str) -> bool:
    """Whether a walk would pass over a file called so: then it is of no episode, though it was named."""
    return name.startswith(".") or name == PODCAST or endings.why_passed_over(name) is not None


def _first(draft: _Draft) -> str:
    return min(draft.files.values(), key=lambda path: (os.path.basename(path), path))


def _drop_links(draft: _Draft, walked: set[str]) -> list[tuple[Path, str]]:
    """A link to a file that is taken in itself says nothing new."""
    doubled = [real for real, target in draft.links.items() if target in walked and real not in draft.named]
    return [(Path(draft.files.pop(real)), f"a link to {draft.links[real]}") for real in doubled]


def _group(draft: _Draft, disk: Disk) -> tuple[Group | None, list[str]]:
    """The group, if it has a file to read, and the files beside it that it has no use for."""
    files = sorted(draft.files, key=lambda real: (os.path.basename(real), real))
    beside = {real: found for real in files if (found := _beside(real))}
    # A sidecar alone is none, but if it was named, reading it says what is wrong.
    read = [real for real in files if real not in beside] or [real for real in files if real in draft.named]
    if not read:
        return None, files
    left = sorted((real for real in beside if real not in read), key=lambda real: (len(real), real))
    chosen = {beside[real]: real for real in reversed(left)}
    top = min(draft.top, os.path.dirname(files[0]), key=len)
    podcast = disk.podcast(max(map(os.path.dirname, files), key=len), top)
    paths = {real: Path(shown) for real, shown in draft.files.items()}
    group = Group(
        stem=draft.stem,
        files=tuple(paths[real] for real in read),
        sidecar=paths[chosen[SIDECAR]] if SIDECAR in chosen else None,
        corrections=paths[chosen[CORRECTIONS]] if CORRECTIONS in chosen else None,
        podcast=Path(podcast) if podcast else None,
        place=paths[read[0]],
    )
    return group, [real for real in left if real not in chosen.values()]


def _beside(path: str) -> str | None:
    """What a file beside an episode is, by its name: its sidecar, a person's corrections, or neither."""
    name = path.casefold()
    return next((ending for ending in (CORRECTIONS, SIDECAR) if name.endswith(ending)), None)
