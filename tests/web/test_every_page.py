"""Every page in Chromium, light and dark, wide and narrow: it fits, it is quiet, and it can be read."""

import re

import pytest

from archive.web import routes
from tests.web.browsing import VARIANTS, needs_chromium, shown_as, watched
from tests.web.every_page import ANSWERS, OURS, THEIRS, of

pytestmark = needs_chromium

DARK = "rgb(22, 24, 27)"
CONTRAST = """() => {
  const parts = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => {
    const one = (c) => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    return 0.2126 * one(r) + 0.7152 * one(g) + 0.0722 * one(b);
  };
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = parts(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const faint = [];
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    if (!own || !element.checkVisibility() || element.closest("dialog, .cm-editor, option")) continue;
    const style = getComputedStyle(element), drawn = element.namespaceURI.endsWith("/svg");
    if (drawn && !element.closest("text")) continue;
    const a = light(parts(drawn ? style.fill : style.color)), b = light(ground(element));
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) faint.push(`${element.tagName}.${element.getAttribute("class")} ${ratio.toFixed(2)}`);
  }
  return [...new Set(faint)];
}"""
"""What is fainter than WCAG AA allows: 4.5 to 1 for text of any size."""

WIDER = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.querySelectorAll("body *")]
    .filter((one) => one.getBoundingClientRect().right > width + 1)
    .map((one) => `${one.tagName}.${one.getAttribute("class")}`).slice(0, 8);
}"""
"""What makes a page wider than its window."""


@pytest.fixture
def sites(request):
    return request.getfixturevalue


@pytest.mark.parametrize(("archive", "path"), of(OURS, ANSWERS, THEIRS), ids="".join)
def test_it_fits_is_quiet_and_readable(browser, sites, archive, path):
    """Pictures of shows and people are the only thing that is fetched from elsewhere: here from nowhere."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    picture = '<svg xmlns="http://www.w3.org/2000/svg"/>'
    context.route(
        re.compile(r"^https://example\.org/\w+\.(png|jpg)$"),
        lambda route: route.fulfill(content_type="image/svg+xml", body=picture),
    )
    with watched(context) as page:
        assert page.goto(sites(archive) + path, wait_until="load").status == 200
        for scheme, width in VARIANTS:
            shown_as(page, scheme, width)
            assert page.evaluate(WIDER) == [], (scheme, width)
            assert page.evaluate(CONTRAST) == [], (scheme, width)
            dark = page.evaluate("getComputedStyle(document.body).backgroundColor") == DARK
            assert dark is (scheme == "dark")
        troubles = [said for said in page.troubles if not re.search(r"example\.org/\w+\.(png|jpg)$", said)]
        assert troubles == []


def test_a_picture_is_fetched_without_telling_from_where(browser, fed):
    """A show's and a person's picture come from elsewhere, and whoever has them is not told from where."""
    fetched = set()
    context = browser.new_context(viewport={"width": 1280, "height": 900})

    def picture(route):
        fetched.add((route.request.url, route.request.headers.get("referer")))
        route.fulfill(content_type="image/svg+xml", body='<svg xmlns="http://www.w3.org/2000/svg"/>')

    context.route("https://example.org/**", picture)
    with watched(context) as page:
        for path in OURS["fed"]:
            page.goto(fed + path, wait_until="networkidle")
    assert fetched == {(f"https://example.org/{name}.png", None) for name in ("cover", "ada")}


def test_none_of_ours_is_forgotten():
    """Every page at an address of our own, and of every kind of row that has one."""
    opened = [path for _, path in of(OURS)]
    own = {f"/archive/-/{page.name}" for page in routes.OWN} | {"/archive/-/search"}
    rows = {f"/archive/{table}/" for table in ("episodes", "people", "podcasts")}
    assert {one for one in own | rows if not any(path.startswith(one) for path in opened)} == set()
