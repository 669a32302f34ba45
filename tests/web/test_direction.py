"""Words of any script stand in an element of their own direction: Hebrew does not turn what is beside it."""

from dataclasses import replace
from html.parser import HTMLParser

import pytest

from archive.database import open_archive
from archive.store import save
from tests.episodes import engines
from tests.web.site import site

HEBREW = "שלום"
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "rect", "source", "wbr"}


class Directions(HTMLParser):
    """The Hebrew of a page by whether an element around it takes its direction from it."""

    def __init__(self):
        super().__init__()
        self.around, self.own, self.strayed = [], [], []

    def handle_starttag(self, tag, attributes):
        if tag not in VOID:
            self.around.append((tag, tag == "bdi" or dict(attributes).get("dir") == "auto"))

    def handle_startendtag(self, tag, attributes):
        pass

    def handle_endtag(self, tag):
        while tag not in VOID and self.around and self.around.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if HEBREW in data and "title" not in [tag for tag, _ in self.around]:
            (self.own if any(own for _, own in self.around) else self.strayed).append(data.strip())


@pytest.fixture(scope="module")
def hebrew(tmp_path_factory):
    path = tmp_path_factory.mktemp("hebrew") / "archive.db"
    record = engines()
    podcast = replace(record.podcast, title=f"{HEBREW} פודקאסט", author=HEBREW, description=f"{HEBREW}.")
    speakers = [
        replace(each, label=f"{HEBREW} 1", description=f"{HEBREW}!", role=HEBREW) for each in record.speakers
    ]
    speakers = [
        replace(each, person=replace(each.person, name=f"{HEBREW} {number}"))
        for number, each in enumerate(speakers)
    ]
    engine = open_archive(path, create=True)
    (outcome,) = save(
        engine,
        [
            replace(
                record,
                title=f"{HEBREW} פרק",
                podcast=podcast,
                description=f"{HEBREW}.\n\n{HEBREW}?",
                speakers=tuple(speakers),
                chapters=tuple(replace(each, title=HEBREW) for each in record.chapters),
                utterances=tuple(
                    replace(each, text=f"{HEBREW} {each.text}"[: len(each.text)], marks=each.marks[:1])
                    for each in record.utterances
                ),
                corrections=(),
                warnings=(replace(record.warnings[0], message=HEBREW),),
            )
        ],
    )
    engine.dispose()
    assert outcome.status == "inserted", outcome
    with site(path) as get:
        yield get


@pytest.mark.parametrize(
    ("address", "least"),
    [
        ("/", 4),
        ("/archive/episodes/1", 16),
        ("/archive/people/1", 7),
        ("/archive/podcasts/1", 6),
        ("/archive/-/search", 18),
        (f"/archive/-/search?q={HEBREW}&role={HEBREW}", 18),
        ("/archive/chapters/1", 1),
    ],
)
def test_each_text_has_its_own_direction(hebrew, address, least):
    page = hebrew(address)
    assert page.status_code == 200
    # Without the rows as Datasette shows them, whose cells the stylesheet turns.
    parsed = Directions()
    parsed.feed(page.text.split('<details class="pa-raw"')[0])
    # What was searched for stands quoted in an English sentence.
    assert [each for each in parsed.strayed if each != f"the word “{HEBREW}”"] == []
    assert len(parsed.own) >= least


@pytest.mark.parametrize("address", ["/", "/archive/-/search", "/archive/people/1", "/archive/podcasts/1"])
def test_so_does_what_is_typed(hebrew, address):
    assert 'name="q" dir="auto"' in hebrew(address).text


def test_a_name_stands_where_its_words_begin(hebrew):
    """A heading with a direction of its own would be on the other side than its block begins."""
    assert f"<h3><bdi>{HEBREW} 0</bdi>" in hebrew("/archive/episodes/1").text
