"""No cell of a CSV is a formula, whoever writes it and however it is cut into pieces."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.web.spreadsheets import Rows, inert

DANGEROUS = ('=HYPERLINK("http://x","y")', "+1+1", "-2+3", "@SUM(A1)", "\tx", "\rx")


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_formula_gets_an_apostrophe(text):
    assert inert(text)[0] == "'"


@pytest.mark.parametrize("text", ["-5", "+1.5e3", "-.5", "12", "a=b", "", "'=x"])
def test_numbers_and_words_stay(text):
    assert inert(text) == text


def written(rows):
    lines = io.StringIO()
    csv.writer(lines).writerows(rows)
    return lines.getvalue().encode()


cells = st.one_of(
    st.sampled_from(DANGEROUS),
    st.text(alphabet=st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=12),
)


@given(st.lists(st.lists(cells, min_size=2, max_size=4), max_size=6), st.integers(1, 9))
def test_rows_are_the_same_with_each_cell_inert_however_they_are_cut(rows, size):
    whole = written(rows)
    through = Rows()
    pieces = [whole[at : at + size] for at in range(0, len(whole), size)]
    out = b"".join(through.of(piece, False) for piece in pieces) + through.of(b"", True)
    found = list(csv.reader(io.StringIO(out.decode(), newline="")))
    assert found == [[inert(cell) for cell in row] for row in rows]


def test_tables_views_and_stored_queries_are_inert(get):
    for address in ("/archive/said.csv?_size=max", "/archive/said.csv?_stream=1", "/archive/speakers.csv"):
        answer = get(address)
        assert answer.status_code == 200
        rows = list(csv.reader(io.StringIO(answer.text, newline="")))
        assert len(rows) > 3
        for cell in (cell for row in rows[1:] for cell in row):
            assert cell == inert(cell)


def test_sql_of_ones_own_is_inert_too(get):
    answer = get("/archive/-/query.csv", params={"sql": "select '=1+1' as a, -5 as b, 'x\"\n=y' as c"})
    assert list(csv.reader(io.StringIO(answer.text, newline="")))[1] == ["'=1+1", "-5", 'x"\n=y']
