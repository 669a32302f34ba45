"""A real show: who is spelled in several ways is one person once the feed is there, and no sound is one."""

import re
from collections import defaultdict
from pathlib import Path

import pytest

from .running import ask, run

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
FEED = CORPUS / "changelog-feeds" / "brain-science.xml"
WORDS = CORPUS / "changelog-markdown" / "brainscience"
NOBODY = {"break", "jingle", "outro", "intro", "together", "music", "clip"}

pytestmark = pytest.mark.skipif(not WORDS.exists() or not FEED.exists(), reason="the real files are not here")


def ends(name: str) -> str:
    """The first and the last part of a name, without what follows a comma: not as the product compares it."""
    words = re.sub(r"[^\w ]", "", name.partition(",")[0]).casefold().split()
    return f"{words[0]} {words[-1]}"


def spelled(names: list[str]) -> dict[str, set[str]]:
    """The names that come in several spellings."""
    found = defaultdict(set)
    for name in names:
        found[ends(name)].add(name)
    return {name: spellings for name, spellings in found.items() if len(spellings) > 1}


@pytest.mark.parametrize("order", [(FEED, WORDS), (WORDS, FEED)], ids=["feed first", "words first"])
def test_who_is_spelled_in_several_ways_is_one_person(tmp_path: Path, order: tuple[Path, Path]) -> None:
    labels = [
        " ".join(label.split())
        for file in WORDS.glob("*.md")
        for label in re.findall(r"^\*\*([^*\n]{2,60}?):?\*\*:?", file.read_text(), re.MULTILINE)
        if " " in label.strip()
    ]
    declared = re.findall(r"<podcast:person\b[^>]*>([^<]+)<", FEED.read_text())
    assert len(spelled([*labels, *declared])) == 1
    archive = tmp_path / "archive.db"
    for path in order:
        run(archive, path)
    names = [name for (name,) in ask(archive, "select name from people")]
    assert {ends(name) for name in names} == {ends(name) for name in (*labels, *declared)}
    assert spelled(names) == {}
    assert len(names) == len({ends(name) for name in names})
    assert NOBODY.isdisjoint(name.casefold() for name in names)
