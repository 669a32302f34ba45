import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.readers import dates

EAST = datetime.timezone(datetime.timedelta(hours=2))


@pytest.mark.parametrize(
    ("written", "text", "precision"),
    [
        ("2021-07-15", "2021-07-15", "day"),
        (" '2021-07-15' ", "2021-07-15", "day"),
        ("2021-07", "2021-07", "month"),
        ("2021", "2021", "year"),
        (2021, "2021", "year"),
        (20210715, "2021-07-15", "day"),
        ("20210715", "2021-07-15", "day"),
        ("2021/7/15", "2021-07-15", "day"),
        ("2021.07.15", "2021-07-15", "day"),
        ("15.7.2021", "2021-07-15", "day"),
        ("\n\n\n  July 15th, 2021", "2021-07-15", "day"),
        ("15 July 2021", "2021-07-15", "day"),
        ("the 1st of July, 2021", "2021-07-01", "day"),
        ("15-Jul-2021", "2021-07-15", "day"),
        ("Jul 15, 2021", "2021-07-15", "day"),
        ("Sept. 3, 2021", "2021-09-03", "day"),
        ("Premiered Jan 18, 2026", "2026-01-18", "day"),
        ("Thursday, July 15, 2021", "2021-07-15", "day"),
        ("Published on: Thu, July 15, 2021 at 10:30 am PDT", "2021-07-15", "day"),
        ("july 2021", "2021-07", "month"),
        ("2021年7月15日", "2021-07-15", "day"),
        ("2021年7月", "2021-07", "month"),
        ("13/04/2021", "2021-04-13", "day"),
        ("04/13/2021", "2021-04-13", "day"),
        ("04/04/2021", "2021-04-04", "day"),
        (datetime.date(2021, 7, 15), "2021-07-15", "day"),
        (datetime.datetime(2021, 7, 15, 10, 30), "2021-07-15T10:30:00", "second"),
        ("2021-07-15 10:30", "2021-07-15T10:30:00", "second"),
        ("2021-07-15T10:30:00.123456", "2021-07-15T10:30:00", "second"),
    ],
)
def test_a_date_is_as_exact_as_it_is_written(written: object, text: str, precision: str) -> None:
    found = dates.published(written)
    assert found is not None
    assert (found.text, found.precision, found.instant) == (text, precision, None)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("2021-07-15T10:30:00+02:00", "2021-07-15T10:30:00+02:00"),
        ("2021-07-15 10:30:00 +0200", "2021-07-15T10:30:00+02:00"),
        ("2021-07-15T08:30:00Z", "2021-07-15T08:30:00+00:00"),
        ("2021-07-15 08:30 UTC", "2021-07-15T08:30:00+00:00"),
        ("Thu, 15 Jul 2021 08:30:00 GMT", "2021-07-15T08:30:00+00:00"),
        ("15 Jul 2021 03:30:00 -0500", "2021-07-15T03:30:00-05:00"),
        (datetime.datetime(2021, 7, 15, 10, 30, tzinfo=EAST), "2021-07-15T10:30:00+02:00"),
    ],
)
def test_an_instant_is_known_where_a_zone_is_stated(written: object, text: str) -> None:
    found = dates.published(written)
    assert found is not None
    assert (found.text, found.precision, found.instant) == (text, "second", "2021-07-15T08:30:00Z")


@pytest.mark.parametrize(
    "written",
    [
        *("03/04/2021", "3-4-2021", "unknown", "", "soon", "July", "15 July", "2021-02-30", "32 July 2021"),
        *("in July 2021 or so", "7", "0099", 7, 99999999999, True, 3.5, None, [], {}, "July 2021" * 100),
        *("Thu, 99 Jul 2021 08:30:00 GMT", "2021-07-15 99:00", "31.02.2021", "1626337800"),
    ],
)
def test_what_is_no_date_or_could_be_two_is_none(written: object) -> None:
    assert dates.published(written) is None


def test_seconds_since_1970_are_a_date_only_where_asked_for() -> None:
    found = dates.published(1626337800, unix=True)
    assert found is not None
    assert found.instant == "2021-07-15T08:30:00Z"
    assert dates.published("1626337800", unix=True) == found
    assert dates.published(1626337800) is None
    assert dates.published(10**30, unix=True) is None


@given(
    st.dates(min_value=datetime.date(1850, 1, 1)),
    st.sampled_from(["%d %B %Y", "%B %d, %Y", "%Y/%m/%d", "%d.%m.%Y"]),
)
def test_every_day_is_read_as_written(day: datetime.date, form: str) -> None:
    found = dates.published(day.strftime(form))
    assert found is not None
    assert found.text == day.isoformat()


@given(st.text() | st.integers() | st.floats() | st.datetimes())
def test_anything_is_a_date_or_none(value: object) -> None:
    for unix in (False, True):
        found = dates.published(value, unix=unix)
        assert found is None or found.text[:4].isdigit()
