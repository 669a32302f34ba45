"""The one place that talks to servers: a single GET over a guarded connection, one at a time to each host.

Built on httpcore2, whose public `NetworkBackend` lets `guard` decide where a connection goes; httpx2 has no
such place. So there are no proxies, cookies or .netrc of the environment either: what is answered depends on
the request alone. Certificates are verified against the system's store, as httpx2 does it.
"""

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Self

import httpcore2
import httpx2

from archive import __version__
from ingest.feeds import bodies, guard

USER_AGENT = f"podarchive/{__version__} (podcast archive; reads feeds, transcripts and chapters)"
"""Which program asks, and nothing of the machine that it runs on."""

_TIMEOUT = {"connect": 10.0, "read": 30.0, "write": 30.0, "pool": None}
"""Seconds of silence. What a whole request may take is its own to say."""

_READ = frozenset({200, 203})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A server's answer to one GET; the content is read only if it is what was asked for."""

    status: int
    headers: dict[str, str] = field(repr=False)
    """By names in lower case; of several of one name the first."""

    content: bytes = field(default=b"", repr=False)


class Client:
    """Connections that are kept, whose turn it is at each host, and the clocks. To be used in a `with`.

    Threads may share it. `allow_private` lets addresses of this machine and its networks through.
    """

    def __init__(
        self,
        *,
        allow_private: bool = False,
        resolve: guard.Resolve = guard.look_up,
        backend: httpcore2.NetworkBackend | None = None,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        sleep: Callable[[float], None] = time.sleep,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self.clock = clock
        self.now = now
        self.sleep = sleep
        self.chance = chance
        self.postponed: dict[httpx2.Origin, datetime] = {}
        """Until when a server does not want to be asked again."""

        self._turns: dict[tuple[str, int | None], threading.Lock] = {}
        self._lock = threading.Lock()
        self._guarded = guard.Guarded(
            clock=clock, allow_private=allow_private, resolve=resolve, backend=backend
        )
        self._pools: dict[str, httpcore2.ConnectionPool] = {}
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._closed = True
        for pool in self._pools.values():
            pool.close()

    def begin(self, seconds: float) -> None:
        """From now on this thread's requests may take so long, all in all."""
        guard.UNTIL.set(self.clock() + seconds)

    def time_is_up(self) -> bool:
        return self.clock() >= guard.UNTIL.get()

    def pause(self, seconds: float) -> bool:
        """Wait; False, at once, if the time is up before, or if all is closed."""
        if self._closed or self.clock() + seconds >= guard.UNTIL.get():
            return False
        self.sleep(seconds)
        return not self._closed

    def get(self, url: httpx2.URL, headers: dict[str, str], limit: int) -> Reply:
        """One answer. Raises what httpcore2 does, `guard.Forbidden`, `bodies.Overlong`, `bodies.Damaged`."""
        host = guard.host_name(url.host)
        port = f":{url.port}" if url.port is not None else ""
        asked = {
            "Host": (f"[{url.raw_host.decode()}]" if ":" in host else url.raw_host.decode()) + port,
            "User-Agent": USER_AGENT,
            "Accept-Encoding": "gzip, deflate",
            **headers,
        }
        with (
            self._turn(url),
            self._pool(url.scheme).stream(
                "GET",
                httpcore2.URL(
                    scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path or b"/"
                ),
                headers=[(name.encode(), value.encode("latin-1")) for name, value in asked.items()],
                extensions={"timeout": _TIMEOUT},
            ) as response,
        ):
            return _read(response, limit)

    def _pool(self, scheme: str) -> httpcore2.ConnectionPool:
        with self._lock:
            if scheme not in self._pools:
                self._pools[scheme] = httpcore2.ConnectionPool(
                    # Left out, the system's store would be read anew for each connection.
                    ssl_context=httpcore2.default_ssl_context() if scheme == "https" else None,
                    max_connections=None,
                    max_keepalive_connections=32,
                    keepalive_expiry=15.0,
                    network_backend=self._guarded,
                )
            return self._pools[scheme]

    @contextmanager
    def _turn(self, url: httpx2.URL) -> Iterator[None]:
        """One request a host, whoever asks. The wait is not counted: it is no fault of this server's."""
        with self._lock:
            turn = self._turns.setdefault((url.host, url.port), threading.Lock())
        waited_from = self.clock()
        with turn:
            guard.UNTIL.set(guard.UNTIL.get() + self.clock() - waited_from)
            yield


def _read(response: httpcore2.Response, limit: int) -> Reply:
    headers: dict[str, str] = {}
    for name, value in response.headers:
        headers.setdefault(name.decode("latin-1").lower(), value.decode("latin-1"))
    content = b""
    if response.status in _READ:
        undo = bodies.codings(headers.get("content-encoding", ""))
        length = headers.get("content-length", "")
        if length.isdecimal() and int(length) > limit:
            raise bodies.Overlong
        content = bodies.unpacked(response.iter_stream(), undo, limit)
    elif response.status == 304:
        # It has no body. Reading to its end leaves the connection open for the next request.
        content = b"".join(response.iter_stream())
    return Reply(status=response.status, headers=headers, content=content)
