"""What a search can be narrowed by: exact numbers, and every selection can be taken back."""

import html
import re
from urllib.parse import unquote_plus

from tests.web.site import links, text
from tests.web.test_search_page import JSON, PAGE, ask, search_links


def facet(found, name):
    return {value["label"]: value for value in found["facets"][name]}


def test_facets_narrow_and_count_what_the_others_leave(get):
    everything = ask(get, JSON, q="weights").json()
    ada = facet(everything, "speaker")["Ada Lovelace"]
    narrowed = ask(get, JSON, q="weights", speaker=ada["key"]).json()
    assert narrowed["total"] == ada["count"] == 2
    assert {hit["speaker"] for hit in narrowed["hits"]} == {"Ada Lovelace"}
    assert facet(narrowed, "speaker")["Ada Lovelace"]["selected"]
    assert {label: value["count"] for label, value in facet(narrowed, "podcast").items()} == {
        "Engines of Thought": 2
    }
    assert {label: value["count"] for label, value in facet(narrowed, "speaker").items()} == {
        label: value["count"] for label, value in facet(everything, "speaker").items()
    }


def test_several_values_of_a_facet_mean_any_of_them(get):
    years = ask(get, JSON, ("q", "weights"), ("year", "2025"), ("year", "2026")).json()
    assert years["total"] == 3
    assert [value["selected"] for value in years["facets"]["year"]] == [True, True]


def test_every_facet_value_is_a_link_and_every_selection_can_be_taken_back(get):
    page = ask(get, PAGE, ("q", "weights"), ("year", "2026"))
    offered = search_links(page)
    assert [("q", "weights"), ("year", "2026"), ("year", "2025")] in offered
    assert offered.count([("q", "weights")]) >= 2  # the facet's own value, and the chip
    assert "Year: 2026" in text(page)
    both = ask(get, PAGE, ("q", "weights"), ("year", "2026"), ("year", "2025"))
    assert [("q", "weights"), ("year", "2026")] in search_links(both)
    assert [("q", "weights"), ("year", "2025")] in search_links(both)
    assert "Remove all" in text(both)


def test_unknown_values_can_be_selected_too(get):
    found = ask(get, JSON, speaker="none").json()
    assert {hit["speaker"] for hit in found["hits"]} == {None}
    assert "Speaker: unknown speaker" in text(ask(get, PAGE, speaker="none"))


def test_people_of_one_name_have_two_labels(get):
    labels = [
        label for label in facet(ask(get, JSON, q="").json(), "speaker") if label.startswith("John Smith")
    ]
    assert len(labels) == 2


def test_hostile_selections_are_answered(get):
    hostile = "\"><script>alert('x')</script>"
    page = ask(get, PAGE, ("q", "weights"), ("speaker", hostile), ("role", "\0"), ("podcast", "9" * 400))
    assert page.status_code == 200
    assert "<script>alert('x')" not in page.text


def test_chapters_go_with_their_episode(get):
    page = ask(get, PAGE, ("q", "weights"), ("episode", "1"), ("chapter", "2"))
    assert "1 passage" in text(page)
    assert "Chapter: Laughter & later" in text(page)
    chips = page.text.partition('class="pa-chips"')[2].partition("</ul>")[0]
    assert re.findall(r'href="([^"]*)"', chips) == [
        "/archive/-/search?q=weights",
        "/archive/-/search?q=weights&amp;episode=1",
        "/archive/-/search?q=weights",
    ]


def test_all_values_of_a_facet_have_a_page(get, monkeypatch):
    monkeypatch.setattr("archive.web.search.choices.LISTED", 1)
    assert "/archive/-/search?sort=oldest&facet=speaker" in links(ask(get, PAGE, sort="oldest"))
    found = ask(get, JSON, q="").json()
    monkeypatch.setattr("archive.web.search.choices.ON_A_PAGE", 3)
    address, seen = f"{PAGE}?facet=speaker", []
    while address:
        values = get(address)
        assert f"Speaker: all {len(found['facets']['speaker'])}" in text(values)
        assert "pa-hit" not in values.text
        seen += re.findall(r'href="/archive/-/search\?speaker=([^"]*)"', values.text)
        following = re.search(r'rel="next" href="([^"]*)"', values.text)
        address = following and html.unescape(following[1])
    assert sorted(map(unquote_plus, seen)) == sorted(value["key"] for value in found["facets"]["speaker"])
    assert "There are none here" in text(get(f"{PAGE}?facet=speaker&page=99"))


def test_selected_values_stay_in_sight(get, monkeypatch):
    monkeypatch.setattr("archive.web.search.choices.LISTED", 1)
    keys = [value["key"] for value in ask(get, JSON, q="").json()["facets"]["speaker"]][-3:]
    page = ask(get, PAGE, *(("speaker", key) for key in keys))
    assert page.text.count('aria-current="true"><span class="pa-box"') == 3
