"""Media files that lie about their sizes, are huge or broken: read in part or refused, and soon."""

import io
import json
import struct
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import UnreadableSource
from ingest.files.source import from_bytes
from ingest.formats import media_tags
from ingest.media import excerpt

from . import media_bytes as made

TITLES = made.text("TIT2", "Bees at night") + made.text("TALB", "The Hive Hour")
INTRO = made.chap("a", 0, 5000, made.text("TIT2", "Intro"))
NIGHT = made.chap("b", 5000, 9000, made.text("TIT2", "Night 🐝", encoding=1))
COMMENTS = made.comments("TITLE=Bees at night", "CHAPTER001=00:00:00.000", "CHAPTER001NAME=Intro")


class Counted(io.BytesIO):
    """A file that counts what is read of it."""

    read_bytes = 0

    def read(self, size: int | None = -1, /) -> bytes:
        found = super().read(size)
        self.read_bytes += len(found)
        return found


def test_sound_and_pictures_are_not_read(tmp_path: Path) -> None:
    picture = made.frame("APIC", bytes(6_000_000))
    content = made.mp3(TITLES + picture + made.chap("a", 0, 5000, picture + made.text("TIT2", "Intro")))
    file = Counted(content)
    assert json.loads(excerpt(file, len(content)))["chapters"] == [
        {"start_ms": 0, "end_ms": 5000, "title": "Intro"}
    ]
    assert file.read_bytes < 20_000
    # Five gigabytes of sound before the tree of atoms; a sparse file, of which the disk has a few bytes.
    path = tmp_path / "long.m4a"
    moov = made.atom("moov", made.atom("udta", made.nero([(0, "Intro")])))
    with path.open("w+b") as long:
        long.write(made.atom("ftyp", b"M4A \0\0\0\0") + struct.pack(">I4sQ", 1, b"mdat", 5_000_000_000))
        long.seek(16 + 5_000_000_000)
        size = long.tell() + long.write(moov)
        assert json.loads(excerpt(long, size))["chapters"] == [{"start_ms": 0, "title": "Intro"}]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(made.id3(TITLES, size=200_000_000), id="tag"),
        pytest.param(made.mp3(TITLES + made.frame("TPE1", b"\3Mara", size=b"\x7f\x7f\x7f\x7f")), id="frame"),
        pytest.param(
            made.mp3(made.text("TIT2", "Bees at night") + made.frame("CHAP", b"a" * 900)), id="chapter"
        ),
        pytest.param(
            made.quicktime([], [], udta=made.itunes(nam="Bees at night")) + b"\xff\xff\xff\xffmdat", id="atom"
        ),
        pytest.param(
            made.flac(made.comments("TITLE=Bees at night").replace(b"\1\0\0\0", b"\xff\xff\xff\xff", 1)),
            id="count",
        ),
    ],
)
def test_a_size_that_lies_costs_nothing_and_keeps_the_rest(content: bytes) -> None:
    file = Counted(content)
    assert json.loads(excerpt(file, len(content)))["tags"]["title"] == "Bees at night"
    assert file.read_bytes < 100_000


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(made.mp3(INTRO * 100_000), id="id3"),
        pytest.param(made.quicktime([made.sample("")] * 100_000, [1] * 100_000), id="quicktime"),
        pytest.param(made.flac(made.comments(*(f"CHAPTER{n}=0:00" for n in range(100_000)))), id="vorbis"),
        pytest.param(made.quicktime([], [], listed=made.tangle(30_000)), id="chunks"),
        pytest.param(made.atom("ftyp", b"M4A ") + made.atom("free") * 1_000_000, id="atoms"),
        pytest.param(made.opus(b"") + made.page(b"x", serial=9) * 100_000, id="pages"),
    ],
)
def test_there_is_an_end_to_chapters_and_to_reading(content: bytes) -> None:
    begins = time.monotonic()
    file = Counted(content)
    found = json.loads(excerpt(file, len(content)))
    assert len(found.get("chapters", [])) <= 10_000
    assert file.read_bytes <= 8 * 1024 * 1024
    assert time.monotonic() - begins < 8


WHOLE = [
    made.mp3(TITLES + made.ctoc("ab") + INTRO + NIGHT),
    made.mp3(made.chap("a", 0, 9, made.text("TIT2", "Intro", 3), 3), 3, 0x80),
    made.quicktime(
        [made.sample("a"), made.sample("b")], [5, 4], udta=made.atom("udta", made.nero([(0, "a")]))
    ),
    made.vorbis(COMMENTS),
    made.flac(COMMENTS),
    made.wav((b"fmt ", bytes(16)), (b"id3 ", made.id3(INTRO))),
]


@given(
    content=st.sampled_from(WHOLE),
    changes=st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 255)), max_size=8),
    length=st.integers(0, 5000),
)
def test_whatever_the_bytes_an_excerpt_is_readable_or_refused(
    content: bytes, changes: list[tuple[int, int]], length: int
) -> None:
    damaged = bytearray(content[:length])
    for at, byte in changes:
        if damaged:
            damaged[at % len(damaged)] = byte
    once = _excerpt(bytes(damaged))
    assert once == _excerpt(bytes(damaged))
    if once is not None:
        source = from_bytes(once, uri="a.mp3", name="a.mp3")
        media_tags.FORMAT.read(source)


@given(
    st.binary(max_size=300),
    st.sampled_from([b"ID3\4\0\0\0\0\7\7", b"\0\0\0\x08ftyp", b"OggS\0\2", b"fLaC", b""]),
)
def test_any_bytes(content: bytes, begins: bytes) -> None:
    _excerpt(begins + content)


def _excerpt(content: bytes) -> bytes | None:
    try:
        return excerpt(io.BytesIO(content), len(content))
    except UnreadableSource:
        return None
