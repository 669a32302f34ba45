"""Servers in processes of their own, asked over HTTP on one connection: ours as it is served, and Datasette.

Datasette is without our plugin, and has the settings of ours but for its limits, which are raised until
nothing is timed out.
"""

import contextlib
import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from archive.serve import SETTINGS
from tests.bench.process import CHECKOUT

STARTED_IN = 120
_OURS = "from ingest.cli import main; main()"
_UNLIMITED = {"sql_time_limit_ms": 600_000, "facet_time_limit_ms": 600_000}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    seconds: float
    status: int
    body: str


class Server:
    """A server that answers at `port`."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)

    def get(self, address: str) -> Answer:
        """The answer, and the seconds from asking to its last byte."""
        try:
            return self._asked(address)
        except (http.client.RemoteDisconnected, ConnectionError):
            # A server leaves a connection that was idle for some seconds.
            self._connection.close()
            return self._asked(address)

    def _asked(self, address: str) -> Answer:
        began = perf_counter()
        self._connection.request("GET", address)
        answer = self._connection.getresponse()
        body = answer.read()
        return Answer(seconds=perf_counter() - began, status=answer.status, body=body.decode())

    def good(self, address: str) -> Answer:
        """The answer; ends the measuring if it is none that a reader would call one."""
        answer = self.get(address)
        if answer.status != 200:
            raise SystemExit(f"{address}: status {answer.status}, {answer.body[-400:]}")
        return answer

    def close(self) -> None:
        self._connection.close()


@contextlib.contextmanager
def ours(archive: Path, *, patient: bool = False) -> Iterator[Server]:
    """`podarchive serve`; or, for a machine that is busy, the same with limits that stop nothing."""
    if patient:
        command = [
            sys.executable,
            "-m",
            "datasette",
            "serve",
            str(archive),
            *_settings(SETTINGS | _UNLIMITED),
        ]
    else:
        command = [sys.executable, "-c", _OURS, "serve", str(archive)]
    with _running(command, {}) as server:
        yield server


@contextlib.contextmanager
def datasette(archive: Path) -> Iterator[Server]:
    """Datasette alone; the database is called as its file."""
    command = [sys.executable, "-m", "datasette", "serve", str(archive), *_settings(SETTINGS | _UNLIMITED)]
    with _running(command, {"DATASETTE_LOAD_PLUGINS": ""}) as server:
        yield server


def _settings(settings: Mapping[str, int | bool | str]) -> list[str]:
    return [part for name, value in settings.items() for part in ("--setting", name, str(int(value)))]


@contextlib.contextmanager
def _running(command: list[str], environment: dict[str, str]) -> Iterator[Server]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [*command, "--port", str(port)],
        cwd=CHECKOUT,
        env=os.environ | environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _await(port, process)
        server = Server(port)
        yield server
        server.close()
    finally:
        process.terminate()
        process.wait()


def _await(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + STARTED_IN
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    raise SystemExit(f"{process.args!r}: it did not start")
