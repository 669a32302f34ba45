"""The pages in a real browser: Debian's Chromium, driven by Playwright, against a real server."""

import contextlib
import os
import shutil

import pytest

from tests.web.test_serve import serving

CHROMIUM = shutil.which("chromium")
REQUIRED = os.environ.get("PODARCHIVE_REQUIRE_BROWSER") == "1"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

pytestmark = pytest.mark.skipif(not CHROMIUM and not REQUIRED, reason="there is no Chromium here")

SEARCH = "/archive/-/search?q=intelligence+per+second"
DEMO_PAGES = (
    "",
    SEARCH,
    "/archive/-/search?q=models&speaker=2",
    "/archive/episodes/1",
    "/archive/episodes/1?t=37:40",
    "/archive/people/1",
    "/archive/podcasts/1",
    "/archive",
    "/archive/utterances?_search=open",
    "/archive/said",
    "/archive/episodes",
    "/archive/-/query?sql=select+*+from+said+limit+5",
)
HOSTILE_PAGES = (
    "",
    "/archive/-/search?q=",
    "/archive/-/search?q=%3Cscript%3Ealert(1)%3C/script%3E",
    "/archive/episodes/5",
    "/archive/podcasts/3",
    "/archive/people",
    "/archive/speakers",
    "/archive/chapters",
    "/archive/warnings",
    "/archive/utterances?_facet=episode_id",
    "/archive/said?_search=alert",
    "/archive/sources",
)
FED_PAGES = (
    "/archive/episodes/1?t=1",
    "/archive/podcasts/1",
    "/archive/people/1",
    "/archive/-/search?q=welcome",
    "/archive/episodes?_facet_array=tags&tags__arraycontains=clocks",
    "/archive/links",
    "/archive/clock_maps/1",
)
ODD_PAGES = (
    "",
    "/archive/episodes/1",
    "/archive/episodes/2",
    "/archive/episodes/3",
    "/archive/episodes/4",
    "/archive/people/2",
    "/archive/episodes",
    "/archive/transcripts",
    "/archive/recordings",
    "/archive/speakers",
    "/archive/chapters",
    "/archive/-/search?q=",
)


@pytest.fixture(scope="module")
def browser():
    assert CHROMIUM, "PODARCHIVE_REQUIRE_BROWSER=1, and there is no Chromium"
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def demo(demo_archive):
    with serving(demo_archive) as (address, _):
        yield address.rstrip("/")


@pytest.fixture(scope="module")
def filled(anyname):
    with serving(anyname) as (address, _):
        yield address.rstrip("/")


@pytest.fixture(scope="module")
def odd(odd_archive):
    with serving(odd_archive) as (address, _):
        yield address.rstrip("/")


@pytest.fixture(scope="module")
def fed(fed_archive):
    with serving(fed_archive) as (address, _):
        yield address.rstrip("/")


