"""What stands in brackets behind a quotation: who says it, or the title, and the moment.

Lists of references do not have the moment. APA: 7th ed., 8.13 (works without an author) and 8.28 (parts of a
recording); MLA: 9th ed., 6.10 and 6.20 (times as the player shows them).
"""

from archive.web.episode.work import Work


def apa(work: Work) -> str:
    """`(Lambert, 2026, 1:02:03)`; without a host `(“Title,” 2026, 1:02:03)`, with the comma inside."""
    names = _families(work, " & ")
    if names or not work.title:
        first = [names or work.podcast or ""]
        return f"({', '.join(part for part in [*first, *_apa_rest(work)] if part)})"
    mark = "" if work.title[-1] in "?!" else ","
    return f"(“{work.title}{mark}” {', '.join(_apa_rest(work))})"


def _apa_rest(work: Work) -> list[str]:
    return [str(work.published[0]) if work.published else "n.d.", *([work.at] if work.at else [])]


def mla(work: Work) -> str:
    """`(“Title” 1:02:03)`: the works cited begin with the title. Empty where nothing is known."""
    short = f"“{work.title}”" if work.title else _families(work, " and ") or work.podcast or ""
    known = " ".join(part for part in (short, work.at) if part)
    return f"({known})" if known else ""


def _families(work: Work, between: str) -> str:
    families = [host.family or host.whole for host in work.hosts]
    return between.join(families) if len(families) < 3 else f"{families[0]} et al."
