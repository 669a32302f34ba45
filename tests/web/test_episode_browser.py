"""An episode's page in use: its player, its chapters, its plot, its moments, on paper.

YouTube and the shows' servers are not asked: the embedded player is a page that speaks the protocol of the
documented one, the recording is a minute of silence.
"""

import io
import json
import re
import wave

import pytest

from tests.web.browsing import expect, needs_chromium, watched

pytestmark = needs_chromium

PLAYER = """<!DOCTYPE html><title>fake</title><p>fake<script>
let time = Number(new URLSearchParams(location.search).get("start")), state = -1, to = null;
window.heard = [];
const tell = (event) => parent.postMessage(JSON.stringify({event, id: 1, channel: "widget",
  info: {currentTime: time, playerState: state}}), to);
addEventListener("message", ({data, origin}) => {
  const said = JSON.parse(data);
  heard.push(said);
  if (said.event === "listening" && !to) { to = origin; state = 1; tell("onReady"); tell("initialDelivery"); }
  if (!to || said.event !== "command") return;
  if (said.func === "seekTo") time = said.args[0];
  if (said.func === "playVideo") state = 1;
  if (said.func === "pauseVideo") state = 2;
  tell("infoDelivery");
});
setInterval(() => { if (to && state === 1) { time += 0.1; tell("infoDelivery"); } }, 100);
</script>"""


def silence(seconds=60):
    made = io.BytesIO()
    with wave.open(made, "wb") as sound:
        sound.setparams((1, 1, 8000, 0, "NONE", ""))
        sound.writeframes(b"\x80" * 8000 * seconds)
    return made.getvalue()


@pytest.fixture
def elsewhere(browser):
    """A page for which YouTube and the shows' servers are played; `page.fetched` is what it asked of them."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    fetched = []

    def player(route):
        fetched.append(route.request.url)
        route.fulfill(content_type="text/html", body=PLAYER)

    def recording(route):
        fetched.append(route.request.url)
        route.fulfill(content_type="audio/wav", body=silence(), headers={"Accept-Ranges": "bytes"})

    context.route("https://www.youtube-nocookie.com/**", player)
    context.route("https://media.example.org/**", recording)
    context.route("https://example.org/**", lambda route: route.fulfill(content_type="image/png", body=b""))
    with watched(context) as page:
        page.fetched = fetched
        yield page
        assert [each for each in page.troubles if not each.startswith("request: https://")] == []


def until(page, expression):
    """Wait until it holds. Playwright's own way to wait for that evaluates text, which our policy forbids."""
    for _ in range(600):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never: {expression}")


HTML_COPIED = (
    "navigator.clipboard.read().then(([one]) => one.getType('text/html')).then((blob) => blob.text())"
)


def playing(page):
    return page.locator(".pa-playing").get_attribute("id")


def embedded(page):
    return next(each for each in page.frames if "youtube-nocookie" in each.url)


def told(page, event="command"):
    """What the embedded player was told, in order."""
    return [said for said in embedded(page).evaluate("heard") if said["event"] == event]


def test_youtubes_player_is_loaded_when_asked_for_and_followed(elsewhere, demo):
    page = elsewhere
    page.goto(f"{demo}/archive/episodes/1?t=37:40")
    assert page.fetched == []
    page.get_by_role("button", name="Play here with YouTube").click()
    frame = page.frame_locator(".pa-screen iframe")
    frame.locator("p").wait_for()
    (address,) = page.fetched
    assert address.startswith(
        "https://www.youtube-nocookie.com/embed/Y3Vb6ecvfpU?enablejsapi=1&origin=http%3A%2F%2F127."
    )
    assert "&start=2260" in address  # the second that was asked for, not where its passage begins
    asked = page.locator("[aria-current=location]")
    page.locator(".pa-playing").wait_for()
    assert playing(page) == asked.get_attribute("id")
    until(embedded(page), "heard.some((said) => said.event === 'listening')")
    # A time seeks, and the page stays.
    other = page.locator("#u1000005")
    other.locator("> a").click()
    page.locator("#u1000005.pa-playing").wait_for()
    assert page.url.startswith(f"{demo}/archive/episodes/1?t=37:40")
    until(embedded(page), "heard.at(-1).func === 'playVideo'")
    assert told(page)[-2]["args"][0] == int(other.get_attribute("data-t")) / 1000
    expect(page.locator(".pa-playhead")).to_have_attribute("visibility", "visible")
    page.locator("body").press("Space")
    until(embedded(page), "heard.at(-1).func === 'pauseVideo'")
    page.get_by_role("button", name="Close the player").click()
    expect(page.locator("iframe")).to_have_count(0)
    expect(page.locator(".pa-playing")).to_have_count(0)


