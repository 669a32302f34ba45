"""What pages and search show of feeds: both players, notes, seasons, hosts and guests, tags."""

import json
import re

import pytest

from archive.web.episode.particulars import tags
from archive.web.episode.parts import Passage
from tests.web.fed_episodes import AUDIO, VIDEO
from tests.web.site import links, site, text

DATA = "Everything stored in this row"


@pytest.fixture(scope="module")
def fed(fed_archive):
    with site(fed_archive) as get:
        yield get


def ours(response):
    return text(response).split(DATA)[0]


def test_a_moment_is_linked_in_both_players(fed):
    first, second = (fed(f"/archive/-/moment?u={id_}") for id_ in (1_000_001, 1_000_002))
    assert {f"{AUDIO}#t=1", f"{VIDEO}&t=61"} <= set(links(first))
    assert f"{AUDIO}#t=21" in links(second)
    assert f"{VIDEO}&t=81" not in links(second)  # it is cut there
    assert "≈ 1:01" in text(first)
    page = fed("/archive/episodes/1")
    assert "../-/moment?u=1000001" in links(page)
    said = ours(page)
    assert "Times are of the audio. ≈ video on YouTube: found by the words that both have, ± 2 s." in said


def test_its_json_has_both_of_every_passage_and_the_page_works_out_none(fed, monkeypatch):
    parts = fed("/archive/-/episodes/1.json").json()["parts"]
    passages = [each for part in parts for block in part["blocks"] for each in block["passages"]]
    assert [each["listen"] for each in passages][:2] == [f"{AUDIO}#t=1", f"{AUDIO}#t=21"]
    # The second passage is cut there.
    assert [[heard["url"] for heard in each["elsewhere"]] for each in passages][:2] == [[f"{VIDEO}&t=61"], []]
    monkeypatch.setattr(Passage, "listen", property(lambda passage: pytest.fail("worked out")))
    monkeypatch.setattr(Passage, "elsewhere", property(lambda passage: pytest.fail("worked out")))
    assert "data-listen" in fed("/archive/episodes/1").text


def test_a_map_leads_back_too(fed):
    addresses = links(fed("/archive/-/moment?u=2000001"))
    assert f"{VIDEO}&t=65" in addresses
    assert f"{AUDIO}#t=5" in addresses


def test_without_a_map_only_the_recording_of_the_words_is_linked(fed):
    page = fed("/archive/episodes/3?t=21")
    assert f"{AUDIO}#t=21" in links(page)
    assert not [address for address in links(page) if address.startswith(f"{VIDEO}&t=")]
    assert "≈" not in ours(page)


def test_the_moment_asked_for_is_linked_in_both(fed):
    goto = re.search(r'<p class="pa-goto.*?</p>', fed("/archive/episodes/1?t=1.5").text)[0]
    assert f'href="{AUDIO}#t=1"' in goto
    assert "t=61" in goto
    assert 'href="#u1000001"' in goto


def test_a_hit_is_linked_in_both_players(fed):
    page = fed("/archive/-/search?q=welcome")
    assert {f"{AUDIO}#t=1", f"{VIDEO}&t=61"} <= set(links(page))
    assert "YouTube ≈ 1:01 ± 2 s" in text(page)
    hits = fed("/archive/-/search.json?q=welcome").json()["hits"]
    hit = next(each for each in hits if each["episode_id"] == 1)
    assert hit["link"] == f"{AUDIO}#t=1"
    exact = {
        "recording": "audio",
        "url": f"{AUDIO}#t=1",
        "at_ms": 1_000,
        "precision": "exact",
        "error_ms": None,
    }
    mapped = {
        "recording": "youtube",
        "url": f"{VIDEO}&t=61",
        "at_ms": 61_000,
        "precision": "mapped",
        "error_ms": 1_200,
    }
    assert hit["links"] == [exact, mapped]
    back = fed("/archive/-/search.json?q=captions").json()["hits"][0]
    assert [(each["url"], each["precision"]) for each in back["links"]] == [
        (f"{VIDEO}&t=65", "exact"),
        (f"{AUDIO}#t=5", "mapped"),
    ]
    cut = fed("/archive/-/search.json?q=twenty").json()["hits"]
    assert {json.dumps([each["precision"] for each in one["links"]]) for one in cut} == {'["exact"]'}


def test_who_may_not_see_the_maps_gets_no_mapped_link(fed_archive):
    denied = ("clock_maps", "soundbites", "links", "feeds", "person_aliases")
    tables = {table: {"allow": False} for table in denied}
    with site(fed_archive, config={"databases": {"fed": {"tables": tables}}}) as get:
        page = get("/archive/episodes/1")
        assert "Welcome to two clocks" in ours(page)
        assert "≈" not in ours(page)
        for hidden in ("The welcome", "Linked by its feed"):
            assert hidden not in ours(page)
        hit = get("/archive/-/search.json?q=welcome").json()["hits"][0]
        assert [each["precision"] for each in hit["links"]] == ["exact"]
        assert "~secret~" not in get("/archive/podcasts/1").text
        assert "A. A. L." not in get("/archive/people/1").text


