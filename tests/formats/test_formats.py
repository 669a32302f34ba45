"""Golden pairs: what is read of `<format>/<behaviour>.vtt` stands in `<behaviour>.reading.json`, or `.error`.

Adding a pair adds a test. `pytest tests/formats --rewrite` writes what is expected; read it in review.
"""

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest

from ingest import registry
from ingest.errors import InputError
from ingest.files.source import read_source

HERE = Path(__file__).parent
NAMES = [format.name for format in registry.formats()]
EXPECTED = (".reading.json", ".error")
SOURCES = sorted(
    path
    for name in NAMES
    if (HERE / name).is_dir()
    for path in (HERE / name).iterdir()
    if not path.name.endswith(EXPECTED)
)


def said(value: Any) -> Any:
    """A frozen value as JSON has it; what is left at its default is left out."""
    if dataclasses.is_dataclass(value):
        fields = [
            (field.name, getattr(value, field.name), default(field)) for field in dataclasses.fields(value)
        ]
        return {name: said(each) for name, each, usual in fields if each != usual}
    return [said(each) for each in value] if isinstance(value, tuple) else value


def default(field: "dataclasses.Field[Any]") -> Any:
    made = field.default_factory
    return field.default if made is dataclasses.MISSING else made()


def expected(path: Path, found: Any, rewrite: bool) -> Any:
    if rewrite:
        path.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n")
    return json.loads(path.read_text())


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: f"{path.parent.name}/{path.name}")
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
    found, suffix, other = (refused, *EXPECTED[::-1]) if refused else (read, *EXPECTED)
    assert expected(path.with_name(path.stem + suffix), found, rewrite) == found
    assert not path.with_name(path.stem + other).exists()


@pytest.mark.parametrize("name", NAMES)
def test_every_format_has_pairs(name: str) -> None:
    assert any(path.parent.name == name for path in SOURCES)


def test_no_pair_is_left_behind() -> None:
    """An expectation whose source is gone would never fail again."""
    expectations = {
        path.with_name(path.name.removesuffix(suffix))
        for suffix in EXPECTED
        for path in HERE.rglob(f"*{suffix}")
    }
    assert expectations <= {path.with_name(path.stem) for path in SOURCES}
