"""Clock text and milliseconds, there and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import timecode

A_YEAR = 366 * 24 * 3600 * 1000


@given(st.integers(0, A_YEAR))
def test_exact_then_parse_is_the_same_time(ms):
    assert timecode.parse(timecode.exact(ms)) == ms


@given(st.integers(0, A_YEAR))
def test_clock_names_the_second_that_holds_the_time(ms):
    assert timecode.parse(timecode.clock(ms)) == ms - ms % 1000


@given(st.integers(0, 999), st.integers(0, 59), st.integers(0, 59))
def test_zeros_in_front_and_blanks_around_change_nothing(hours, minutes, seconds):
    ms = ((hours * 60 + minutes) * 60 + seconds) * 1000
    assert timecode.parse(f" 0{hours}:{minutes:02}:{seconds:02}\t") == ms
    assert timecode.parse(f"{hours}:{minutes}:{seconds}") == ms


@given(st.text() | st.from_regex(r"[0-9:., ]{0,12}"))
def test_any_text_is_a_time_or_a_value_error(text):
    try:
        ms = timecode.parse(text)
    except ValueError:
        return
    assert ms >= 0
    assert ":" in text
    assert text.isascii()


@pytest.mark.parametrize(
    ("text", "ms"),
    [
        ("0:06", 6_000),
        ("62:03", 3_723_000),
        ("1:07:40", 4_060_000),
        ("00:05:17", 317_000),
        ("0:37:29", 2_249_000),
        ("1:02:03,5", 3_723_500),
        ("1:02:03.045", 3_723_045),
    ],
)
def test_parse(text, ms):
    assert timecode.parse(text) == ms


@pytest.mark.parametrize(
    "text", ["", "12", "1:60", "1:60:00", "-0:05", "0:05 pm", "1:2:3:4", "0:06.1234", "٠:٠٦"]
)
def test_parse_refuses(text):
    with pytest.raises(ValueError, match="not a time"):
        timecode.parse(text)


@pytest.mark.parametrize(
    ("ms", "text"), [(0, "0:00"), (59_999, "0:59"), (754_200, "12:34"), (3_723_000, "1:02:03")]
)
def test_clock(ms, text):
    assert timecode.clock(ms) == text


@pytest.mark.parametrize(
    ("ms", "text"), [(754_200, "12:34.200"), (754_000, "12:34"), (3_600_001, "1:00:00.001")]
)
def test_exact(ms, text):
    assert timecode.exact(ms) == text
