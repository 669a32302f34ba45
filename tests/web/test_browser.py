"""What people do on the pages, in a real browser. That every page is sound is in `test_every_page.py`."""

import pytest

from tests.web.browsing import expect, needs_chromium, watched

pytestmark = needs_chromium


def test_the_search_finds_the_moment_and_its_link(page, demo):
    page.goto(demo)
    page.get_by_role("searchbox", name="Search what was said").fill('"intelligence per second"')
    page.get_by_role("button", name="Search").click()
    hit = page.locator(".pa-hit").first
    assert "intelligence per second" in hit.locator("blockquote").inner_text()
    link = hit.get_by_role("link", name="YouTube")
    assert link.get_attribute("href") == "https://www.youtube.com/watch?v=Y3Vb6ecvfpU&t=3782"
    hit.get_by_role("link", name="1:03:02").click()
    shown = page.locator(".pa-block > :target")
    expect(shown).to_contain_text("intelligence")
    expect(shown).to_be_in_viewport()
    assert "/archive/episodes/1?t=3782&q=" in page.url


def test_the_facet_narrows_and_can_be_taken_back(page, demo):
    page.goto(f"{demo}/archive/-/search?q=models")
    everything = page.locator(".pa-total strong").inner_text()
    page.locator(".pa-facets").get_by_role("link", name="Bryan Catanzaro").click()
    narrowed = page.locator(".pa-total strong").inner_text()
    assert int(narrowed.split()[0]) < int(everything.split()[0])
    assert set(page.locator(".pa-hit .pa-name").all_inner_texts()) == {"Bryan Catanzaro"}
    page.get_by_role("link", name="Speaker: Bryan Catanzaro").click()
    expect(page.locator(".pa-total strong")).to_have_text(everything)


def test_the_episode_has_nine_chapters_and_both_speakers(page, demo):
    page.goto(f"{demo}/archive/episodes/1")
    chapters = page.get_by_role("navigation", name="Chapters").get_by_role("link")
    assert chapters.count() == 9
    people = page.get_by_role("list", name="People")
    names = page.locator(".pa-block h3").all_inner_texts()
    for name in ("Nathan Lambert", "Bryan Catanzaro"):
        assert people.get_by_role("link", name=name).is_visible()
        assert any(said.startswith(name) for said in names)
    chapters.nth(8).click()
    expect(page.locator("#c9").get_by_role("heading").first).to_be_in_viewport()


@pytest.mark.parametrize("width", [1280, 390])
def test_a_chapter_without_a_time_is_found_among_many(browser, odd, width):
    with watched(browser.new_context(viewport={"width": width, "height": 900})) as page:
        page.goto(f"{odd}/archive/episodes/2")
        chapters = page.get_by_role("navigation", name="Chapters")
        assert chapters.bounding_box()["height"] <= 900
        if width < 900:  # folded there
            chapters.locator("summary").click()
            expect(chapters.get_by_role("link").first).to_be_visible()
            assert chapters.bounding_box()["height"] <= 900
        chapters.get_by_role("link", name="Heading 100").click()
        words = page.locator("#c101 .pa-block > div > p").first
        expect(words).to_contain_text("第100章")
        expect(words).to_be_in_viewport()
        assert page.troubles == []


def test_an_address_with_a_time_opens_there(page, demo):
    page.goto(f"{demo}/archive/episodes/1?t=37:40")
    current = page.locator("[aria-current=location]")
    current.wait_for()
    page.wait_for_function("scrollY > 500")
    expect(current).to_be_in_viewport()


def test_it_opens_there_without_scripts_too(browser, demo):
    with watched(browser.new_context(java_script_enabled=False)) as page:
        page.goto(f"{demo}/archive/episodes/1?t=37:40")
        page.get_by_role("link", name="Go to 37:40").click()
        expect(page.locator(":target")).to_be_in_viewport()


@pytest.mark.parametrize("scripts", [True, False])
def test_the_search_box_of_a_table_keeps_its_text(browser, demo, scripts):
    with watched(browser.new_context(java_script_enabled=scripts)) as page:
        page.goto(f"{demo}/archive/utterances?_search=megatron")
        assert page.get_by_label("Search:").input_value() == "megatron"
        found = page.locator(".table-summary").inner_text()
        page.get_by_role("button", name="Apply filters").click()
        expect(page.get_by_label("Search:")).to_have_value("megatron")
        expect(page.locator(".table-summary")).to_contain_text(found)
        page.get_by_label("Search:").fill("")
        page.get_by_role("button", name="Apply filters").click()
        expect(page.locator(".table-summary")).not_to_contain_text("search matches")
        assert page.troubles == []