def test_the_player_and_the_plot_come_first(browser, demo):
    with watched(browser.new_context(viewport={"width": 390, "height": 844})) as page:
        page.goto(f"{demo}/archive/episodes/1")
        boxes = [
            page.locator(each).first.bounding_box()["y"]
            for each in ("h1", ".pa-load", ".pa-lanes", ".pa-voices", ".pa-notes", ".pa-transcript")
        ]
        assert boxes == sorted(boxes)
        assert boxes[2] < 844  # all of it in the first screen
        assert page.troubles == []


def test_playing_moves_on_and_scrolls_only_if_wanted(elsewhere, demo):
    page = elsewhere
    page.goto(f"{demo}/archive/episodes/1")
    page.get_by_role("button", name="Play here with YouTube").click()
    page.locator(".pa-playing").wait_for()
    follow = page.get_by_label("Scroll along")
    assert not follow.is_checked()  # less motion is asked for
    first = playing(page)
    # Not ten seconds of its clock, which a browser with much to do lets fall behind.
    following = page.locator(".pa-block > [data-t]").nth(1).get_attribute("data-t")
    embedded(page).evaluate("(ms) => { time = ms / 1000 - 0.3; }", int(following))
    until(page, f"document.querySelector('.pa-playing')?.id !== '{first}'")
    before = page.evaluate("scrollY")
    page.locator(".pa-lanes g.voice-2 a").nth(12).click()
    until(page, "scrollY > 1000")
    page.evaluate("scrollTo(0, 0)")
    follow.check()
    until(page, f"scrollY > {before} + 500")


def test_the_enclosure_plays_and_the_other_recording_by_its_clock(elsewhere, fed):
    page = elsewhere
    page.goto(f"{fed}/archive/episodes/1")
    assert page.locator("audio").count() == 0
    page.get_by_role("button", name="Play here", exact=True).click()
    page.locator("#u1000002 > a").click()
    until(page, "document.querySelector('audio')?.currentTime >= 21")
    page.locator("#u1000002.pa-playing").wait_for()
    # In the video it is cut: nobody is led to anything else.
    page.get_by_role("button", name="Play here with YouTube").click()
    page.get_by_text("This part is not in this recording.").wait_for()
    page.locator("#u1000001 > a").click()
    page.locator("#u1000001.pa-playing").wait_for()
    expect(page.locator("audio")).to_have_count(0)
    until(embedded(page), "heard.some((said) => said.func === 'seekTo')")
    page.wait_for_timeout(500)  # whether there comes another
    seeks = [said["args"][0] for said in told(page) if said["func"] == "seekTo"]
    assert seeks == [61]
    expect(page.locator(".pa-now-at")).to_have_text(re.compile(r"0:0\d"))


def test_a_recording_that_is_gone_is_said_to_be(elsewhere, fed):
    page = elsewhere
    page.context.route(
        "https://media.example.org/**", lambda route: route.fulfill(content_type="text/plain", body="gone")
    )
    page.goto(f"{fed}/archive/episodes/1")
    page.get_by_role("button", name="Play here", exact=True).click()
    page.get_by_text("The recording could not be loaded.").wait_for()
    page.get_by_role("button", name="Close the player").click()
    expect(page.locator("audio")).to_have_count(0)


def test_what_is_beside_a_time_is_what_the_data_says(page, fed, demo):
    for address, path in ((fed, "episodes/1"), (fed, "episodes/2"), (demo, "episodes/1")):
        page.goto(f"{address}/archive/{path}")
        until(page, "document.querySelector('.pa-block .pa-anchor')")
        parts = page.evaluate(f"fetch('/archive/-/{path}.json').then((answer) => answer.json())")["parts"]
        passages = [each for part in parts for block in part["blocks"] for each in block["passages"]]
        for passage in passages[:3]:
            addresses = page.locator(f"#u{passage['id']} > :is(a, span) , #u{passage['id']} > span a")
            found = [each for each in addresses.evaluate_all("all => all.map((one) => one.href)") if each]
            seconds = f"{passage['at_ms'] / 1000:g}"
            assert found == [
                passage["listen"],
                f"{address}/archive/{path}?t={seconds}#u{passage['id']}",
                f"{address}/archive/-/moment?u={passage['id']}",
                *(each["url"] for each in passage["elsewhere"]),
            ]
    # In the end, beside all of them.
    until(
        page,
        "document.querySelectorAll('.pa-beside').length"
        " === document.querySelectorAll('.pa-block > [data-t]').length",
    )


