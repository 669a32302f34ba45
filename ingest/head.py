"""The beginning of a text, and what kind of text it looks like: all that a format may look at to claim it."""

import re
from dataclasses import dataclass
from functools import cached_property

LENGTH = 65_536
"""Characters. The longest preamble seen before the first telling line has 9,000."""

_ARROW = re.compile(r"^[ \t]*(?:\d+:)?\d+:\d+[.,:]?\d*[ \t]*-->", re.MULTILINE)
_COMMENTS = re.compile(
    r"\s*+(?:<\?[^>]*+>\s*+|<!--.*?-->\s*+|<!DOCTYPE[^>\[]*+(?:\[[^\]]*+\]\s*+)?>\s*+)*+",
    re.DOTALL | re.IGNORECASE,
)
_ROOT = re.compile(r"<(?:[\w.-]+:)?([A-Za-z][\w.-]*)")
_HTML = re.compile(
    r"<!doctype html|<(?:html|head|body|article|section|main|p|div|span|cite|time|br|h[1-6]|ul|ol)\b",
    re.IGNORECASE,
)
# The last string may be cut off.
_JSON_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)|[{}\[\],:]|[^\s{}\[\],:"]+', re.DOTALL)
_LITERAL = re.compile(
    r"-?\d[\d.eE+-]*+\Z|(?:t(?:r(?:ue?)?)?|f(?:a(?:l(?:se?)?)?)?|n(?:u(?:ll?)?)?|NaN?|-?I(?:nf(?:inity)?)?|-)\Z"
)
_DEEPEST = 12


@dataclass(frozen=True)
class Head:
    """The first LENGTH characters of a text."""

    text: str

    @cached_property
    def lines(self) -> list[str]:
        return self.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")

    @cached_property
    def json(self) -> frozenset[str]:
        """The paths of the keys seen, `segments[].words[].word`; `[]` and `{}` for the value itself.

        Empty if this does not begin like JSON. The text may end anywhere.
        """
        return _paths(self.text)

    @cached_property
    def root(self) -> str | None:
        """The local name of the XML root element in lower case; None if this is no XML, or if it is HTML."""
        begins = self._markup
        found = _ROOT.match(begins) if begins else None
        return None if not found or self.html else found[1].lower()

    @cached_property
    def html(self) -> bool:
        """Whether it begins with an HTML element, or says that it is HTML."""
        begins = self._markup
        return begins is not None and bool(
            _HTML.match(begins) or _HTML.match(self.text.lstrip("\ufeff \t\r\n"))
        )

    @cached_property
    def captions(self) -> bool:
        """Whether a line gives the two times of a cue with an arrow between them."""
        return bool(_ARROW.search(self.text))

    @property
    def prose(self) -> bool:
        """Whether it is text for people: no JSON, no markup, no captions."""
        return not (self.json or self.root or self.html or self.captions)

    @cached_property
    def _markup(self) -> str | None:
        """The text from its first element on; None if it does not begin with one."""
        text = self.text.lstrip("\ufeff")
        begins = text[_COMMENTS.match(text).end() :]  # type: ignore[union-attr]
        return begins if begins.startswith("<") else None


def _paths(text: str) -> frozenset[str]:
    begins = text.lstrip("\ufeff \t\r\n")
    if not begins.startswith(("{", "[")):
        return frozenset()
    found: set[str] = set()
    holders: list[tuple[str, bool]] = []  # the path of each open value, and whether it is an object
    key: str | None = None
    for part in _JSON_TOKEN.findall(begins):
        if found and not holders and part not in "{[":
            return frozenset()  # `[1] A note.`, or front matter with text below it
        path, is_object = holders[-1] if holders else ("", False)
        if part in "{[":
            if not holders:
                found.add("{}" if part == "{" else "[]")
            here = ".".join(filter(None, (path, key))) + ("[]" if part == "[" else "")
            holders.append((here, part == "{"))
            key = None
            if len(holders) > _DEEPEST:
                break
        elif part in "}]":
            holders.pop()
            key = None
        elif part == ",":
            key = None
        elif part == ":":
            if not is_object:
                return frozenset()  # `[00:12:03] Words.`
        elif is_object and key is None:
            if not part.startswith('"'):
                return frozenset()  # `{\\c&HFFF&}`: not JSON
            key = part.strip('"')
            found.add(".".join(filter(None, (path, key))))
        elif not part.startswith('"') and not _LITERAL.match(part):
            return frozenset()  # `[Speaker 1]`: not JSON
    return frozenset(found)
