"""Keys and values read line by line, where YAML or TOML cannot be parsed: nothing is lost for one bad line.

title: Foo: bar               the value is the rest of the line
summary: |                    a block, by its indent
  Two lines.
guests:
  - Ada Lovelace              a list
  - name: Charles Babbage     of tables, too
    role: guest
"""

import re
from collections.abc import Sequence
from typing import Any

_BLOCK = re.compile(r"[|>][+-]?\d?[+-]?")
_ITEM = re.compile(r"[ \t]*-(?:[ \t]+(?P<value>.*))?$")


def table(lines: Sequence[str], sign: str) -> dict[str, Any]:
    """The keys at the left margin, each with a text, a list or a list of tables; a later one counts."""
    pair = re.compile(rf"(?P<key>[A-Za-z_][\w-]{{0,60}})[ \t]*{sign}(?:[ \t]+(?P<value>.*))?$")
    found: dict[str, Any] = {}
    texts: dict[str, list[str]] = {}
    key: str | None = None
    for line in lines:
        at_margin = pair.match(line)
        if at_margin:
            key = at_margin["key"]
            found[key], texts[key] = None, []
            value = (at_margin["value"] or "").strip()
            if value and not _BLOCK.fullmatch(value):
                texts[key].append(value)
        elif key and line.strip() and not line.startswith("#"):
            item = _ITEM.match(line) if not texts[key] else None
            if item or isinstance(found[key], list):
                found[key] = _longer(found[key], item, line.strip(), pair)
            elif line[0].isspace():
                texts[key].append(line.strip())
    for key, parts in texts.items():
        if parts and found[key] is None:
            found[key] = _value("\n".join(parts))
    return found


def _longer(
    listed: list[Any] | None, item: re.Match[str] | None, line: str, pair: re.Pattern[str]
) -> list[Any]:
    listed = listed if listed is not None else []
    inner = pair.match((item["value"] or "").strip() if item else line)
    if item:
        listed.append({inner["key"]: _value(inner["value"] or "")} if inner else _value(item["value"] or ""))
    elif inner and listed and isinstance(listed[-1], dict):
        listed[-1][inner["key"]] = _value(inner["value"] or "")
    elif listed and isinstance(listed[-1], str):
        listed[-1] += " " + line
    return listed


def _value(text: str) -> Any:
    text = text.strip()
    if len(text) > 1 and text[0] == "[" and text[-1] == "]":
        return [_value(part) for part in text[1:-1].split(",") if part.strip() and part.strip()[0] != "["]
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        return text[1:-1]
    return text
