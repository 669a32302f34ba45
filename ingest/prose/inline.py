r"""Markdown inside a paragraph: the words stay, the marks go.

    [a link](https://…) → a link        \[laughs\] → [laughs]       *so* **very** __much__ → so very much
    `code` → code                       a[^1] → a                   [12:34](https://…&t=754) → [12:34]
    [[Ada]] → Ada        [[Page|Ada]] → Ada        [[0:12]] → [0:12]

Text that only looks like it keeps its characters: a lone `*`, `snake_case`, `f**k`. All of it takes time in
proportion to the text.
"""

import html
import re
from dataclasses import dataclass

from .stamps import CLOCK

_SPECIAL = re.compile(r"[\\*_`\[<&]")
_IMAGE = re.compile(r"!\[(?P<alt>[^\[\]]*+)\]\([^()\n]*+\)")
_LINK = re.compile(
    r"(?<![\\!])\[(?P<text>(?:[^\[\]\\]|\\.)*+)\]"
    r"\([^()\s]*+(?:\([^()\s]*+\)[^()\s]*+)*+(?:[ \n]++[\"'][^\n]{0,400}?[\"'])?[ ]*+\)"
)
_WIKI = re.compile(
    r"(?<![\w\\\[])(?P<embedded>!)?\[\[(?:[^\[\]|\n]{1,200}\|)?(?P<text>[^\[\]|\n]{1,200})\]\](?![(\]])"
)
_FOOTNOTE = re.compile(r"(?<!\\)\[\^[^\[\]\s]{1,30}\]:?")
_TIME_ONLY = re.compile(rf"\s*+[\[(]?({CLOCK})[\])]?\s*+")
_CODE = re.compile(r"(?<![\\`])(`{1,3})(?P<text>[^`]++)\1(?!`)")
_EMPHASIS = (
    re.compile(
        r"(?<![A-Za-z0-9\\*])(?P<mark>\*{1,3})(?=[^\s*])(?P<text>[^*]++)(?<!\s)(?P=mark)(?![A-Za-z0-9*])"
    ),
    re.compile(r"(?<![\w\\])(?P<mark>_{1,3})(?=[^\s_])(?P<text>[^_]++)(?<!\s)(?P=mark)(?!\w)"),
)
_AUTOLINK = re.compile(r"<(?P<address>(?:https?://|mailto:)[^\s<>]++)>")
_TAG = re.compile(
    r"</?(?P<name>a|abbr|audio|b|big|blockquote|br|center|cite|code|del|div|em|figcaption|figure|font|hr|i|iframe"
    r"|img|ins|kbd|li|mark|ol|p|pre|s|small|source|span|strike|strong|sub|sup|u|ul|video)\b[^<>\n]*+>",
    re.IGNORECASE,
)
_INLINE_TAGS = {
    *("a", "abbr", "b", "big", "cite", "code", "del", "em", "font", "i", "ins", "mark", "s", "small"),
    *("span", "strike", "strong", "sub", "sup", "u"),
}
_ENTITY = re.compile(r"&(?:[A-Za-z]{2,8}|#\d{1,6}|#[xX][0-9A-Fa-f]{1,5});")
_CLOCK_ESCAPES = re.compile(r"\\?\[[\d:.,\\]{4,16}\]")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


@dataclass(frozen=True, slots=True)
class Plain:
    """The words of a paragraph, line for line, and how many images with words were left out."""

    text: str
    images: int = 0


def plain(text: str) -> Plain:
    """The text without Markdown's marks and without HTML's tags. Line breaks stay where they are."""
    if not _SPECIAL.search(text):
        return Plain(text)
    images = 0
    if "](" in text:
        images = sum(bool(found["alt"].strip()) for found in _IMAGE.finditer(text))
        text = _LINK.sub(_linked, _IMAGE.sub("", text))
    if "[[" in text:
        images += sum(bool(found["embedded"]) for found in _WIKI.finditer(text))
        text = without_wiki_links(text)
    if "[^" in text:
        text = _FOOTNOTE.sub("", text)
    if "`" in text:
        text = _CODE.sub(r"\g<text>", text)
    for pattern in _EMPHASIS:
        for _ in range(2):  # `**a *b* c**`: the inner first
            text = pattern.sub(r"\g<text>", text)
    if "<" in text:
        text = _TAG.sub(_tag, _AUTOLINK.sub(r"\g<address>", text))
    if "\\" in text:
        # `[\00:18:51.08]`: whoever escaped it meant the brackets.
        text = _CLOCK_ESCAPES.sub(lambda found: found[0].replace("\\", ""), text)
        text = _ESCAPE.sub(r"\1", text)
    if "&" in text:
        text = _ENTITY.sub(_entity, text)
    return Plain(text, images)


def without_wiki_links(text: str) -> str:
    """`[[Name]]` and `[[Page|Name]]`, as in Obsidian, as what they show; what is embedded is gone."""
    return _WIKI.sub(_wiki, text)


def _wiki(found: re.Match[str]) -> str:
    if not any(map(str.isalpha, found["text"])) and not _TIME_ONLY.fullmatch(found["text"]):
        return found[0]  # `[[1, 2]]`
    return "" if found["embedded"] else _linked(found)


def _linked(found: re.Match[str]) -> str:
    time = _TIME_ONLY.fullmatch(found["text"].replace("*", ""))
    return f"[{time[1]}]" if time else found["text"]


def _tag(found: re.Match[str]) -> str:
    return "" if found["name"].lower() in _INLINE_TAGS else " "


def _entity(found: re.Match[str]) -> str:
    said = html.unescape(found[0])
    return " " if said == "\xa0" or said == "\n" or said == "\r" else said
