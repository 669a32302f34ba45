"""What a search says of itself: a text in English, which knows its key and parts.

So it can be written as it is, and whoever knows another language says the same in it. The English texts are
in `searched.toml`.
"""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache, reduce
from pathlib import Path
from typing import Any

ENGLISH = Path(__file__).with_name("searched.toml")


class Said(str):
    """A text in English. `parts` fill the places of its `key`'s text: texts, other Said ones, and numbers."""

    key: str
    parts: Mapping[str, Any]


def said(key: str, **parts: Any) -> Said:
    """The text of a key, such as `note.tag`. Where it depends on a number, that is `n`. Raises KeyError."""
    text = _english()[key]
    if not isinstance(text, str):
        text = text["one" if parts["n"] == 1 else "other"]
    one = Said(text.format(**parts))
    one.key, one.parts = key, parts
    return one


def joined(key: str, texts: Iterable[str]) -> str:
    """At least one text; the key's text has two places, `first` and `second`."""
    return reduce(lambda first, second: said(key, first=first, second=second), texts)


@cache
def _english() -> Mapping[str, str | Mapping[str, str]]:
    tables = tomllib.loads(ENGLISH.read_text(encoding="utf-8"))
    return {f"{name}.{key}": text for name, table in tables.items() for key, text in table.items()}
