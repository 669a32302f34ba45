"""What is said inside a TEI `<u>`: its words, without notes and noises, and the places of its anchors."""

from xml.etree.ElementTree import Element

from ingest.reading import spoken

from . import markup

_NO_WORDS = {
    *("note", "desc", "vocal", "kinesic", "incident", "gap", "pause", "shift", "writing", "fw", "pb", "lb"),
    *("spanGrp", "linkGrp", "figure", "media", "index", "bibl"),
}
_CORRECTED = {"corr", "reg", "expan", "supplied"}
"""Inside `<choice>`: what should have been said."""


class _Text:
    """Text that grows piece by piece; runs of white space are one blank, and it begins with none."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.blank = True
        self.anchors: list[tuple[int, str]] = []

    def add(self, text: str | None) -> None:
        # The letters keep `spoken` from taking the blanks at both ends, which may be the only ones here.
        piece = spoken(f"x{text or ''}x")[1:-1]
        piece = piece.removeprefix(" ") if self.blank else piece
        if piece:
            self.parts.append(piece)
            self.length += len(piece)
            self.blank = piece.endswith(" ")


def said(utterance: Element) -> tuple[str, list[tuple[int, str]]]:
    """(the words of an utterance, (offset, reference to a time) of its anchors)."""
    text = _Text()
    _collect(utterance, text)
    whole = "".join(text.parts).rstrip()
    return whole, [(offset, reference) for offset, reference in text.anchors if offset < len(whole)]


def _collect(element: Element, text: _Text) -> None:
    text.add(element.text)
    for number, child in enumerate(element):
        name = markup.local(child)
        tail = child.tail or ""
        if name == "anchor" and child.get("synch"):
            text.anchors.append((text.length, child.get("synch", "")))
        if name not in _NO_WORDS and not (name in _CORRECTED and markup.local(element) == "choice"):
            _collect(child, text)
            if name in ("seg", "s", "p", "ab"):
                text.add(" ")
        if name in ("w", "pc") and not tail.strip():
            # Annotated words stand on lines of their own; `join` says which are written together.
            if child.get("join") in ("right", "both"):
                continue
            following = element[number + 1] if number + 1 < len(element) else None
            if following is not None and markup.local(following) == "w":
                text.add(" ")
        text.add(tail)