@pytest.fixture
def page(browser):
    """A page whose `troubles` are what no page may do: dialogs, errors, requests to anywhere else."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    with watched(context) as page:
        yield page
    assert page.troubles == []


@contextlib.contextmanager
def watched(context):
    """A page of `context` that notes its troubles; the context is closed with it."""
    page = context.new_page()
    page.troubles = troubles = []
    page.on("pageerror", lambda error: troubles.append(f"error: {error}"))
    page.on("console", lambda said: said.type == "error" and troubles.append(f"console: {said.text}"))
    page.on("dialog", lambda dialog: (troubles.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    page.on("request", lambda one: "//127.0.0.1:" in one.url or troubles.append(f"request: {one.url}"))
    try:
        yield page
    finally:
        context.close()


def test_the_search_finds_the_moment_and_its_link(page, demo):
    page.goto(demo)
    page.get_by_role("searchbox", name="Search what was said").fill('"intelligence per second"')
    page.get_by_role("button", name="Search").click()
    hit = page.locator(".pa-hit").first
    assert "intelligence per second" in hit.locator("blockquote").inner_text()
    link = hit.get_by_role("link", name="1:03:02")
    assert link.get_attribute("href") == "https://www.youtube.com/watch?v=Y3Vb6ecvfpU&t=3782"
    hit.get_by_role("link", name="Why Nvidia builds open models").click()
    assert "/archive/episodes/1?t=3782#u" in page.url
    shown = page.locator(".pa-passage:target")
    assert "intelligence" in shown.inner_text()
    assert shown.evaluate(
        "e => { const r = e.getBoundingClientRect(); return r.top >= 0 && r.top < innerHeight }"
    )


def test_the_facet_narrows_and_can_be_taken_back(page, demo):
    page.goto(f"{demo}/archive/-/search?q=models")
    everything = page.locator(".pa-total strong").inner_text()
    page.locator(".pa-facets").get_by_role("link", name="Bryan Catanzaro").click()
    narrowed = page.locator(".pa-total strong").inner_text()
    assert int(narrowed.split()[0]) < int(everything.split()[0])
    assert set(page.locator(".pa-hit .pa-name").all_inner_texts()) == {"Bryan Catanzaro"}
    page.get_by_role("link", name="Speaker: Bryan Catanzaro").click()
    assert page.locator(".pa-total strong").inner_text() == everything


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
    assert page.locator("#c9").get_by_role("heading").first.is_visible()


@pytest.mark.parametrize("width", [1280, 390])
def test_a_chapter_without_a_time_is_found_among_many(browser, odd, width):
    with watched(browser.new_context(viewport={"width": width, "height": 900})) as page:
        page.goto(f"{odd}/archive/episodes/2")
        chapters = page.get_by_role("navigation", name="Chapters")
        assert chapters.bounding_box()["height"] <= 900
        chapters.get_by_role("link", name="Heading 100").click()
        words = page.locator("#c101 .pa-passage").first
        assert words.inner_text().startswith("第100章")
        box = words.bounding_box()
        assert 0 <= box["y"] < 900
        assert page.troubles == []


def test_an_address_with_a_time_opens_there(page, demo):
    page.goto(f"{demo}/archive/episodes/1?t=37:40")
    current = page.locator("[aria-current=location]")
    current.wait_for()
    page.wait_for_function("scrollY > 500")
    box = current.bounding_box()
    assert 0 <= box["y"] < 900


def test_it_opens_there_without_scripts_too(browser, demo):
    with watched(browser.new_context(java_script_enabled=False)) as page:
        page.goto(f"{demo}/archive/episodes/1?t=37:40")
        page.get_by_role("link", name="Go to 37:40").click()
        assert page.locator(":target").bounding_box()["y"] < 720


@pytest.mark.parametrize("scripts", [True, False])
def test_the_search_box_of_a_table_keeps_its_text(browser, demo, scripts):
    with watched(browser.new_context(java_script_enabled=scripts)) as page:
        page.goto(f"{demo}/archive/utterances?_search=megatron")
        assert page.get_by_label("Search:").input_value() == "megatron"
        found = page.locator(".table-summary").inner_text()
        page.get_by_role("button", name="Apply filters").click()
        assert page.get_by_label("Search:").input_value() == "megatron"
        assert page.locator(".table-summary").inner_text().startswith(found)
        page.get_by_label("Search:").fill("")
        page.get_by_role("button", name="Apply filters").click()
        assert "search matches" not in page.locator(".table-summary").inner_text()
        assert page.troubles == []


def test_hostile_text_does_nothing(page, filled):
    for address in HOSTILE_PAGES:
        assert page.goto(filled + address).status == 200
        assert page.evaluate("[...document.links].filter(a => a.protocol === 'javascript:').length") == 0
        assert page.troubles == [], address
    page.goto(f"{filled}/archive/episodes/5")
    assert page.get_by_role("heading", level=1).inner_text() == '<script>alert("title")</script>'


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_fit_and_are_quiet(browser, demo, filled, odd, scheme, width):
    archives = ((demo, DEMO_PAGES), (filled, HOSTILE_PAGES), (odd, ODD_PAGES))
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 844})
    with watched(context) as page:
        for address in (root + path for root, paths in archives for path in paths):
            assert page.goto(address).status == 200
            assert page.evaluate("document.documentElement.scrollWidth") <= width, address
            assert page.troubles == [], address
            dark = page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(22, 24, 27)"
            assert dark is (scheme == "dark")


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_of_feeds_fit_and_fetch_only_pictures(browser, fed, scheme, width):
    """A show's and a person's picture come from elsewhere, and whoever has them is not told from where."""
    fetched = []
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 844})

    def picture(route):
        fetched.append((route.request.url, route.request.headers.get("referer")))
        route.fulfill(content_type="image/svg+xml", body='<svg xmlns="http://www.w3.org/2000/svg"/>')

    context.route("https://example.org/**", picture)
    with watched(context) as page:
        for address in FED_PAGES:
            assert page.goto(fed + address, wait_until="networkidle").status == 200
            assert page.evaluate("document.documentElement.scrollWidth") <= width, address
            assert page.evaluate(CONTRAST) == [], address
        assert set(fetched) == {(f"https://example.org/{name}.png", None) for name in ("cover", "ada")}
        assert {said for said in page.troubles if not said.startswith("request: ")} == set()


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
    const a = light(parts(getComputedStyle(element).color)), b = light(ground(element));
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) faint.push(`${element.tagName}.${element.className} ${ratio.toFixed(2)}`);
  }
  return [...new Set(faint)];
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_their_ground(browser, demo, filled, odd, scheme):
    """WCAG AA: 4.5 to 1 for text of any size."""
    with watched(browser.new_context(color_scheme=scheme, viewport={"width": 1280, "height": 900})) as page:
        others = [filled + "/archive/episodes/2", odd + "/archive/episodes/1", odd + "/archive/episodes/3"]
        for address in [demo + path for path in DEMO_PAGES] + others:
            page.goto(address)
            assert page.evaluate(CONTRAST) == [], address
