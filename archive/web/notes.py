"""The notes of an episode or a show as a page shows them: HTML sanitised, text with its lines and links.

Notes come from strangers. nh3 (the sanitiser ammonia, https://docs.rs/ammonia) parses them as browsers do
and writes only what is allowed here: no script, style, form or frame, no event, no address but http, https
and mailto. A picture becomes a link, so that reading a page tells nobody; a heading stays below the page's.
"""

import re
from dataclasses import dataclass
from html import unescape

import nh3
from markupsafe import Markup, escape

from archive.web import wording

LONGEST = 60_000
"""Characters that are shown: parsers of HTML take quadratic time for deep nestings, and pages have an end."""

OPENING = 640
"""About so many characters stand above the words; more is folded away."""

_TAGS = frozenset(
    (
        *(
            "a",
            "abbr",
            "b",
            "blockquote",
            "br",
            "cite",
            "code",
            "dd",
            "del",
            "dl",
            "dt",
            "em",
            "h3",
            "h4",
            "h5",
            "h6",
        ),
        *("hr", "i", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "s", "small", "strong", "sub", "sup"),
        *("u", "ul", "table", "thead", "tbody", "tfoot", "tr", "th", "td", "caption"),
    )
)
_PARSED = _TAGS | {"h1", "h2", "img"}
_DROPPED = frozenset(
    (
        "script",
        "style",
        "template",
        "noscript",
        "iframe",
        "object",
        "svg",
        "math",
        "select",
        "textarea",
        "title",
    )
)
_SCHEMES = frozenset({"http", "https", "mailto"})
_REL = "nofollow noopener noreferrer"

# Each `<b id=1>` that differs from the others is opened again in every paragraph after it: without attributes
# at most three of a kind are (https://html.spec.whatwg.org/#push-onto-the-list-of-active-formatting-elements).
_FORMATTING = re.compile(
    r"<(b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)(?=[\s/>])[^>]*+>", re.IGNORECASE
)
_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [a-z]+(?:="[^"]*+")?+)*+)>')
_ATTRIBUTE = re.compile(r' ([a-z]+)="([^"]*+)"')
_DEMOTED = {"h1": "h3", "h2": "h3", "h3": "h4", "h4": "h4", "h5": "h5", "h6": "h6"}
_VOID = frozenset({"br", "hr", "img"})

_LOOKS_LIKE_HTML = re.compile(
    r"</?(?:a|b|br|div|em|h[1-6]|i|img|li|ol|p|span|strong|ul)(?:\s[^<>]{0,2000})?/?>|&(?:#\d{1,7}|[a-z]{2,8});",
    re.IGNORECASE,
)

_BLOCK = re.compile(r"<(?=/?(?:p|br|div|h[1-6]|li)\b)", re.IGNORECASE)

_ADDRESS = re.compile(r"https?://[^\s<>\"]++", re.IGNORECASE)
_AFTER_ADDRESS = ".,;:!?'”’»)]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notes:
    """`opening` is what stands above the words, `rest` what is folded away; `cut`: there would be more."""

    opening: Markup
    rest: Markup
    cut: bool

    def __bool__(self) -> bool:
        return bool(self.opening or self.rest)


def shown(text: str | None, kind: str | None, *, whole: bool = False) -> Notes:
    """The notes; `kind` is `html`, or else they are text. All of them are `opening` if `whole`."""
    given = (text or "").strip()
    if kind == "html":
        html = _sanitised(given[:LONGEST])
        opening, rest = (html, "") if whole else _parted(html)
    else:
        blocks = wording.paragraphs(given[:LONGEST])
        opening, rest = map(_written, (blocks, []) if whole else wording.opening(blocks))
    return Notes(
        opening=Markup(opening),  # noqa: S704 - it comes from the sanitiser, or was escaped
        rest=Markup(rest),  # noqa: S704 - the same
        cut=len(given) > LONGEST,
    )


def kind_of(text: str | None) -> str:
    """`html` if there are tags or character references of HTML in it, else `text`."""
    return "html" if _LOOKS_LIKE_HTML.search((text or "")[:LONGEST]) else "text"


def plain_text(html: str) -> str:
    """The beginning of the words in some HTML, on one line."""
    spaced = _BLOCK.sub(" <", html[:4_000])
    bare = nh3.clean(spaced, tags=set(), clean_content_tags=set(_DROPPED))
    return " ".join(unescape(bare).split())


def _sanitised(html: str) -> str:
    last = html.rfind(">") + 1  # behind it is no whole tag, whose end the pattern would look for in vain
    plain = _FORMATTING.sub(r"<\1>", html[:last]) + html[last:]
    parsed = nh3.clean(
        plain,
        tags=set(_PARSED),
        clean_content_tags=set(_DROPPED),
        attributes={"a": {"href"}, "img": {"src", "alt", "width", "height"}, "ol": {"start"}},
        link_rel=None,
        url_schemes=set(_SCHEMES),
        url_relative="deny",
    )
    # The sanitiser has the last word, also on what is written here.
    return nh3.clean(
        _rewritten(parsed),
        tags=set(_TAGS),
        attributes={"a": {"href"}, "ol": {"start"}},
        link_rel=_REL,
        url_schemes=set(_SCHEMES),
        url_relative="deny",
    ).strip()


def _rewritten(html: str) -> str:
    """Headings demoted, pictures made links: a link in a link would be none, so there it is only named."""
    in_link = False

    def tag(found: re.Match[str]) -> str:
        nonlocal in_link
        end, name, attributes = found.groups()
        if name == "a":
            in_link = not end
        if name in _DEMOTED:
            return f"<{end}{_DEMOTED[name]}>"
        if name != "img":
            return found[0]
        said = dict(_ATTRIBUTE.findall(attributes))
        if said.get("width") in ("0", "1") or said.get("height") in ("0", "1") or not said.get("src"):
            return ""  # it is there to count readers
        label = (said.get("alt") or "").strip() or "Picture"
        label = label.replace("<", "&lt;").replace(">", "&gt;")
        return f" {label} " if in_link else f'<a href="{said["src"]}">{label}</a>'

    return _TAG.sub(tag, html)


def _written(blocks: list[list[str]]) -> str:
    return "".join(f'<p dir="auto">{"<br>".join(map(_linked, lines))}</p>' for lines in blocks)


def _linked(line: str) -> str:
    pieces, end = [], 0
    for found in _ADDRESS.finditer(line):
        address = found[0].rstrip(_AFTER_ADDRESS)
        if found[0][len(address) :].startswith(")") and "(" in address:
            address += ")"  # https://example.org/Engine_(software)
        if address.partition("://")[2]:
            link = Markup('<a href="{}" rel="{}">{}</a>').format(address, _REL, address)
            pieces += [escape(line[end : found.start()]), link]
            end = found.start() + len(address)
    return "".join([*pieces, escape(line[end:])])


def _parted(html: str) -> tuple[str, str]:
    """In two, between paragraphs: the first ones up to `OPENING` characters of text, and the rest."""
    if len(html) <= OPENING:
        return html, ""
    depth = length = end = 0
    kept = 0
    for found in _TAG.finditer(html):
        length += len(found.string[end : found.start()])
        end = found.end()
        if length > OPENING:
            break
        if found[2] in _VOID:
            continue
        depth += -1 if found[1] else 1
        if found[1] and depth == 0 and found[2] not in ("a", "b", "strong", "em", "i"):
            kept = end
    else:
        return html, ""
    return html[:kept], html[kept:]
