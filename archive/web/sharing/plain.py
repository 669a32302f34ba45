"""Text of any source as one plain line, for what has no markup: tags of a head, feeds, quotations."""

import re

from archive.web import notes

# Neither XML nor a terminal knows what to do with these, and halves of surrogate pairs have no encoding.
# What changes the direction of all that follows would reach beyond the text that it stands in.
_UNFIT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)


def line(text: str | None, most: int = 300) -> str:
    """`text` on one line, without control characters, cut between words where it is longer than `most`."""
    # A title is read as far as it may be shown, not for all of what may be a megabyte.
    whole = " ".join(_UNFIT.sub(" ", (text or "")[: most * 4]).split())
    if len(whole) <= most and len(text or "") <= most * 4:
        return whole
    cut = whole[: most - 1]
    return f"{cut[: cut.rfind(' ')] if cut.rfind(' ') > most // 2 else cut}…"


def opening(text: str | None, kind: str | None, most: int = 300) -> str:
    """The beginning of a description; `kind` is `html`, or else it is text."""
    if not text:
        return ""
    return line(notes.plain_text(text[:20_000]) if kind == "html" else text, most)
