"""Front matter: the metadata above a text, in YAML, TOML or JSON, as site generators keep it.

    ---                          +++                              {
    title: The Oven              title = "The Oven"                 "title": "The Oven",
    date: 2021-07-15             date = 2021-07-15                  "date": "2021-07-15"
    speakers: [Ada Lovelace]     guests = ["Ada Lovelace"]        }
    ---                          +++

Generators are lenient (`title: Foo: bar` is no YAML, and common), so what cannot be parsed is read line by
line, with a warning. A `---` that is a rule between paragraphs is none of this.
"""

import json
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from archive.records import Warning
from ingest.files.source import Source
from ingest.reading import Reading

from . import inline, lenient, metadata

_MOST_LINES = 5_000
_LARGEST = 64_000
"""Characters that are parsed; more is read line by line. YAML's parser needs a second for as many."""

_JSON_LARGEST = 4_000_000

_KEY = re.compile(r"(?P<key>[A-Za-z_][\w-]{0,60})[ \t]*(?P<sign>[:=])(?:[ \t]|$)")
_ENDS = {"---": ("---", "..."), "+++": ("+++",)}


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """`reading` is what the front matter says, without cues; `body` the lines below, from `first_line` on."""

    reading: Reading
    first_line: int
    body: list[str]


def split(source: Source) -> FrontMatter:
    """The front matter of a text and the lines below it; all lines, numbered from 1, where there is none."""
    text = source.text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")
    if text.lstrip().startswith("{"):
        found = _json(text)
        if found:
            return found
    lines = _lines(text)
    return _fenced(lines) or FrontMatter(reading=Reading(), first_line=1, body=lines)


def _lines(text: str) -> list[str]:
    return re.split(r"\r\n?|\n", text)


def _json(text: str) -> FrontMatter | None:
    begins = len(text) - len(text.lstrip())
    try:
        table, ends = json.JSONDecoder(strict=False).raw_decode(text[:_JSON_LARGEST], begins)
    except (ValueError, RecursionError):
        return None
    below = _lines(text[ends:])
    if not isinstance(table, dict) or not metadata.is_telling(table) or below[0].strip():
        return None
    above = _lines(text[:ends])
    numbers = {
        key: number
        for number, line in reversed(list(enumerate(above, 1)))
        for key in re.findall(r'^[ \t]{0,8}"([^"]{1,60})"[ \t]*:', line)
    }
    return FrontMatter(reading=metadata.reading(table, numbers), first_line=len(above), body=below)


def _fenced(lines: Sequence[str]) -> FrontMatter | None:
    begins = next((number for number, line in enumerate(lines[:20]) if line.strip()), 0)
    fence = lines[begins].rstrip()
    if fence not in _ENDS:
        return None
    until = range(begins + 1, min(len(lines), begins + _MOST_LINES))
    ends = next((number for number in until if lines[number].rstrip() in _ENDS[fence]), None)
    if ends is None:
        return None
    block = lines[begins + 1 : ends]
    sign = ":" if fence == "---" else "="
    keys = [(found["key"], number) for number, found in _keys(block, sign)]
    if not _is_metadata(block, keys):
        return None
    table, warnings = (_yaml if fence == "---" else _toml)(block, first_line=begins + 2)
    numbers = {key: number + begins + 2 for key, number in reversed(keys)}
    found = metadata.reading(table, numbers)
    return FrontMatter(
        reading=replace(found, warnings=(*warnings, *found.warnings)),
        first_line=ends + 2,
        body=list(lines[ends + 1 :]),
    )


def _keys(block: Sequence[str], sign: str) -> list[tuple[int, re.Match[str]]]:
    found = ((number, _KEY.match(line)) for number, line in enumerate(block))
    return [(number, key) for number, key in found if key and key["sign"] == sign]


def _is_metadata(block: Sequence[str], keys: Sequence[tuple[str, int]]) -> bool:
    """Whether the lines between two rules are keys and values, and not what somebody said."""
    first = next((number for number, line in enumerate(block) if line.strip() and line.strip()[0] != "#"), 0)
    if not keys or keys[0][1] > first:
        return False
    names = [key for key, _ in keys]
    return metadata.is_telling(dict.fromkeys(names)) or all(name.islower() for name in names)


def _yaml(block: Sequence[str], first_line: int) -> tuple[Mapping[str, Any], tuple[Warning, ...]]:
    # Obsidian's links: they would be lists of lists.
    return _parsed([inline.without_wiki_links(line) for line in block], first_line, "YAML", _load_yaml)


def _toml(block: Sequence[str], first_line: int) -> tuple[Mapping[str, Any], tuple[Warning, ...]]:
    return _parsed(block, first_line, "TOML", tomllib.loads)


def _load_yaml(text: str) -> Any:
    import yaml

    # Every scalar as text: YAML takes `episode: 010` for 8, `duration: 4:21` for 261, `title: No` for false.
    return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 (it makes nothing but text, lists and tables)


def _parsed(
    block: Sequence[str], first_line: int, kind: str, load: Callable[[str], Any]
) -> tuple[Mapping[str, Any], tuple[Warning, ...]]:
    # Most texts have no front matter.
    import yaml

    text = "\n".join(block)
    place, problem = first_line, f"it has {len(text):,} characters"
    if len(text) <= _LARGEST:
        try:
            table = load(text)
            if isinstance(table, dict):
                return table, _repeated(block, first_line) if kind == "YAML" else ()
            problem = "it is no table"
        except yaml.MarkedYAMLError as error:
            problem = error.problem or "no more is known"
            place += error.problem_mark.line if error.problem_mark else 0
        except (yaml.YAMLError, ValueError, TypeError, RecursionError) as error:
            problem = (
                str(error).splitlines()[0] if not isinstance(error, RecursionError) else "nested too deep"
            )
            said = re.search(r" \(at line (\d+), column \d+\)", problem)
            if said:
                place, problem = place + int(said[1]) - 1, problem.replace(said[0], "")
    message = f"the front matter is not {kind} ({problem}) and was read line by line"
    warning = Warning(code="front_matter", place=f"line {place}", message=message)
    return lenient.table(block, ":" if kind == "YAML" else "="), (warning,)


def _repeated(block: Sequence[str], first_line: int) -> tuple[Warning, ...]:
    seen: set[str] = set()
    for number, found in _keys(block, ":"):
        if found["key"] in seen:
            message = f"{found['key']} is said twice; the last one counts"
            return (Warning(code="repeated_key", place=f"line {first_line + number}", message=message),)
        seen.add(found["key"])
    return ()
