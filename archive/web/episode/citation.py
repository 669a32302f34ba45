"""Citations of a podcast's episode, by the manuals, and for programs.

- APA: *Publication Manual of the American Psychological Association*, 7th ed., 10.13, example 93: the
  host is the author, `(Host)`; without a date `(n.d.)`; without a host the title comes first.
- MLA: *MLA Handbook*, 9th ed.: the episode in quotation marks, the podcast as its container.
- Chicago: *The Chicago Manual of Style*, 17th ed., 14.267, as a note and in a bibliography.
- BibTeX as `@misc`, which every style knows; CSL-JSON as a `broadcast` (csl-data.json, schema 1.0.2).

The moment stands in the text and not in the list: APA and MLA have it in brackets behind the quotation.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from archive.web.episode.work import Name, Work

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_MLA_MONTHS = (
    "Jan.", "Feb.", "Mar.", "Apr.", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.",
)  # fmt: skip
_BIBTEX_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """`style` is its key in the words of the interface; `html` has the titles that are set in italics.

    `is_code`: it is read by programs, and keeps its lines. `text` is what is copied where there is no HTML.
    """

    style: str
    text: str
    html: Markup
    is_code: bool


def citations(work: Work) -> tuple[Citation, ...]:
    """The work in every form."""
    prose = {
        "apa": apa(work),
        "mla": mla(work),
        "chicago_note": chicago_note(work),
        "chicago": chicago_bibliography(work),
    }
    code = {"bibtex": bibtex(work), "csl": csl_json(work)}
    return (
        *(
            Citation(style=style, text=str(html.striptags()), html=html, is_code=False)
            for style, html in prose.items()
        ),
        *(Citation(style=style, text=text, html=escape(text), is_code=True) for style, text in code.items()),
    )


def apa(work: Work) -> Markup:
    """As `Lambert, N. (Host). (2026, May 4). Title (No. 12) [Audio podcast episode]. In Podcast. URL`."""
    role = "Host" if len(work.hosts) == 1 else "Hosts"
    hosts = _listed([host.initials for host in work.hosts], last=", & ", always_comma=True)
    year, *rest = work.published or (None,)
    day = f"({_apa_date(year, rest)})." if year else "(n.d.)."
    number = f" (No. {work.number})" if work.number else ""
    kind = f"[{work.medium.capitalize()} podcast episode]"
    # What stands alone is a title: in italics where it is part of no podcast that is known.
    title = escape(work.title or "") if work.podcast else _italic(work.title)
    titled = Markup("{}{} {}").format(title, number, kind) if work.title else Markup("{}").format(kind)
    pieces = [f"{hosts} ({role})." if hosts else "", day, _stopped(titled)]
    if not hosts:
        pieces = ["", _stopped(titled), day]
    if work.podcast:
        pieces.append(_stopped(Markup("In {}").format(_italic(work.podcast))))
    if work.publisher:
        pieces.append(_stopped(escape(work.publisher)))
    pieces.append(work.link)
    return _joined(pieces, " ")


def _apa_date(year: int, rest: Sequence[int]) -> str:
    month = f", {_MONTHS[rest[0] - 1]}" if rest else ""
    return f"{year}{month}" + (f" {rest[1]}" if len(rest) > 1 else "")


def mla(work: Work) -> Markup:
    """As `“Title.” Podcast, hosted by Nathan Lambert, episode 12, Publisher, 4 Feb. 2026, address.`."""
    hosts = _listed([host.whole for host in work.hosts], last=" and ")
    container = [
        _italic(work.podcast) if work.podcast else "",
        f"hosted by {hosts}" if hosts else "",
        f"season {work.season}" if work.season is not None else "",
        f"episode {work.number}" if work.number else "",
        work.publisher or "",
        _mla_date(work.published),
        re.sub(r"^https?://", "", work.link),
    ]
    title = f"“{_ended(work.title)}”" if work.title else "Podcast episode."
    return Markup("{} {}.").format(
        title, _joined(_capital(container) if not work.podcast else container, ", ")
    )


def _capital(pieces: Sequence[str | Markup]) -> list[str | Markup]:
    """The first of them with a capital, as behind a full stop; an address stays as it is."""
    first = next((number for number, piece in enumerate(pieces) if piece), 0)
    return [
        piece[:1].upper() + piece[1:] if number == first and "/" not in piece else piece
        for number, piece in enumerate(pieces)
    ]


def _mla_date(published: Sequence[int]) -> str:
    year, *rest = published or (None,)
    month = f"{_MLA_MONTHS[rest[0] - 1]} " if rest else ""
    day = f"{rest[1]} " if len(rest) > 1 else ""
    return f"{day}{month}{year}" if year else ""


def chicago_note(work: Work) -> Markup:
    """As `Nathan Lambert, host, “Title,” May 4, 2026, in Podcast, podcast, audio, 1:08:00, at 2:03, URL`."""
    hosts = _listed([host.whole for host in work.hosts], last=" and ", oxford=True)
    role = "host" if len(work.hosts) == 1 else "hosts"
    numbered = [f"season {work.season}" if work.season is not None else ""]
    numbered += [f"episode {work.number}" if work.number else ""]
    title = work.title or "Podcast episode"
    mark = "" if title[-1] in "?!" else ","
    head = f"{hosts}, {role}, “{title}{mark}”" if hosts else f"“{title}{mark}”"
    pieces: list[str | Markup] = [
        _chicago_date(work.published) or "n.d.",
        Markup("in {}").format(_italic(work.podcast)) if work.podcast else "",
        *numbered,
        f"produced by {work.publisher}" if work.publisher else "",
        "podcast",
        work.medium,
        work.length or "",
        f"at {work.at}" if work.at else "",
        work.link,
    ]
    return Markup("{} {}.").format(head, _joined(pieces, ", "))


def chicago_bibliography(work: Work) -> Markup:
    """As `Lambert, Nathan, host. “Title.” Podcast, episode 12, May 4, 2026. Podcast, audio, 1:08:00. URL`."""
    names = [host.inverted if not number else host.whole for number, host in enumerate(work.hosts)]
    hosts = _listed(names, last=", and ", always_comma=True)
    role = "host" if len(work.hosts) == 1 else "hosts"
    numbered = [f"season {work.season}" if work.season is not None else ""]
    numbered += [f"episode {work.number}" if work.number else ""]
    day = _chicago_date(work.published) or "n.d."
    container = [_italic(work.podcast), *numbered, day]
    pieces = [
        f"{hosts}, {role}." if hosts else "",
        f"“{_ended(work.title or 'Podcast episode')}”",
        _stopped(Markup("Produced by {}").format(work.publisher)) if work.publisher else "",
        _stopped(_joined(container if work.podcast or not any(numbered) else _capital(container), ", ")),
        f"Podcast, {work.medium}{f', {work.length}' if work.length else ''}.",
        f"{work.link}.",
    ]
    return _joined(pieces, " ")


def _chicago_date(published: Sequence[int]) -> str:
    year, *rest = published or (None,)
    if len(rest) > 1:
        return f"{_MONTHS[rest[0] - 1]} {rest[1]}, {year}"
    return f"{_MONTHS[rest[0] - 1]} {year}" if rest else str(year or "")


def bibtex(work: Work) -> str:
    """An entry whose text is LaTeX: every character that means something there is escaped."""
    year, *rest = work.published or (None,)
    where = ", ".join(
        part
        for part in (
            work.podcast,
            f"season {work.season}" if work.season is not None else None,
            f"episode {work.number}" if work.number else None,
        )
        if part
    )
    fields = {
        "author": " and ".join(map(_bibtex_name, work.hosts)),
        # A second pair of braces keeps the capitals, which styles would take away.
        "title": f"{{{_latex(work.title or 'Podcast episode')}}}",
        "howpublished": _latex(f"{where}, {work.medium} podcast" if where else f"{work.medium} podcast"),
        "publisher": _latex(work.publisher or ""),
        "year": str(year or ""),
        "language": _latex(work.language or ""),
        # \url takes its address as it is, but for what would end it.
        "url": re.sub(r"[{}\\\s]", lambda found: f"%{ord(found[0]):02X}", work.link),
        "note": _latex(f"At {work.at}" if work.at else ""),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    if rest:
        lines.append(f"  month = {_BIBTEX_MONTHS[rest[0] - 1]},")
    return "\n".join([f"@misc{{{work.key},", *lines, "}"])


def _bibtex_name(name: Name) -> str:
    # A name in braces is one name, whatever "and" or comma is in it.
    if not name.family:
        return f"{{{_latex(name.whole)}}}"
    suffix = f", {_latex(name.suffix)}" if name.suffix else ""
    return f"{_latex(name.family)}{suffix}, {_latex(name.given)}"


_LATEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "%": r"\%", "&": r"\&", "#": r"\#", "_": r"\_",
    "$": r"\$", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "\n": " ", "\r": " ",
}  # fmt: skip


def _latex(text: str) -> str:
    return "".join(_LATEX.get(character, character) for character in text)


def csl_json(work: Work) -> str:
    """A list with the one item, as citation processors read it."""
    item: dict[str, object] = {
        "id": work.key,
        "type": "broadcast",
        "title": work.title,
        "container-title": work.podcast,
        "author": [_csl_name(name) for name in work.hosts],
        "issued": {"date-parts": [list(work.published)]} if work.published else None,
        "number": work.number,
        "publisher": work.publisher,
        "medium": f"{work.medium} podcast episode",
        "dimensions": work.length,
        "language": work.language,
        "URL": work.link,
        "note": f"At {work.at}" if work.at else None,
    }
    kept = {key: value for key, value in item.items() if value not in (None, "", [])}
    lines = [f"    {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in kept.items()]
    return "[\n  {\n" + ",\n".join(lines) + "\n  }\n]"


def _csl_name(name: Name) -> dict[str, str]:
    if not name.family:
        return {"literal": name.whole}
    suffix = {"suffix": name.suffix} if name.suffix else {}
    return {"family": name.family, "given": name.given, **suffix}


def _italic(text: str | None) -> Markup:
    return Markup("<em>{}</em>").format(text) if text else Markup()


def _joined(pieces: Sequence[str | Markup], between: str) -> Markup:
    return Markup(between).join(piece for piece in pieces if piece)  # noqa: S704 - it is one of ours


def _stopped(text: Markup) -> Markup:
    """With a full stop, where it does not end in a mark of its own."""
    return text if str(text.striptags())[-1:] in (".", "?", "!") else text + "."


def _ended(text: str) -> str:
    return text if text[-1] in ".?!" else f"{text}."


def _listed(names: Sequence[str], *, last: str, always_comma: bool = False, oxford: bool = False) -> str:
    """`A`, `A and B`, `A, B, and C`."""
    if len(names) < 2:
        return "".join(names)
    between = last if always_comma or len(names) == 2 else f",{last}" if oxford or last == " and " else last
    return f"{', '.join(names[:-1])}{between}{names[-1]}"
