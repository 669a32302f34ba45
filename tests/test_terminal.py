"""Nothing that a transcript holds steers the terminal."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archive.terminal import inert


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("a\x1b[2Jb", "a [2Jb"),
        ("a\x9b2Jb", "a 2Jb"),
        ("one\ntwo\r\u2028three\x7f", "one two  three "),
        ("half \ud800", "half  "),
        ("right\u202eleft\u202c", "rightleft"),
        ("\u2066isolated\u2069 \u200fmarks\u200e \u061c", "isolated marks "),
        ("\ufeffbom and \U000e0041tag", "bom and tag"),
    ],
)
def test_what_steers_is_taken_out(text, printed):
    assert inert(text) == printed


@pytest.mark.parametrize(
    "text",
    ["", "plain", "Zürich · “quoted” …", "می\u200cخواهم", "👩\u200d👩", "soft\u00adhyphen", "שלום", "東京"],
)
def test_what_is_only_text_stays(text):
    assert inert(text) == text


@given(st.text())
@example("\x00\x1f\x85\u061c\u200b\u2029\u206f\ufff9")
def test_nothing_is_left_that_steers(text):
    printed = inert(text)
    left = {unicodedata.category(character) for character in set(printed) - set("\u200c\u200d\u00ad")}
    assert not left & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert inert(printed) == printed
