"""axe-core finds nothing that shuts people out: on every page of ours, light and dark, wide and narrow."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from tests.web.browsing import VARIANTS, needs_chromium, shown_as, watched
from tests.web.every_page import OURS, of

pytestmark = needs_chromium

RUN = """async () => {
  const { violations } = await axe.run(document, { resultTypes: ["violations"] });
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.slice(0, 5).map((one) => `${id}: ${help}: ${one.target.join(" ")}: ${one.html.slice(0, 120)}`));
}"""
"""All of its rules that are on by default: WCAG 2 A and AA, and what it calls best practice."""


@pytest.mark.parametrize(("archive", "path"), of(OURS), ids="".join)
def test_axe_finds_nothing(browser, request, archive, path):
    with watched(browser.new_context(viewport={"width": 1280, "height": 900})) as page:
        page.goto(request.getfixturevalue(archive) + path)
        page.evaluate(AXE_SCRIPT)  # past the page's policy, which forbids it to the page itself
        for scheme, width in VARIANTS:
            shown_as(page, scheme, width)
            assert page.evaluate(RUN) == [], (scheme, width)


def test_axe_would_find_something(browser, demo):
    with watched(browser.new_context()) as page:
        page.goto(demo)
        page.evaluate(AXE_SCRIPT)
        page.evaluate("document.body.append(document.createElement('button'))")
        assert [found for found in page.evaluate(RUN) if found.startswith("button-name:")]
