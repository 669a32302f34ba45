"""What a narrow screen shows first: filters folded above the hits, a few of each list, the whole menu."""

import pytest

from tests.web.browsing import expect, needs_chromium, watched
from tests.web.test_serve import serving

pytestmark = needs_chromium


@pytest.fixture(params=[True, False], ids=["with scripts", "without"])
def phone(request, browser):
    context = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=request.param)
    with watched(context) as page:
        yield page
        assert page.troubles == []


def test_what_narrows_a_search_is_folded_above_the_hits(phone, demo):
    phone.goto(f"{demo}/archive/-/search?q=models")
    filters, hit = phone.locator(".pa-narrowing"), phone.locator(".pa-hit").first
    assert filters.bounding_box()["y"] + filters.bounding_box()["height"] <= hit.bounding_box()["y"] < 844
    choice = filters.get_by_role("link", name="Bryan Catanzaro")
    assert not choice.is_visible()
    filters.locator("summary").click()
    expect(choice).to_be_visible()


def test_beside_the_hits_it_is_open(page, demo):
    page.goto(f"{demo}/archive/-/search?q=models")
    filters = page.locator(".pa-narrowing")
    assert not filters.locator("summary").is_visible()
    assert filters.get_by_role("link", name="Bryan Catanzaro").is_visible()
    assert filters.bounding_box()["x"] > page.locator(".pa-hit").first.bounding_box()["x"] + 400
    # Whoever comes by the keyboard need not walk through all of them.
    page.locator(".pa-to-hits").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("Boolean(document.activeElement.closest('.pa-hits'))")


def test_all_of_the_menu_is_seen(phone, demo):
    phone.goto(demo)
    for link in phone.locator(".pa-nav a").all():
        box = link.bounding_box()
        assert 0 <= box["x"] <= box["x"] + box["width"] <= 390


def test_a_few_of_each_list_and_the_way_to_all(phone, talking_archive):
    with serving(talking_archive) as (address, _):
        phone.goto(address)
        episodes = phone.locator(".pa-home .pa-list > li")
        assert episodes.count() == 8
        assert [each.is_visible() for each in episodes.all()] == [True] * 5 + [False] * 3
        assert phone.get_by_role("link", name="All 8 episodes").is_visible()
        phone.set_viewport_size({"width": 1280, "height": 900})
        expect(episodes.last).to_be_visible()
        expect(phone.get_by_role("link", name="All 8 episodes")).to_be_hidden()
