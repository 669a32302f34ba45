"""What is named on the command line, parted into addresses and paths: an OPML file is the feeds in it.

    ["https://example.org/feed.xml", "subscriptions.opml", "talks/"]
    →  ["https://example.org/feed.xml", …each feed of the list…], [Path("talks/")]

An OPML file that lies in a folder is not asked for: whoever takes in a folder did not mean the feeds in it.
"""

import re
from collections.abc import Sequence
from pathlib import Path

from ingest.files.source import read_source
from ingest.head import LENGTH, Head

from . import opml

_SCHEMES = ("http://", "https://")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*+://")
_SUBSCRIBING = ("feed://", "itpc://", "pcast://")


def parted(sources: Sequence[str]) -> tuple[list[str], list[Path]]:
    """(addresses, paths). Raises InputError for an OPML file that cannot be read."""
    urls: list[str] = []
    paths: list[Path] = []
    for source in sources:
        if source.lower().startswith(_SCHEMES):
            urls.append(source.strip())
        elif source.lower().startswith(_SUBSCRIBING):
            urls.append(f"https://{source.partition('://')[2].strip()}")
        elif _SCHEME.match(source) and not Path(source).exists():
            urls.append(source.strip())  # refused as an address, in words that say what can be fetched
        elif (listed := _listed(Path(source))) is not None:
            urls += listed
        else:
            paths.append(Path(source))
    return list(dict.fromkeys(urls)), paths


def _listed(path: Path) -> list[str] | None:
    """The feeds of an OPML file; None for what is none. Players call it .opml or .xml."""
    if path.suffix.lower() not in (".opml", ".xml") or not path.is_file():
        return None
    source = read_source(path, path.resolve().parent)
    if not opml.is_opml(Head(source.text[:LENGTH])):
        return None
    return [each.url for each in opml.read(source.text, str(path))]
