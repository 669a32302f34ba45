"""Podcasting 2.0, Podlove and media tags: no word is lost or invented, and odd files are read or refused.

The words expected are counted here by other means than the readers': regular expressions over the raw JSON
and XML, and the standard library's HTML parser.
"""

import html
import json
import re
import time
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import InputError
from ingest.files.source import Source, from_bytes
from ingest.formats import (
    media_tags,
    podcast_chapters,
    podcast_html,
    podcast_json,
    podlove_chapters,
    podlove_episode,
    podlove_transcript,
)
from ingest.head import LENGTH, Head
from ingest.reading import Reading

HERE = Path(__file__).parents[1] / "formats"
CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
OURS = {
    module.FORMAT.name: module.FORMAT
    for module in (
        *(media_tags, podcast_chapters, podcast_html, podcast_json, podlove_chapters, podlove_episode),
        podlove_transcript,
    )
}
GOLDEN = sorted(
    path
    for name in OURS
    for path in (HERE / name).iterdir()
    if not path.name.endswith((".reading.json", ".error")) and not path.with_suffix(".error").exists()
)
FOLDERS = ("podcast-namespace", "podlove-json", "host-exports-mixed", "transcriber-trs-de")
REAL = sorted(
    path
    for folder in FOLDERS
    for path in (CORPUS / folder).rglob("*")
    if path.suffix in {".html", ".json", ".xsl"}
)
CLOCK = re.compile(r"[\[(]?(?:\d+:)?\d+:\d\d[\])]?|-|–|▶")


