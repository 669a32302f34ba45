"""The shows and the people of a made archive, and which episode belongs where."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from archive.records import Person, Podcast
from tests.bench.generate import word

SHOWS, PEOPLE = 20, 400
FIRST_YEAR, YEARS = 2010, 15
HOSTS = 2
"""At most so many hosts has a show; every second one has one."""

POOL = 80
"""From so many guests, drawn from all people, a show invites; the first ones most often."""

_FIRST_NAMES = (
    *("Ada", "Alan", "Barbara", "Bao", "Carmen", "Chidi", "Dana", "Dmitri", "Edith", "Emeka", "Farah"),
    *("Felix", "Grace", "Gustav", "Hana", "Hugo", "Ines", "Ivan", "Jia", "John", "Kamala", "Karl", "Lea"),
    *("Luis", "Maria", "Mehmet", "Nadia", "Niels", "Olga", "Omar", "Priya", "Paul", "Rosa", "Ravi", "Sofia"),
    *("Sven", "Tala", "Tomas", "Uma", "Yusuf"),
)
_TAGS = 60
LANGUAGE = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Show:
    """A show; `days` are when its episodes came out, the oldest first."""

    number: int
    podcast: Podcast
    slug: str
    hosts: tuple[Person, ...]
    guests: tuple[Person, ...]
    days: tuple[date, ...]
    has_seasons: bool
    open_source: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is decided of an archive before a word is said.

    `lengths` are the utterances of each episode, 0 where there is no transcript; `of` is each episode's show
    and its place among the show's episodes, counted from 0.
    """

    seed: int
    shows: tuple[Show, ...]
    of: tuple[tuple[int, int], ...]
    lengths: tuple[int, ...]


def shows(counts: Sequence[int], seed: int) -> tuple[Show, ...]:
    """A show for each of `counts`, which are the numbers of their episodes."""
    random = Random(f"{seed} shows")
    everybody = _people(random)
    hosts = iter(everybody)
    guests = everybody[len(counts) * HOSTS :]
    return tuple(
        _show(number, count, tuple(next(hosts) for _ in range(1 + number % HOSTS)), guests, seed)
        for number, count in enumerate(counts)
    )


def tags(random: Random) -> tuple[str, ...]:
    """Between two and six tags, some of which are common."""
    drawn = (int(4 * (random.paretovariate(0.8) - 1)) % _TAGS for _ in range(random.randint(2, 6)))
    return tuple(dict.fromkeys(word(3 * rank + 1) for rank in drawn))


def _show(number: int, count: int, hosts: tuple[Person, ...], guests: Sequence[Person], seed: int) -> Show:
    random = Random(f"{seed} show {number}")
    title = f"{random.choice(('The', 'Inside', 'Daily', 'On'))} {word(1_000 + 7 * number).title()}"
    slug = title.lower().replace(" ", "-")
    return Show(
        number=number,
        podcast=Podcast(
            title=title,
            author=hosts[0].name,
            description=f"{hosts[0].name} talks with guests about {word(number)} and {word(number + 50)}.",
            language=LANGUAGE,
            link=f"https://{slug}.example.org/",
            categories=("Technology",) if number % 3 else ("Society & Culture/Documentary",),
        ),
        slug=slug,
        hosts=hosts,
        guests=tuple(random.sample(guests, min(POOL, len(guests)))),
        days=_days(random, count),
        has_seasons=number % 4 == 1,
        open_source=random.choice((0.0005, 0.002, 0.005, 0.01, 0.05)),
    )


def _days(random: Random, count: int) -> tuple[date, ...]:
    """So many days, evenly over the show's years; some shows paused for a year or two of them."""
    first = random.randrange(YEARS // 2)
    years = list(range(FIRST_YEAR + first, FIRST_YEAR + random.randint(first + 5, YEARS)))
    if random.random() < 0.4:
        paused = random.randint(1, len(years) - 3)
        del years[paused : paused + random.randint(1, 2)]
    span = 364 * len(years)
    gone = (place * span // max(count, 1) for place in range(count))
    return tuple(date(years[day // 364], 1, 1) + timedelta(days=day % 364) for day in gone)


def _people(random: Random) -> list[Person]:
    """All the people, no two of one name; every third has a page."""
    people = []
    for number in range(PEOPLE):
        surname = word(400 + 11 * number).title()
        name = f"{_FIRST_NAMES[random.randrange(len(_FIRST_NAMES))]} {surname}"
        href = f"https://people.example.org/{surname.lower()}" if number % 3 == 0 else None
        people.append(Person(name=name, href=href))
    return people
