"""The words of the interface, in one place: `words/<language>/<page>.toml`, by key.

    say("search.passages", n=3)     →     3 passages

What a search says of itself comes from `archive.search`, in English; a language has it as `searched.toml`. A
text may have {places}; one that depends on a number is a table of `one` and `other`, chosen by `n`. A
language that lacks a text has it in English. Another language is another folder.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

from archive.search.said import ENGLISH as SEARCHED
from archive.search.said import Said

FOLDER = Path(__file__).parent / "words"
ENGLISH = "en"

Text = str | Mapping[str, str]


class Words:
    """The texts of one language. `say` is safe in HTML, whatever fills the places; `text` is plain."""

    def __init__(self, language: str = ENGLISH) -> None:
        self.language = language if language in languages() else ENGLISH
        self._texts = {**texts(ENGLISH), **texts(self.language)}

    def say(self, key: str, **values: Any) -> Markup:
        """The text as HTML: places are escaped, but for what is Markup already. Raises KeyError."""
        said = escape(self._chosen(key, values))
        # Most texts have no place to fill, and a page says hundreds.
        return said.format(**values) if "{" in said or "}" in said else said

    def text(self, key: str, **values: Any) -> str:
        """The text as it is, for what is no HTML: Atom, JSON, the name of a file. Raises KeyError."""
        return self._chosen(key, values).format(**values)

    def searched(self, sentence: str) -> str:
        """What a search says of itself in this language; any other text as it is."""
        if not isinstance(sentence, Said):
            return sentence
        parts = {
            name: self.searched(part) if isinstance(part, str) else part
            for name, part in sentence.parts.items()
        }
        return self.text(f"searched.{sentence.key}", **parts)

    def has(self, key: str) -> bool:
        return key in self._texts

    def table(self, prefix: str) -> dict[str, str]:
        """Every text below `prefix`, by the rest of its key: what the kinds of something are called."""
        start = f"{prefix}."
        return {
            key.removeprefix(start): text
            for key, text in self._texts.items()
            if key.startswith(start) and isinstance(text, str)
        }

    def _chosen(self, key: str, values: Mapping[str, Any]) -> str:
        text = self._texts[key]
        if isinstance(text, str):
            return text
        return text["one" if abs(values.get("n") or 0) == 1 else "other"]


def words(language: str) -> Words:
    """The words of a language, read once: every page asks for them several times."""
    return _words(FOLDER, language)


@cache
def _words(folder: Path, language: str) -> Words:  # by the folder too, which tests change
    return Words(language)


def languages() -> tuple[str, ...]:
    return tuple(sorted(path.name for path in FOLDER.iterdir() if path.is_dir()))


def files(language: str) -> list[Path]:
    """The files of a language; their names without an ending begin the keys of what is in them."""
    own = sorted((FOLDER / language).glob("*.toml"))
    return [SEARCHED, *own] if language == ENGLISH else own


@cache
def texts(language: str) -> dict[str, Text]:
    """Every text of a language by its key: the page's name and the keys of its file."""
    found: dict[str, Text] = {}
    for path in files(language):
        _flatten(found, path.stem, tomllib.loads(path.read_text(encoding="utf-8")))
    return found


def _flatten(found: dict[str, Text], prefix: str, table: Mapping[str, Any]) -> None:
    for name, value in table.items():
        if isinstance(value, str) or set(value) <= {"one", "other"}:
            found[f"{prefix}.{name}"] = value
        else:
            _flatten(found, f"{prefix}.{name}", value)
