"""What many addresses have is read in one way by all of them."""

import pytest

from archive.web import parameters
from archive.web.asking import BadAddress
from archive.web.say import Words

WORDS = Words()


@pytest.mark.parametrize(
    ("given", "number"),
    [(None, 1), ("", 1), ("1", 1), ("007", 7), ("1000000000", 10**9), ("9" * 500, parameters.BEYOND)],
)
def test_pages_are_counted_from_one(given, number):
    assert parameters.page(given, WORDS) == number


@pytest.mark.parametrize("given", ["0", "000", "-1", "1.5", "1e9", "abc", "١", " 1", "²"])
def test_what_is_no_number_of_a_page_is_said(given):
    with pytest.raises(BadAddress, match=r"^page: “.+” is no number of a page"):
        parameters.page(given, WORDS)


@pytest.mark.parametrize(
    "address",
    ["/archive/-/search", "/archive/people/1", "/archive/-/chapters?podcast=1", "/archive/-/search.csv"],
)
def test_every_list_reads_its_page_so(get, address):
    between = "&" if "?" in address else "?"
    wrong = get(f"{address}{between}page=%D9%A1")
    assert wrong.status_code == 400
    assert "page: “١” is no number of a page; they are counted from 1." in wrong.text
    assert get(f"{address}{between}page={'9' * 40}").status_code == 200
    assert get(f"{address}{between}page=01").status_code == 200


def test_ids_are_as_long_as_those_of_sqlite():
    assert parameters.key("podcast", "9" * 18, WORDS) == 10**18 - 1
    for given in ("", "9" * 19, "-1", "1.0", "١"):
        with pytest.raises(BadAddress, match=r"^podcast: “.*” is no id"):
            parameters.key("podcast", given, WORDS)


def test_what_others_append_is_no_parameter_of_ours():
    parameters.only(["q", "_size", "utm_source", "fbclid", "ref"], ["q"], WORDS)
    with pytest.raises(BadAddress, match=r"^refresh: this page has no such parameter; it has q, sort"):
        parameters.only(["q", "refresh"], ["q", "sort"], WORDS)


def test_a_value_is_one_of_those_known():
    assert parameters.one_of("by", "year", ("month", "year"), WORDS) == "year"
    assert parameters.one_of("by", "", ("month", "year"), WORDS) is None
    with pytest.raises(BadAddress, match=r"^by: “x{40}…” is none; it is one of month, year") as refused:
        parameters.one_of("by", "x" * 400, ("month", "year"), WORDS)
    assert refused.value.field == "by"