def test_notes_are_sanitised(fed):
    page = fed("/archive/episodes/1")
    ours_only = page.text.split(DATA)[0]
    assert (
        '<h3>Links</h3><p>See <a href="https://example.org/notes" rel="nofollow noopener noreferrer">'
        in page.text
    )
    assert ">A clock</a>" in ours_only
    for hostile in ("alert(1)</script>", "onclick", 'href="javascript:', 'src="https://example.org/a.png"'):
        assert hostile not in ours_only
    assert 'A &lt;b&gt; &amp; <a href="https://example.org/text"' in fed("/archive/episodes/2").text


def test_an_episode_has_what_its_feed_says(fed):
    page = fed("/archive/episodes/1")
    said = ours(page)
    for expected in (
        "Which of them is <right>?",
        "bonus · Season 2 · No. 1".replace(" ·", ""),
        "explicit",
        "time & tide",
        "Moments 0:02 The welcome 5.0 s In the transcript YouTube ≈ 1:02 ± 2 s",
        "the only one here with this first name",
        "With pictures",
        "48.2 MB",
        "Shown here",
        "Kept, not shown",
        "automatic captions",
        "transcript example.org/1.vtt text/vtt language en fetched",
        "chapters example.org/1.json application/json not fetched",
    ):
        assert expected in said, expected
    assert "No longer in its feed" not in said
    assert "/archive/episodes?_facet_array=tags&tags__arraycontains=time+%26+tide" in links(page)
    assert not [address for address in links(page) if address.startswith("javascript:")]


def test_soundbites_are_on_the_clock_of_the_audio(fed):
    section = re.search(
        r'<section class="pa-outline pa-moments".*?</section>', fed("/archive/episodes/2").text, re.S
    )[0]
    assert f"{AUDIO}#t=2" in section
    assert "t=62" in section
    assert "In the transcript" not in section


def test_an_episode_that_left_its_feed_says_so(fed):
    assert "No longer in its feed since" in ours(fed("/archive/episodes/2"))


def test_tags_are_a_facet_and_lead_to_the_episodes_that_have_them(fed):
    results = fed("/archive/episodes.json?_extra=facet_results").json()["facet_results"]["results"]
    assert set(results) == {"podcast_id", "season", "kind", "tags"}
    assert {one["value"] for one in results["tags"]["results"]} == {"time & tide", "clocks"}
    found = fed("/archive/episodes.json?_facet_array=tags&tags__arraycontains=time+%26+tide").json()["rows"]
    assert [row["id"] for row in found] == [1]
    assert 'id="facet-tags"' in fed("/archive/episodes").text
    assert tags("not JSON", "/t") == tags(None, "/t") == ()


def test_a_facet_without_values_is_left_out(get):
    page = get("/archive/episodes").text
    assert 'id="facet-podcast_id"' in page
    assert 'id="facet-tags"' not in page


def test_a_show_has_seasons_members_and_its_feed(fed):
    page = fed("/archive/podcasts/1")
    said = ours(page)
    for expected in (
        "Ada Lovelace",
        "explicit",
        "licence CC-BY-4.0",
        "Technology Health & Fitness › Mental Health",
        "On time .",
        "© Ada Lovelace",
        "Season 2 1 episode",
        "Season 1 1 episode",
        "Without a season 1 episode",
        "Hosts AL Ada Lovelace 16 s host in 2 episodes , guest in 1 episode",
        "Guests GH Grace Hopper 16 s guest in 2 episodes",
        "https://example.org/feed?token=~secret~ has moved",
        "it answers 503",
    ):
        assert expected in said, expected
    assert said.index("Season 2") < said.index("On two clocks") < said.index("bonus") < said.index("Season 1")
    assert said.index("Captions first") < said.index("trailer")
    assert "https://example.org/licence" in links(page)
    assert 'src="https://example.org/cover.png"' in page.text
    assert 'loading="lazy" referrerpolicy="no-referrer"' in page.text
    assert "<script>alert" not in page.text
    assert "onclick" not in page.text.split(DATA)[0]


def test_a_person_has_a_picture_and_other_spellings(fed):
    page = fed("/archive/people/1")
    assert "Also “Ada” in 2 episodes, “A. A. L.” as somebody decided." in ours(page)
    assert 'src="https://example.org/ada.png"' in page.text
    assert "Undone" not in page.text
    assert "<img" not in fed("/archive/people/2").text.split("<h1")[0]


@pytest.mark.parametrize(
    "table",
    [
        "feeds",
        "links",
        "clock_maps",
        "person_aliases",
        "episode_decisions",
        "former_addresses",
        "withheld",
        "soundbites",
    ],
)
def test_new_tables_are_described_and_fit(fed, table):
    page = fed(f"/archive/{table}")
    assert page.status_code == 200
    metadata = fed(f"/archive/{table}.json?_extra=metadata").json()["metadata"]
    assert metadata["description"]
    assert all(metadata["columns"].values())


def test_a_table_shows_notes_as_words_and_pieces_by_number(fed):
    assert "1 piece" in text(fed("/archive/clock_maps"))
    assert "Links See notes ." in text(fed("/archive/episodes")).replace("notes.", "notes .")
    assert "<h1>Links" in fed("/archive/episodes.json").json()["rows"][0]["description"]
