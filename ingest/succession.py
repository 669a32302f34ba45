"""Which source takes the place of which: what lies at its address, and a file that was moved."""

import json
from collections.abc import Iterable, Sequence
from pathlib import PurePath

from archive.records import StoredSource

from . import sidecar
from .files import endings
from .gather import CORRECTIONS, origin, typed
from .options import merged
from .read import is_file, is_path


def together(given: Sequence[StoredSource], stored: Iterable[StoredSource]) -> list[StoredSource]:
    """What is known now: what is given takes the place of what lay there, and of what has the same bytes.

    All else that is known of the episode stays. What is said on the command line is added to what was said
    there before, and of corrections an episode may have several files.
    """
    old = list(stored)
    said = [source for source in old if source.format == sidecar.OPTIONS]
    new = [
        _with(said[0], source) if said and source.format == sidecar.OPTIONS else source for source in given
    ]
    return [*new, *(source for source in old if not any(_replaces(one, source) for one in new))]


def _with(old: StoredSource, new: StoredSource) -> StoredSource:
    return typed(merged(json.loads(old.content), json.loads(new.content)))


def _replaces(new: StoredSource, old: StoredSource) -> bool:
    if new.uri == old.uri:
        return is_file(new) == is_file(old)
    if new.format == CORRECTIONS or old.format == CORRECTIONS:
        same = new.sha256 == old.sha256 or origin(new) == origin(old)
        return new.format == old.format and same
    if new.format in (sidecar.SIDECAR, sidecar.PODCAST) and new.format == old.format:
        return _home(new) == _home(old) or new.sha256 == old.sha256
    return is_moved(new, old)


def is_moved(new: StoredSource, old: StoredSource) -> bool:
    """Whether a file has the bytes of another: what is fetched from two addresses may well be alike."""
    files = all(is_file(each) and is_path(each.uri) for each in (new, old))
    return files and new.sha256 == old.sha256


def _home(source: StoredSource) -> tuple[str, str]:
    path = PurePath(source.uri)
    return str(path.parent), endings.stem(path.name)
