"""Golden pairs: `<format>/<behaviour>.txt` is read as `<behaviour>.json` says, or refused as `.error` says.

Adding a pair adds a test. `pytest tests/formats --rewrite` writes what is expected; read it in review.
"""

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest

from ingest import registry
from ingest.errors import InputError
from ingest.reading import Reading
from ingest.source import read_source

HERE = Path(__file__).parent
NAMES = [format.name for format in registry.formats()]
SOURCES = sorted(
    path for name in NAMES for path in (HERE / name).iterdir() if path.suffix not in (".json", ".error")
)


def said(reading: Reading) -> dict[str, Any]:
    """What the reading says, as JSON has it; what it leaves open is left out."""
    whole = dataclasses.asdict(reading, dict_factory=lambda pairs: {k: v for k, v in pairs if v is not None})
    stated: dict[str, Any] = json.loads(json.dumps({key: value for key, value in whole.items() if value}))
    return stated


def expected(path: Path, found: Any, rewrite: bool) -> Any:
    if rewrite:
        path.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n")
    return json.loads(path.read_text())


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_pair(path: Path, request: pytest.FixtureRequest) -> None:
    rewrite = request.config.getoption("--rewrite")
    source = dataclasses.replace(read_source(path, HERE), name=path.name)
    format = registry.detect(source)
    assert format.name == path.parent.name
    read, refused = None, None
    try:
        read = said(format.read(source))
    except InputError as error:
        refused = str(error)
    found, suffix, other = (refused, ".error", ".json") if refused else (read, ".json", ".error")
    assert expected(path.with_suffix(suffix), found, rewrite) == found
    assert not path.with_suffix(other).exists()


@pytest.mark.parametrize("name", NAMES)
def test_every_format_has_pairs(name: str) -> None:
    assert any(path.parent.name == name for path in SOURCES)


def test_no_pair_is_left_behind() -> None:
    """An expectation whose source is gone would never fail again."""
    expectations = [path for path in HERE.rglob("*") if path.suffix in (".json", ".error")]
    assert {path.with_suffix("") for path in expectations} <= {path.with_suffix("") for path in SOURCES}
