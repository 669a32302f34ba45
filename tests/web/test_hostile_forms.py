"""Hostile text does nothing in what programs read: JSON, CSV and Atom. The pages are in `test_hostile.py`."""

import csv
import io
import json
from xml.etree import ElementTree

import pytest

from tests.web.hostile_episodes import HOSTILE
from tests.web.site import site

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def ask(hostile_archive):
    with site(hostile_archive) as ask:
        yield ask


@pytest.mark.parametrize("kind", HOSTILE)
def test_json_holds_the_text_itself(ask, kind):
    number = list(HOSTILE).index(kind) + 1
    for path in (f"/archive/-/episodes/{number}.json", f"/archive/-/podcasts/{number}.json"):
        answered = ask(path)
        assert answered.status_code == 200, path
        assert answered.headers["content-type"].startswith("application/json")
        assert f"{HOSTILE[kind]} show {kind}" in strings(json.loads(answered.text)), path


def strings(value):
    """Every text in a JSON value."""
    if isinstance(value, dict):
        return {text for inner in value.values() for text in strings(inner)}
    if isinstance(value, list):
        return {text for inner in value for text in strings(inner)}
    return {value} if isinstance(value, str) else set()


def test_csv_has_no_formula(ask):
    answered = ask("/archive/-/search.csv?q=hostile")
    assert answered.status_code == 200
    cells = [cell for row in csv.reader(io.StringIO(answered.text)) for cell in row]
    assert len(cells) > 40
    begun = [cell for cell in cells if cell[:1] in tuple("=+-@\t\r\n")]
    assert [cell for cell in begun if not cell.lstrip("-").replace(".", "").isdigit()] == []
    assert any("HYPERLINK" in cell for cell in cells)


@pytest.mark.parametrize("path", ["/archive/-/search.atom?q=hostile", "/archive/-/episodes.atom"])
def test_atom_is_xml_and_holds_only_text(ask, path):
    answered = ask(path)
    assert answered.status_code == 200
    root = ElementTree.fromstring(answered.content)
    assert root.tag == f"{ATOM}feed"
    for link in root.iter(f"{ATOM}link"):
        assert link.get("href").startswith("http"), link.attrib
