"""Episodes with all that a feed says of them: two recordings with two clocks, notes, tags, moments, links."""

from dataclasses import replace

from archive.records import (
    Chapter,
    ClockMap,
    EpisodeRecord,
    FeedState,
    Identifier,
    Link,
    Person,
    Podcast,
    Recording,
    ShowRecord,
    Soundbite,
)
from tests.parts import said, source, transcript, voice

GUID = "917393e3-1b1e-5cef-ace4-edaa54e1f810"
AUDIO = "https://media.example.org/1.mp3"
VIDEO = "https://www.youtube.com/watch?v=twoclocks01"
SHOW = Podcast(
    title="Two Clocks",
    guid=GUID,
    author="Ada Lovelace",
    description='<p onclick="alert(1)">On <b>time</b>.</p><script>alert(1)</script>',
    language="en",
    link="https://example.org/clocks",
    image_url="https://example.org/cover.png",
    copyright="© Ada Lovelace",
    license="CC-BY-4.0",
    license_url="https://example.org/licence",
    explicit=True,
    categories=("Technology", "Health & Fitness/Mental Health"),
    tags=("clocks",),
)
ADA = Person(name="Ada Lovelace", href="https://example.org/ada", image_url="https://example.org/ada.png")
GRACE = Person(name="Grace Hopper", image_url="javascript:alert(1)")


def two_clocks() -> EpisodeRecord:
    """Audio and video, which begins a minute later and lacks what is said after 0:20 of the audio."""
    lines = (
        said("Welcome to two clocks.", 1_000, end_ms=9_000, speaker=0, chapter=0, turn=1, cue=0),
        said("Twenty seconds of it are cut.", 21_000, end_ms=29_000, speaker=1, chapter=1, turn=2, cue=1),
    )
    return EpisodeRecord(
        identifiers=(Identifier(scheme="guid", value=f"{GUID}#1"),),
        derivation='{"test": "two clocks"}',
        slug="two-clocks-1",
        title="On two clocks",
        podcast=SHOW,
        subtitle="Which of them is <right>?",
        description='<h1>Links</h1><p onclick="alert(1)">See <a href="https://example.org/notes">notes</a>.</p>'
        '<img src="https://example.org/a.png" alt="A clock" onload="alert(1)">'
        '<a href="javascript:alert(1)">no</a>'
        "<script>alert(1)</script>",
        description_type="html",
        published="2026-03-01",
        published_precision="day",
        season=2,
        number=1,
        kind="bonus",
        explicit=True,
        tags=("time & tide", "clocks"),
        recordings=(
            Recording(kind="audio", url=AUDIO, mime_type="audio/mpeg", duration_ms=60_000, size=48_200_000),
            Recording(kind="youtube", url=VIDEO, title="With pictures"),
        ),
        sources=(
            replace(source(f"podcast:{GUID}#1", "<rss/>"), format="feed_item"),
            source("https://example.org/1.vtt", "WEBVTT"),
        ),
        transcripts=(
            replace(transcript(lines), source=1, origin="human"),
            replace(transcript(lines), source=1, recording=1, origin="automatic captions", preferred=False),
        ),
        speakers=(
            replace(voice("Ada", ADA, "host", 0, lines), method="first name"),
            voice("Grace Hopper", GRACE, "guest", 1, lines),
        ),
        chapters=(
            Chapter(title="Welcome", start_ms=0, given_ms=0),
            Chapter(title="The cut", start_ms=21_000),
        ),
        utterances=lines,
        links=(
            Link(kind="transcript", url="https://example.org/1.vtt", mime_type="text/vtt", language="en"),
            Link(kind="chapters", url="https://example.org/1.json", mime_type="application/json"),
            Link(kind="transcript", url="javascript:alert(1)"),
        ),
        soundbites=(Soundbite(start_ms=2_000, duration_ms=5_000, title="The welcome"),),
        clock_maps=(
            ClockMap(
                from_recording=0,
                to_recording=1,
                pieces=((0, 20_000, 60_000, 80_000),),
                matches=12,
                covered=0.5,
                to_covered=0.4,
                median_error_ms=300,
                p95_error_ms=1_200,
            ),
        ),
    )


def captioned() -> EpisodeRecord:
    """The words are of the video; the map was learned the other way round, and leads back."""
    lines = (said("Captions came first.", 65_000, end_ms=70_000, cue=0),)
    first = two_clocks()
    return EpisodeRecord(
        identifiers=(Identifier(scheme="guid", value=f"{GUID}#2"),),
        derivation='{"test": "captioned"}',
        slug="two-clocks-2",
        title="Captions first",
        podcast=SHOW,
        description="A <b> & https://example.org/text",
        description_type="text",
        published="2025-03-01",
        published_precision="day",
        season=1,
        number=1,
        kind="trailer",
        recordings=first.recordings,
        sources=(replace(source(f"podcast:{GUID}#2", "<rss/>"), format="feed_item"),),
        transcripts=(replace(transcript(lines), recording=1),),
        speakers=(replace(voice("Ada Lovelace", ADA, "guest", 0, ()), method="declared"),),
        utterances=lines,
        clock_maps=first.clock_maps,
        soundbites=first.soundbites,
    )


def unmapped() -> EpisodeRecord:
    """Two recordings, and nobody knows how their clocks go together."""
    return replace(
        two_clocks(),
        identifiers=(Identifier(scheme="guid", value=f"{GUID}#3"),),
        slug="two-clocks-3",
        title="No map",
        season=None,
        kind="full",
        tags=(),
        sources=(source("/shows/3.txt", "Welcome"), *two_clocks().sources[1:]),
        soundbites=(),
        links=(),
        clock_maps=(),
    )


def show() -> ShowRecord:
    """The feed of the show, which has moved and lists the second episode no more."""
    return ShowRecord(
        podcast=SHOW,
        feed=FeedState(
            url="https://example.org/feed?token=~secret~",
            url_sha256="aa",
            sha256="bb",
            status="moved",
            problem="https://example.org/feed: it answers 503",
        ),
        left=(f"podcast:{GUID}#2",),
    )


def fed_episodes() -> list[EpisodeRecord]:
    return [two_clocks(), captioned(), unmapped()]
