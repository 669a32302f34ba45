"""`podarchive serve`: says where it is, serves with our limits, stops when asked, and refuses in one line."""

import asyncio
import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request

import pytest

from archive.serve import _listening

PODARCHIVE = (sys.executable, "-c", "from ingest.cli import main; main()")


@contextlib.contextmanager
def serving(path, *options):
    """(the address that `podarchive serve` printed, the process)."""
    command = [*PODARCHIVE, "serve", path, "--port", "0", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            line = process.stdout.readline()
            found = re.search(r"http://\S+/", line)
            assert found, line + process.stderr.read()
            yield found[0], process
        finally:
            process.kill()


def read(address):
    with urllib.request.urlopen(address, timeout=60) as response:
        return response.read().decode()


def test_it_serves_what_it_says_with_our_limits(filled_archive):
    with serving(filled_archive) as (address, process):
        assert "Weighing engines" in read(address)
        settings = json.loads(read(address + "-/settings.json"))
        assert settings["sql_time_limit_ms"] == 1000
        assert settings["facet_time_limit_ms"] == 400
        assert settings["suggest_facets"] is False
        assert settings["allow_download"] is False
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0
        assert process.stderr.read() == ""


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_an_answer_is_sent_at_once_on_a_connection_that_is_kept(host):
    """Nagle's algorithm would hold each answer's body back until its head is acknowledged."""

    async def without_delay():
        sent = asyncio.Event()
        options = []

        async def answer(reader, writer):
            connected = writer.get_extra_info("socket")
            options.append(connected.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            writer.close()
            sent.set()

        async with await asyncio.start_server(answer, sock=_listening(host, 0)) as server:
            port = server.sockets[0].getsockname()[1]
            _, writer = await asyncio.open_connection(host, port)
            await asyncio.wait_for(sent.wait(), 20)
            writer.close()
            await writer.wait_closed()
        return options

    [option] = asyncio.run(without_delay())
    assert option != 0


def test_a_taken_port_is_one_line(filled_archive):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        command = [*PODARCHIVE, "serve", filled_archive, "--port", str(port)]
        ran = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert ran.returncode == 1
    assert ran.stderr.startswith(f"127.0.0.1:{port}: cannot listen there (")
    assert len(ran.stderr.splitlines()) == 1


def test_a_host_that_is_none_is_one_line(filled_archive):
    command = [*PODARCHIVE, "serve", filled_archive, "--host", "nowhere.invalid"]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert ran.returncode == 1
    assert ran.stderr == "nowhere.invalid:8001: there is no such host; name another with --host\n"


@pytest.mark.parametrize("content", [b"not a database at all, but long enough to be read as one", b""])
def test_what_is_no_archive_is_refused(tmp_path, content):
    path = tmp_path / "x.db"
    path.write_bytes(content)
    ran = subprocess.run([*PODARCHIVE, "serve", path], capture_output=True, text=True, timeout=60)
    assert ran.returncode == 1
    assert ran.stderr.startswith(f"{path}: it is ")
    assert len(ran.stderr.splitlines()) == 1


def test_datasette_finds_our_templates_and_static_files():
    command = [sys.executable, "-m", "datasette", "plugins"]
    listed = json.loads(subprocess.run(command, capture_output=True, check=True, env=os.environ).stdout)
    (ours,) = [plugin for plugin in listed if plugin["name"] == "podcast-archive"]
    assert ours["templates"]
    assert ours["static"]
