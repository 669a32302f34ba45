"""Frozen values out of JSON: every field is of the kind that its class says, or nothing is made.

What `dataclasses.asdict` and `json.dumps` wrote comes back; a list becomes the tuple that is meant.
"""

from collections.abc import Mapping
from dataclasses import is_dataclass
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


def made(kind: type[T], value: Any) -> T:
    """A `kind`, which is a dataclass, of an object. Raises TypeError for a value that may not stand there.

    A field that there is not, since another version of the program wrote it, is left out.
    """
    if not isinstance(value, dict):
        raise TypeError(f"{kind.__name__} is no object")
    hints = get_type_hints(kind)
    return kind(**{name: _fitting(hints[name], each) for name, each in value.items() if name in hints})


def _fitting(hint: Any, value: Any) -> Any:
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return _one_of(inner, value)
    if origin is Literal and isinstance(value, str) and value in inner:
        return value
    if origin is tuple and isinstance(value, list):
        if inner[-1] is Ellipsis:
            return tuple(_fitting(inner[0], each) for each in value)
        if len(inner) == len(value):
            return tuple(map(_fitting, inner, value))
    if origin is Mapping and isinstance(value, dict):
        return {_fitting(inner[0], key): _fitting(inner[1], each) for key, each in value.items()}
    if is_dataclass(hint) and isinstance(hint, type):
        return made(hint, value)
    if hint is NoneType and value is None:
        return value
    if hint in (str, int, bool) and type(value) is hint:
        return value
    if hint is float and type(value) in (int, float):
        return float(value)
    raise TypeError(f"{value!r:.80} is not {hint}")


def _one_of(hints: tuple[Any, ...], value: Any) -> Any:
    for hint in hints:
        try:
            return _fitting(hint, value)
        except TypeError:
            continue
    raise TypeError(f"{value!r:.80} is none of what may stand there")
