"""Words in, words out for prose, by a counter of its own, on small texts, real files and random ones."""

import re
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest import registry
from ingest.errors import InputError
from ingest.files.source import from_bytes, read_source
from ingest.formats.prose import FORMAT
from ingest.head import Head
from ingest.prose.reading import read_lines
from ingest.reading import Reading

HERE = Path(__file__).parent
GOLDEN = HERE.parent / "formats" / "prose"
CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
FAMILIES = (
    *("changelog-markdown/*/*.md", "bitcointranscripts/*.md", "conduit-markdown/[0-9]*.md"),
    *("bold-timestamp-markdown/[0-9]*.md", "youtube-markdown-frontmatter/*.md", "plain-text/*.txt"),
    *("talkpython/txt/*.txt", "whisper-openai/*.txt"),
)
NOTES = ("radio-t-markdown/p*.md", "mozaicfm-markdown-ja/*.md", "jupiterbroadcasting/*.md")
REAL = sorted(path for pattern in FAMILIES for path in CORPUS.glob(pattern))
REAL_NOTES = sorted(path for pattern in NOTES for path in CORPUS.glob(pattern))
BY_EYE = {
    *("marks_without_words.md", "meet.txt", "otter.txt", "teams.txt", "notes_above_a_transcript.md"),
    *("labels_that_are_none.txt", "sloppy_times.md", "obsidian.md", "callouts.md", "table_with_a_header.md"),
}
"""Small texts that have what nobody said, or clocks that are no times: their pairs are read by eye."""

STAMP = r"\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?"


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"[^\W_]+", text))


def body(text: str) -> str:
    text = text.removeprefix("\ufeff")
    fenced = re.match(r"(?s)(---|\+\+\+)\n.*?\n\1\n|\{\n.*?\n\}\n", text)
    return text[fenced.end() :] if fenced else text


def printed(text: str, speakers: set[str]) -> Counter[str]:
    """The words of a text without what its marks, times and names are; those of headings too."""
    total: Counter[str] = Counter()
    for line in re.split(r"\r\n?|\n", re.sub(r"(?s)<!--.*?-->", "", body(text))):
        line = re.sub(r"\[((?:[^\[\]\\]|\\.)*)\]\([^)\s]*\)", r"\1", line)
        line = re.sub(r"\\|`|<(?=http)", "", line)
        line = re.sub(r"</?[a-z]+[^<>]*>", "", line).replace("&#39;", "'")
        line = re.sub(rf"\[{STAMP}\] to (?=\[{STAMP}\])|\[{STAMP}\]|^\W*\(?{STAMP}\)?(?=\W|$)", "", line)
        bare = line.lstrip("*_[> -\t|【\u200f(—")
        for speaker in sorted(speakers, key=len, reverse=True):
            if re.match(rf"{re.escape(speaker)}[\])*_]*\s*(?:[:：(\[】|—–]|\s{STAMP}|\s\s|$)", bare):
                bare = bare.removeprefix(speaker)
                bare = re.sub(rf"^\W*\(?{STAMP}\)?", "", bare)
                break
        total += words(bare)
    return total


def kept(reading: Reading) -> Counter[str]:
    total = words(" ".join(cue.text for cue in reading.cues))
    if reading.chapter_list == "headings":
        total += words(" ".join(mark.title or "" for mark in reading.chapters))
    return total


def check(path: Path) -> None:
    source = read_source(path, path.parent)
    reading = FORMAT.read(source)
    silent = {"Break", "Jingle", "Outro"}  # labels with nothing but a time behind them
    expected = printed(source.text, {cue.speaker for cue in reading.cues if cue.speaker} | silent)
    found = kept(reading)
    first = next((line for line in body(source.text).splitlines() if line.strip()), "")
    if first.startswith("# "):
        expected -= words(first)
    if reading.chapter_list == "description" and reading.chapters:
        listed = words(" ".join(mark.title or "" for mark in reading.chapters))
        expected -= listed if not listed - expected else Counter()
    if any(re.match(r"#+ Transcript$", line) for line in source.text.splitlines()):
        expected -= words("Transcript")
        expected -= words(re.sub(r"\]\([^)]*\)", "]", (reading.description or "").split("\n\n")[-1]))
    assert {"missing": expected - found, "added": found - expected} == {"missing": {}, "added": {}}


