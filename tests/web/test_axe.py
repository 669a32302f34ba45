"""axe-core finds nothing that shuts people out: on every page of ours, light and dark, wide and narrow.

Most of its time is spent on colours, which do not change with the width, and what it asks of the structure
does not change with the colours: each is asked in two ways. `test_every_page.py` measures the contrast of
all text in all four.
"""

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from tests.web.browsing import needs_chromium, shown_as, watched
from tests.web.every_page import ANSWERS, OURS, of

pytestmark = needs_chromium

RUN = """async (rules) => {
  const { violations } = await axe.run(document, { resultTypes: ["violations"], ...rules });
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.slice(0, 5).map((one) => `${id}: ${help}: ${one.target.join(" ")}: ${one.html.slice(0, 120)}`));
}"""
"""All of its rules that are on by default: WCAG 2 A and AA, and what it calls best practice."""

COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}
STRUCTURE = {"rules": {rule: {"enabled": False} for rule in COLOURS["runOnly"]}}
LOOKS = (("light", 1280, {}), ("light", 390, STRUCTURE), ("dark", 390, COLOURS))


@pytest.mark.parametrize(("archive", "path"), of(OURS, ANSWERS), ids="".join)
def test_axe_finds_nothing(browser, request, archive, path):
    with watched(browser.new_context(viewport={"width": 1280, "height": 900})) as page:
        page.goto(request.getfixturevalue(archive) + path)
        page.evaluate(AXE_SCRIPT)  # past the page's policy, which forbids it to the page itself
        for scheme, width, rules in LOOKS:
            shown_as(page, scheme, width)
            assert page.evaluate(RUN, rules) == [], (scheme, width)


def test_axe_would_find_something(browser, demo):
    with watched(browser.new_context()) as page:
        page.goto(demo)
        page.evaluate(AXE_SCRIPT)
        page.evaluate("document.body.append(document.createElement('button'))")
        assert [found for found in page.evaluate(RUN, STRUCTURE) if found.startswith("button-name:")]
        page.evaluate("document.querySelector('h1').style.color = '#eee'")
        assert [found for found in page.evaluate(RUN, COLOURS) if found.startswith("color-contrast:")]
