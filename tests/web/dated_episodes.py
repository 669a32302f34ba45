"""Episodes over several years and shows, for what is counted over time and across episodes.

Some lack what a count needs: a date, a month, times, speakers. What they say is few words, counted by hand.
"""

from dataclasses import replace

from archive.records import Chapter, EpisodeRecord, Identifier, Person, Podcast, Recording
from tests.parts import said, source, transcript, voice

ADA = Person(name="Ada Lovelace")
BOB = Person(name="Bob Kahn")
CLEO = Person(name="=Cleo, the <b>Third</b>")

ENGINES = Podcast(title="Engines")
KITCHEN = Podcast(title="Kitchen & Co")

HALF_HOUR = 1_800_000

# number, podcast, published, precision, timed, (speaker or None, text)…
_EPISODES = (
    (1, ENGINES, "2023-11-05", "day", True, ((0, "Open source is open. Is it?"), (1, "Closed, I say."))),
    (2, ENGINES, "2024-01-31", "day", True, ((0, "Nothing to say here."), (1, "Open weights are open."))),
    (3, ENGINES, "2024-02-01", "day", True, ((0, "Open or closed? Who knows?"), (0, "Open it then."))),
    (4, KITCHEN, "2024-02-29T23:00:00+00:00", "second", True, ((2, "The oven is open."), (None, "Open!"))),
    (5, KITCHEN, "2024-02-10", "day", False, ((2, "An open fire without a clock."),)),
    (6, KITCHEN, "2024", "year", True, ((1, "Open sometime in that year."), (2, "Yes."))),
    (7, KITCHEN, None, None, True, ((2, "Open at no time at all."), (None, "Closed."))),
    (8, None, "2015-06-30", "day", True, ((0, "Long ago nobody was closed."),)),
)

_PEOPLE = (ADA, BOB, CLEO)
_ROLES = ("host", "guest", "guest")


def dated_episodes() -> list[EpisodeRecord]:
    """Eight episodes; each passage of a timed one lasts half an hour."""
    return [_episode(*each) for each in _EPISODES]


def _episode(number, podcast, published, precision, timed, lines) -> EpisodeRecord:
    here = sorted({who for who, _ in lines if who is not None})
    utterances = tuple(
        said(
            text,
            at * HALF_HOUR if timed else None,
            end_ms=(at + 1) * HALF_HOUR if timed else None,
            speaker=None if who is None else here.index(who),
            turn=None if who is None else at + 1,
            chapter=0,
            cue=at,
        )
        for at, (who, text) in enumerate(lines)
    )
    speakers = tuple(
        _counted(voice(_PEOPLE[who].name, _PEOPLE[who], _ROLES[who], at, utterances), at, utterances)
        for at, who in enumerate(here)
    )
    return EpisodeRecord(
        identifiers=(Identifier(scheme="file", value=f"/shows/{number}.txt"),),
        derivation=f'{{"test": {number}}}',
        slug=f"dated-{number}",
        title=f"Episode {number}",
        podcast=podcast,
        published=published,
        published_precision=precision,
        recordings=(Recording(kind="audio", url=f"https://media.example.org/{number}.mp3"),),
        sources=(source(f"/shows/{number}.txt", str(lines)),),
        transcripts=(replace(transcript(utterances), timed=timed),),
        speakers=speakers,
        chapters=(
            Chapter(title=f"Part {number}", start_ms=0 if timed else None, given_ms=0 if timed else None),
        ),
        utterances=utterances,
    )


def _counted(speaker, at, utterances):
    own = [each for each in utterances if each.speaker == at]
    lasting = [(each.end_ms - each.start_ms, each.start_ms) for each in own if each.start_ms is not None]
    return replace(
        speaker,
        questions=sum(each.text.count("?") for each in own),
        interruptions=0,
        longest_ms=max(lasting)[0] if lasting else None,
        longest_start_ms=min(start for _, start in lasting) if lasting else None,
    )
