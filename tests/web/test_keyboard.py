"""All of it by keyboard alone: where the focus is can be seen, and every part can be reached and left."""

import re

import pytest

from tests.web.browsing import expect, needs_chromium, watched
from tests.web.every_page import OURS, of

pytestmark = needs_chromium

UNSEEN = """() => {
  const own = "a[href], button, input:not([type=hidden]), select, textarea, summary, audio, [tabindex]";
  const seen = new Set(), unseen = [];
  const look = (one) => [one, ...one.children].slice(0, 4).map((part) => {
    const style = getComputedStyle(part);
    return [style.outlineStyle === "none" ? "" : style.outlineWidth + style.outlineColor, style.boxShadow,
            style.stroke, style.strokeWidth, style.textDecorationLine, style.backgroundColor].join("|");
  }).join("\\n");
  for (const one of document.querySelectorAll(own)) {
    const named = (each) => each.localName + "." + each.getAttribute("class");
    const kind = `${named(one)} in ${named(one.parentElement)}`;
    if (seen.has(kind) || one.tabIndex < 0 || one.id === "content" || one.disabled) continue;
    if (!one.checkVisibility({ visibilityProperty: true })) continue;
    seen.add(kind);
    document.activeElement.blur();
    const before = look(one);
    one.focus({ focusVisible: true });
    if (document.activeElement !== one) unseen.push(`cannot be focused: ${kind}`);
    else if (look(one) === before) unseen.push(kind);
  }
  return unseen;
}"""
"""Every kind of thing that can have the focus and does not show it."""

MOVING = """() => [...document.querySelectorAll("*")].filter((one) => {
  const style = getComputedStyle(one);
  const moves = style.transitionDuration.split(",").some((each) => parseFloat(each) > 0.01);
  return moves || style.scrollBehavior === "smooth" || style.animationName !== "none";
}).map((one) => `${one.localName}.${one.getAttribute("class")}`)"""


@pytest.mark.parametrize(("archive", "path"), of(OURS), ids="".join)
def test_the_focus_is_seen_and_nothing_moves_unasked(browser, request, archive, path):
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    with watched(context) as page:
        page.goto(request.getfixturevalue(archive) + path)
        assert page.evaluate(UNSEEN) == []
        assert page.evaluate(MOVING) == []


@pytest.mark.parametrize("path", OURS["demo"])
def test_the_first_key_leads_past_the_menu(page, demo, path):
    page.goto(demo + path)
    page.keyboard.press("Tab")
    assert focused(page, "one.className") == "pa-skip"
    assert focused(page, "one.getBoundingClientRect().top") >= 0
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()


@pytest.mark.parametrize("path", OURS["demo"])
def test_what_is_reached_is_on_the_screen(page, demo, path):
    """Twenty times Tab: never nowhere, never behind something, never twice the same."""
    page.goto(demo + path)
    for number in range(20):
        before = page.evaluate_handle("document.activeElement")
        page.keyboard.press("Tab")
        if focused(page, "one === document.body"):
            break  # the end of the page
        assert focused(page, "one !== before", before), f"stuck after {number} keys"
        assert focused(page, ON_TOP), focused(page, "one.outerHTML.slice(0, 200)")


ON_TOP = """(() => {
  const boxes = [...one.getClientRects()].filter((box) => box.width && box.height);
  return boxes.some((box) => {
    const x = Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1);
    const y = Math.min(Math.max(box.top + box.height / 2, 0), innerHeight - 1);
    const top = document.elementFromPoint(x, y);
    return top && (one.contains(top) || top.contains(one));
  });
})()"""


def focused(page, what, other=None):
    """`what` of the element that has the focus, called `one`; `other` is called `before`."""
    return page.evaluate(f"(before) => {{ const one = document.activeElement; return {what}; }}", other)


def tab_to(page, selector, name=None, most=400):
    """Press Tab until something that matches has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        here = page.evaluate(
            "([css, name]) => { const one = document.activeElement;"
            " return one.matches(css) && (!name || one.textContent.includes(name)); }",
            [selector, name],
        )
        if here:
            return
    raise AssertionError(f"{selector} {name or ''} cannot be reached")


def test_from_the_home_page_to_the_moment(page, demo):
    page.goto(demo)
    page.keyboard.press("/")
    assert focused(page, "one.name") == "q"
    page.keyboard.type('"intelligence per second"')
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("ArrowDown")
    assert "pa-open" in focused(page, "one.className")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert re.search(r"/archive/episodes/1\?t=3782", page.url)
    expect(page.locator(".pa-block > [aria-current]")).to_contain_text("intelligence")


def test_a_facet_is_chosen_and_taken_back(page, demo):
    page.goto(f"{demo}/archive/-/search?q=models")
    everything = page.locator(".pa-total strong").inner_text()
    tab_to(page, ".pa-facets a", "Bryan Catanzaro")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator(".pa-total strong").inner_text() != everything
    tab_to(page, ".pa-chips a", "Bryan Catanzaro")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator(".pa-total strong").inner_text() == everything


def test_a_chapter_is_gone_to_and_read_on_from(page, demo):
    page.goto(f"{demo}/archive/episodes/1")
    tab_to(page, ".pa-chapters a[href='#c9']")
    page.keyboard.press("Enter")
    page.wait_for_function("scrollY > 2000")
    page.keyboard.press("Tab")
    assert focused(page, "Boolean(one.closest('#c9'))")


def test_the_player_is_opened_and_closed(browser, demo):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    asked = []
    context.route(
        re.compile("youtube-nocookie"),
        lambda route: (
            asked.append(route.request.url),
            route.fulfill(content_type="text/html", body="player"),
        ),
    )
    with watched(context) as page:
        page.goto(f"{demo}/archive/episodes/1")
        assert asked == []
        tab_to(page, "button.pa-load")
        page.keyboard.press("Enter")
        page.wait_for_selector(".pa-dock iframe")
        page.frame_locator(".pa-dock iframe").get_by_text("player").wait_for()
        assert len(asked) == 1
        page.locator("button.pa-close").focus()
        page.keyboard.press("Enter")
        expect(page.locator(".pa-dock")).to_be_hidden()
        expect(page.locator(".pa-load").first).to_be_focused()


def test_a_citation_is_opened_and_left_by_escape(page, demo):
    page.goto(f"{demo}/archive/episodes/1?t=37:40")
    tab_to(page, ".pa-goto a.pa-cite")
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog[open] .pa-moment")
    assert focused(page, "Boolean(one.closest('dialog'))")
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog[open]", state="detached")
    expect(page.locator(".pa-goto a.pa-cite")).to_be_focused()
