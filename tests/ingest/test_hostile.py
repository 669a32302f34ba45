"""Hostile files: each is read, or refused with an InputError, in bounded time and memory, whatever it holds.

They run in processes with a gigabyte of memory and half a minute or one: far more than is needed, and far
less than what grows with the square of a file, or without end, would take.
"""

import gzip
import os
import resource
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest import registry
from ingest.errors import InputError
from ingest.files.source import LARGEST, from_bytes, read_source

MEMORY = 1 << 30
SECONDS = 30
GOLDEN = Path(__file__).parents[1] / "formats"
SOURCES = sorted(
    path
    for path in GOLDEN.glob("*/*")
    if path.is_file() and path.suffix not in (".py", ".error") and not path.name.endswith(".reading.json")
)
FORMATS = registry.formats()

SHOW = """
import sys
from pathlib import Path
from archive.errors import ArchiveError
from ingest.files import folders
from ingest.options import Options
from ingest.pipeline import show
for path in map(Path, sys.argv[1:]):
    print(path.name, end="\t", flush=True)
    try:
        (record,), _ = show(folders.find((path,)).groups[0], Options())
        print("read", sum(utterance.words for utterance in record.utterances), "words")
    except ArchiveError as error:
        print(str(error).replace("\\n", " ")[:2000])
"""

READ = """
import sys
from pathlib import Path
from ingest import registry
from ingest.errors import InputError
from ingest.head import LENGTH, Head
from ingest.files.source import read_source
for path in map(Path, sys.argv[1:]):
    source = read_source(path, path.parent)
    head = Head(source.text[:LENGTH])
    for format in registry.formats():
        print(path.name, format.name, sep="\t", flush=True)
        format.sniff(head)
        try:
            format.read(source)
        except InputError:
            pass
"""

DETECT = """
import sys
from pathlib import Path
from ingest import registry
from ingest.errors import InputError
from ingest.files.source import read_source
for path in map(Path, sys.argv[1:]):
    print(path.name, end="\t", flush=True)
    source = read_source(path, path.parent)
    try:
        reading = registry.detect(source).read(source)
        print("read", sum(len(cue.text) for cue in reading.cues), "characters")
        del reading
    except InputError as error:
        print(error)
"""


def limited() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def run(program: str, files: Mapping[str, str], folder: Path, seconds: int = SECONDS) -> dict[str, str]:
    """What a program says of each file; it must end by itself, in time, and without a traceback."""
    paths = [folder / name for name in files]
    for path in paths:
        if files[path.name]:
            path.write_text(files[path.name])
    done = subprocess.run(
        [sys.executable, "-c", program, *map(str, paths)],
        capture_output=True,
        text=True,
        timeout=seconds,
        preexec_fn=limited,
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout[-200:]} {done.stderr[-2000:]}"
    return {name: said for name, _, said in (line.partition("\t") for line in done.stdout.splitlines())}


ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
BOMB = f'<!DOCTYPE bomb [<!ENTITY e0 "ha">{ENTITIES}]>'
XML = {
    "srv3": '<timedtext format="3"><body><p t="0" d="9">%s</p></body></timedtext>',
    "ttml": '<tt xmlns="http://www.w3.org/ns/ttml"><body><div><p begin="0s">%s</p></div></body></tt>',
    "trs": '<Trans><Episode><Section><Turn><Sync time="0"/>%s</Turn></Section></Episode></Trans>',
    "eaf": '<ANNOTATION_DOCUMENT><TIER TIER_ID="A"><ANNOTATION><ALIGNABLE_ANNOTATION><ANNOTATION_VALUE>%s'
    "</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION></TIER></ANNOTATION_DOCUMENT>",
    "tei": '<TEI><text><u who="#a">%s</u></text></TEI>',
    "psc": '<chapters xmlns="http://podlove.org/simple-chapters"><chapter start="0:00" title="A">%s</chapter>'
    "</chapters>",
    "ohms": "<ROOT><record><sync/><accession/><transcript>%s</transcript></record></ROOT>",
}
JSON = {
    "whisper": '{"language": "en", "segments": [{"id": 0, "start": 0, "end": 1, "text": %s}]}',
    "podcasting": '{"version": "1.0.0", "segments": [{"startTime": 0, "endTime": 1, "body": %s}]}',
    "chapters": '{"version": "1.2.0", "chapters": [{"startTime": 0, "title": %s}]}',
    "json3": '{"wireMagic": "pb3", "events": [{"tStartMs": 0, "dDurationMs": 1, "segs": [{"utf8": %s}]}]}',
    "deepgram": '{"results": {"channels": [{"alternatives": [{"words": [{"word": %s, "start": 0}]}]}]}}',
    "chunks": '{"text": "", "chunks": [{"timestamp": [0, 1], "text": %s}]}',
    "grid": '{"start": 0, "end": 1, "tiers": {"a": {"type": "interval", "entries": [[0, 1, %s]]}}}',
    "unknown": '{"anything": %s}',
}
HTML = {"html": "<!DOCTYPE html><html><body><cite>Ann:</cite><time>0:00</time><p>%s</p></body></html>"}
EMPTY_CUES = {
    "srt": "1\n00:00:00,000 --> 00:00:01,000\n\n",
    "vtt": "00:00.000 --> 00:01.000\n\n",
    "paste": "0:00\n",
    "trs": '<Sync time="1"/>',
}
LINES = {
    "srt": "1\n00:00:00,000 --> 00:00:01,000\n%s\n",
    "vtt": "WEBVTT\n\n00:00.000 --> 00:01.000\n%s\n",
    "prose": "**Ann Baker:** Good morning.\n\n**Tom Miller:** %s\n",
    "paste": "Transcript\n0:00\n%s\n",
    "table": "start,speaker,text\n1,Ann,%s\n",
}


