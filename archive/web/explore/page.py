"""`/archive/-/explore`: all stored queries of ours, by their questions."""

from dataclasses import dataclass

from archive.web import stored
from archive.web.asking import Asking
from archive.web.explore.queries import QUERIES
from archive.web.say import Words

_REACHED = ("episodes_by_origin", "episodes_by_format", "people_of_a_podcast")
"""Those that ask for what nobody can guess are reached by the numbers that they explain."""


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
                _question(asking, query.name, *_texts(words, query.name))
                for query in QUERIES.values()
                if query.group == group
            ),
        )
        for group in ("people", "sayings", "episodes")
    ]
    lacking = tuple(
        _question(asking, name, words.text(f"about.queries.{name}"), words.text(f"about.queries.{name}_how"))
        for name in stored.STORED
        if name not in _REACHED
    )
    return Explore(groups=(*groups, Group(name=words.text("explore.groups.lacking"), questions=lacking)))


def _texts(words: Words, name: str) -> tuple[str, str]:
    return (
        words.text(f"explore.queries.{name}.question"),
        words.text(f"explore.queries.{name}.computed"),
    )


def _question(asking: Asking, name: str, question: str, computed: str) -> Question:
    to = asking.to
    return Question(
        name=name,
        question=question,
        computed=computed,
        href=to.query(name),
        json=to.query(name, suffix=".json"),
        csv=to.query(name, suffix=".csv"),
    )
