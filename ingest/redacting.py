"""Names of people who were taken out, found by their hashes in any text, and replaced by `[removed]`.

    <podcast:person>Mara Lind</podcast:person>    →    <podcast:person>[removed]</podcast:person>

A name is one to four words with blanks between them. Only a word whose hash is that of a first name is looked
at any further, so that a feed of a thousand items is gone through in a moment.
"""

import html
import re
from collections.abc import Callable, Sequence

from archive.names import key
from archive.withholding import REMOVED, digest

from .reading import Reading

Finder = Callable[[bytes], bool]

PAGE = "https://removed.invalid/"
"""What stands where the page of somebody stood; nothing is ever there (RFC 2606)."""

_LONGEST = 4
_WORD = re.compile(r"(?:\w|&#?\w{1,8};|['’.-](?=\w))++")
_BLANKS = re.compile(r"\s{1,8}+")
_ADDRESS = re.compile(r"https?://[^\s\"'<>]{1,500}+")


def finder(gone: frozenset[str]) -> Finder:
    """A function that tells whether a text has the name, or the page, of somebody whose hashes are `gone`."""
    return lambda content: bool(gone) and redacted(content, gone) != content


def redacted(content: bytes, gone: frozenset[str], names: Sequence[str] = ()) -> bytes:
    """A text (UTF-8) with `[removed]` for each name of somebody whose hashes are `gone`, and for `names`."""
    if not gone:
        return content
    text = content.decode(errors="surrogateescape")
    pages = {found for found in _ADDRESS.findall(text) if digest(f"href {_plain(found)}") in gone}
    text = _ADDRESS.sub(lambda found: PAGE if found[0] in pages else found[0], text)
    for name in names:
        text = text.replace(name, REMOVED).replace(html.escape(name, quote=False), REMOVED)
    firsts: dict[str, bool] = {}
    made: list[str] = []
    done = 0
    for word in _WORD.finditer(text):
        if word.start() < done:
            continue
        first = word[0]
        if first not in firsts:
            plain = key(_plain(first)).split()
            firsts[first] = bool(plain) and digest(f"first {plain[0]}") in gone
        if firsts[first] and (end := _name(text, word.start(), word.end(), gone)):
            made += [text[done : word.start()], REMOVED]
            done = end
    return "".join([*made, text[done:]]).encode(errors="surrogateescape")


def written(text: str | None, gone: frozenset[str]) -> str | None:
    """`redacted` of a text that there may be."""
    return None if text is None else redacted(text.encode(errors="replace"), gone).decode()


def means_another(reading: Reading, gone: frozenset[str]) -> bool:
    """Whether a source names somebody who has the name of one who is `gone`, and another page."""
    return any(
        person.href is not None
        and digest(f"href {person.href}") not in gone
        and digest(f"name {key(person.name)}") in gone
        for person in reading.people
    )


def _name(text: str, begin: int, end: int, gone: frozenset[str]) -> int | None:
    """Where the longest name ends that begins at `begin`; None if none does."""
    found = None
    for _ in range(_LONGEST):
        if digest(f"name {key(_plain(text[begin:end]))}") in gone:
            found = end
        blanks = _BLANKS.match(text, end)
        following = _WORD.match(text, blanks.end()) if blanks else None
        if following is None:
            break
        end = following.end()
    return found


def _plain(text: str) -> str:
    return html.unescape(text) if "&" in text else text