def test_a_passage_far_away_is_cited_by_the_keyboard(page, demo):
    page.add_init_script("window.requestIdleCallback = () => {}")  # as on a machine with much to do
    page.goto(f"{demo}/archive/episodes/1")
    until(page, "document.querySelector('.pa-beside')")
    assert page.locator(".pa-beside").count() < page.locator(".pa-block > div").count() / 2
    last = page.locator(".pa-block > div").last
    last.locator("> a").evaluate("one => one.focus()")
    page.keyboard.press("Tab")
    expect(last.locator(".pa-anchor")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator("dialog[open] .pa-moment").wait_for()


def test_chapters_follow_what_is_read(page, demo):
    page.goto(f"{demo}/archive/episodes/1")
    chapters = page.get_by_role("navigation", name="Chapters")
    page.locator("#c5").evaluate("e => e.scrollIntoView()")
    chapters.locator("a[aria-current=true]", has_text="Scaling Nemotron").wait_for()
    expect(chapters.locator("[aria-current]")).to_have_count(1)
    assert chapters.bounding_box()["y"] < 100


def test_chapters_are_folded_where_there_is_little_room(browser, demo):
    with watched(browser.new_context(viewport={"width": 390, "height": 844})) as page:
        page.goto(f"{demo}/archive/episodes/1")
        chapters = page.get_by_role("navigation", name="Chapters")
        assert not chapters.get_by_role("link").first.is_visible()
        chapters.locator("summary").press("Enter")
        chapters.get_by_role("link", name="Career Reflections").press("Enter")
        until(page, "location.hash === '#c6'")
        page.locator("#c6 h2").wait_for()
        expect(chapters.get_by_role("link").first).to_be_hidden()
        chapters.locator(".pa-here", has_text="Career Reflections").wait_for()
        assert page.troubles == []


def test_the_plot_is_a_way_to_move_without_scripts(browser, demo):
    with watched(browser.new_context(java_script_enabled=False)) as page:
        page.goto(f"{demo}/archive/episodes/1")
        page.locator(".pa-lanes g a").nth(12).click()
        expect(page.locator(":target")).to_be_in_viewport()
        assert "#u" in page.url


def test_a_moment_opens_on_the_spot_and_is_copied(browser, demo):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    with watched(context) as page:
        page.goto(f"{demo}/archive/episodes/1")
        page.locator("#u1000002").get_by_role("link", name="Quote or cite").click()
        dialog = page.get_by_role("dialog")
        dialog.wait_for()
        assert "It's my honor." in dialog.locator(".pa-quoted").inner_text()
        dialog.get_by_role("button", name="Copy: Quotation").click()
        expect(dialog.get_by_role("status")).to_have_text("Copied.")
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied.startswith("“Oh, yeah. It's my honor.” — Bryan Catanzaro, “Why Nvidia builds")
        dialog.get_by_role("button", name="Copy: CSL-JSON").click()
        until(page, "navigator.clipboard.readText().then((text) => text.startsWith('['))")
        assert json.loads(page.evaluate("navigator.clipboard.readText()"))[0]["type"] == "broadcast"
        dialog.get_by_role("button", name="Copy: APA (7th edition)").click()
        until(page, f"{HTML_COPIED}.then((html) => html.includes('<em>Interconnects</em>'))")
        page.keyboard.press("Escape")
        expect(dialog).to_be_hidden()
        assert page.troubles == []


def test_on_paper_there_are_words_names_and_times(page, demo):
    page.goto(f"{demo}/archive/episodes/1")
    page.emulate_media(media="print")
    for hidden in (
        ".pa-chapters",
        ".pa-player",
        ".pa-speaks",
        ".pa-inside",
        ".pa-sources",
        ".pa-head",
        ".pa-foot",
    ):
        expect(page.locator(hidden).first).to_be_hidden()
    passage = page.locator("#u1000001")
    assert passage.locator("p").is_visible()
    assert passage.locator("> a").is_visible()
    assert not passage.locator(".pa-anchor").is_visible()
    assert not passage.locator(".pa-cite").is_visible()
    time, words = (passage.locator(each).bounding_box() for each in ("> a", "p"))
    assert time["x"] + time["width"] <= words["x"]
    assert page.pdf().startswith(b"%PDF")
