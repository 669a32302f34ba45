"""An episode on a phone: no sign where a line of facts begins or ends, and no table to scroll sideways."""

import pytest

from tests.web.browsing import expect, needs_chromium

pytestmark = needs_chromium

ENDS = """row => [...row.children].flatMap((each, number) => {
    const before = getComputedStyle(each, "::before"), after = getComputedStyle(each, "::after");
    const begins = number > 0 && each.offsetTop > row.children[number - 1].offsetTop;
    const sign = parseFloat(before.marginInlineStart) + parseFloat(before.width) / 2;
    const cut = -parseFloat(getComputedStyle(row).clipPath.match(/inset\\((-?[\\d.]+)px/)[1]);
    if (after.content !== "none") return ["ends with a sign"];
    return begins && sign > -cut - 2 ? ["begins with a sign"] : [];
})"""


@pytest.fixture
def phone(browser):
    context = browser.new_context(viewport={"width": 390, "height": 844})
    yield context.new_page()
    context.close()


def test_no_line_of_facts_begins_or_ends_with_a_sign(phone, demo):
    phone.goto(f"{demo}/archive/episodes/1")
    facts = phone.locator("header .pa-facts").first
    expect(facts).to_be_visible()
    assert facts.evaluate("row => row.lastElementChild.offsetTop > row.firstElementChild.offsetTop")
    assert facts.evaluate(ENDS) == []


def test_the_wide_table_of_figures_is_folded_on_a_phone_only(phone, page, demo):
    phone.goto(f"{demo}/archive/episodes/1")
    figures = phone.locator(".pa-figures")
    expect(figures.locator("table")).to_be_hidden()
    figures.locator("summary").click()
    expect(figures.locator("table")).to_be_visible()
    page.goto(f"{demo}/archive/episodes/1")
    expect(page.locator(".pa-figures table")).to_be_visible()
