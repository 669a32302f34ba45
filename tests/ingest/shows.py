"""A small show for the tests of how sources meet: its feed, and files that are twins of its episodes."""

from pathlib import Path

from .talks import srt, talk

VIDEO = "aB3_dE-gH1j"
SIDECAR = """\
[episode]
subtitle = "By hand"
tags = ["looms"]
[transcript]
origin = "edited"
recording = "https://media.example.org/engines-of-thought-1.mp3"
[[person]]
name = "Ada Byron"
role = "host"
href = "https://ada.example.org/"
"""
_ITEM = """\
<item>
  <guid isPermaLink="false">{guid}</guid><title>{title}</title>
  <pubDate>Tue, 0{day} Feb 2026 06:00:00 GMT</pubDate>
  <link>https://example.org/engines/{day}</link>
  <itunes:episode>{number}</itunes:episode><itunes:duration>600</itunes:duration>
  <enclosure url="https://media.example.org/{file}.mp3" type="audio/mpeg" length="12"/>
  <podcast:alternateEnclosure type="video/youtube">
    <podcast:source uri="https://www.youtube.com/watch?v={video}"/>
  </podcast:alternateEnclosure>
  <podcast:person role="host" href="https://ada.example.org/">Ada Byron</podcast:person>
  <podcast:person role="guest">Joseph Loom</podcast:person>
  <psc:chapters version="1.2"><psc:chapter start="00:00:00" title="Threads"/></psc:chapters>
</item>
"""


def item(
    guid: str,
    *,
    day: int,
    number: int,
    file: str | None = None,
    video: str = VIDEO,
    title: str | None = None,
) -> str:
    name = file or f"engines-of-thought-{number}"
    title = title or f"Machine {guid}"
    return _ITEM.format(guid=guid, day=day, number=number, file=name, video=video, title=title)


def feed(folder: Path, *items: str, name: str = "feed") -> Path:
    path = folder / f"{name}.xml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(
        '<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
        ' xmlns:podcast="https://podcastindex.org/namespace/1.0"'
        ' xmlns:psc="http://podlove.org/simple-chapters"><channel><title>Engines of Thought</title>'
        "<link>https://example.org/engines</link>"
        "<podcast:guid>917393e3-1b1e-5cef-ace4-edaa54e1f810</podcast:guid>"
        f"{''.join(items)}</channel></rss>"
    )
    return path


def markdown(folder: Path, number: int = 1, *, file: str | None = None, words: int = 1) -> Path:
    """A transcript as the show's makers write it, called as its enclosure is."""
    path = folder / "written" / f"{file or f'engines-of-thought-{number}'}.md"
    path.parent.mkdir(exist_ok=True)
    lines = talk(words, 30)
    said = "\n\n".join(
        f"**{'Ada Byron' if place % 2 else 'Joseph Loom'}:** {line}" for place, line in enumerate(lines)
    )
    path.write_text(f"{said}\n")
    return path


def captions(folder: Path, number: int = 1, *, file: str | None = None, words: int = 1) -> Path:
    """Captions of the episode, called as its enclosure is, with a list of chapters beside them."""
    path = folder / "captions" / f"{file or f'engines-of-thought-{number}'}.srt"
    path.parent.mkdir(exist_ok=True)
    path.write_text(srt(talk(words, 30)))
    path.with_suffix(".chapters.json").write_text(
        '{"version": "1.2.0", "chapters": [{"startTime": 0, "title": "Warp"},'
        ' {"startTime": 20, "title": "Weft"}]}'
    )
    return path


def page(folder: Path, *, words: int = 1, video: str = VIDEO) -> Path:
    """The page of the video, as somebody copied it."""
    path = folder / "pages" / "watched.txt"
    path.parent.mkdir(exist_ok=True)
    lines = [f"{place // 12}:{place * 5 % 60:02}\n{line}" for place, line in enumerate(talk(words, 30))]
    path.write_text(f"https://www.youtube.com/watch?v={video}\n\nTranscript\n\n" + "\n".join(lines) + "\n")
    return path
