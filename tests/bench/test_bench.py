"""That the bench runs and says all that it measures; how fast it is, only `make bench` judges."""

import re
import subprocess
import sys
import tomllib

import pytest

from ingest.options import Options
from ingest.pipeline import show
from tests.bench import generate
from tests.bench.memory import CHECKOUT
from tests.bench.table import Row, text


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bench")
    ran = subprocess.run(
        [sys.executable, "-m", "tests.bench", "--episodes", "2", "--rounds", "1"],
        cwd=CHECKOUT,
        env={"TMPDIR": str(folder), "PATH": ""},
        capture_output=True,
        text=True,
    )
    assert "Traceback" not in ran.stderr
    assert list(folder.iterdir()) == []
    missed = "MISSED" in ran.stdout
    assert ran.returncode == (1 if missed else 0)
    return ran.stdout


@pytest.mark.parametrize(
    ("what", "promised"),
    [
        ("read", None),
        ("store", "2.00"),
        ("store again what changed", "3.00"),
        ("second run, nothing changed", "0.050"),
        ("peak memory of 2 episodes", None),
        ("search a rare word", None),
        ("search a very common word", None),
        ("search that word, guests only", None),
        ("search a phrase", None),
    ],
)
def test_a_row_says_what_was_measured_and_what_is_promised(printed, what, promised):
    row = re.search(rf"^\| {re.escape(what)}(?: \(\d+ hits\))? +\|(.*)\|$", printed, re.MULTILINE)
    assert row, printed
    ratio, _, target, holds = (cell.strip() for cell in row[1].split("|"))
    assert float(ratio) > 0
    assert target == (promised or "")
    assert holds in ({"holds", "MISSED"} if promised else {""})


def test_a_missed_target_is_called_so():
    rows = [
        Row(what="slow", ratio=2.5, of="the floor", target=2),
        Row(what="quick", ratio=2, of="the floor", target=2),
        Row(what="free", ratio=123.4, of="the floor"),
    ]
    assert [row.holds for row in rows] == [False, True, True]
    assert [line.split("|")[-2].strip() for line in text(rows).splitlines()[2:]] == ["MISSED", "holds", ""]


@pytest.mark.parametrize("number", [0, 7, 999])
def test_a_paste_is_an_episode_of_its_own_whose_decisions_fit(tmp_path, number):
    paths = [generate.write(tmp_path, edition=edition, numbers=[number])[0] for edition in (0, 1)]
    assert paths[0] == paths[1]
    record = show(paths[0], Options())
    assert record.identifiers[0].value == f"bench{number:06}"
    assert record.transcripts[0].cues == 648
    assert len(record.chapters) == 9
    assert [speaker.turns > 0 for speaker in record.speakers] == [True, True]
    decided = tomllib.loads(paths[0].with_suffix(".corrections.toml").read_text(encoding="utf-8"))["turn"]
    assert len(record.corrections) == len(decided)
    assert not any(warning.correction is not None for warning in record.warnings)


def test_the_vocabulary_grows_with_the_copies_and_the_editions(tmp_path):
    def words(edition, count):
        paths = generate.write(tmp_path, edition=edition, numbers=range(count))
        return {word for path in paths for word in path.read_text(encoding="utf-8").split()}

    one, three, other = words(0, 1), words(0, 3), words(1, 1)
    assert len(three - one) > 200
    assert len(other - one) > 100


def test_made_words_differ():
    assert len({generate.word(number) for number in range(20_000)}) == 20_000
