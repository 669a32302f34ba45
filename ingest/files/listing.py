"""What lies in a folder, as far as it concerns us: read once, with one system call for many files.

Folders are known by their real path; `shown` is how messages call them. Links to folders are never followed,
so there are no loops.
"""

import os
from dataclasses import dataclass, field

from . import endings

PODCAST = "podcast.toml"
_SYSTEM = {"__MACOSX", "@eaDir", "$RECYCLE.BIN", "System Volume Information"}
_PROGRAM = {"node_modules", "__pycache__", "site-packages"}


@dataclass(slots=True, kw_only=True)
class Listing:
    """`stems` has the files that are read, by name; `links` has the targets of those that are links.

    `passed_over` has the other names, and why; `refused` says why the folder itself cannot be read. A link to
    a file is followed only into the folder `within`.
    """

    real: str
    shown: str
    within: str
    stems: dict[str, str] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    folders: list[str] = field(default_factory=list)
    passed_over: list[tuple[str, str]] = field(default_factory=list)
    has_podcast: bool = False
    refused: str | None = None


def list_folder(real: str, shown: str, within: str) -> Listing:
    """What lies in the folder at `real`. Raises nothing: one that cannot be read is empty, and says so."""
    listing = Listing(real=real, shown=shown, within=within)
    try:
        with os.scandir(real) as entries:
            for entry in sorted(entries, key=lambda entry: entry.name):
                _sort(entry, listing)
    except OSError as error:
        listing.refused = f"cannot be opened ({error.strerror})"
    return listing


def inside(path: str, folder: str) -> bool:
    """Whether a real path is that of a folder, or lies below it."""
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def _sort(entry: os.DirEntry[str], listing: Listing) -> None:
    name = entry.name
    why = None
    if name.startswith("."):
        why = "hidden"
    elif entry.is_symlink():
        why = _link(entry, listing)
    elif entry.is_dir(follow_symlinks=False):
        if name not in _SYSTEM and name not in _PROGRAM:
            listing.folders.append(name)
            return
        why = "a program's folder" if name in _PROGRAM else "a folder of the system's"
    elif not entry.is_file(follow_symlinks=False):
        why = "not a file"
    why = why or endings.why_passed_over(name)
    if why:
        listing.passed_over.append((name, why))
    elif name == PODCAST:
        listing.has_podcast = True
    else:
        listing.stems[name] = endings.stem(name)


def _link(entry: os.DirEntry[str], listing: Listing) -> str | None:
    target = os.path.realpath(entry.path)
    try:
        if entry.is_dir():
            return "a link to a folder"
        if not entry.is_file():
            return "a link to nothing that can be read"
    except OSError:
        return "a link to nothing that can be read"
    if not inside(target, listing.within):
        return "a link out of the folder"
    listing.links[entry.name] = target
    return None
