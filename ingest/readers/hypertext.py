"""HTML as a stream of its tags and texts: no tree, so that no nesting is too deep, and linear in its length.

The tokenisers at hand are none for strangers' files: the standard library's takes minutes for 60 kB of `<p `,
and a tree repeats what is left open in every paragraph.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<(?P<unseen>script|style|title|noscript|template|textarea|svg|iframe)\b(?:[^<>/]++|/(?!>))*+>.*?(?:</(?P=unseen)[^<>]*+>|\Z)"
    # A quotation mark without its partner is one character; then no later one has to look for it either.
    r"|<(?P<close>/?)(?P<name>[a-z][a-z0-9]*+)(?P<rest>(?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+'|[\"'])*+)>"
    r"|<[!?/][^<>]*+>"
    r"|</?[a-z][^<>]*+\Z"
    r"|(?P<text>[^<]++|<)",
    re.DOTALL | re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"(?<![^\s\"'=/])([^\s\"'=/]++)\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"']++))")


@dataclass(frozen=True, slots=True)
class Text:
    """What stands between two tags, its entities resolved."""

    text: str


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag's name in lower case, whether it closes, and its attributes as they stand."""

    name: str
    closes: bool
    rest: str = ""

    def attributes(self) -> dict[str, str]:
        """The values by name in lower case; the first of a name counts."""
        found: dict[str, str] = {}
        for name, *values in _ATTRIBUTE.findall(self.rest):
            found.setdefault(name.lower(), html.unescape("".join(values)))
        return found


def parts(text: str) -> Iterator[Tag | Text]:
    """Tags and texts in their order, without comments, scripts, styles and what else is never shown."""
    for token in _TOKEN.finditer(text):
        if token["text"]:
            yield Text(html.unescape(token["text"]))
        elif token["name"]:
            yield Tag(token["name"].lower(), bool(token["close"]), token["rest"])
