"""Where the first matched word stands, what time was printed before it, and what is shown around it."""

from hypothesis import assume, given
from hypothesis import strategies as st

from archive.search import snippets

MARKS = [(0, 1000), (10, 2000), (20, 3000)]


def highlighted(pieces):
    return "".join(f"\x02{text}\x03" if is_hit else text for text, is_hit in pieces)


def test_the_moment_is_the_mark_before_the_word():
    assert snippets.moment(MARKS, 0) == 1000
    assert snippets.moment(MARKS, 9) == 1000
    assert snippets.moment(MARKS, 10) == 2000
    assert snippets.moment(MARKS, 400) == 3000
    assert snippets.moment(MARKS, None) == 1000
    assert snippets.moment([], 4) is None


@given(st.lists(st.tuples(st.text(st.characters(exclude_characters="\x02\x03"), min_size=1), st.booleans())))
def test_pieces_are_the_text_and_know_the_hits(pieces):
    text = "".join(piece for piece, _ in pieces)
    cut = snippets.pieces(highlighted(pieces), text)
    assert "".join(piece for piece, _ in cut) == text
    assert [piece for piece, is_hit in cut if is_hit] == [piece for piece, is_hit in pieces if is_hit]
    before = next((at for at, (_, is_hit) in enumerate(pieces) if is_hit), None)
    expected = None if before is None else sum(len(piece) for piece, _ in pieces[:before])
    assert snippets.first_hit(cut) == expected


def test_marks_that_the_text_itself_holds_are_not_believed():
    text = "a \x02b\x03 c"
    assert snippets.pieces("a \x02b\x03 \x02c\x03", text) == ((text, False),)


def test_a_text_that_highlight_cut_at_a_nul_is_shown_whole():
    assert snippets.pieces("\x02open\x03 ", "open \x00 weights") == (("open \x00 weights", False),)


def test_what_is_short_is_shown_whole():
    cut = (("so ", False), ("open", True), (" weights", False))
    assert snippets.shortened(cut) == cut


@given(
    st.lists(st.sampled_from(["models ", "open ", "w" * 90 + " "]), min_size=1, max_size=200),
    st.integers(0, 199),
)
def test_what_is_long_is_shortened_around_the_first_hit(texts, hit):
    assume(hit < len(texts))
    cut = [(text, at == hit) for at, text in enumerate(texts)]
    short = snippets.shortened(cut)
    shown = "".join(text for text, _ in short)
    assert (texts[hit], True) in short
    assert len(shown) <= snippets.LENGTH + 2
    assert shown.strip("…") in "".join(texts)
