"""Every page works without scripts: links lead somewhere, forms are sent. Playing and copying are missing."""

import pytest

from tests.web.browsing import expect, needs_chromium, watched
from tests.web.every_page import OURS, of

pytestmark = needs_chromium

DEAD = """() => [
  ...[...document.querySelectorAll("main button")].filter((one) => !one.closest("form")),
  ...[...document.querySelectorAll("main a:not([href])")].filter((one) => !one.closest(".pa-notes")),
  ...[...document.querySelectorAll("form")].filter((one) => !one.hasAttribute("action")),
].filter((one) => one.checkVisibility()).map((one) => one.outerHTML.slice(0, 160))"""
"""What is shown, and does nothing without a script."""


@pytest.fixture
def plain(browser):
    with watched(browser.new_context(java_script_enabled=False)) as page:
        yield page


@pytest.mark.parametrize(("archive", "path"), of(OURS), ids="".join)
def test_nothing_that_is_shown_is_dead(plain, request, archive, path):
    plain.goto(request.getfixturevalue(archive) + path)
    assert plain.evaluate(DEAD) == []


def test_search_narrow_sort_and_open(plain, demo):
    plain.goto(demo)
    plain.get_by_role("searchbox").first.fill("models")
    plain.get_by_role("button", name="Search").first.click()
    everything = plain.locator(".pa-total strong").inner_text()
    plain.locator(".pa-facets").get_by_role("link", name="Bryan Catanzaro").click()
    expect(plain.locator(".pa-total strong")).not_to_have_text(everything)
    plain.locator(".pa-sorts a").last.click()
    plain.wait_for_url("**sort=**")
    plain.locator(".pa-context summary").first.click()
    expect(plain.locator(".pa-near").first).to_be_visible()
    plain.locator(".pa-hit .pa-open").first.click()
    expect(plain.locator(".pa-block > [aria-current]")).to_be_visible()


def test_a_moment_is_opened_and_cited(plain, demo):
    plain.goto(f"{demo}/archive/episodes/1?t=37:40")
    plain.get_by_role("link", name="Go to 37:40").click()
    expect(plain.locator(":target")).to_be_in_viewport()
    plain.locator(".pa-goto a.pa-cite").click()
    plain.wait_for_url("**/archive/-/moment**")
    expect(plain.get_by_role("heading", level=1)).to_be_visible()


def test_an_episode_is_searched(plain, demo):
    plain.goto(f"{demo}/archive/episodes/1?q=models")
    assert plain.locator("mark").count() > 1
