"""Who metadata says takes part: names under `guests`, `hosts`, `speakers`, in any of the shapes they come in.

    hosts: Ada Lovelace and Charles Babbage          guests: [Ada Lovelace, Charles Babbage]
    guests:                                          guests:
      - name: Ada Lovelace                             Ada Lovelace: https://…
        bio: Wrote a program.

`adam-stacoviak` is an address's part, not a name as anyone writes it: it is left out, and said so.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ingest import labels
from ingest.readers import jsontext
from ingest.readers.oddities import Oddities
from ingest.readers.weblinks import address
from ingest.reading import PersonMention, spoken

_ROLES = {
    **dict.fromkeys(("host", "hosts", "co_host", "cohost", "cohosts", "co_hosts", "presenter"), "host"),
    **dict.fromkeys(("presenters", "moderator", "moderators", "interviewer", "interviewers"), "host"),
    **dict.fromkeys(("guest", "guests", "interviewee", "interviewees", "guest_name", "guest_names"), "guest"),
    **dict.fromkeys(("panelist", "panelists"), "guest"),
    **dict.fromkeys(("speaker", "speakers", "participant", "participants", "people", "person"), None),
}
_SLUG = re.compile(r"@?[a-z0-9]+(?:[-_.][a-z0-9]+)*|@\S+|\S+@\S+|https?://\S+")
_BETWEEN = re.compile(
    r"\s*(?:;|,(?!\s*(?:Jr|Sr|Ph\.?\s?D|Psy\.?\s?D|M\.?D|MBA|MSc|Esq|I{2,3})\b)(?:\s*(?:and|und|et|y|&)\s)?"
    r"|\s(?:&|and|und|et|y|/)\s)\s*"
)
_LONGEST = 120
_MOST = 200


def is_slug(name: str) -> bool:
    """Whether this is a name for machines: `adam-stacoviak`, `chris`, `@ada`."""
    return bool(_SLUG.fullmatch(name))


def people(keys: Mapping[str, Any], places: Mapping[str, str], odd: Oddities) -> tuple[PersonMention, ...]:
    """Everybody named, once, with the first role that is said of them."""
    found: dict[str, PersonMention] = {}
    left_out: list[str] = []
    for key, role in _ROLES.items():
        for person in _mentions(keys.get(key), role):
            if is_slug(person.name):
                left_out.append(person.name)
                first = places.get(key, "")
            elif len(person.name) <= _LONGEST and labels.understand(person.name).kind != "anonymous":
                found.setdefault(person.name.casefold(), person)
    if left_out:
        listed = ", ".join(dict.fromkeys(left_out[:20]))
        message = f"these are no names as people write them, and were left out: {listed}"
        odd.note("slugs_for_names", first, message)
    return tuple(found.values())


def _mentions(value: Any, role: str | None) -> Iterator[PersonMention]:
    if isinstance(value, str):
        # "Ada Lovelace (Engines, Ltd.)" is one.
        names = [value] if "(" in value else _BETWEEN.split(value[:10_000])
        yield from (_person(name, role) for name in names if _name(name))
    elif isinstance(value, list):
        for each in value[:_MOST]:
            if isinstance(each, str):
                yield from [_person(each, role)] if _name(each) else []
            elif isinstance(each, dict):
                yield from _table(each, role)
    elif isinstance(value, dict):
        yield from _table(value, role)


def _table(table: dict[Any, Any], role: str | None) -> Iterator[PersonMention]:
    """One person's table, or names with what belongs to each: an address, or a table."""
    name = _name(table.get("name", table.get("title")))
    if name:
        href = next(
            (link for key in ("href", "url", "link", "website") if (link := address(table.get(key)))), None
        )
        yield PersonMention(
            name=name,
            role=_name(table.get("role")) or role,
            href=href,
            description=_name(table.get("description", table.get("bio"))),
        )
        return
    for key, value in list(table.items())[:_MOST]:
        link = address(value.get("url", value.get("link")) if isinstance(value, dict) else value)
        if _name(key) and (link or isinstance(value, dict)):
            yield PersonMention(name=_name(key) or "", role=role, href=link)


def _person(printed: str, role: str | None) -> PersonMention:
    """A name, without the role that some write behind it."""
    label = labels.understand(_name(printed) or "")
    return PersonMention(name=label.name or _name(printed) or "", role=label.role or role)


def _name(value: object) -> str | None:
    return spoken(jsontext.text(value) or "").strip("\"'") or None
