"""The form of a stored query: a field for each of its parameters, with what can be chosen."""

from collections.abc import Iterator
from dataclasses import dataclass

from archive.web.asking import Asking
from archive.web.explore.stored import Stored, Values
from archive.web.wording import Wording, plain

MOST_CHOICES = 300

_PODCASTS = """
select id, coalesce(nullif(title, ''), slug) from podcasts
order by id = cast(? as integer) desc, title collate nocase, id limit ?
"""

# The values of `episodes_by_origin` and `episodes_by_format`: of transcripts that are shown, with words.
_ORIGINS = """
select distinct coalesce(origin, 'none') from transcripts where preferred and words > 0 order by 1 limit ?
"""
_FORMATS = """
select distinct sources.format from transcripts join sources on sources.id = transcripts.source_id
where transcripts.preferred and transcripts.words > 0 order by 1 limit ?
"""

_ROLES = "select distinct role from speakers where role != '' order by 1 limit ?"

_STARTING = {"minutes": "10"}
"""What a field holds where nothing is given, as the query takes it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A field; with `choices`, (value, label) pairs, one to choose from: the first stands for none."""

    name: str
    label: str
    value: str
    choices: tuple[tuple[str, str], ...] = ()
    is_number: bool = False


def fields(asking: Asking, query: Stored, values: Values) -> Iterator[Parameter]:
    """In the order of the query's parameters."""
    for name in query.parameters:
        found = tuple(_choices(asking, name, values[name]))
        none = "explore.choose" if name == query.needs else "explore.any" if name == "role" else "explore.all"
        yield Parameter(
            name=name,
            label=asking.words.text(f"explore.parameters.{name}"),
            value=values[name] or _STARTING.get(name, ""),
            choices=(("", asking.words.text(none)), *found) if found else (),
            is_number=name == "minutes",
        )


def _choices(asking: Asking, name: str, chosen: str) -> Iterator[tuple[str, str]]:
    """(value, label) of each; the chosen podcast is there, however many there are."""
    ask = asking.connection.execute
    if name == "podcast":
        podcasts = [(str(key), str(title)) for key, title in ask(_PODCASTS, (chosen, MOST_CHOICES))]
        yield from sorted(podcasts, key=lambda one: one[1].casefold())
    elif name == "origin":
        wording = Wording(asking.words)
        yield from ((code, wording.origin(code)) for (code,) in ask(_ORIGINS, (MOST_CHOICES,)))
    elif name == "role":
        yield from ((role, role) for (role,) in ask(_ROLES, (MOST_CHOICES,)))
    elif name == "format":
        yield from ((code, plain(code)) for (code,) in ask(_FORMATS, (MOST_CHOICES,)))
