"""Answers on a phone: the number that was asked for stands beside the name, not off the screen."""

import pytest

from tests.web.browsing import expect, needs_chromium, watched

pytestmark = needs_chromium

LONG = """
for (const name of document.querySelectorAll(".pa-answer td:not(.pa-number) bdi"))
  name.textContent = "Deploying and running web applications with " + "longestwords".repeat(6);
"""


@pytest.mark.parametrize(
    ("name", "column"), [("unattributed_talk", "Minutes unknown"), ("talk_time", "Episodes")]
)
def test_the_number_that_was_asked_for_is_on_the_screen_of_a_phone(name, column, odd, browser):
    """However long the names are."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    with watched(context) as page:
        page.goto(f"{odd}/archive/{name}")
        page.evaluate(LONG)
        heading = page.get_by_role("columnheader", name=column)
        expect(heading).to_be_visible()
        box = heading.bounding_box()
        assert box["x"] + box["width"] <= 390
        assert page.troubles == []
