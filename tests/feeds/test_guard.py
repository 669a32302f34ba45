"""Which servers may be asked."""

import threading

import httpcore2
import pytest

from ingest.feeds import guard
from ingest.feeds.guard import Forbidden, Guarded, host_name, is_public

PUBLIC = ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"]
PRIVATE = {
    "unspecified": ["0.0.0.0", "::", "0.1.2.3"],
    "loopback": ["127.0.0.1", "127.8.9.1", "::1"],
    "private": ["10.0.0.7", "172.16.0.1", "172.31.255.255", "192.168.1.1", "fd00::1", "fc00::1"],
    "link-local": ["169.254.169.254", "fe80::1", "fe80::1%eth0", "fec0::1"],
    "a carrier's network": ["100.64.0.1", "100.127.255.254"],
    "multicast": ["224.0.0.1", "239.255.255.250", "ff02::1", "ff0e::1"],
    "reserved": ["240.0.0.1", "255.255.255.255", "192.0.0.8", "198.18.0.1"],
    "documentation": ["192.0.2.1", "198.51.100.1", "203.0.113.1", "2001:db8::1"],
    "IPv4 in IPv6": ["::ffff:127.0.0.1", "::ffff:10.0.0.7", "::127.0.0.1", "::ffff:0:127.0.0.1"],
    "6to4": ["2002:7f00:1::", "2002:a00:7::1"],
    "NAT64": ["64:ff9b::127.0.0.1", "64:ff9b::a00:7", "64:ff9b:1::a00:7"],
    "Teredo": ["2001:0:4136:e378:8000:63bf:3fff:fdd2"],
    "nothing": ["", "example.org", "127.0.0.1/8", "1.2.3"],
}


@pytest.mark.parametrize(
    "address", [*PUBLIC, "::ffff:93.184.215.14", "64:ff9b::93.184.215.14", "2002:5db8:d70e::"]
)
def test_the_internet_is_public(address):
    assert is_public(address)


@pytest.mark.parametrize(
    ("kind", "address"), [(kind, each) for kind, addresses in PRIVATE.items() for each in addresses]
)
def test_what_is_not_of_the_internet(kind, address):
    assert not is_public(address)


@pytest.mark.parametrize(
    "host",
    [
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "127.1",
        "0177.0.0.1",
        "127.0.0.0x1",
        "1.2.3.4.",
        "example.123",
        "0x",
    ],
)
def test_a_number_in_disguise_is_no_host(host):
    with pytest.raises(Forbidden):
        host_name(host)


@pytest.mark.parametrize(
    "host", ["example.org", "127.0.0.1", "::1", "3com.example", "a.b7", "xn--mnchen-3ya.example"]
)
def test_names_and_plain_addresses_are_hosts(host):
    assert host_name(host) == host


class Recorded(httpcore2.NetworkBackend):
    """Where connections would go; those to `dead` fail."""

    def __init__(self, dead=()):
        self.dead = dead
        self.connected = []

    def connect_tcp(self, host, port, timeout=None, local_address=None, socket_options=None):
        self.connected.append((host, port, timeout))
        if host in self.dead:
            raise httpcore2.ConnectError("dead")
        return httpcore2.MockStream([])


@pytest.fixture
def connect():
    """Connect to the host `a.test`, which DNS says has these addresses (one list for each look-up)."""

    def connect(*answers, dead=(), timeout=5.0, **options):
        backend, asked = Recorded(dead), []

        def resolve(host, port):
            asked.append(host)
            return answers[len(asked) - 1]

        token = guard.UNTIL.set(100.0)
        try:
            Guarded(clock=lambda: 90.0, resolve=resolve, backend=backend, **options).connect_tcp(
                "a.test", 80, timeout
            )
        finally:
            guard.UNTIL.reset(token)
            connect.asked, connect.connected = asked, backend.connected

    return connect


def test_the_connection_goes_to_the_address_that_was_judged(connect):
    """A name that is public when asked first, and private when asked again: it is asked once."""
    connect(PUBLIC, ["127.0.0.1"])
    assert connect.asked == ["a.test"]
    assert connect.connected == [(PUBLIC[0], 80, 5.0)]


def test_no_wait_is_longer_than_the_time_that_is_left(connect):
    connect(PUBLIC, timeout=None)
    assert connect.connected == [(PUBLIC[0], 80, 10.0)]


def test_the_next_address_is_tried(connect):
    connect(PUBLIC, dead=PUBLIC[:1])
    assert [host for host, *_ in connect.connected] == PUBLIC


def test_all_addresses_fail(connect):
    with pytest.raises(httpcore2.ConnectError, match="dead"):
        connect(PUBLIC, dead=PUBLIC)
    with pytest.raises(httpcore2.ConnectError, match="no address"):
        connect([])


@pytest.mark.parametrize("answer", [["127.0.0.1"], [*PUBLIC, "10.0.0.7"], ["::ffff:10.0.0.7"]])
def test_one_private_address_is_enough(connect, answer):
    with pytest.raises(Forbidden, match=r"a\.test is "):
        connect(answer)
    assert connect.connected == []


def test_private_addresses_may_be_allowed(connect):
    connect(["10.0.0.7"], allow_private=True)
    assert connect.connected == [("10.0.0.7", 80, 5.0)]


def test_the_system_knows_this_machine():
    assert "127.0.0.1" in guard.look_up("127.0.0.1", 80)
    for name in ("nowhere.invalid", "a..b", "x" * 300):
        with pytest.raises(httpcore2.ConnectError, match="is not known"):
            guard.look_up(name, 80)


def test_a_look_up_may_fail(connect):
    with pytest.raises(IndexError):  # a bug is not hidden in the thread that met it
        connect()
    assert threading.active_count() < 50
