"""Names of people, as they are compared: `MAYA OKAFOR`, `Maya  Okafor` and `Maya Okafor, PhD` are one."""

import re

_DEGREES = re.compile(
    r"(?:,\s*|\s+)\(?(?:ph\.?\s?d|psy\.?\s?d|m\.?d|d\.?phil|m\.?sc|b\.?sc|m\.?b\.?a|esq|ed\.?d|dr\.?\s?med|llm|j\.?d|rn|cfa|cpa)\.?\)?(?=,|\s|$)",
    re.I,
)
_TITLES = re.compile(r"^(?:(?:dr|prof|professor|mr|mrs|ms|sir|dame|rev)\.?\s+)+(?=\S)", re.I)


def key(name: str) -> str:
    """The name without case, doubled blanks, academic degrees behind it and titles before it."""
    plain = " ".join(name.split())
    bare = _TITLES.sub("", _DEGREES.sub("", plain)).strip(" ,")
    return (bare or plain).casefold()
