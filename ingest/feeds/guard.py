"""Which servers may be asked: those of the public Internet, and the very address that was looked at.

A feed is written by others, and so are the addresses in it and the redirects behind them. None may lead to
this machine, its network or a cloud's metadata service. So the name is looked up once, *all* its addresses
are judged, and the connection is made to one of them: a second look-up could answer otherwise (DNS
rebinding).
Every connection passes here, also after a redirect. `allow_private` lets all of them through.

Registries: IANA IPv4 and IPv6 special-purpose addresses (RFC 6890), 6to4 (RFC 3056), NAT64 (RFC 6052).
"""

import re
import socket
import threading
from collections.abc import Callable, Iterable, Sequence
from contextvars import ContextVar
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from queue import Empty, SimpleQueue
from typing import Any

import httpcore2

Resolve = Callable[[str, int], Sequence[str]]
"""A host's addresses as text, in the order in which they are to be tried."""

UNTIL: ContextVar[float] = ContextVar("until")
"""When the request that this thread is at must be through, by the clock of its `Guarded`.

The library has timeouts for single reads only, and a server that sends a byte now and then keeps them all.
"""

_NAT64 = IPv6Network("64:ff9b::/96")
_GLOBAL = IPv6Network("2000::/3")
_PROTOCOLS = IPv4Network("192.0.0.0/24")  # of which versions of Python say different things
_NUMERIC = re.compile(r"0[xX][0-9a-fA-F]*|[0-9]+")


class Forbidden(Exception):
    """A host that is not asked; the text says why."""


def host_name(host: str) -> str:
    """`host`, or Forbidden if it is a number in disguise.

    `2130706433`, `0x7f.1` and `0177.0.0.1` are 127.0.0.1 to some systems. They differ in what they make of
    such names; nobody's feed needs one.
    """
    if ":" not in host and _NUMERIC.fullmatch(host.removesuffix(".").rsplit(".", 1)[-1]):
        try:
            IPv4Address(host)
        except ValueError:
            raise Forbidden("the host is neither a name nor an address in its usual form") from None
    return host


def _inside(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The IPv4 address that an IPv6 address leads to, if it does."""
    if isinstance(address, IPv4Address):
        return address
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address


def is_public(text: str) -> bool:
    """Whether an address is one of the public Internet."""
    try:
        address = _inside(ip_address(text))
    except ValueError:
        return False
    if isinstance(address, IPv6Address) and address not in _GLOBAL:
        return False
    return address.is_global and not (
        address in _PROTOCOLS
        or address.is_multicast
        or address.is_reserved
        or address.is_loopback
        or address.is_link_local
    )


def look_up(host: str, port: int) -> list[str]:
    """All addresses that the system knows for a host."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise httpcore2.ConnectError(f"the name {host} is not known ({error})") from error
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


class Guarded(httpcore2.NetworkBackend):
    """Connections to public addresses only, none of which outlasts `UNTIL`."""

    def __init__(
        self,
        *,
        clock: Callable[[], float],
        allow_private: bool = False,
        resolve: Resolve = look_up,
        backend: httpcore2.NetworkBackend | None = None,
    ) -> None:
        self._clock = clock
        self._allow_private = allow_private
        self._resolve = resolve
        self._backend = backend or httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        failed: Exception = httpcore2.ConnectError(f"the name {host} has no address")
        for address in self._addresses(host_name(host), port):
            try:
                stream = self._backend.connect_tcp(
                    address, port, self.left(timeout), local_address, socket_options
                )
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failed = error
            else:
                return _Timed(stream, self)
        raise failed

    def _addresses(self, host: str, port: int) -> Sequence[str]:
        addresses = self._look_up_in_time(host, port)
        if not self._allow_private:
            # One that is private among public ones is no accident that could be stepped over.
            for address in addresses:
                if not is_public(address):
                    where = "it" if address == host.strip("[]") else f"{host} is {address}, which"
                    raise Forbidden(f"{where} is an address of a private network or of this machine")
        return addresses

    def _look_up_in_time(self, host: str, port: int) -> Sequence[str]:
        """The system's look-up knows no timeout: it is left to itself when time is up."""
        answer: SimpleQueue[Sequence[str] | Exception] = SimpleQueue()

        def ask() -> None:
            try:
                answer.put(self._resolve(host, port))
            except Exception as error:
                answer.put(error)

        threading.Thread(target=ask, daemon=True, name="look-up").start()
        try:
            found = answer.get(timeout=self.left(None))
        except Empty:
            raise httpcore2.ConnectTimeout(f"the look-up of {host} takes too long") from None
        if isinstance(found, Exception):
            raise found
        return found

    def left(self, timeout: float | None) -> float:
        """The time that a single wait may take."""
        left = UNTIL.get() - self._clock()
        if left <= 0:
            raise httpcore2.ReadTimeout("time is up")
        return left if timeout is None else min(timeout, left)


class _Timed(httpcore2.NetworkStream):
    """A connection on which no wait goes beyond the end of the request."""

    def __init__(self, stream: httpcore2.NetworkStream, guarded: Guarded) -> None:
        self._stream = stream
        self._guarded = guarded

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._guarded.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._guarded.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: Any,  # ssl.SSLContext: the module takes long to load, and is often not needed
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.NetworkStream:
        secure = self._stream.start_tls(ssl_context, server_hostname, self._guarded.left(timeout))
        return _Timed(secure, self._guarded)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
