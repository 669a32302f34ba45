"""Made episodes, one by its number: who speaks in which turns, what is said, and all that a source may tell.

What an episode is does not depend on those made before it.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate
from random import Random

from archive.records import (
    ClockMap,
    EpisodeRecord,
    Identifier,
    Origin,
    Person,
    Recording,
    Speaker,
    StoredSource,
    Transcript,
    Utterance,
)
from ingest.talk import counted
from tests.bench.made_shows import SHOWS, Plan, Show, shows, tags
from tests.bench.made_turns import Said, talk
from tests.bench.speech import Speech

UTTERANCES = 1_000_000 / 3_000
"""So many has an episode in the mean."""

LONG, LONGEST = 300, 2_500
"""Every so many episodes one has so many utterances."""

SILENT = 0.04
UNTIMED = 0.03
NAMELESS = 0.05
TWO_RECORDINGS = 0.15

_ORIGINS: tuple[Origin | None, ...] = ("human", "edited", "asr", "automatic captions", None)
_ORIGIN_WEIGHTS = (25, 5, 30, 25, 15)


def plan(episodes: int, seed: int) -> Plan:
    """How an archive of so many episodes is shared out to its shows, and how long each episode is."""
    random = Random(f"{seed} plan")
    weights = [1 / (rank + 2) for rank in range(min(SHOWS, episodes))]
    total = sum(weights)
    ends = [round(episodes * part / total) for part in accumulate(weights)]
    counts = [end - start for start, end in zip([0, *ends], ends, strict=False)]
    of = [(show, place) for show, count in enumerate(counts) for place in range(count)]
    random.shuffle(of)
    return Plan(seed=seed, shows=shows(counts, seed), of=tuple(of), lengths=tuple(_lengths(random, episodes)))


def _lengths(random: Random, episodes: int) -> list[int]:
    drawn = [0.0 if random.random() < SILENT else random.lognormvariate(0, 0.45) for _ in range(episodes)]
    long = set(range(LONG // 2, episodes, LONG))
    rest = sum(each for number, each in enumerate(drawn) if number not in long) or 1.0
    scale = max(0.0, episodes * UTTERANCES - LONGEST * len(long)) / rest
    exact = accumulate(LONGEST if number in long else each * scale for number, each in enumerate(drawn))
    ends = [round(each) for each in exact]
    return [min(end - start, LONGEST) for start, end in zip([0, *ends], ends, strict=False)]


def episode(planned: Plan, number: int) -> EpisodeRecord:
    """The record of an episode, as an ingest would have made it."""
    random = Random(f"{planned.seed} episode {number}")
    show_number, place = planned.of[number]
    show = planned.shows[show_number]
    speech = Speech(random, open_source=show.open_source)
    people = _present(random, show)
    nameless, timed = random.random() < NAMELESS, random.random() >= UNTIMED
    (origin,) = random.choices(_ORIGINS, _ORIGIN_WEIGHTS)
    if nameless:
        origin = "automatic captions"
    said = talk(
        random,
        speech,
        length=planned.lengths[number],
        hosts=len(show.hosts),
        speakers=0 if nameless else len(people),
        timed=timed,
        punctuated=not nameless,
        heard=origin in ("asr", "automatic captions"),
        show=show_number,
    )
    day = show.days[place]
    published, precision = (str(day.year), "year") if number % 97 == 5 else (day.isoformat(), "day")
    base = EpisodeRecord(
        identifiers=(Identifier(scheme="guid", value=f"{show.slug}#{place + 1}"),),
        derivation=f'{{"made": [{planned.seed}, {number}]}}',
        slug=f"{show.slug}-{place + 1}",
        title=_title(random, speech, people[-1], show, place),
        podcast=show.podcast,
        description=speech.passage(60),
        description_type="text",
        published=None if number % 151 == 7 else published,
        published_precision=None if number % 151 == 7 else "year" if precision == "year" else "day",
        season=1 + place // 25 if show.has_seasons else None,
        number=float(place % 25 + 1 if show.has_seasons else place + 1),
        kind="full",
        language="en",
        link=f"{show.podcast.link}{place + 1}",
        tags=tags(random),
        recordings=_recordings(random, show, place, said),
    )
    if not said.utterances:
        return replace(base, speakers=_speakers(show, people, said.anonymous, ()))
    return _with_words(random, base, show, people, said, origin)


def _with_words(
    random: Random,
    base: EpisodeRecord,
    show: Show,
    people: Sequence[Person],
    said: Said,
    origin: Origin | None,
) -> EpisodeRecord:
    text = "\n".join(each.text for each in said.utterances)
    sources = [_source(f"{base.link}/transcript", text)]
    transcripts = [_transcript(said.utterances, 0, origin, preferred=True)]
    maps: tuple[ClockMap, ...] = ()
    if len(base.recordings) > 1 and said.end_ms and random.random() < 0.5:
        sources.append(_source(f"{base.link}/captions", text.lower()))
        transcripts.append(_transcript(said.utterances, 1, "automatic captions", preferred=False))
        maps = (_clock_map(said.end_ms),)
    return replace(
        base,
        duration_ms=said.end_ms,
        sources=tuple(sources),
        transcripts=tuple(transcripts),
        speakers=() if not said.has_speakers else _speakers(show, people, said.anonymous, said.utterances),
        chapters=said.chapters,
        utterances=said.utterances,
        clock_maps=maps,
    )


def _present(random: Random, show: Show) -> tuple[Person, ...]:
    """The hosts, then the guests."""
    guests = (
        int(8 * (random.paretovariate(0.9) - 1)) % len(show.guests)
        for _ in range(random.choice((1, 1, 1, 2)))
    )
    return (*show.hosts, *dict.fromkeys(show.guests[rank] for rank in guests))


def _speakers(
    show: Show, people: Sequence[Person], anonymous: bool, utterances: tuple[Utterance, ...]
) -> tuple[Speaker, ...]:
    heard = any(each.method == "overlap" for each in utterances)
    speakers = [
        Speaker(
            label=person.name,
            person=person,
            role="host" if place < len(show.hosts) else "guest",
            method="overlap" if heard else "printed" if utterances else "declared",
            confidence=1.0,
        )
        for place, person in enumerate(people)
    ]
    if anonymous:
        speakers.append(Speaker(label="SPEAKER_09", kind="anonymous", method="printed", confidence=1.0))
    return counted(speakers, utterances)


def _recordings(random: Random, show: Show, place: int, said: Said) -> tuple[Recording, ...]:
    audio = Recording(
        kind="audio",
        url=f"https://media.example.org/{show.slug}/{place + 1}.mp3",
        mime_type="audio/mpeg",
        duration_ms=said.end_ms,
        size=None if said.end_ms is None else said.end_ms * 16,
    )
    if random.random() >= TWO_RECORDINGS:
        return (audio,)
    video = f"{show.number:02}{place:05}bench"[:11]
    return (audio, Recording(kind="youtube", url=f"https://www.youtube.com/watch?v={video}"))


def _title(random: Random, speech: Speech, guest: Person, show: Show, place: int) -> str:
    title = speech.title()
    return random.choice(
        (title, f"{guest.name}: {title}", f"{title} with {guest.name}", f"#{place + 1} {title}")
    )


def _source(uri: str, text: str) -> StoredSource:
    content = text.encode()
    return StoredSource(
        uri=uri,
        format="prose",
        reader="prose 1",
        sha256=hashlib.sha256(content).hexdigest(),
        encoding="utf-8",
        content=content,
    )


def _transcript(
    utterances: Sequence[Utterance], number: int, origin: Origin | None, *, preferred: bool
) -> Transcript:
    return Transcript(
        source=number,
        recording=number,
        origin=origin,
        language="en",
        timed=utterances[0].start_ms is not None,
        has_speakers=any(each.speaker is not None for each in utterances),
        preferred=preferred,
        cues=utterances[-1].source_end,
        words=sum(each.words for each in utterances),
    )


def _clock_map(end_ms: int) -> ClockMap:
    """A minute of advertising, half-way, that the other recording does not have."""
    half = end_ms // 2
    return ClockMap(
        from_recording=0,
        to_recording=1,
        pieces=((0, half, 0, half), (half + 60_000, end_ms, half, end_ms - 60_000)),
        matches=400,
        covered=0.97,
        to_covered=0.99,
        median_error_ms=120,
        p95_error_ms=900,
    )
