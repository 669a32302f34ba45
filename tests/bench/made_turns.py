"""The turns of a made conversation: hosts ask and read advertisements, guests answer, some are unknown."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from archive.records import Chapter, Utterance
from tests.bench.generate import word
from tests.bench.speech import Speech

CHAPTERS = 8
UNKNOWN = (0.03, 0.06)
"""So much of the turns is said by nobody knows whom, or by a voice without a name."""

HOSTS = (0.35, 0.45)
"""So much of the words is the hosts'."""

TURN = 66
"""So many words has a turn in the mean, hosts' and guests' together."""

WORD_MS, PAUSE_MS = 370, 300
SPONSORED = 0.6
MARK_EVERY = 85
"""A source prints a time about so many characters."""

_SPONSORS = 40
_READ = (
    "This episode is brought to you by {name}, the easiest way to {verb} your {thing} without giving up"
    " a whole weekend for it.",
    "I have been using {name} for {months} months now and I would not want to go back to the way it was"
    " before.",
    "Go to {name}.example.com slash {code} and you get {percent} percent off your first order, and they"
    " know that we sent you.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What was said; `anonymous` is whether a voice without a name comes after the people."""

    utterances: tuple[Utterance, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    end_ms: int | None = None
    has_speakers: bool = False
    anonymous: bool = False


def talk(
    random: Random,
    speech: Speech,
    *,
    length: int,
    hosts: int,
    speakers: int,
    timed: bool,
    punctuated: bool,
    heard: bool,
    show: int,
) -> Said:
    """A conversation of `length` utterances among `speakers` people, of whom the first are `hosts`.

    `heard` is whether a diarisation tells who speaks, which is then less than sure.
    """
    if not length:
        return Said()
    anonymous = speakers > 0 and random.random() < 0.3
    spoken = _spoken(random, speech, hosts, speakers, anonymous, show, length)
    starts = _chapter_starts(random, length)
    utterances, now_ms, chapter = [], random.randint(0, 20_000), -1
    for place in range(length):
        text, speaker, turn = next(spoken)
        if not punctuated:
            text = text.lower().translate(_BARE)
        words = text.count(" ") + 1
        lasts = words * WORD_MS + PAUSE_MS
        if chapter + 1 < len(starts) and place == starts[chapter + 1]:
            chapter += 1
        sure = None if speaker is None else round(random.uniform(0.6, 1.0), 3) if heard else 1.0
        utterances.append(
            Utterance(
                text=text,
                words=words,
                start_ms=now_ms if timed else None,
                end_ms=now_ms + lasts - PAUSE_MS if timed else None,
                timing="derived" if timed else None,
                marks=_marks(text, now_ms, lasts) if timed else (),
                speaker=speaker,
                chapter=chapter if chapter >= 0 else None,
                turn=turn,
                method=None if speaker is None else "overlap" if heard else "printed",
                confidence=sure,
                word_confidence=round(random.uniform(0.8, 1.0), 3) if heard else None,
                source_start=3 * place,
                source_end=3 * place + 3,
            )
        )
        now_ms += lasts
    return Said(
        utterances=tuple(utterances),
        chapters=tuple(_chapters(speech, utterances, starts, now_ms if timed else None)),
        end_ms=now_ms if timed else None,
        has_speakers=speakers > 0,
        anonymous=anonymous,
    )


_BARE = str.maketrans("", "", ".,?")


def _spoken(
    random: Random, speech: Speech, hosts: int, speakers: int, anonymous: bool, show: int, length: int
) -> Iterator[tuple[str, int | None, int | None]]:
    """Without end: the words of an utterance, who speaks, the turn."""
    share, unknown = random.uniform(*HOSTS), random.uniform(*UNKNOWN)
    reads = {length // 20, length // 2} if random.random() < SPONSORED else set()
    turn, place, hosting = 0, 0, True
    while True:
        if any(place >= read for read in reads):
            reads.discard(min(reads))
            turn += 1
            for sentence in _sponsor(random, show):
                yield sentence, 0 if speakers else None, turn if speakers else None
                place += 1
        speaker: int | None = None
        if speakers:
            speaker = random.randrange(hosts) if hosting else random.randrange(hosts, speakers)
            if random.random() < unknown:
                speaker = speakers if anonymous and random.random() < 0.5 else None
        number = None
        if speaker is not None:
            turn += 1
            number = turn
        mean = 2 * TURN * (share if hosting else 1 - share)
        left = max(1, int(random.expovariate(1 / mean)))
        while left > 0:
            words = min(left, random.randint(26, 58))
            left -= words
            text = speech.passage(words)
            # One in ten turns is cut off by the next.
            if left <= 0 and random.random() < 0.1:
                text = text[:-1]
            yield text, speaker, number
            place += 1
        hosting = not hosting


def _sponsor(random: Random, show: int) -> tuple[str, ...]:
    """A read that all shows have alike, but for a code, a number, or a word."""
    rank = int(5 * (random.paretovariate(1.0) - 1)) % _SPONSORS
    fixed = Random(f"sponsor {rank}")
    filled = {
        "name": word(5_000 + rank).title(),
        "verb": fixed.choice(("order", "sort", "host", "clean", "plan", "learn")),
        "thing": fixed.choice(("socks", "servers", "photos", "meals", "tests", "languages")),
        "months": random.choice(("three", "six", "nine")),
        "percent": fixed.choice(("ten", "fifteen", "twenty")),
        "code": word(1_000 + 7 * show),
    }
    return tuple(sentence.format(**filled) for sentence in _READ)


def _chapter_starts(random: Random, length: int) -> list[int]:
    """At which utterances the chapters begin; one episode in twenty has none, a short one has fewer."""
    if random.random() < 0.05:
        return []
    inner = random.sample(range(1, length), min(CHAPTERS, length) - 1)
    return sorted([0, *inner])


def _chapters(
    speech: Speech, utterances: list[Utterance], starts: list[int], end_ms: int | None
) -> Iterator[Chapter]:
    times = [utterances[start].start_ms for start in starts]
    for place, start in enumerate(times):
        following = times[place + 1] if place + 1 < len(times) else end_ms
        title = "Introduction" if place == 0 else speech.title()
        yield Chapter(
            title=title,
            start_ms=start,
            given_ms=start,
            end_ms=following,
            end_kind=None if following is None else "next" if place + 1 < len(times) else "words",
        )


def _marks(text: str, start_ms: int, lasts: int) -> tuple[tuple[int, int], ...]:
    marks = [(0, start_ms)]
    for near in range(MARK_EVERY, len(text) - 20, MARK_EVERY):
        at = text.find(" ", near) + 1
        if at:
            marks.append((at, start_ms + (lasts - PAUSE_MS) * at // len(text)))
    return tuple(marks)
