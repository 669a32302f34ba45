"""The search page by keyboard, and without scripts."""

import pytest

from tests.web.browsing import expect, needs_chromium, watched

pytestmark = needs_chromium

SEARCH = "/archive/-/search?q=models"


def focused(page):
    """Which of the passages has the focus, from 0; None if none has."""
    at = page.evaluate(
        "[...document.querySelectorAll('.pa-hit')].findIndex(hit => hit.contains(document.activeElement))"
    )
    return None if at < 0 else at


def test_keys_walk_through_the_passages_and_open_one(page, demo):
    page.goto(demo + SEARCH)
    seen = []
    for key in ("ArrowDown", "j", "ArrowDown", "ArrowUp", "k"):
        page.keyboard.press(key)
        seen.append(focused(page))
    assert seen == [0, 1, 2, 1, 0]
    page.keyboard.press("k")
    assert focused(page) == 0  # there is none above the first
    page.keyboard.press("ArrowDown")
    address = page.locator(".pa-hit").nth(1).locator(".pa-open").get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url("**/archive/episodes/1?*")
    assert page.url == demo + address


def test_the_passage_that_has_the_focus_is_seen_and_told(page, demo):
    page.goto(demo + SEARCH)
    for _ in range(12):
        page.keyboard.press("j")
    hit = page.locator(".pa-hit").nth(11)
    box = hit.bounding_box()
    assert round(box["y"]) >= 0
    assert round(box["y"] + box["height"]) <= 900
    link = hit.locator(".pa-open")
    assert link.evaluate("e => e.matches(':focus-visible') && getComputedStyle(e).outlineStyle") == "solid"
    described = page.locator(f"#{link.get_attribute('aria-describedby')}")
    assert "model" in described.inner_text().lower()
    assert link.inner_text().startswith("Open at")


def test_who_has_scrolled_goes_on_from_there(page, demo):
    page.goto(demo + SEARCH)
    page.locator(".pa-hit").nth(8).evaluate("e => e.scrollIntoView({ block: 'start' })")
    page.keyboard.press("j")
    assert focused(page) in (8, 9)


def test_a_slash_goes_to_the_box_and_nothing_is_taken_from_whoever_types(page, demo):
    page.goto(demo + SEARCH)
    page.keyboard.press("j")
    page.keyboard.press("/")
    box = page.get_by_role("searchbox")
    assert box.evaluate("e => e === document.activeElement")
    page.keyboard.type("jk/j")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    assert box.input_value() == "jk/j"
    assert focused(page) is None


def test_other_keys_and_chords_are_left_alone(page, demo):
    page.goto(demo + SEARCH)
    for key in ("Control+j", "Shift+ArrowDown", "Alt+k", "PageDown", "h"):
        page.keyboard.press(key)
        assert focused(page) is None


def test_the_context_opens_by_keyboard(page, demo):
    page.goto(demo + SEARCH)
    context = page.locator(".pa-context").first
    context.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(context.locator(".pa-near").first).to_be_visible()


def test_all_of_it_works_without_scripts(browser, demo):
    with watched(browser.new_context(java_script_enabled=False)) as page:
        page.goto(demo + SEARCH)
        total = page.locator(".pa-total strong").inner_text()
        page.locator(".pa-context summary").first.click()
        expect(page.locator(".pa-context .pa-near").first).to_be_visible()
        page.get_by_text("How to search").click()
        expect(page.get_by_role("link", name='"open source"')).to_be_visible()
        page.locator(".pa-facets").get_by_role("link", name="host").click()
        expect(page.locator(".pa-total strong")).not_to_have_text(total)
        page.get_by_role("link", name="Role: host").click()
        expect(page.locator(".pa-total strong")).to_have_text(total)
        page.get_by_role("link", name="Oldest").click()
        expect(page.locator(".pa-sorts [aria-current]")).to_have_text("Oldest")
        assert page.troubles == []


@pytest.mark.parametrize("width", [1280, 390])
def test_hostile_text_fits_and_does_nothing(browser, filled, width):
    with watched(browser.new_context(viewport={"width": width, "height": 900})) as page:
        for query in ("q=", "q=alert&sort=x%3Cscript%3Ealert(1)%3C/script%3E", "q=" + "x" * 3_000):
            page.goto(f"{filled}/archive/-/search?{query}")
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert [said for said in page.troubles if "400" not in said] == []
