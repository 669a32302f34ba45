"""Servers on 127.0.0.1 that behave as real ones do, and misbehave as they do.

    with serving({"/feed.xml": Page(b"<rss/>", etag='"1"'), "/old": moved("/feed.xml", 301)}) as server:
        server.url("/feed.xml")        http://127.0.0.1:41234/feed.xml
        server.routes["/feed.xml"] = Page(b"<rss>…", etag='"2"')       later
        server.requests                what was asked: .path, .headers, .connection

A route is a Page, a Reply, or a function from what was asked to one of them or to pieces of raw bytes, which
are sent as they are, one after the other: `raw(b"HTTP/1.1 200 OK…", …)`, for what no server ought to do.
"""

import gzip
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from email.utils import formatdate, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count, repeat
from pathlib import Path

import httpcore2

CERTIFICATE = Path(__file__).parent / "secure.test.pem"


@dataclass(frozen=True)
class Asked:
    """One request, as it came."""

    path: str
    headers: Message
    connection: int
    """Which connection it came by, counted from 1."""

    number: int
    """How many requests came for this path, this one counted."""


@dataclass(frozen=True)
class Reply:
    status: int = 200
    content: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Page:
    """A file on a server that knows conditional requests, and gzip where that is asked for."""

    content: bytes
    media_type: str = "application/rss+xml; charset=utf-8"
    etag: str | None = None
    modified: float | None = None
    """Seconds since 1970."""

    gzipped: bool = True


Route = Page | Reply | Callable[[Asked], "Page | Reply | Iterable[bytes]"]


@dataclass
class Server:
    port: int
    routes: dict[str, Route]
    requests: list[Asked] = field(default_factory=list)

    scheme: str = "http"

    def url(self, path: str = "/", host: str = "127.0.0.1", user: str = "") -> str:
        return f"{self.scheme}://{user + '@' if user else ''}{host}:{self.port}{path}"

    def asked(self, path: str) -> list[Asked]:
        return [each for each in self.requests if each.path == path]


@contextmanager
def serving(routes: dict[str, Route] | None = None, secure: bool = False) -> Iterator[Server]:
    """A server with these routes; what is not among them is 404. It ends with the block.

    A `secure` one is `secure.test`, and is believed where SSL_CERT_FILE is CERTIFICATE.
    """
    server = Server(port=0, routes=routes or {}, scheme="https" if secure else "http")
    http = _Threads(("127.0.0.1", 0), _Handler)
    http.served, http.ended = server, threading.Event()
    http.connections, http.lock = count(1), threading.Lock()
    if secure:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CERTIFICATE)
        http.socket = context.wrap_socket(http.socket, server_side=True)
    server.port = http.server_address[1]
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        http.ended.set()
        http.shutdown()
        http.server_close()
        thread.join()


class _Threads(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False  # a connection that is kept open would be waited for
    request_queue_size = 64

    def handle_error(self, request, client_address):
        """The other side left, as it should when too much comes."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def setup(self):
        super().setup()
        self.connection_number = next(self.server.connections)

    def log_message(self, *_):
        pass

    def do_GET(self):
        server = self.server.served
        with self.server.lock:
            number = len(server.asked(self.path)) + 1
            asked = Asked(self.path, self.headers, self.connection_number, number)
            server.requests.append(asked)
        route = server.routes.get(self.path) or server.routes.get(self.path.split("?")[0], Reply(404))
        answer = route(asked) if callable(route) else route
        if isinstance(answer, Page):
            answer = _page(answer, asked)
        if isinstance(answer, Reply):
            self._reply(answer)
        else:
            self._raw(answer)

    def _reply(self, reply):
        self.send_response(reply.status)
        headers = dict(reply.headers)
        if reply.status != 304:
            headers.setdefault("Content-Length", str(len(reply.content)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if reply.status != 304:
            self.wfile.write(reply.content)

    def _raw(self, pieces):
        self.close_connection = True
        for piece in pieces:
            if self.server.ended.is_set():
                return
            self.wfile.write(piece)
            self.wfile.flush()


def _page(page, asked):
    headers = {"Content-Type": page.media_type, "Vary": "Accept-Encoding"}
    if page.etag:
        headers["ETag"] = page.etag
    if page.modified is not None:
        headers["Last-Modified"] = formatdate(page.modified, usegmt=True)
    etag, since = asked.headers["If-None-Match"], asked.headers["If-Modified-Since"]
    if etag is not None:  # it wins over the date (RFC 9110, 13.2.2)
        if etag == page.etag:
            return Reply(304, headers=headers)
    elif since and page.modified and page.modified <= parsedate_to_datetime(since).timestamp():
        return Reply(304, headers=headers)
    content = page.content
    if page.gzipped and "gzip" in asked.headers.get("Accept-Encoding", ""):
        headers["Content-Encoding"] = "gzip"
        content = gzip.compress(content)
    return Reply(200, content, headers)


def moved(to: str, status: int = 302) -> Reply:
    return Reply(status, headers={"Location": to})


def raw(*pieces: bytes) -> Callable[[Asked], Iterable[bytes]]:
    """These bytes and no others, then the connection is closed."""
    return lambda asked: pieces


def in_turn(*answers: Route) -> Callable[[Asked], Route]:
    """The first answer to the first request for this path, and so on; the last one from then on."""

    def answer(asked):
        chosen = answers[min(asked.number, len(answers)) - 1]
        return chosen(asked) if callable(chosen) else chosen

    return answer


def drip(answer: bytes, seconds: float = 0.05, at_once: int = 0) -> Callable[[Asked], Iterable[bytes]]:
    """A whole answer, status line and all: its beginning at once, then a byte now and then."""

    def pieces(asked):
        yield answer[:at_once]
        for position in range(at_once, len(answer)):
            time.sleep(seconds)
            yield answer[position : position + 1]

    return pieces


def endless(chunked: bool = True, size: int = 5 * 1024**3) -> Callable[[Asked], Iterable[bytes]]:
    """Five gigabytes, in chunks or with a Content-Length."""
    piece = b"x" * 65536

    def pieces(asked):
        if chunked:
            yield b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
            yield from repeat(b"10000\r\n" + piece + b"\r\n", size // len(piece))
            yield b"0\r\n\r\n"
        else:
            yield b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % size
            yield from repeat(piece, size // len(piece))

    return pieces


class Elsewhere(httpcore2.SyncBackend):
    """Connections that all end at 127.0.0.1, wherever they are meant to go: for public addresses."""

    def __init__(self) -> None:
        self.connected: list[str] = []

    def connect_tcp(self, host, port, timeout=None, local_address=None, socket_options=None):
        self.connected.append(host)
        return super().connect_tcp("127.0.0.1", port, timeout, local_address, socket_options)
