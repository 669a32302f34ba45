"""Hostile text does nothing in Chromium, on every page that shows it.

`tests.web.hostile_episodes` has it in every field of an episode, each of them in another way; what readers
type is hostile too. What is shown must be the text itself, not less. `test_hostile_forms.py` looks at what
programs read.
"""

import sqlite3
from urllib.parse import quote

import pytest

from tests.web.browsing import needs_chromium, watched
from tests.web.hostile_episodes import HOSTILE

pytestmark = needs_chromium

NUMBERS = {kind: number for number, kind in enumerate(HOSTILE, start=1)}

ACTIVE = """() => [
  ...[...document.links].filter((one) => !/^(https?|mailto):$/.test(one.protocol)),
  ...[...document.querySelectorAll("[src], [action], [formaction], [data], [poster]")]
    .filter((one) => ["src", "action", "formaction", "data", "poster"].some((name) =>
      one.hasAttribute(name) && !/^https?:/.test(new URL(one.getAttribute(name), location.href).href))),
  ...[...document.scripts].filter((one) => !one.src && one.type !== "application/ld+json"),
  ...[...document.querySelectorAll("*")].filter((one) =>
    one.getAttributeNames().some((name) => name.startsWith("on"))),
  ...document.querySelectorAll("base, object, embed, meta[http-equiv]"),
].map((one) => one.outerHTML.slice(0, 200))"""
"""What is more than text on a page of ours: it must have none of it but scripts from files and data."""

LINKED_DATA = """() => [...document.querySelectorAll("script[type='application/ld+json']")]
  .map((one) => JSON.parse(one.textContent))"""

LEAKING = """() => {
  const leaking = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode;
    let at = text.parentElement;
    if (!/[\\u202a-\\u202e\\u2066-\\u2069]/.test(text.data) || !at.checkVisibility()) continue;
    const kept = (one) => /isolate|plaintext/.test(getComputedStyle(one).unicodeBidi);
    const inline = (one) => getComputedStyle(one).display === "inline";
    while (!kept(at) && inline(at) && at.parentElement) at = at.parentElement;
    if (kept(at) || at.textContent.trim() === text.data.trim()) continue;
    leaking.push(at.outerHTML.slice(0, 200));
  }
  return leaking;
}"""
"""Where a mark of direction that is left open turns around what the page itself says behind it."""

QUERIES = (*HOSTILE.values(), "\ud83d", "-" * 500, "(" * 500, '"' * 501, "speaker:" * 300, "OR OR OR", "* *")


def paths(number, person):
    moment = f"/archive/episodes/{number}"
    return [moment, f"{moment}?t=1&q=hostile", f"/archive/podcasts/{number}"] + (
        [f"/archive/people/{person}"] if person else []
    )


@pytest.fixture(scope="module")
def people(hostile_archive):
    """kind → the person's id, for the kinds that are kept as a person's name."""
    with sqlite3.connect(hostile_archive) as connection:
        found = dict(
            connection.execute(
                "select episode_id, min(person_id) from speakers where person_id > 0 group by 1"
            )
        )
    connection.close()
    return {kind: found.get(number) for kind, number in NUMBERS.items()}


@pytest.mark.parametrize("kind", HOSTILE)
def test_it_is_inert_on_the_pages_of_its_episode(browser, hostile, people, kind):
    context = browser.new_context(viewport={"width": 390, "height": 844})
    with watched(context) as page:
        for path in paths(NUMBERS[kind], people[kind]):
            assert page.goto(hostile + path).status == 200
            looked_at(page, path)
        page.goto(f"{hostile}/archive/episodes/{NUMBERS[kind]}")
        shown = page.get_by_role("heading", level=1).evaluate("one => one.textContent")
        # What HTML cannot hold is replaced or left out; the words around it stand.
        assert "title" in shown
        if kind not in ("controls", "tab", "json"):
            assert HOSTILE[kind] in shown


@pytest.mark.parametrize(
    "path", ["/", *(f"/archive/-/search?q={rest}" for rest in ("", "hostile", "hostile&episode=1"))]
)
@pytest.mark.parametrize("width", [1280, 390])
def test_it_is_inert_where_all_come_together(browser, hostile, path, width):
    with watched(browser.new_context(viewport={"width": width, "height": 844})) as page:
        assert page.goto(hostile + path).status == 200
        looked_at(page, path)


def test_it_is_inert_as_a_query(browser, hostile):
    with watched(browser.new_context(viewport={"width": 390, "height": 844})) as page:
        for query in QUERIES:
            path = f"/archive/-/search?q={quote(query, errors='surrogatepass')}"
            response = page.goto(hostile + path)
            assert response.status in (200, 400), query[:80]
            page.troubles[:] = [said for said in page.troubles if "status of 400" not in said]
            looked_at(page, path)


def looked_at(page, path):
    assert page.troubles == [], path
    assert page.evaluate(ACTIVE) == [], path
    assert page.evaluate(LEAKING) == [], path
    page.evaluate(LINKED_DATA)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path