class Shown(HTMLParser):
    """What a browser shows, and apart from it what stands in names, times and headings."""

    BLOCKS = frozenset({"p", "div", "br", "cite", "time", "h1", "h2", "body", "section", "a"})
    BESIDE = frozenset({"cite", "time", "h1", "h2"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.shown: list[str] = []
        self.beside: list[str] = []
        self.inside: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.BLOCKS:
            self.shown.append(" ")
        if tag not in ("meta", "link", "br"):
            self.inside.append(f"{tag} {dict(attrs).get('class')}")

    def handle_endtag(self, tag: str) -> None:
        if tag in self.BLOCKS:
            self.shown.append(" ")
        while self.inside and self.inside.pop().split()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        names = {each.split()[0] for each in self.inside}
        if not names & {"script", "style", "title"}:
            self.shown.append(data)
            if names & self.BESIDE or "p speaker" in self.inside:
                self.beside.append(data)


def read(content: str | bytes, name: str) -> Reading:
    """What the only reader of ours that claims the text says of it."""
    source = _source(content)
    claims = [each for each in OURS.values() if each.sniff(Head(source.text[:LENGTH]))]
    assert [each.name for each in claims] == [name]
    reading: Reading = claims[0].read(source)
    return reading


def _source(content: str | bytes) -> Source:
    raw = content.encode() if isinstance(content, str) else content
    return from_bytes(raw, uri="a", name="a")


def _said(reading: Reading) -> list[str]:
    return " ".join(cue.text for cue in reading.cues).split()


def _strings(text: str, *keys: str) -> list[str]:
    """The words of every value of these keys, in their order, whatever the JSON around them."""
    values = re.findall(rf'"(?:{"|".join(keys)})"\s*:\s*("(?:[^"\\]|\\.)*"|\d+)', text)
    words = " ".join(str(json.loads(value)) for value in values).replace("\0", "")
    return words.encode("utf-8", "replace").decode().split()


def _is_whole(path: Path, name: str) -> None:
    text = path.read_text(encoding="utf-8")
    reading = read(path.read_bytes(), name)
    if name == "podcast_html":
        page = Shown(text)
        shown, said = Counter("".join(page.shown).split()), Counter(_said(reading))
        assert not said - shown
        labels = " ".join(cue.speaker or "" for cue in reading.cues).split()
        beside = {word.strip(":") for word in " ".join([*page.beside, *labels]).split()}
        left = [w for w in shown - said if w.strip(":") not in beside and not CLOCK.fullmatch(w.rstrip(":"))]
        assert left in ([], [":"])
    elif name == "podlove_transcript" and text.lstrip().startswith("<"):
        plain = re.sub(r"<\w+:speaker>.*?</\w+:speaker>", "", text)
        plain = re.sub(r"<(?!/?pst:)[^>]*>", "", plain)
        assert _said(reading) == html.unescape(re.sub(r"<[^>]*>", " ", plain)).split()
    elif name in ("podcast_json", "podlove_transcript", "podlove_episode"):
        assert _said(reading) == _strings(text, "body", "text")
    else:
        assert not reading.cues
        listed = _strings(text, "start", "startTime", "start_ms") or re.findall(r"<(?:\w+:)?chapter ", text)
        left_out = sum(_count(each.message) for each in reading.warnings if each.code != "no_chapters")
        assert len(reading.chapters) <= len(listed) <= len(reading.chapters) + left_out
        titles = {html.unescape(title) for title in re.findall(r'title\s*=\s*"([^"]*)"', text)}
        titles |= {
            " ".join(json.loads(f'"{t}"').split()) for t in re.findall(r'"title"\s*:\s*"([^"]*)"', text)
        }
        assert {mark.title for mark in reading.chapters if mark.title} <= titles


def _count(message: str) -> int:
    more = re.search(r"and (\d+) more", message)
    return 1 + int(more[1] if more else 0)


# What is never closed, every parser closes elsewhere.
@pytest.mark.parametrize(
    "path",
    [path for path in GOLDEN if path.stem not in ("tags_never_closed", "values_of_another_kind")],
    ids=lambda path: f"{path.parent.name}/{path.name}",
)
def test_words_in_are_words_out(path: Path) -> None:
    _is_whole(path, path.parent.name)


@pytest.mark.skipif(not CORPUS.exists(), reason="no real files here")
def test_words_in_are_words_out_in_real_files() -> None:
    seen: Counter[str] = Counter()
    for path in REAL:
        head = Head(path.read_text(encoding="utf-8")[:LENGTH])
        for name in [each.name for each in OURS.values() if each.sniff(head)]:
            seen[name] += 1
            _is_whole(path, name)
    assert {name: seen[name] for name in OURS} == {
        **{"media_tags": 0, "podcast_chapters": 2, "podcast_html": 6, "podcast_json": 1},
        **{"podlove_chapters": 1, "podlove_episode": 1, "podlove_transcript": 2},
    }


WORDS = st.text("abcßé1 ", min_size=1, max_size=20).filter(str.strip)
NAMES = st.sampled_from(["Mara", "Jo", "Mara Lind"])


@given(st.lists(st.tuples(st.none() | NAMES, st.none() | st.integers(0, 9999), WORDS), min_size=1))
def test_a_transcript_in_html_keeps_words_names_and_times(
    turns: list[tuple[str | None, int | None, str]],
) -> None:
    turns = [("Jo", 0, "a"), *turns]
    page = "".join(
        (f"<cite>{name}:</cite>\n" if name else "")
        + (f"<time>{s // 3600}:{s // 60 % 60:02}:{s % 60:02}</time>\n" if s is not None else "")
        + f"<p>{words}</p>\n<p></p>"
        for name, s, words in turns
    )
    cues = read(page, "podcast_html").cues
    assert [cue.text for cue in cues] == [" ".join(words.split()) for _, _, words in turns]
    assert [cue.start_ms for cue in cues] == [None if s is None else s * 1000 for _, s, _ in turns]
    names = [name for name, _, _ in turns]
    last = [next(name for name in reversed(names[: at + 1]) if name) for at in range(len(names))]
    assert [cue.speaker for cue in cues] == last


@given(st.lists(st.tuples(st.integers(0, 10**7), WORDS), min_size=1))
def test_a_transcript_in_json_keeps_words_and_times(segments: list[tuple[int, str]]) -> None:
    listed = [{"startTime": ms / 1000, "body": words} for ms, words in segments]
    cues = read(json.dumps({"version": "1.0.0", "segments": listed}), "podcast_json").cues
    assert [(cue.start_ms, cue.text) for cue in cues] == [(ms, " ".join(w.split())) for ms, w in segments]


KEYS = st.sampled_from(
    [
        *("segments", "startTime", "endTime", "body", "speaker", "chapters", "title"),
        *("img", "url", "toc", "start", "end", "start_ms", "end_ms", "text", "voice", "href"),
        *("image", "audio", "show", "contributors", "name", "id", "role", "transcripts"),
        *("duration", "publicationDate", "media", "mime_type", "size", "tags", "odd", "duration_ms"),
    ]
)
LEAVES = st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=9) | st.just("0:01")
JSON = st.recursive(LEAVES, lambda each: st.lists(each, max_size=4) | st.dictionaries(KEYS, each, max_size=6))
TAGS = (
    *("cite", "time", "p", "div", "h1", "h2", "script", "title", "br", "a", "b", "html lang='de'"),
    "link rel=canonical",
)
SOUP = st.lists(
    st.sampled_from([f"<{tag}>" for tag in TAGS] + [f"</{tag}>" for tag in TAGS])
    | st.sampled_from(
        ["0:01", "Mara:", "<p", "<!--", "-->", "<p a='", '"', "&lt;", "&#55555;", "<![CDATA[", "\0"]
    )
    | st.text(max_size=6)
).map("".join)
XML = st.lists(
    st.sampled_from(
        ["<speech>", "</speech>", "<speaker>Jo</speaker>", "<item start='1' end='x'>a</item>", "b", "&"]
    )
).map(lambda parts: f"<transcripts>{''.join(parts)}</transcripts>")


@pytest.mark.parametrize("name", OURS)
@given(text=JSON.map(json.dumps) | SOUP | XML | st.text())
def test_any_text_gives_a_reading_or_is_refused(name: str, text: str) -> None:
    source = Source(uri="a", name="a", content=b"", text=text, encoding="utf-8", sha256="")
    try:
        reading = OURS[name].read(source)
    except InputError:
        return
    for cue in reading.cues:
        assert cue.text == " ".join(cue.text.split()) != ""
        assert cue.end_ms is None or cue.start_ms is None or cue.start_ms <= cue.end_ms
    assert all(0 <= (mark.cue or 0) < max(len(reading.cues), 1) for mark in reading.chapters)
    assert len({warning.code for warning in reading.warnings}) == len(reading.warnings)


HOSTILE = (
    *("<", "<p ", '<p a="', "<p '", "<!--", "<?", "</p ", "&#x", "<script>", "<script></"),
    *("<title>", "<div>", "<p><font color=1>a", "<cite>", "w <cite>", "<time>", "<i> "),
    *("<p>1:00 ", "<p>Jo 1:00</p>", "1:", "<a a="),
)


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_html_takes_no_more_than_its_length(piece: str) -> None:
    """60 kB of `<p ` take the standard library's parser half a minute."""
    begins = time.process_time()
    source = _source("<p>0:01</p><p>Words.</p>" + piece * 50_000)
    podcast_html.FORMAT.sniff(Head(source.text[:LENGTH]))
    podcast_html.FORMAT.read(source)
    assert time.process_time() - begins < 10
