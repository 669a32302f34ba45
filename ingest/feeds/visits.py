"""Fetching for a whole run: a server that did not answer twice is left alone until the next one.

A thousand transcripts on one dead host would else cost a minute each.
"""

import threading
from collections import Counter
from urllib.parse import urlsplit

from .answers import Outcome, Request, Unreachable
from .asking import LATER
from .client import Client
from .fetch import fetch

MOST_FAILURES = 2


class Visits:
    """A client that remembers who did not answer. Threads may share it."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._failures: Counter[str] = Counter()
        self._lock = threading.Lock()

    def fetch(self, request: Request) -> Outcome:
        """Like `fetch.fetch`."""
        host = _host(request.url)
        if self._failures[host] >= MOST_FAILURES:
            problem = "its server did not answer before, and was not asked again"
            raise Unreachable(request.place, problem, LATER)
        try:
            answer = fetch(request, self._client)
        except Unreachable:
            with self._lock:
                self._failures[host] += 1
            raise
        with self._lock:
            self._failures.pop(host, None)
        return answer


def _host(url: str) -> str:
    try:
        return urlsplit(url).netloc.rpartition("@")[2].lower()
    except ValueError:
        return url
