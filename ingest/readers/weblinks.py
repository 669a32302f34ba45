"""Whether a text is an address on the web that may be shown as a link."""

import re

from . import jsontext

_ADDRESS = re.compile(r"https?://[^\s<>\"\x00-\x1f\x7f]{1,4000}", re.IGNORECASE)


def address(value: object) -> str | None:
    """The address in `value`; None for what is no text, empty, relative, or of another kind."""
    text = (jsontext.text(value) or "").strip()
    return text if _ADDRESS.fullmatch(text) else None
