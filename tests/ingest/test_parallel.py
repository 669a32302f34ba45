import contextlib
import gc
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest import parallel
from ingest.packing import packed, unpacked
from ingest.parallel import default_jobs, in_order
from ingest.pool import AHEAD
from ingest.reading import Cue
from ingest.workers import WorkerDied
from tests.episodes import all_episodes
from tests.ingest import labour

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _at_once(monkeypatch):
    """Several processes from the first item on."""
    monkeypatch.setattr(parallel, "ALONE_SECONDS", 0)


def test_results_come_in_the_order_of_the_items():
    assert list(in_order(labour.to(labour.slow_if_even), range(12), jobs=2)) == list(range(12))


def test_several_processes_work_and_none_of_them_is_ours():
    processes = set(in_order(labour.to(labour.own_process), range(40), jobs=2))
    assert len(processes) == 2
    assert os.getpid() not in processes


@pytest.mark.parametrize(("jobs", "items"), [(1, 20), (4, 3), (2, 0)])
def test_one_job_or_few_items_are_done_here(jobs, items):
    assert set(in_order(labour.to(labour.own_process), range(items), jobs=jobs)) <= {os.getpid()}


def test_no_process_is_started_for_what_takes_no_longer(monkeypatch):
    monkeypatch.setattr(parallel, "ALONE_SECONDS", 1)
    assert set(in_order(labour.to(labour.own_process), range(200), jobs=2)) == {os.getpid()}


def test_processes_are_started_once_it_takes_longer(monkeypatch):
    monkeypatch.setattr(parallel, "ALONE_SECONDS", 0.02)
    processes = list(in_order(labour.to(labour.own_process), range(200), jobs=2))
    here = processes.count(os.getpid())
    assert 2 <= here <= 20
    assert os.getpid() not in processes[here:]
    assert len(set(processes)) == 3


@pytest.mark.parametrize("jobs", [1, 2])
def test_each_process_begins_once_and_ends_what_it_began(jobs):
    labour.STARTED.clear()
    assert set(in_order(labour.beginning, range(10), jobs=jobs)) == {1}
    assert labour.STARTED == []


@pytest.mark.parametrize("jobs", [1, 2])
def test_items_are_taken_only_as_results_are(jobs):
    numbers = count()
    results = in_order(labour.to(labour.same), numbers, jobs=jobs)
    for _ in range(100):
        next(results)
    results.close()
    assert next(numbers) <= 100 + jobs * AHEAD


def test_large_items_and_results_pass():
    """Larger than a pipe holds: nobody waits for the other for ever."""
    items = [bytes(1_000_000)] * 50
    assert list(in_order(labour.to(labour.same), items, jobs=2)) == items


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_goes_wrong_in_a_worker_is_raised_in_its_turn(jobs):
    results = in_order(labour.to(labour.fails_at_seven), range(20), jobs=jobs)
    assert [next(results) for _ in range(7)] == list(range(7))
    with pytest.raises(KeyError, match="seven") as raised:
        next(results)
    assert jobs == 1 or "fails_at_seven" in raised.value.__notes__[0]


def test_an_exception_that_cannot_be_sent_says_what_it_was():
    with pytest.raises(RuntimeError, match="Peculiar: 0"):
        list(in_order(labour.to(labour.fails_peculiarly), range(20), jobs=2))


def test_an_item_that_kills_its_worker_is_named_and_the_others_are_done():
    results = list(
        in_order(
            labour.to(labour.dies_at_seven),
            range(40),
            jobs=2,
            lost=lambda item, error: str(error),
            name="file {}".format,
        )
    )
    assert results[7] == (
        "file 7: the process that read it was ended by the system (SIGKILL); take it in alone to see why"
    )
    assert results[:7] + results[8:] == [number for number in range(40) if number != 7]


def test_without_a_word_on_what_is_lost_it_is_raised():
    results = in_order(labour.to(labour.dies_at_seven), range(40), jobs=2)
    assert [next(results) for _ in range(7)] == list(range(7))
    with pytest.raises(WorkerDied, match=r"^7: "):
        next(results)


def test_a_worker_that_was_killed_once_costs_nothing(tmp_path):
    items = [(number, tmp_path / "once") for number in range(30)]
    assert list(in_order(labour.to(labour.dies_once_at_seven), items, jobs=2)) == list(range(30))


def test_workers_that_cannot_begin_are_said_and_not_tried_for_ever():
    with pytest.raises(WorkerDied, match="before it began"):
        list(in_order(labour.ending, range(40), jobs=2))


@pytest.mark.parametrize("ended", ["to the end", "early"])
def test_nothing_is_left_running(ended):
    results = in_order(labour.to(labour.own_process), range(200), jobs=2)
    workers = {next(results) for _ in range(20)} if ended == "early" else set(results)
    results.close()
    deadline = time.monotonic() + 60
    while any(map(labour.is_running, workers)):
        assert time.monotonic() < deadline
        time.sleep(0.01)
    assert threading.active_count() == 1


def test_an_interrupt_ends_all_at_once_and_without_noise():
    code = "from tests.ingest import labour; labour.interrupted()"
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True,
    ) as process:  # fmt: skip
        workers = [int(word) for word in process.stdout.readline().split()]
        # As a terminal does it: to all processes of the command.
        os.killpg(process.pid, signal.SIGINT)
        output, noise = process.communicate(timeout=120)  # by themselves they would take ten minutes
    assert (output, noise) == ("interrupted\n", "")
    assert len(workers) == 2
    assert not any(map(labour.is_running, workers))


def test_jobs_are_some_and_not_too_many(monkeypatch):
    assert 1 <= default_jobs() <= 8
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(64)), raising=False)
    assert default_jobs() == 8
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {3}, raising=False)
    assert default_jobs() == 1


@pytest.mark.parametrize("record", all_episodes(), ids=lambda record: record.slug)
def test_an_episode_is_the_same_after_it_was_sent(record):
    assert unpacked(packed(record)) == record
    assert len(packed(record)) < 1.1 * len(pickle.dumps(record)) + 500


@given(
    st.builds(
        Cue,
        text=st.text(),
        start_ms=st.none() | st.integers(0),
        end_ms=st.none() | st.integers(0),
        speaker=st.none() | st.text(),
        marks=st.lists(st.tuples(st.integers(0), st.integers(0))).map(tuple),
    )
)
@settings(max_examples=50)
def test_any_cue_is_the_same_after_it_was_sent(cue):
    assert unpacked(packed(cue)) == cue


@pytest.mark.parametrize("content", [packed("all is well"), b"no such thing"])
def test_the_collector_is_as_it_was_after_something_was_sent(content):
    with contextlib.suppress(pickle.UnpicklingError):
        unpacked(content)
    assert gc.isenabled()