def test_entities_are_refused(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the cellar door")
    outside = f'<!DOCTYPE x [<!ENTITY s SYSTEM "{secret.as_uri()}">]>'
    files = {f"bomb-{shape}.xml": BOMB + around % "&e9;" for shape, around in XML.items()}
    files |= {f"outside-{shape}.xml": outside + around % "&s;" for shape, around in XML.items()}
    said = run(SHOW, files, tmp_path)
    assert {name for name, line in said.items() if "declares an entity" in line} == set(files)
    assert not any("cellar" in line for line in said.values())


def test_deep_json_is_refused(tmp_path: Path) -> None:
    deep = [
        opens * depth + "1" + closes * depth
        for depth in (10_000, 100_000)
        for opens, closes in (("[", "]"), ('{"a":', "}"))
    ]
    files = {
        f"{shape}-{number}.json": around % inner
        for shape, around in JSON.items()
        for number, inner in enumerate(deep)
    }
    said = run(SHOW, files, tmp_path)
    assert said.keys() == files.keys()
    assert not [name for name, line in said.items() if line.startswith("read")]


def test_deep_markup(tmp_path: Path) -> None:
    inner = "<b>" * 200_000 + "word" + "</b>" * 200_000
    said = run(SHOW, {shape: around % inner for shape, around in {**XML, **HTML}.items()}, tmp_path)
    assert {shape for shape in XML if "is nested deeper" in said[shape]} == set(XML)
    assert said.keys() == {*XML, *HTML}


def test_long_lines(tmp_path: Path) -> None:
    """A line of 20 MB to the readers, and one as long as the longest transcript through the whole program."""
    around = {**LINES, **HTML, "trs": XML["trs"], "whisper": JSON["whisper"]}
    for program, words in ((DETECT, "word " * 4_000_000), (SHOW, "word " * 500_000)):
        for shape, text in around.items():
            line = f'"{words}"' if shape in JSON else words
            said = run(program, {f"{shape}.txt": text % line}, tmp_path, 2 * SECONDS)
            assert said[f"{shape}.txt"].startswith("read") or shape == "table"


def test_what_is_refused_unread(tmp_path: Path) -> None:
    (tmp_path / "large.txt").write_bytes(b" " * (LARGEST + 1))
    (tmp_path / "packed.json").write_bytes(gzip.compress(b"words " * 99))
    (tmp_path / "nul.srt").write_bytes(b"1\n00:00:00,000 --> 00:00:01,000\na\0b\n")
    os.mkfifo(tmp_path / "pipe.srt")
    expected = {
        "large.txt": "more than any transcript",
        "packed.json": "compressed (gzip)",
        "nul.srt": "NUL",
        "pipe.srt": "is not a file",
    }
    said = run(SHOW, dict.fromkeys(expected, ""), tmp_path)
    assert {name for name, problem in expected.items() if problem in said[name]} == set(expected)


def test_cues_without_words(tmp_path: Path) -> None:
    around = {"srt": "%s", "vtt": "WEBVTT\n\n%s", "paste": "Transcript\n%s", "trs": XML["trs"]}
    files = {shape: around[shape] % (cue * 100_000) for shape, cue in EMPTY_CUES.items()}
    said = run(SHOW, files, tmp_path, 2 * SECONDS)
    assert {shape for shape in files if "words" in said[shape]} == set(files)


REPEATED = [
    *("(", "[", "<", "**[[[[", "<v ", "A: ", ">> ", "- ", '"', "0:00 ", "1:", "__a_", "\\[", "&amp;", "{\\"),
    *("00:00 --> ", "a", "A. ", "a, ", "*", "`", "\nAbc Def:", " ", "\n", "\n\t ", "http://", "# ", "= "),
]


@pytest.mark.parametrize("number", range(len(REPEATED)))
def test_no_reader_is_slow_by_what_repeats(number: int, tmp_path: Path) -> None:
    """To every reader; each says its name first, so that a timeout tells which is late."""
    repeated = REPEATED[number] * (250_000 // len(REPEATED[number]))
    files = {"alone": f"x{repeated}x", "vtt": LINES["vtt"] % repeated, "prose": LINES["prose"] % repeated}
    assert run(READ, files, tmp_path, 2 * SECONDS) == dict.fromkeys(files, FORMATS[-1].name)


def tried(content: bytes) -> None:
    try:
        source = from_bytes(content, uri="made", name="made")
    except InputError:
        return
    with suppress(InputError):
        registry.detect(source)
    for format in FORMATS:
        with suppress(InputError):
            reading = format.read(source)
            assert all(cue.start_ms is None or cue.start_ms >= 0 for cue in reading.cues), format.name


@given(content=st.binary() | st.text().map(lambda text: text.encode("utf-8", "replace")))
def test_any_bytes(content: bytes) -> None:
    tried(content)


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(path=st.sampled_from(SOURCES), data=st.data())
def test_damaged_sources(path: Path, data: st.DataObject) -> None:
    """Golden sources with a piece cut out, doubled, or replaced by another's or by anything."""
    content = read_source(path, GOLDEN).content if path.stat().st_size else b""
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(content)))
        end = data.draw(st.integers(start, min(len(content), start + 80)))
        other = data.draw(st.sampled_from(SOURCES)).read_bytes()
        place = data.draw(st.integers(0, len(other)))
        piece = data.draw(
            st.sampled_from([b"", content[start:end] * 2, other[place : place + 60]]) | st.binary(max_size=9)
        )
        content = content[:start] + piece + content[end:]
    tried(content)
