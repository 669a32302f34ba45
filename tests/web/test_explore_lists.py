"""The lists that numbers of other pages lead to: a form to choose in, links to the episodes, and how many."""

import re

import pytest

from tests.web.site import links, site, text


@pytest.mark.parametrize(
    "name",
    [
        "episodes_with_transcript",
        "episodes_without_transcript",
        "episodes_without_times",
        "episodes_without_people",
    ],
)
def test_each_row_leads_to_its_episode(odd_archive, name):
    with site(odd_archive) as get:
        _leads(get, name)


def _leads(get, name):
    found = get(f"/archive/{name}.json?podcast=&published=").json()["rows"]
    assert found, name
    page = get(f"/archive/{name}?podcast=&published=")
    assert {f"/archive/episodes/{row['episode_id']}" for row in found} <= set(links(page))
    assert "Custom SQL query" not in page.text


def test_what_a_list_is_of_is_chosen_by_name(get):
    """Nobody knows the id of a podcast, or what an origin is called inside."""
    page = get("/archive/episodes_by_origin?podcast=&published=&origin=none").text
    assert re.search(r'<option value="none" selected>no source says how</option>', page)
    assert re.search(r'name="podcast"><option value="" selected>all podcasts</option><option', page)
    assert "<option" in get("/archive/episodes_by_format").text.partition('id="field-format"')[2]


@pytest.mark.parametrize(
    ("name", "asks"),
    [
        ("people_of_a_podcast", "Choose a podcast"),
        ("episodes_by_origin", "Choose a way in which words are made"),
        ("episodes_by_format", "Choose a format"),
        ("quotations", "Type a word"),
    ],
)
def test_without_what_it_needs_it_says_what_that_is(get, name, asks):
    assert asks in text(get(f"/archive/{name}"))


def test_an_answer_that_the_server_cuts_off_says_so(odd_archive):
    with site(odd_archive, settings={"max_returned_rows": 2}) as get:
        said = text(get("/archive/episodes_with_transcript?podcast=&published="))
        assert "the first 2" in said
        assert "There may be more: of one answer this server gives 2 rows" in said
        assert "There may be more" not in text(get("/archive/host_share?podcast=1"))


def test_as_many_rows_as_a_query_gives_are_the_first_of_all(get, monkeypatch):
    found = get("/archive/talk_time.json").json()["rows"]
    assert f"{len(found)} row" in text(get("/archive/talk_time"))
    from archive.web.explore.stored import Stored

    monkeypatch.setattr(Stored, "bound", property(lambda _: len(found)))
    assert f"the first {len(found)}" in text(get("/archive/talk_time"))


def test_what_is_not_known_and_how_words_were_made_are_said_in_words(odd_archive):
    with site(odd_archive) as get:
        page = get("/archive/doubtful_transcripts")
        assert '<span class="pa-muted">unknown</span>' in page.text
        assert "by speech recognition" in text(page)
