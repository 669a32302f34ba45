"""EpisodeRecords made by hand, for every test of what is stored, searched or shown.

Five episodes, three podcasts: two people of one name, a voice without a name, words that nobody is known to
have said, an episode without times, one without speakers, and one whose every text is hostile.
"""

from __future__ import annotations

from archive.records import (
    Chapter,
    Correction,
    EpisodeRecord,
    Identifier,
    Person,
    Podcast,
    Recording,
    Warning,
)
from tests.parts import said, source, transcript, voice

ADA = Person(name="Ada Lovelace", href="https://example.org/ada")
JOHN_THE_BAKER = Person(name="John Smith", href="https://example.org/john-the-baker")
JOHN_THE_PILOT = Person(name="John Smith", href="https://example.org/john-the-pilot")
GRACE = Person(name="Grace Hopper")
HOSTILE_PERSON = Person(name='Eve <script>alert("person")</script>', href="javascript:alert('href')")

ENGINES = Podcast(
    title="Engines of Thought", author="Ada Lovelace", language="en", link="https://example.org/engines"
)
KITCHEN = Podcast(title="Kitchen & Cockpit", description="Bread, aircraft and <b>nothing</b> else.")


def engines() -> EpisodeRecord:
    """Two known speakers, two chapters, marks inside an utterance, one line nobody is known to have said."""
    lines = (
        said(
            "Welcome. Today we weigh intelligence per second against open weights.",
            0,
            end_ms=9_000,
            speaker=0,
            chapter=0,
            turn=1,
            marks=((0, 0), (27, 4_000)),
            cue=0,
        ),
        said(
            "Thank you, Ada. A café in C++ is still a cafe.",
            9_000,
            end_ms=15_500,
            speaker=1,
            chapter=0,
            turn=2,
            cue=2,
        ),
        said("Somebody laughs in the back.", 15_500, end_ms=17_000, chapter=1, cue=3),
        said(
            "Open weights again, an hour later.",
            3_782_000,
            end_ms=3_790_000,
            speaker=0,
            chapter=1,
            turn=3,
            cue=4,
        ),
    )
    return EpisodeRecord(
        identifiers=(
            Identifier(scheme="youtube", value="engines0001"),
            Identifier(scheme="file", value="/shows/engines.txt"),
        ),
        derivation='{"test": "engines 1"}',
        slug="weighing-engines",
        title="Weighing engines",
        podcast=ENGINES,
        description="On engines.\nAnd on weights.",
        published="2026-02-04",
        published_precision="day",
        season=1,
        number=1.5,
        language="en",
        link="https://example.org/engines/1",
        duration_ms=3_800_000,
        recordings=(Recording(kind="youtube", url="https://www.youtube.com/watch?v=engines0001"),),
        sources=(
            source("/shows/engines.txt", "Welcome. …"),
            source("/shows/engines.words.toml", "[episode]"),
        ),
        transcripts=(transcript(lines),),
        speakers=(
            voice("Ada", ADA, "host", 0, lines),
            voice("John Smith", JOHN_THE_BAKER, "guest", 1, lines),
        ),
        chapters=(
            Chapter(title="Introduction", start_ms=0, given_ms=0, end_ms=15_500, end_kind="next"),
            Chapter(title="Laughter & later", start_ms=15_500, given_ms=16_000),
        ),
        utterances=lines,
        corrections=(
            Correction(
                at_ms=9_000,
                words="Thank you, Ada",
                speaker="John Smith",
                origin="engines.corrections.toml",
                made_at="2026-02-05T10:00:00Z",
            ),
            Correction(
                at_ms=50_000,
                words="words that nobody said",
                speaker="Ada Lovelace",
                origin="engines.corrections.toml",
                made_at="2026-02-05T10:00:00Z",
            ),
        ),
        warnings=(
            Warning(code="chapter-time", place="line 4", message="the time is printed twice"),
            Warning(
                code="correction-lost", place="correction 2", message="no such words near 0:50", correction=1
            ),
        ),
    )


def bread() -> EpisodeRecord:
    """The other John Smith, a voice that only has a label, and a guest who never speaks."""
    lines = (
        said("Bread needs open windows and patience.", 1_000, end_ms=5_000, speaker=0, turn=1, cue=0),
        said("And weights? Open weights of flour.", 5_000, end_ms=9_000, speaker=1, turn=2, cue=1),
        said(
            "Don't forget GPT-4.5 and the flour, said the pilot.",
            9_000,
            end_ms=14_000,
            speaker=0,
            turn=3,
            cue=2,
        ),
    )
    return EpisodeRecord(
        identifiers=(Identifier(scheme="youtube", value="bread000001"),),
        derivation='{"test": "bread 1"}',
        slug="bread-at-altitude",
        title="Bread at altitude",
        podcast=KITCHEN,
        published="2025",
        published_precision="year",
        recordings=(Recording(kind="youtube", url="https://www.youtube.com/watch?v=bread000001"),),
        sources=(source("/shows/bread.txt", "Bread needs …"),),
        transcripts=(transcript(lines),),
        speakers=(
            voice("John Smith", JOHN_THE_PILOT, "host", 0, lines),
            voice("SPEAKER_01", None, None, 1, lines),
            voice("Grace Hopper", GRACE, "guest", 2, lines),
        ),
        utterances=lines,
    )


