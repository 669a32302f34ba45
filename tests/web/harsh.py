"""An episode whose every text is meant to break what it is written into: HTML, JSON, XML, a line."""

from archive.records import Chapter, EpisodeRecord, Identifier, Person, Podcast, Recording
from tests.parts import said, source, transcript, voice

# It ends a script, opens a comment, ends a CDATA section, an attribute, a line of JavaScript; turns the
# direction of what follows; has no encoding in XML; and is longer than any line.
LONG = "x" * 10_000
BREAKS = "</script><!--<script>]]>\"'&amp;&#60;\u2028\u2029\u202e\u2066\x01\x1b[31m\x7f\ufffe"
HARSH = f"{BREAKS} <img src=x onerror=alert(1)> {LONG}"


def harsh() -> EpisodeRecord:
    lines = (
        said(f"words {HARSH}", 0, end_ms=4_000, speaker=0, chapter=0, turn=1, cue=0),
        said(f"more {HARSH}", 4_000, end_ms=6_000, speaker=0, chapter=0, turn=1, cue=1),
    )
    person = Person(name=f"person {HARSH}", href="javascript:alert(1)", image_url="javascript:alert(2)")
    return EpisodeRecord(
        identifiers=(Identifier(scheme="file", value="/shows/harsh.txt"),),
        derivation="harsh",
        slug="harsh",
        title=f"title {HARSH}",
        subtitle=f"subtitle {HARSH}",
        podcast=Podcast(
            title=f"podcast {HARSH}",
            author=f"author {HARSH}",
            description=f"<p>about</p> {HARSH}",
            link="javascript:alert(3)",
            image_url="data:text/html,<script>alert(4)</script>",
            language='en"><script>',
        ),
        description=f'<p>notes</p> {HARSH} <a href="javascript:alert(5)">x</a>',
        description_type="html",
        published="2024-05-06",
        published_precision="day",
        link=f"javascript:alert(6)//{BREAKS}",
        image_url="javascript:alert(7)",
        recordings=(
            Recording(kind="audio", url="javascript:alert(8)", mime_type='audio/mpeg"><script>'),
            Recording(kind="audio", url='https://example.org/a.mp3?"><script>', mime_type=BREAKS),
        ),
        sources=(source("/shows/harsh.txt", "harsh"),),
        transcripts=(transcript(lines),),
        speakers=(voice(f"label {HARSH}", person, "host", 0, lines),),
        chapters=(Chapter(title=f"chapter {HARSH}", start_ms=0, given_ms=0),),
        utterances=lines,
    )
