"""Evidence comes back whole, or not at all; names in addresses."""

import sqlite3
import zlib
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.database import open_readonly
from archive.errors import DamagedArchive
from archive.evidence import load_sources
from archive.slug import slugify


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no zlib",
        zlib.compress(b"short"),
        zlib.compress(b"x" * 10_000_000),
        zlib.compress(b"Welcome. \xe2\x80\xa6")[:-1],
    ],
)
def test_damaged_bytes_are_not_taken_for_a_source(filled_archive: Path, data: bytes) -> None:
    with closing(sqlite3.connect(filled_archive)) as connection:
        connection.execute("update source_bytes set data = ? where source_id = 1", (data,))
        connection.commit()
    with (
        closing(open_readonly(filled_archive)) as connection,
        pytest.raises(
            DamagedArchive, match=r"/shows/engines.txt: its stored bytes are damaged; see `podarchive check`"
        ),
    ):
        load_sources(connection, 1)


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Why Nvidia builds open models", "why-nvidia-builds-open-models"),
        ("  Café  &  C++! ", "cafe-c"),
        ("山田太郎", "山田太郎"),
        ("…", "otherwise"),
        ("", "otherwise"),
        ("../../etc/passwd", "etc-passwd"),
        ("word " * 40, "-".join(["word"] * 16)),
        ("x" * 200, "x" * 80),
    ],
)
def test_a_name_in_an_address(text: str, slug: str) -> None:
    assert slugify(text, "otherwise") == slug


@given(st.text())
def test_any_text_gives_a_name_that_stays_what_it_is(text: str) -> None:
    slug = slugify(text, "otherwise")
    assert 0 < len(slug) <= 80
    assert not set(slug) & set(" /?#%.\"'<>&_")
    assert slugify(slug, "otherwise") == slug
