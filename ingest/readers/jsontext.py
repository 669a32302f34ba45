"""JSON from strangers: parsed whole or refused, and asked for a value of the kind that is wanted."""

import json
from typing import Any

from ingest.errors import MalformedTranscript
from ingest.files.source import Source


def load(source: Source) -> Any:
    """The value of a JSON text. Raises MalformedTranscript, naming the line, for anything that is none."""
    try:
        return json.loads(source.text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}"))
    except json.JSONDecodeError as error:
        place = f"{source.name} line {error.lineno}"
        raise MalformedTranscript(place, f"is not JSON: {error.msg}", "export it again") from None
    except RecursionError:
        problem = "is nested deeper than any transcript"
        raise MalformedTranscript(source.name, problem, "export it again") from None
    except ValueError:  # a number of 5,000 digits
        raise MalformedTranscript(source.name, "has a number that is none", "export it again") from None


def table(value: Any) -> dict[str, Any]:
    """`value` if it is an object, else an empty one: what is missing and what is no object say as little."""
    return value if isinstance(value, dict) else {}


def tables(value: Any) -> list[dict[str, Any]]:
    """The objects in a list; empty if `value` is none."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def text(value: Any) -> str | None:
    """A text that is not blank, else None; halves of a surrogate pair, which are no character, become `?`."""
    if not isinstance(value, str) or not value.strip():
        return None
    return value if value.isascii() else value.encode("utf-8", "replace").decode()


def fraction(value: Any) -> float | None:
    """A confidence: a number from 0 to 1, also as text; else None."""
    try:
        number = (
            float(value) if isinstance(value, int | float | str) and not isinstance(value, bool) else -1.0
        )
    except (ValueError, OverflowError):
        return None
    return number if 0 <= number <= 1 else None
