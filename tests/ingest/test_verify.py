"""Reading the evidence again, against what is stored."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from ingest.verify import verify

from .running import run
from .transcripts import paste


@pytest.mark.parametrize(
    ("sql", "kind", "problem"),
    [
        (
            "update utterances set text = replace(text, 'salt', 'sugar')",
            "corrupt",
            "“salt?” in the source and “sugar?”",
        ),
        ("update sources set reader = 'youtube_page 0'", "outdated", "was read by youtube_page 0"),
        ("update sources set sha256 = '0'", "corrupt", "its bytes are not what came in"),
        ("delete from source_bytes", "corrupt", "its bytes are missing"),
        ("update sources set superseded_at = '2026-01-01'", "corrupt", "its source is superseded"),
        ("update source_bytes set data = x'00'", "corrupt", "its sources cannot be read"),
    ],
)
def test_verify_finds_what_is_not_the_sources(
    sql: str, kind: str, problem: str, archive: Path, tmp_path: Path
) -> None:
    run(archive, paste(tmp_path))
    with closing(sqlite3.connect(archive)) as connection:
        connection.execute(sql)
        connection.commit()
        (difference,) = verify(connection)
        assert difference.kind == kind
        assert problem in difference.problem
