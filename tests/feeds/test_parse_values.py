"""Dates, durations and numbers in all the forms that feeds have been seen to write them in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.feeds import scalars
from ingest.readers import dates


@pytest.mark.parametrize(
    ("written", "instant"),
    [
        ("Wed, 21 Mar 2018 15:00:00 +0000", "2018-03-21T15:00:00Z"),
        ("01 Jan 70 01:00:00 +0100", "1970-01-01T00:00:00Z"),
        ("Thu, 01 Jan 04 10:00:00 GMT", "2004-01-01T10:00:00Z"),
        ("Tues., 5 Sept 2017 9:05 +1:00 (CET)", "2017-09-05T08:05:00Z"),
        ("Wednesday, 01 January 2020 10:00 GMT", "2020-01-01T10:00:00Z"),
        ("Wed,01 Jan 2020 10:00:00 -0000", "2020-01-01T10:00:00Z"),
        ("Wed, 01 Jan 2020 10:00:00 EST", "2020-01-01T15:00:00Z"),
        ("Wed, 01 Jul 2020 10:00:00 CEST", "2020-07-01T08:00:00Z"),
        ("Wed, 01 Jul 2020 10:00:00 GMT+2", "2020-07-01T08:00:00Z"),
        ("Wed, 01 Jul 2020 10:00:00+0200", "2020-07-01T08:00:00Z"),
        ("Wed, 01 Jul 2020 24:00:00 GMT", "2020-07-02T00:00:00Z"),
        ("Sat, 31 Dec 2016 23:59:60 GMT", "2016-12-31T23:59:59Z"),
        ("Wed, 01-Jul-2020 10:00:00 UTC", "2020-07-01T10:00:00Z"),
        ("Fri Jul 18 10:00:00 PDT 2014", "2014-07-18T17:00:00Z"),
        ("2014-07-18T10:00:00.000+0200", "2014-07-18T08:00:00Z"),
        ("2014-07-18T10:00Z", "2014-07-18T10:00:00Z"),
        ("Wed, 01 Jul 2020 10:00:00 IST", None),  # Irish, Indian, Israeli
        ("Fri Jul 18 10:00:00 2014", None),
        ("2014-07-18", None),
        ("18 Jul 2014", None),
    ],
)
def test_a_date_has_its_instant_if_its_zone_is_known(written: str, instant: str | None) -> None:
    found = dates.published(written)
    assert found is not None
    assert found.instant == instant


@pytest.mark.parametrize(
    "written", ["", "soon", "Wed, 32 Jan 2020 10:00:00 GMT", "1 Foo 2020 10:00 GMT", "0"]
)
def test_what_is_no_date_is_none(written: str) -> None:
    assert dates.published(written) is None


@given(
    st.from_regex(r"\A[a-z]{3}, \d{1,2} (jan|feb|dec) \d{2,4} \d{1,2}:\d\d(:\d\d)?( [a-z+-]{0,3}\d{0,5})?\Z")
)
def test_no_date_is_too_odd(written: str) -> None:
    found = dates.published(written)
    assert found is None or found.precision in ("year", "month", "day", "second")


@pytest.mark.parametrize(
    ("written", "ms"),
    [
        ("42:31", 2_551_000),
        ("62:03", 3_723_000),
        ("1:02:03", 3_723_000),
        ("01:02:03.400", 3_723_400),
        ("3723", 3_723_000),
        ("3723.5", 3_723_500),
        ("1h 2m", 3_720_000),
        ("1 hr 2 min 3 sec", 3_723_000),
        ("1h02m03s", 3_723_000),
        ("1 hour, 2 minutes", 3_720_000),
        ("62 min", 3_720_000),
        ("90s", 90_000),
        ("PT1H2M3S", 3_723_000),
        (" 0:07 ", 7_000),
        ("0", None),
        ("00:00:00", None),
    ],
)
def test_a_duration(written: str, ms: int | None) -> None:
    assert scalars.duration(written) == ms


@pytest.mark.parametrize(
    "written", ["an hour", "-5", "1:75", "00:62:03", "1:2:3:4", "99999999", "h", "pt", "½"]
)
def test_what_is_no_duration_is_refused(written: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        scalars.duration(written)


@given(st.text())
def test_no_duration_is_too_odd(written: str) -> None:
    try:
        ms = scalars.duration(written)
    except ValueError:
        return
    assert ms is None or 0 < ms < 1_000_000_000


def test_numbers_may_be_decimal_and_seasons_may_not() -> None:
    assert [scalars.number(text) for text in ("7", "7.5", "007", "0", "-1", "VII", "")] == [
        *(7, 7.5, 7, 0),
        *(None, None, None),
    ]
    assert [scalars.whole(text) for text in ("2", "0", "2.5", "two", "2019")] == [2, 0, None, None, 2019]
    assert [scalars.size(text) for text in ("61529704", " 12 ", "0", "-1", "1.5e6", None)] == [
        *(61_529_704, 12),
        *(None, None, None, None),
    ]


def test_keywords_are_split_at_commas_and_each_is_there_once() -> None:
    found = scalars.keywords(["bees, Honey,", " #bees ,honey"], ["Wax, melted", "BEES"])
    assert found == ("bees", "Honey", "Wax, melted")
