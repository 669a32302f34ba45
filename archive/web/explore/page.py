"""`/archive/-/explore`: all stored queries of ours, by their questions."""

from dataclasses import dataclass

from archive.web.asking import Asking
from archive.web.explore.queries import QUERIES

_REACHED = (
    "episodes_with_transcript",
    "episodes_by_origin",
    "episodes_by_format",
    "people_of_a_podcast",
)
"""Nobody asks these; they are reached by the numbers that they explain."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """`computed` says how the answer is computed; `json` and `csv` are the same answer."""

    name: str
    question: str
    computed: str
    href: str
    json: str
    csv: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    name: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Explore:
    groups: tuple[Group, ...]


def page(asking: Asking) -> Explore:
    words = asking.words
    groups = [
        Group(
            name=words.text(f"explore.groups.{group}"),
            questions=tuple(
                _question(asking, query.name)
                for query in QUERIES.values()
                if query.group == group and query.name not in _REACHED
            ),
        )
        for group in ("people", "sayings", "episodes", "lacking")
    ]
    return Explore(groups=tuple(groups))


def _question(asking: Asking, name: str) -> Question:
    to, words = asking.to, asking.words
    return Question(
        name=name,
        question=words.text(f"explore.queries.{name}.question"),
        computed=words.text(f"explore.queries.{name}.computed"),
        href=to.query(name),
        json=to.query(name, suffix=".json"),
        csv=to.query(name, suffix=".csv"),
    )
