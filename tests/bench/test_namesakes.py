"""An episode costs as much after many whose people have the same names as after a few, or about that."""

import pytest

from tests.bench import namesakes


@pytest.mark.parametrize("case", namesakes.CASES)
def test_storing_stays_linear(tmp_path, case):
    early, late = namesakes.steps(tmp_path / "archive.db", namesakes.CASES[case], few=100, many=250)
    assert early > 500
    assert late <= namesakes.AT_MOST * early
