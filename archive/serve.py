"""`podarchive serve`: Datasette with one archive, our plugin and our limits, until interrupted."""

import asyncio
import contextlib
import os
import socket
import webbrowser
from pathlib import Path
from typing import Any

import click

from archive.database import open_readonly
from archive.errors import CannotServe

SETTINGS: dict[str, int | bool] = {
    "sql_time_limit_ms": 1000,
    # Twice Datasette's own: a million utterances keep within it.
    "facet_time_limit_ms": 400,
    # Up to 50 ms for each column of each page, to suggest what our tables have configured anyway.
    "suggest_facets": False,
    "default_page_size": 50,
    # A copy of the file is the owner's to give away.
    "allow_download": False,
}


def serve(path: Path, *, host: str, port: int, open_browser: bool) -> None:
    """Serve the archive at `path`, and print the address once it answers; port 0 takes any that is free.

    Returns when interrupted. Raises CannotServe, and what `archive.database.open_readonly` raises.
    """
    open_readonly(path).close()
    with _listening(host, port) as listener, contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_run(path, host, listener, open_browser))


async def _run(path: Path, host: str, listener: socket.socket, open_browser: bool) -> None:
    import uvicorn
    from datasette.app import Datasette  # type: ignore[import-untyped]

    datasette: Any = Datasette([str(path)], settings=SETTINGS)
    server = uvicorn.Server(uvicorn.Config(datasette.app(), lifespan="on", log_level="warning"))
    running = asyncio.create_task(server.serve(sockets=[listener]))
    while not server.started and not running.done():
        await asyncio.sleep(0.02)
    if server.started:
        address = f"http://{f'[{host}]' if ':' in host else host}:{listener.getsockname()[1]}/"
        click.echo(f"{path} is at {address} (Ctrl+C stops it)")
        if open_browser:
            webbrowser.open(address)
    await running


def _listening(host: str, port: int) -> socket.socket:
    # Bound here and not by uvicorn, which ends the process with a log line where we say what to do.
    place = f"{host}:{port}"
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family)
    except socket.gaierror as error:
        raise CannotServe(place, "there is no such host", "name another with --host") from error
    except (OSError, OverflowError) as error:
        reason = (
            os.strerror(error.errno).lower() if isinstance(error, OSError) and error.errno else str(error)
        )
        raise CannotServe(
            place, f"cannot listen there ({reason})", "name another --host or --port"
        ) from error
