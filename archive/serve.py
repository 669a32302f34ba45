"""`podarchive serve`: Datasette with one archive, our plugin and our limits, until interrupted."""

import asyncio
import contextlib
import os
import socket
import webbrowser
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click

from archive.database import open_readonly
from archive.errors import CannotServe

SETTINGS: dict[str, int | bool | str] = {
    "sql_time_limit_ms": 1000,
    # Twice Datasette's own: a million utterances keep within it.
    "facet_time_limit_ms": 400,
    # Up to 50 ms for each column of each page, to suggest what our tables have configured anyway.
    "suggest_facets": False,
    "default_page_size": 50,
    # A copy of the file is the owner's to give away.
    "allow_download": False,
}

PUBLIC: dict[str, int | bool | str] = {
    **SETTINGS,
    # Stored queries and all our pages answer without; nobody else's SQL runs.
    "default_allow_sql": False,
    "allow_signed_tokens": False,
    # A table as CSV ends where its page would: whole tables are taken from a copy of the file.
    "allow_csv_stream": False,
    "max_csv_mb": 10,
    "max_returned_rows": 1000,
    "max_post_body_bytes": 10_000,
    "template_debug": False,
    "trace_debug": False,
}

CLOSED_TABLES = ("source_bytes",)
"""Not for the open web: files as they came in, with all that they say to nobody but the host."""

PAGE_TIME_MS = 5000
"""A page of ours may take longer than SQL that anybody writes: what it costs grows with what is found, and
counting and ranking the commonest word of ten million utterances takes more than a second."""

AT_ONCE = 200
"""Requests that are answered at once on the open web; more are told to come again (503)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """How an archive is shown. `address` is where readers reach it, `robots` is `allow` or `none`."""

    public: bool = False
    address: str | None = None
    robots: str | None = None
    title: str | None = None

    def __post_init__(self) -> None:
        if self.address is not None and not _is_address(self.address):
            raise CannotServe(
                "--address",
                f"{self.address!r} is no address of a site",
                "write one like https://pods.example.org/",
            )

    @property
    def plugin(self) -> dict[str, Any]:
        """The settings of our plugin."""
        robots = self.robots or ("allow" if self.public else "none")
        address = {"address": f"{self.address.rstrip('/')}/"} if self.address else {}
        limit = {"page_time_limit_ms": PAGE_TIME_MS}
        return {"public": self.public, "robots": robots, **limit, **address}

    @property
    def config(self) -> dict[str, Any]:
        """Datasette's configuration: our plugin's settings, and what may not be seen."""
        from archive.web.addresses import DATABASE

        closed = {name: {"allow": False} for name in CLOSED_TABLES if self.public}
        return {
            "plugins": {"podcast-archive": self.plugin},
            **({"databases": {DATABASE: {"tables": closed}}} if closed else {}),
        }

    @property
    def settings(self) -> dict[str, int | bool | str]:
        """Datasette's settings. With a path in the address, all pages are below it."""
        base = {"base_url": f"{urlsplit(self.address).path.rstrip('/')}/"} if self.address else {}
        return {**(PUBLIC if self.public else SETTINGS), **base}


def serve(path: Path, *, host: str, port: int, open_browser: bool, shown: Shown | None = None) -> None:
    """Serve the archive at `path`, and print the address once it answers; port 0 takes any that is free.

    Returns when interrupted. Raises CannotServe, and what `archive.database.open_readonly` raises.
    """
    open_readonly(path).close()
    with _listening(host, port) as listener, contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_run(path, host, listener, open_browser, shown or Shown()))


def datasette_of(path: Path, shown: Shown) -> Any:
    """The Datasette that shows the archive so."""
    from datasette.app import Datasette  # type: ignore[import-untyped]

    return Datasette(
        [str(path)],
        settings=shown.settings,
        config=shown.config,
        metadata={"title": shown.title} if shown.title else None,
    )


async def _run(path: Path, host: str, listener: socket.socket, open_browser: bool, shown: Shown) -> None:
    import uvicorn

    datasette = datasette_of(path, shown)
    # Of who asks and how, a proxy on this machine is believed, and those in FORWARDED_ALLOW_IPS.
    config = uvicorn.Config(
        datasette.app(),
        lifespan="on",
        log_level="warning",
        server_header=False,
        limit_concurrency=AT_ONCE if shown.public else None,
    )
    server = uvicorn.Server(config)
    running = asyncio.create_task(server.serve(sockets=[listener]))
    while not server.started and not running.done():
        await asyncio.sleep(0.02)
    if server.started:
        base = shown.settings.get("base_url", "/")
        address = f"http://{f'[{host}]' if ':' in host else host}:{listener.getsockname()[1]}{base}"
        click.echo(f"{path} is at {address} (Ctrl+C stops it)")
        if open_browser:
            webbrowser.open(address)
    await running


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return bool(
            parts.scheme in ("http", "https")
            and parts.hostname
            and parts.port != 0
            and not (parts.query or parts.fragment or parts.username)
            and text.isascii()
            and not set(text) & set(" \"'<>\\")
        )
    except ValueError:
        return False


def _listening(host: str, port: int) -> socket.socket:
    # Bound here and not by uvicorn, which ends the process with a log line where we say what to do.
    place = f"{host}:{port}"
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        bound = socket.create_server((host, port), family=family)
        # asyncio turns Nagle's algorithm off on sockets that say they are TCP, and create_server's do not.
        # With it, the body of every answer but a connection's first waits 40 ms for the head's receipt.
        return socket.socket(bound.family, bound.type, socket.IPPROTO_TCP, fileno=bound.detach())
    except socket.gaierror as error:
        raise CannotServe(place, "there is no such host", "name another with --host") from error
    except (OSError, OverflowError) as error:
        reason = (
            os.strerror(error.errno).lower() if isinstance(error, OSError) and error.errno else str(error)
        )
        raise CannotServe(
            place, f"cannot listen there ({reason})", "name another --host or --port"
        ) from error
