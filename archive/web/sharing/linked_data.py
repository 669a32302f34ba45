"""What a page is about, for machines: schema.org as JSON-LD, safe inside a `<script>` that runs nothing."""

import json
from typing import Any

from markupsafe import Markup

Thing = dict[str, Any]

# In a script's data a browser looks for its end tag and for comments, whatever the JSON says.
_ESCAPED = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}


def in_script(graph: list[Thing]) -> Markup:
    """The things as JSON-LD, ASCII only: no character of it means anything to HTML, or ends a line."""
    whole = {"@context": "https://schema.org", "@graph": [without_unknown(thing) for thing in graph]}
    text = json.dumps(whole, ensure_ascii=True, separators=(",", ":"))
    for character, escaped in _ESCAPED.items():
        text = text.replace(character, escaped)
    return Markup(text)  # noqa: S704 - made of ASCII without <, > and &


def without_unknown(thing: Any) -> Any:
    """The thing without what is None or empty: an unknown date is not stated."""
    if isinstance(thing, dict):
        kept = {key: without_unknown(value) for key, value in thing.items()}
        return {key: value for key, value in kept.items() if value not in (None, "", [], {})}
    if isinstance(thing, list):
        return [kept for each in thing if (kept := without_unknown(each)) not in (None, "", [], {})]
    return thing


def duration(ms: int | None) -> str | None:
    """`PT1H8M3S`, as ISO 8601 writes how long something lasts."""
    if not ms or ms < 0:
        return None
    hours, rest = divmod(round(ms / 1000), 3600)
    minutes, seconds = divmod(rest, 60)
    return f"PT{f'{hours}H' if hours else ''}{f'{minutes}M' if minutes else ''}{seconds}S"


def seconds(ms: int | None) -> float | int | None:
    """Offsets are numbers of seconds: 754, 754.2."""
    if ms is None:
        return None
    return ms // 1000 if ms % 1000 == 0 else ms / 1000


def day(text: str | None) -> str | None:
    """A date as exactly as it is known (`2026`, `2026-02`, `2026-02-04`), which ISO 8601 allows."""
    return text or None


def person(name: str, address: str, same_as: list[str] | None = None, image: str | None = None) -> Thing:
    return {
        "@type": "Person",
        "@id": address,
        "name": name,
        "url": address,
        "sameAs": same_as or [],
        "image": image,
    }
