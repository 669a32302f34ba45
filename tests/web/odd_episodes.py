"""Episodes made by hand that say less, or more doubtful things, than those of `tests.episodes`."""

from dataclasses import replace

from archive.records import Chapter, EpisodeRecord, Identifier, Person, Recording, Warning
from tests.parts import said, source, transcript, voice

LONG_NAME = "Professor Maximiliane-Wilhelmine von und zu Hohenlohe-Langenburg-Württemberg " + "y" * 60


def doubtful() -> EpisodeRecord:
    """A diarisation hears who speaks; two transcripts, the shown one odd; title and number are guesses."""
    lines = (
        said("Good evening and welcome.", 0, end_ms=4_000, speaker=0, turn=1, chapter=0, cue=0),
        said("Thank you, thank you.", 4_000, end_ms=6_000, speaker=1, turn=2, chapter=0, cue=1),
        said("Music plays for a while.", 6_000, end_ms=9_000, speaker=2, turn=3, chapter=0, cue=2),
        said("Good night to all.", 9_000, end_ms=12_000, speaker=3, turn=4, chapter=1, cue=3),
        said("Nobody is heard here.", 12_000, end_ms=14_000, chapter=1, cue=4),
    )
    sureness = (0.96, 0.41)
    heard = tuple(
        replace(line, method="overlap", confidence=sureness[number], word_confidence=0.9)
        if number < 2
        else line
        for number, line in enumerate(lines)
    )
    speakers = (
        replace(voice("Vera", Person(name="Vera Rubin"), "host", 0, lines), method="overlap"),
        replace(voice("SPEAKER_01", None, None, 1, lines), kind="anonymous", method="overlap"),
        replace(voice("Break", None, None, 2, lines), kind="sound"),
        replace(voice("Everyone", None, None, 3, lines), kind="group"),
    )
    shown = replace(
        transcript(lines),
        source=1,
        recording=1,
        origin="asr",
        language="de",
        flags=("repetition", "duplicate_text", "something_new"),
    )
    kept = replace(transcript(lines[:1]), preferred=False, language="en", timed=False, has_speakers=False)
    return EpisodeRecord(
        identifiers=(Identifier(scheme="sha256", value="0" * 64),),
        derivation='{"test": "doubtful"}',
        slug="doubtful",
        title="evening show",
        number=7,
        guessed=("title", "number"),
        fingerprint=(11, 12),
        recordings=(
            Recording(kind="file", mime_type="audio/mpeg", duration_ms=14_000),
            Recording(kind="audio", url="https://media.example.org/7.mp3?x=1#old", mime_type="audio/mpeg"),
            Recording(kind="video", url="javascript:alert(1)"),
            Recording(kind="unknown"),
        ),
        sources=(
            source("/shows/7.txt", "Good evening …"),
            replace(source("/shows/7.json", "{}"), format="whisper_cpp"),
        ),
        transcripts=(kept, shown),
        speakers=speakers,
        chapters=(
            Chapter(title="Evening", start_ms=0, given_ms=0, href="https://www.example.org/evening"),
            Chapter(title="Night", start_ms=9_000, given_ms=9_000, href="javascript:alert(2)"),
        ),
        utterances=heard,
        warnings=(Warning(code="repetition", place="cue 2", message="“Thank you” comes 29 times in a row"),),
    )


def untimed_chapters() -> EpisodeRecord:
    """Headings without a time, a hundred of them, the first without words; one voice has a long name."""
    lines = tuple(
        said(f"第{number}章です。 שלום {number}", speaker=number % 2, turn=number, chapter=number, cue=number)
        for number in range(1, 110)
    )
    return EpisodeRecord(
        identifiers=(Identifier(scheme="sha256", value="1" * 64),),
        derivation='{"test": "untimed chapters"}',
        slug="read-aloud",
        language="ja",
        recordings=(Recording(kind="unknown"),),
        sources=(source("/shows/chapters.txt", "第1章"),),
        transcripts=(transcript(lines),),
        speakers=(
            voice(LONG_NAME, Person(name=LONG_NAME), None, 0, lines),
            voice("花子", None, None, 1, lines),
        ),
        chapters=tuple(Chapter(title=f"Heading {number}") for number in range(110)),
        utterances=lines,
    )


def wordless() -> EpisodeRecord:
    """Chapters and notes, and no transcript: only the recording and what was written of it."""
    return EpisodeRecord(
        identifiers=(Identifier(scheme="sha256", value="2" * 64),),
        derivation='{"test": "wordless"}',
        slug="wordless",
        title="Chapters only",
        description="What it is about.\n\nThe second paragraph of the notes.",
        recordings=(
            Recording(kind="youtube", url="https://www.youtube.com/watch?v=wordless001"),
            Recording(kind="audio", url="https://media.example.org/wordless.mp3"),
        ),
        sources=(source("/shows/wordless.json", "{}"),),
        chapters=(
            Chapter(title="Start", start_ms=0, given_ms=0, image_url="https://example.org/start.jpg"),
            Chapter(title="Later", start_ms=65_000, given_ms=65_000, href="https://example.org/later"),
        ),
    )


def crowded() -> EpisodeRecord:
    """Twenty voices, of which one says next to nothing and has a role."""
    lines = tuple(
        said(
            "Word " * (1 if number == 19 else 40 - number),
            number * 20_000,
            end_ms=number * 20_000 + (50 if number == 19 else 19_000),
            speaker=number,
            turn=number + 1,
            cue=number,
        )
        for number in range(20)
    )
    return EpisodeRecord(
        identifiers=(Identifier(scheme="sha256", value="3" * 64),),
        derivation='{"test": "crowded"}',
        slug="crowded",
        title="A crowd",
        description="\n".join(f"Line {number} of a long description." for number in range(40)),
        recordings=(Recording(kind="file"),),
        sources=(source("/shows/crowded.srt", "1"),),
        transcripts=(transcript(lines),),
        speakers=tuple(
            voice(f"Voice {number}", None, "host" if number == 19 else None, number, lines)
            for number in range(20)
        ),
        utterances=lines,
    )


def odd_episodes() -> tuple[EpisodeRecord, ...]:
    """In this order: their ids are 1 to 4."""
    return doubtful(), untimed_chapters(), wordless(), crowded()
