"""Notes that strangers wrote: what is kept of them, and that nothing in them does anything."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.web import notes
from archive.web.notes import LONGEST, OPENING, kind_of, plain_text, shown

REL = 'rel="nofollow noopener noreferrer"'

HOSTILE = (
    "<script>alert(1)</script>",
    "<p onclick=alert(1) style='position:fixed' class=pa-search id=u1>words</p>",
    '<a href="javascript:alert(1)">words</a>',
    '<a href=" java\tscript:alert(1)">words</a>',
    '<a href="&#106;avascript&colon;alert(1)">words</a>',
    '<a href="data:text/html,<script>alert(1)</script>">words</a>',
    '<a href="//example.org">words</a><a href="/archive/-/search">words</a>',
    "<svg><a xlink:href='javascript:alert(1)'><text>words</text></a><script>alert(1)</script></svg>",
    "<math><mtext></p><img src=x onerror=alert(1)></mtext></math>",
    "<img src=x onerror=alert(1)><img src='javascript:alert(1)'>",
    '<img src="https://example.org/a.png" alt="<script>alert(1)</script>" onload=alert(1)>',
    "<iframe src='https://example.org'></iframe><object data=x></object><embed src=x>",
    "<form action=https://example.org><input name=q><button>Go</button></form>",
    "<base href=https://example.org><meta http-equiv=refresh content=0><link rel=stylesheet href=x>",
    "<style>* { display: none }</style><title>words</title><textarea>",
    "</div></article></body></html><h1>words",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<b <script>alert(1)</script>>words<!-- --!><script>alert(1)</script>-->",
    "<x:script>alert(1)</x:script><ScRiPt/x>alert(1)</sCrIpT >",
)

TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [a-z]+="[^"<]*")*)>')


def strict(html):
    """The tags of what is shown; anything that is no whole tag of ours fails."""
    assert "<" not in TAG.sub("", html), html
    return [
        (end, name, dict(re.findall(r' ([a-z]+)="([^"]*)"', rest))) for end, name, rest in TAG.findall(html)
    ]


def inert(found):
    for html in (found.opening, found.rest):
        depth = []
        for end, name, attributes in strict(html):
            assert name in notes._TAGS
            assert set(attributes) <= ({"href", "rel"} if name == "a" else {"start", "dir"})
            if "href" in attributes:
                assert re.match(r"(?i)https?:|mailto:", attributes["href"])
                assert "nofollow" in attributes["rel"]
            if end:
                assert depth.pop() == name
            elif name not in ("br", "hr"):
                depth.append(name)
        assert not depth


@pytest.mark.parametrize("html", HOSTILE)
def test_hostile_notes_are_inert(html):
    inert(shown(html, "html"))
    inert(shown(html, "text"))
    inert(shown(html * 200, "html"))


@given(
    st.lists(
        st.sampled_from(
            (*HOSTILE, "<b>", "</b>", "<p>", "<a href='https://example.org'>", "<", '"', "'", ">", "é")
        )
    )
)
def test_any_mixture_of_them_is_inert(pieces):
    inert(shown("".join(pieces), "html"))


def test_what_notes_are_made_of_is_kept():
    html = (
        "<h1>Links</h1><ul><li><a href='https://example.org/?a=1&amp;b=2'>One</a></li></ul>"
        "<p>By <em>Ada</em>, <a href='mailto:ada@example.org'>write</a></p>"
    )
    assert shown(html, "html").opening == (
        f'<h3>Links</h3><ul><li><a href="https://example.org/?a=1&amp;b=2" {REL}>One</a></li></ul>'
        f'<p>By <em>Ada</em>, <a href="mailto:ada@example.org" {REL}>write</a></p>'
    )


def test_a_picture_is_a_link_and_one_that_counts_readers_is_nothing():
    html = '<img src="https://example.org/a.png" alt="A > B"><img src="https://example.org/1.gif" width="1">'
    assert shown(html, "html").opening == f'<a href="https://example.org/a.png" {REL}>A &gt; B</a>'
    linked = '<a href="https://example.org"><img src="https://example.org/a.png"></a>'
    assert shown(linked, "html").opening == f'<a href="https://example.org" {REL}> Picture </a>'


def test_text_has_its_lines_and_its_links():
    text = "See https://example.org/a_(b).\nAnd <b>\n\nhttps://example.org/?q=1&r=2, or not"
    assert shown(text, "text").opening + shown(text, None).rest == (
        f'<p dir="auto">See <a href="https://example.org/a_(b)" {REL}>https://example.org/a_(b)</a>.<br>'
        "And &lt;b&gt;</p>"
        f'<p dir="auto"><a href="https://example.org/?q=1&amp;r=2" {REL}>https://example.org/?q=1&amp;r=2</a>,'
        " or not</p>"
    )


def test_long_notes_are_folded_between_paragraphs():
    paragraphs = [f"<p>{number} {'word ' * 30}</p>" for number in range(40)]
    found = shown("".join(paragraphs), "html")
    assert found.opening.startswith("<p>0 ")
    assert found.opening.endswith("</p>")
    assert found.rest.endswith(" </p>")
    assert OPENING / 2 < len(found.opening) < 2 * OPENING
    assert not found.cut
    assert shown("".join(paragraphs), "html", whole=True).rest == ""


@pytest.mark.parametrize(
    "piece",
    [
        "<div>",
        "<ul><li>",
        "<b id={}><p>",
        "<b ",
        "<a>",
        "<table><b>",
        "<blockquote>",
        "&",
        "<",
        "<img src='",
        "word ",
        "\n \n",
    ],
)
def test_a_megabyte_is_cut_and_takes_no_time(piece):
    html = "".join(piece.format(number) for number in range(1_000_000 // len(piece)))
    for kind in ("html", "text"):
        before = time.process_time()
        found = shown(html, kind)
        assert time.process_time() - before < 5
        assert len(found.opening) + len(found.rest) < 20 * LONGEST
        assert found.cut is (len(html.strip()) > LONGEST)


def test_nothing_is_nothing():
    assert not shown(None, None)
    assert not shown(" \n <script>x</script>", "html")
    assert shown("a", "text")


@pytest.mark.parametrize(
    ("text", "kind"),
    [("<p>a", "html"), ("a<br/>b", "html"), ("a &amp; b", "html"), ("a < b & c > d", "text"), (None, "text")],
)
def test_what_a_show_says_of_itself_is_html_if_it_looks_so(text, kind):
    assert kind_of(text) == kind


def test_a_table_shows_words():
    assert plain_text("<p>One</p><p>Two &amp; <b>th</b>ree<script>x</script></p>") == "One Two & three"
