"""Episodes of few words, so that anything that is asked for is said somewhere; and all of it in the open."""

import random
import sqlite3
from dataclasses import dataclass, replace

from archive.records import Chapter, EpisodeRecord, Identifier, Podcast, Recording
from tests.episodes import ADA, GRACE
from tests.parts import said, source, transcript, voice

WORDS = ("red", "green", "grey", "blue", "model", "models", "the")
STEMS = {"models": "model"}
TITLES = ("Red and green", "The blue hour", None, "Greens")
DATES = ("2024", "2024-05", "2024-05-01", "2023-12-31T23:00:00", None, "2025-01", "1999")
TAGS = ((), ("Python",), ("Python", "none"), ("testing", "Ada's own"))
ORIGINS = (None, "asr", "human")
SHOWS = ("Colours", "More colours", None)


def episodes(number: int = 8) -> list[EpisodeRecord]:
    return [_episode(one) for one in range(number)]


def _episode(number: int) -> EpisodeRecord:
    chance = random.Random(number)
    lines = []
    turn = 0
    while len(lines) < 16:
        speaker = chance.choice((0, 1, 2, None))
        turn += 1
        for _ in range(chance.randint(1, 4)):
            words = chance.choices(WORDS, k=chance.randint(1, 5))
            start = len(lines) * 1000
            lines.append(
                said(
                    " ".join(words) + chance.choice((".", ",", "")),
                    start,
                    end_ms=start + 1000,
                    speaker=speaker,
                    turn=None if speaker is None else turn,
                    chapter=chance.choice((0, 1, None)) if number % 4 else None,
                    cue=len(lines),
                )
            )
    show = SHOWS[number % 3]
    date = DATES[number % len(DATES)]
    precision = {4: "year", 7: "month", 10: "day", 19: "second"}
    titles = [TITLES[(number + step) % len(TITLES)] for step in (0, 1)]
    return EpisodeRecord(
        identifiers=(Identifier(scheme="file", value=f"/shows/colourful{number}.txt"),),
        derivation=f'{{"test": "colourful {number}"}}',
        slug=f"colourful-{number}",
        title=f"Number {number}",
        podcast=None if show is None else Podcast(title=show),
        published=date,
        published_precision=None if date is None else precision[len(date)],
        tags=TAGS[number % len(TAGS)],
        recordings=(Recording(kind="youtube", url=f"https://www.youtube.com/watch?v=colour{number:05}"),),
        sources=(source(f"/shows/colourful{number}.txt", str(number)),),
        transcripts=(replace(transcript(lines), origin=ORIGINS[number % 3]),),
        speakers=(
            voice("Ada", ADA, "host", 0, lines),
            voice("Grace Hopper", GRACE, (None, "guest")[number % 2], 1, lines),
            voice("SPEAKER_01", None, None, 2, lines)
            if number % 3
            else replace(voice(("Music", "Break")[number % 2], None, None, 2, lines), kind="sound"),
        ),
        chapters=tuple(Chapter(title=title, start_ms=at, given_ms=at) for at, title in enumerate(titles))
        if number % 4
        else (),
        utterances=tuple(lines),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An utterance with all that can be asked of it, read with plain SQL."""

    id: int
    words: tuple[str, ...]
    ahead: tuple[str, ...]
    """The words of the next utterance, if the same turn goes on in it."""

    keys: dict[str, tuple[str, ...]]
    names: dict[str, tuple[str, ...]]
    published: str


def lines(connection: sqlite3.Connection) -> list[Line]:
    rows = connection.execute(
        "select u.id, u.text, u.speaker_id, u.turn, e.id, e.published, e.podcast_id, p.title, s.label,"
        " s.person_id, people.name, s.role, c.place, c.title, t.origin, s.kind from utterances u"
        " join episodes e on e.id = u.episode_id left join podcasts p on p.id = e.podcast_id"
        " left join speakers s on s.id = u.speaker_id left join people on people.id = s.person_id"
        " left join chapters c on c.id = u.chapter_id left join transcripts t on t.episode_id = e.id"
        " order by u.id"
    ).fetchall()
    tags: dict[int, tuple[str, ...]] = {}
    for key, tag in connection.execute(
        "select episodes.id, value from episodes, json_each(episodes.tags) order by 1, json_each.key"
    ):
        tags[key] = (*tags.get(key, ()), tag)
    made = []
    for at, row in enumerate(rows):
        key, text, speaker, turn, episode, published, podcast, show, label, person, name, role = row[:12]
        place, chapter, origin, kind = row[12:]
        after = rows[at + 1] if at + 1 < len(rows) else None
        goes_on = after is not None and (after[0], after[2], after[3]) == (key + 1, speaker, turn)
        called = "sounds" if kind == "sound" else f"label:{label}"
        known = "none" if speaker is None else called if person is None else str(person)
        own = tags.get(episode, ())
        made.append(
            Line(
                id=key,
                words=_words(text),
                ahead=_words(after[1]) if goes_on else (),
                keys={
                    "podcast": (str(podcast or "none"),),
                    "speaker": (known,),
                    "role": (role or "none",),
                    "year": ((published or "none")[:4],),
                    "tag": tuple("tag:none" if tag == "none" else tag for tag in own) or ("none",),
                    "origin": (origin or "none",),
                    "episode": (str(episode),),
                    "chapter": (str(place or "none"),),
                },
                names={
                    "speaker": tuple(filter(None, (label, name))),
                    "podcast": tuple(filter(None, (show,))),
                    "chapter": tuple(filter(None, (chapter,))),
                    "role": tuple(filter(None, (role,))),
                    "tag": own,
                },
                published=published or "",
            )
        )
    return made


def _words(text: str) -> tuple[str, ...]:
    return tuple(STEMS.get(word, word) for word in text.rstrip(".,").split())