def untimed() -> EpisodeRecord:
    """No times, no date, no podcast and no title: what no source says is not invented."""
    lines = (
        said("A letter read aloud, without a clock.", speaker=0, turn=1, cue=0),
        said("Its reader is known; its time is not.", speaker=0, turn=1, cue=1),
    )
    return EpisodeRecord(
        identifiers=(Identifier(scheme="file", value="/shows/letter.txt"),),
        derivation='{"test": "untimed 1"}',
        slug="letter",
        recordings=(Recording(kind="unknown"),),
        sources=(source("/shows/letter.txt", "A letter …"),),
        transcripts=(transcript(lines),),
        speakers=(voice("Grace Hopper", GRACE, None, 0, lines),),
        utterances=lines,
    )


def speakerless() -> EpisodeRecord:
    """Times, but nobody is known to speak; a phrase goes over the border of two utterances."""
    lines = (
        said("They call it open", 2_000, end_ms=4_000, chapter=0, cue=0),
        said("source software, and nobody says who speaks.", 4_000, end_ms=8_000, chapter=0, cue=1),
    )
    return EpisodeRecord(
        identifiers=(Identifier(scheme="youtube", value="nobody00001"),),
        derivation='{"test": "speakerless 1"}',
        slug="who-speaks",
        title="Who speaks?",
        podcast=ENGINES,
        published="2026-03",
        published_precision="month",
        recordings=(Recording(kind="youtube", url="https://www.youtube.com/watch?v=nobody00001"),),
        sources=(source("/shows/nobody.txt", "They call it …"),),
        transcripts=(transcript(lines),),
        chapters=(Chapter(title=None, start_ms=2_000, given_ms=0, end_ms=8_000, end_kind="words"),),
        utterances=lines,
    )


def hostile() -> EpisodeRecord:
    """Tags, scripts, quotes and a `javascript:` address in every text that a page shows."""
    lines = (
        said(
            '<script>alert("utterance")</script> & "quotes"',
            0,
            end_ms=4_000,
            speaker=0,
            chapter=0,
            turn=1,
            cue=0,
        ),
        said("'; drop table utterances; --", 4_000, end_ms=6_000, speaker=0, chapter=0, turn=1, cue=1),
    )
    return EpisodeRecord(
        identifiers=(Identifier(scheme="file", value="/shows/<script>.txt"),),
        derivation='{"test": "hostile 1"}',
        slug="hostile",
        title='<script>alert("title")</script>',
        podcast=Podcast(
            title='<img src=x onerror=alert("podcast")>',
            link="javascript:alert('podcast')",
            author="<i>nobody</i>",
        ),
        description='<script>alert("description")</script> javascript:alert(1)',
        published="2024-05-06",
        published_precision="day",
        link="javascript:alert('episode')",
        recordings=(Recording(kind="youtube", url="javascript:alert('recording')"),),
        sources=(source("/shows/<script>.txt", "<script>"),),
        transcripts=(transcript(lines),),
        speakers=(voice('"><script>alert(1)</script>', HOSTILE_PERSON, "<b>host</b>", 0, lines),),
        chapters=(Chapter(title='<script>alert("chapter")</script>', start_ms=0, given_ms=0),),
        utterances=lines,
        warnings=(Warning(code="hostile", place="<b>line 1</b>", message="<script>alert(1)</script>"),),
    )


def all_episodes() -> tuple[EpisodeRecord, ...]:
    """What the fixture `filled_archive` stores, in this order: their ids are 1 to 5."""
    return engines(), bread(), untimed(), speakerless(), hostile()


def small(number: int, version: int = 1) -> EpisodeRecord:
    """One of as many episodes as a test needs; its words tell its number and version; a show has ten."""
    lines = tuple(
        said(
            f"Line{n} of number{number} in version{version}.",
            n * 1_000,
            end_ms=n * 1_000 + 900,
            speaker=n % 2,
            turn=n,
            cue=n,
        )
        for n in range(3)
    )
    uri = f"/shows/{number}.txt"
    return EpisodeRecord(
        identifiers=(Identifier(scheme="youtube", value=f"small{number:06}"),),
        derivation=f"small {number} {version}",
        slug=f"small-{number}",
        title=f"Small {number}, version {version}",
        podcast=Podcast(title=f"Show {number // 10}"),
        recordings=(Recording(kind="youtube", url=f"https://www.youtube.com/watch?v=small{number:06}"),),
        sources=(source(uri, f"small {number} {version}"),),
        transcripts=(transcript(lines),),
        speakers=(
            voice("Host", Person(name="Host"), "host", 0, lines),
            voice("SPEAKER_01", None, None, 1, lines),
        ),
        chapters=(Chapter(title="All", start_ms=0, given_ms=0),),
        utterances=lines,
        warnings=(Warning(code="small", place="line 1", message="it is small"),),
    )
