"""Many requests at once."""

import threading
import time
from collections import Counter, defaultdict

import pytest

from ingest.feeds.answers import Fetched, Limits, Request, Unreachable
from ingest.feeds.client import Client
from ingest.feeds.fetch import fetch
from ingest.feeds.politeness import gather
from tests.feeds.server import Page, moved, serving


def requests(*urls):
    return [Request(url=url) for url in urls]


def of_host(request):
    return request.url.split("/")[2]


class Worker:
    """Counts who is asked at once; `slow` hosts are answered when `go` is set."""

    def __init__(self, slow=()):
        self.slow, self.go = slow, threading.Event()
        self.lock, self.now, self.most, self.asked = threading.Lock(), Counter(), Counter(), []

    def __call__(self, request):
        host = of_host(request)
        with self.lock:
            self.now[host] += 1
            self.now["all"] += 1
            self.asked.append(request.url)
            self.most |= self.now
        if host in self.slow:
            assert self.go.wait(10)
        else:
            time.sleep(0.001)
        with self.lock:
            self.now[host] -= 1
            self.now["all"] -= 1
        return request.url.upper()


def test_each_request_has_its_outcome():
    wanted = requests(*[f"https://{host}.test/{number}" for host in "abcde" for number in range(20)])
    worker = Worker()
    done = list(gather(wanted, worker, at_once=3))
    assert Counter(request for request, _ in done) == Counter(wanted)
    assert all(outcome == request.url.upper() for request, outcome in done)
    assert {worker.most[f"{host}.test"] for host in "abcde"} == {1}
    assert worker.most["all"] <= 3
    order = defaultdict(list)
    for url in worker.asked:
        order[url.split("/")[2]].append(int(url.rsplit("/", 1)[1]))
    assert all(numbers == list(range(20)) for numbers in order.values())


def test_nothing_to_do():
    assert list(gather([], Worker())) == []


def test_one_dead_host_holds_nobody_up():
    worker = Worker(slow={"dead.test"})
    wanted = requests(
        *[f"https://dead.test/{number}" for number in range(50)],
        *[f"https://{number}.test/" for number in range(50)],
    )
    results = gather(wanted, worker, at_once=2)
    first = [next(results)[0] for _ in range(50)]
    assert {of_host(request) for request in first} == {f"{number}.test" for number in range(50)}
    worker.go.set()
    assert {of_host(request) for request, _ in results} == {"dead.test"}


def test_hosts_take_turns():
    wanted = requests(
        *[f"https://a.test/{number}" for number in range(9)], "https://b.test/", "https://c.test/"
    )
    worker = Worker()
    list(gather(wanted, worker, at_once=1))
    assert worker.asked[:4] == ["https://a.test/0", "https://b.test/", "https://c.test/", "https://a.test/1"]


def test_nothing_more_is_fetched_than_is_taken():
    worker = Worker()
    results = gather(requests(*[f"https://{number}.test/" for number in range(50)]), worker, at_once=2)
    next(results)
    time.sleep(0.1)
    assert len(worker.asked) <= 1 + 2 + 2  # taken, waiting, and what was under way as they came
    results.close()


def test_what_fails_is_a_value():
    def worker(request):
        raise Unreachable(request.url, "it does not answer", "try again")

    ((_, outcome),) = gather(requests("https://a.test/"), worker)
    assert isinstance(outcome, Unreachable)


def test_a_bug_is_raised():
    with pytest.raises(ZeroDivisionError):
        list(gather(requests("https://a.test/", "https://b.test/"), lambda request: 1 // 0))


@pytest.mark.parametrize("error", [KeyboardInterrupt, GeneratorExit])
def test_leaving_waits_for_nothing(error):
    worker = Worker(slow={"slow.test"})
    results = gather(
        requests("https://slow.test/1", "https://slow.test/2", "https://a.test/"), worker, at_once=2
    )
    next(results)
    with pytest.raises(error):
        results.throw(error)
    worker.go.set()
    deadline = time.monotonic() + 5
    while any(thread.name == "fetch" for thread in threading.enumerate()) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not [thread for thread in threading.enumerate() if thread.name == "fetch"]
    assert "https://slow.test/2" not in worker.asked


def test_no_address_is_the_workers_business():
    wanted = requests("https://[::1", "", "https://example.org:99999/")
    assert len(list(gather(wanted, lambda request: request.url))) == 3


def test_one_connection_a_host_also_where_redirects_meet():
    """Feeds of five hosts, all of which lead to one: it is asked by one at a time."""
    under_way, most = [0], [0]
    lock = threading.Lock()

    def audio_host(asked):
        with lock:
            under_way[0] += 1
            most[0] = max(most[0], under_way[0])
        time.sleep(0.01)
        with lock:
            under_way[0] -= 1
        return Page(b"<rss/>")

    with (
        serving({"/": audio_host}) as shared,
        serving() as server,
        Client(allow_private=True, resolve=lambda host, port: ["127.0.0.1"]) as client,
    ):
        server.routes["/"] = moved(shared.url("/", "shared.test"))
        wanted = [
            Request(url=server.url("/", f"{number}.test"), limits=Limits(seconds=10)) for number in range(5)
        ]
        outcomes = [outcome for _, outcome in gather(wanted, lambda request: fetch(request, client))]
    assert all(isinstance(outcome, Fetched) for outcome in outcomes)
    assert len(outcomes) == 5
    assert most == [1]
    assert {each.connection for each in shared.requests} == {1}