@pytest.mark.parametrize(
    "path",
    [
        path
        for path in sorted(GOLDEN.glob("*.*"))
        if path.suffix in (".md", ".txt") and path.name not in BY_EYE
    ],
    ids=lambda path: path.name,
)
def test_no_word_of_a_small_text_is_lost(path: Path) -> None:
    reading = FORMAT.read(read_source(path, path.parent))
    if reading.cues:
        check(path)


@pytest.mark.skipif(not REAL, reason="no real files here")
@pytest.mark.parametrize("path", REAL, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_word_of_a_real_file_is_lost(path: Path) -> None:
    if "LICENSE" not in path.name:
        assert registry.detect(read_source(path, path.parent)).name == "prose"
        check(path)


@pytest.mark.skipif(not REAL_NOTES, reason="no real files here")
@pytest.mark.parametrize("path", REAL_NOTES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_notes_are_no_speech(path: Path) -> None:
    source = read_source(path, path.parent)
    reading = FORMAT.read(source)
    assert registry.detect(source).name == "prose"
    assert reading.cues == ()
    assert reading.title


PIECES = st.sampled_from(
    [
        *(
            "Ada Lovelace",
            "Bob",
            "Note",
            "**",
            "*",
            "_",
            "__",
            ":",
            " ",
            "  ",
            "\n",
            "\n\n",
            "[00:12]",
            "(1:02:03)",
        ),
        *("\\[04:01\\]", "0:07", "12:75", ">>", "- ", "# ", "---", "+++", "words", "so it is.", "Transcript"),
        *(
            "](",
            "[",
            ")",
            "<!--",
            "-->",
            "`",
            "```",
            "|",
            "https://example.org/",
            "[[",
            "]]",
            "\n| Time | Name | Text |\n|---|---|---|\n",
            "> [!quote] ",
            " — ",
            "(Advertisement)\n",
            "&amp;",
            "Q: ",
            "A: ",
            "：",
            "\x00",
        ),
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=60).map("".join))
def test_anything_of_this_shape_gives_cues_or_an_input_error(text: str) -> None:
    try:
        source = from_bytes(text.encode(), uri="a.md", name="a.md")
        FORMAT.sniff(Head(source.text))
        reading = FORMAT.read(source)
    except InputError:
        return
    assert all(cue.text and cue.text == " ".join(cue.text.split()) for cue in reading.cues)
    assert all(mark.cue is None or 0 <= mark.cue <= len(reading.cues) for mark in reading.chapters)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(alphabet="abcdefg hij.,", min_size=1, max_size=60), min_size=1, max_size=20))
def test_words_without_marks_stay_in_their_order(lines: list[str]) -> None:
    spoken = " ".join(" ".join(lines).split())
    if re.search(r"\w", spoken):
        assert " ".join(cue.text for cue in read_lines(lines, name="a.txt").cues) == spoken


@pytest.mark.parametrize(
    "text",
    [
        "name\tage\tcity\nada\t36\tlondon\ncharles\t79\tlondon\n",
        "name,age,city\nada,36,london\ncharles,79,london\n",
        "import os\n\ndef main():\n    x = os.getcwd()\n    return x\n\nif __name__ == 'x':\n    main()\n",
        "2026-01-12 10:00:00 INFO started the server\n2026-01-12 10:00:01 WARN slow answer\n",
        "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-old\n+new\n",
        "[server]\nport = 80\nhost = example.org\n",
        "QUJD" * 30 + "\n" + "REVG" * 30 + "\n",
        "12 34 56\n78 90 12\n",
    ],
    ids=["tabs", "commas", "code", "log", "patch", "settings", "base64", "numbers"],
)
def test_what_is_no_language_is_refused(text: str) -> None:
    assert not FORMAT.sniff(Head(text))


@pytest.mark.parametrize(
    "piece",
    ["*a", "[", "](", '[a](b "', "(1:02", "<", "<!--", "_a", "`a", "Name: ", "a ", "\\[", "- ", "#", "> "],
)
@pytest.mark.parametrize("end", ["", "\n"], ids=["one line", "many lines"])
def test_long_texts_take_time_in_proportion(piece: str, end: str) -> None:
    """Quadratic time would need many minutes for a text of this length."""
    text = (piece + end) * (200_000 // len(piece + end))
    begins = time.process_time()
    with suppress(InputError):
        FORMAT.read(from_bytes(text.encode(), uri="a.md", name="a.md"))
    assert time.process_time() - begins < 20
