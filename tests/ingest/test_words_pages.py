"""Pages and front matter: every word of the source is in the lines that are read, or counted as left out."""

import contextlib
import html
import re
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import InputError, MalformedTranscript
from ingest.files.source import Source, from_bytes, read_source
from ingest.formats import html_page
from ingest.head import Head
from ingest.prose import front_matter, html_lines, page_blocks

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
PAGES = sorted((Path(__file__).parents[1] / "formats" / "html_page").glob("*.html"))
WITH_FRONT_MATTER = (
    *("bitcointranscripts", "bold-timestamp-markdown", "conduit-markdown", "jupiterbroadcasting"),
    *("mozaicfm-markdown-ja", "radio-t-markdown", "youtube-markdown-frontmatter"),
)
NEVER_SHOWN = re.compile(r"<(script|style|title)\b.*?</\1\s*>|<!--.*?-->", re.DOTALL | re.IGNORECASE)
FOOTNOTE = re.compile(r'<a class="footnote-anchor".*?</a>|<a href="#footnote.*?</a>', re.DOTALL)
INLINE = re.compile(r"</?(?:b|i|em|strong|a|span|cite|code|font)\b[^>]*>", re.IGNORECASE)
TAG = re.compile(r"<[!?/]?[a-zA-Z][^>]*>")


def shown(page: str) -> Counter[str]:
    """The words that a page shows, counted from its raw text."""
    text = FOOTNOTE.sub("", NEVER_SHOWN.sub(" ", page))
    return words(html.unescape(TAG.sub(" ", INLINE.sub("", text))))


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"[^\W_]+", text.casefold()))


def source(text: str) -> Source:
    return from_bytes(text.encode(), uri="a.html", name="a.html")


def test_there_are_pages() -> None:
    assert len(PAGES) > 5


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_every_word_of_a_page_is_in_a_line_or_counted_as_left_out(path: Path) -> None:
    text = path.read_text()
    page = html_lines.page(text, path.name)
    kept = words(html.unescape("\n".join(page.lines)))
    assert kept <= shown(text)
    left_out = shown(text) - kept
    assert bool(left_out) == bool(page.dropped)
    assert page.dropped <= left_out.total() + len(re.findall(r"[©·]", text))


@pytest.mark.parametrize(
    "path", [path for path in PAGES if path.stem != "no_words"], ids=lambda path: path.stem
)
def test_every_word_of_a_page_s_lines_is_said_or_a_name_a_time_or_a_heading(path: Path) -> None:
    read = html_page.FORMAT.read(read_source(path, path.parent))
    page = html_lines.page(path.read_text(), path.name)
    # Where a list of chapters has times, headings are not needed for it.
    lines = [line for line in page.lines if not line.startswith("#")]
    said = words(" ".join(cue.text for cue in read.cues))
    told = words(" ".join([read.description or "", *(mark.title or "" for mark in read.chapters)]))
    names = words(" ".join({cue.speaker or "" for cue in read.cues}))
    rest = words(html.unescape("\n".join(lines))) - said - told
    assert said <= shown(path.read_text())
    assert {word for word in rest if not word.isdigit()} <= set(names)


@pytest.mark.skipif(not CORPUS.exists(), reason="the real files are not here")
@pytest.mark.parametrize("folder", WITH_FRONT_MATTER)
def test_front_matter_takes_no_word_from_the_text_below(folder: str) -> None:
    paths = sorted((CORPUS / folder).glob("*.md"))
    assert paths
    for path in paths:
        text = path.read_text()
        fenced = re.match(r"(---|\+\+\+)\n.*?\n\1\n", text, re.DOTALL) or re.match(
            r"\{\n.*?\n\}\n", text, re.DOTALL
        )
        found = front_matter.split(read_source(path, CORPUS))
        below = text[fenced.end() :] if fenced else text
        assert words("\n".join(found.body)) == words(below)
        assert "\n".join(found.body).strip() == below.strip()
        assert text.split("\n")[found.first_line :] == found.body[1:]
        assert bool(fenced) == bool(
            found.reading.title or found.reading.published or found.reading.youtube_id
        )


@pytest.mark.parametrize(
    "text",
    [
        *(
            "<p>" * 200_000,
            "<div>" * 200_000,
            "</div>" * 200_000,
            "<b a=1>" * 200_000,
            "<p " * 300_000,
            "<" * 500_000,
        ),
        *(
            "<div><p>x" * 100_000,
            "<table><tr><td>" * 60_000 + "x",
            "<!--" * 200_000,
            "<script type=ld+json>" * 20_000,
        ),
        "<p>" + "".join(f"<b a={number}>" for number in range(30_000)) + "<p>x" * 30_000,
        "<div class=a>" * 50_000 + "x" + "</section>" * 50_000,
        "<p>" + "[x](" * 100_000 + "**_" * 100_000,
    ],
)
def test_hostile_pages_take_little_time(text: str) -> None:
    begun = time.process_time()
    with contextlib.suppress(MalformedTranscript):
        html_page.FORMAT.read(source("<!doctype html>" + text))
    assert time.process_time() - begun < 10


def test_a_page_of_more_parts_than_any_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_blocks, "MOST_PARTS", 100)
    with pytest.raises(MalformedTranscript, match="has more than 100 elements, as no page has; save"):
        html_lines.page("<p>word" * 60, "a.html")


TAGS = st.sampled_from(
    [
        *(
            "<p>",
            "</p>",
            "<b>",
            "</b>",
            "<div>",
            "</div>",
            "<article>",
            "</article>",
            "<table>",
            "<tr>",
            "<td>",
        ),
        *(
            "</td>",
            "</tr>",
            "</table>",
            "<br>",
            "<h2>",
            "</h2>",
            "<li>",
            "<nav>",
            "</nav>",
            "<main>",
            "<time>",
        ),
        *(
            '<a href="#">',
            "</a>",
            "</time>",
            "<script>",
            "</script>",
            "<pre>",
            "</pre>",
            "<dt>",
            "<!--",
            "-->",
        ),
    ]
)
SAID = st.sampled_from(
    ["Ada:", "good", "0:12", "[00:01:02]", "*", "_", "&lt;", "#", "\n", '<p class="speaker">', "<"]
)


# Control characters are no part of what is said: with one between them, two letters are one word.
@given(
    st.lists(TAGS | SAID | st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=3), max_size=40)
)
def test_any_page_gives_cues_or_an_input_error(pieces: list[str]) -> None:
    text = "<html>" + " ".join(pieces)
    assert Head(text).html
    with contextlib.suppress(InputError):
        cues = html_page.FORMAT.read(source(text)).cues
        assert sum((words(cue.text) for cue in cues), Counter()) <= words(html.unescape(text))
