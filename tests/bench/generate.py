"""Pastes of YouTube pages, as many as wanted, made from the bundled interview: real talk, new words in each.

Copies alone would flatter the index, whose vocabulary would never grow. So in every copy the rarer words are
other, made ones, drawn so that the vocabulary grows as that of a real archive does.
"""

import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from pathlib import Path
from random import Random

RARE = 2
"""A word said this often in the interview, or less, is another one in each copy."""

SHARED, GROWTH = 2_000, 0.75
"""So many made words are about equally frequent; beyond them, new ones come with this power of all drawn."""

PODCASTS, GUESTS = 10, 200
_WORD = re.compile(r"[A-Za-z]{5,}")
_SYLLABLES = [consonant + vowel for consonant in "bdfgklmnprstvz" for vowel in "aeiou"]


def write(folder: Path, *, numbers: Iterable[int], edition: int) -> list[Path]:
    """Write the pastes of these numbers, with sidecars and decisions, into `folder`: the paths of the pastes.

    Another `edition` has the same videos and paths, and other words.
    """
    paths = []
    for number in numbers:
        path = folder / f"paste-{number:06}.txt"
        others = other_words(number, edition)
        path.write_text(_paste(number, others), encoding="utf-8")
        path.with_suffix(".toml").write_text(_sidecar(number), encoding="utf-8")
        path.with_suffix(".corrections.toml").write_text(_decisions(number, others), encoding="utf-8")
        paths.append(path)
    return paths


def word(number: int) -> str:
    """A made word of at least two syllables; no two numbers have the same."""
    number += len(_SYLLABLES)
    syllables = []
    while number:
        number, syllable = divmod(number, len(_SYLLABLES))
        syllables.append(_SYLLABLES[syllable])
    return "".join(syllables)


@cache
def interview() -> tuple[str, str, tuple[tuple[str, str, str], ...]]:
    """(what stands above the words, the words with their times, the decisions as (at, words, speaker))."""
    folder = files("ingest.samples")
    name = "why-nvidia-builds-open-models"
    text = folder.joinpath(f"{name}.txt").read_text(encoding="utf-8")
    above, heading, said = text.partition("\nTranscript\n")
    decided = tomllib.loads(folder.joinpath(f"{name}.corrections.toml").read_text(encoding="utf-8"))["turn"]
    return above + heading, said, tuple((turn["at"], turn["words"], turn["speaker"]) for turn in decided)


@cache
def _rare_words() -> tuple[str, ...]:
    counts = Counter(found.lower() for found in _WORD.findall(interview()[1]))
    return tuple(sorted(found for found, count in counts.items() if count <= RARE))


def other_words(number: int, edition: int) -> dict[str, str]:
    """The word that stands in this copy for each rarer word of the interview."""
    random = Random(f"{number} {edition}")
    return {rare: word(int(SHARED * random.paretovariate(GROWTH)) % 10**8) for rare in _rare_words()}


def changed(text: str, others: dict[str, str]) -> str:
    return _WORD.sub(lambda found: others.get(found.group().lower(), found.group()), text)


def _paste(number: int, others: dict[str, str]) -> str:
    above, said, _ = interview()
    return above.replace("Y3Vb6ecvfpU", f"bench{number:06}", 1) + changed(said, others)


def _people(number: int) -> tuple[str, str]:
    """(the host, the guest) of a paste."""
    host, guest = number % PODCASTS, number % GUESTS
    return f"{word(host).title()} Host", f"{word(guest).title()} Guest"


def _sidecar(number: int) -> str:
    host, guest = _people(number)
    published = date(2006, 1, 1) + timedelta(weeks=number)
    return "\n".join(
        [
            f'[podcast]\ntitle = "{word(number % PODCASTS).title()}"',
            f'[episode]\ntitle = "Episode {number + 1}"\npublished = {published.isoformat()}',
            f'[[person]]\nname = "{host}"\nrole = "host"',
            f'[[person]]\nname = "{guest}"\nrole = "guest"\n',
        ]
    )


def _decisions(number: int, others: dict[str, str]) -> str:
    host, guest = _people(number)
    speakers = {"Nathan Lambert": host, "Bryan Catanzaro": guest}

    def tables() -> Iterator[str]:
        for at, words, speaker in interview()[2]:
            turn = {"at": at, "words": changed(words, others), "speaker": speakers.get(speaker, speaker)}
            # A string of JSON is one of TOML too.
            yield "\n".join(["[[turn]]", *(f"{key} = {json.dumps(value)}" for key, value in turn.items())])

    return "\n\n".join(tables()) + "\n"
