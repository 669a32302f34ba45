"""Photographs every page, in light and dark, wide and narrow: `make screenshots`. Needs Chromium.

    python -m tests.screenshots [ARCHIVE] [--query WORDS]

They go to `build/screenshots/`, named so that they sort by page: `03-search-dark-390.png`. Of the demo
archive, the README's two pictures are taken anew as well. Nothing is fetched from elsewhere.
"""

import contextlib
import re
import sqlite3
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from tests import docs
from tests.web.browsing import VARIANTS, chromium, shown_as

FOLDER = docs.ROOT / "build/screenshots"
PICTURES = {
    "search": "/archive/-/search?q=%22open+models%22",
    "episode": "/archive/episodes/1",
}
"""The README's, by the name of the file in `docs/`."""

LARGEST = 200_000
"""Bytes of a picture in the README."""

TALLEST = 12_000
"""Pixels of a page that are photographed: a long episode goes on alike."""

FOREIGN = re.compile(r"^(?!http://127\.0\.0\.1)")


@click.command()
@click.argument("archive", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--query", default="intelligence per second", help="What the pages search for.")
def main(archive: Path | None, query: str) -> None:
    """Photograph every page of ARCHIVE, or of the demo archive."""
    path = archive or docs.checkout() / docs.ARCHIVE
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*.png"):
        old.unlink()
    with _served(path) as address, chromium() as browser:
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        context.route(FOREIGN, lambda route: route.abort())
        page = context.new_page()
        if archive is None:
            for name, target in PICTURES.items():
                _picture(page, address + target, docs.ROOT / f"docs/{name}.png")
        for number, (name, target) in enumerate(_pages(path, query), start=1):
            answered = page.goto(address + target)
            for scheme, width in VARIANTS:
                _whole(page, scheme, width)
                taken = FOLDER / f"{number:02}-{name}-{scheme}-{width}.png"
                page.screenshot(path=taken, animations="disabled")
                click.echo(f"{answered.status if answered else '?'}  {taken.name}  {target}")


def _whole(page: Any, scheme: str, width: int) -> None:
    """Show the page in a window as tall as it is: what lies outside of one is not drawn, nor measured."""
    shown_as(page, scheme, width)
    for _ in range(3):
        tall = page.evaluate("document.documentElement.scrollHeight")
        shown_as(page, scheme, width, max(900, min(tall, TALLEST)))
    page.evaluate("scrollTo(0, 0)")


def _picture(page: Any, address: str, path: Path) -> None:
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1100, "height": 720})
    page.goto(address)
    page.screenshot(path=path, animations="disabled")
    if path.stat().st_size > LARGEST:
        raise click.ClickException(f"{path}: {path.stat().st_size:,} bytes; show less in it")


def _pages(path: Path, query: str) -> Iterator[tuple[str, str]]:
    """(a name for the file, the address) of every page, with rows of the archive that show much."""
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        (episode,) = _first(connection, "select episode_id from chapters order by episode_id limit 1") or (1,)
        (person,) = _first(
            connection,
            "select person_id from speakers where person_id is not null group by 1 order by sum(words) desc",
        ) or (None,)
        (podcast,) = _first(
            connection, "select podcast_id from episodes group by 1 order by count(*) desc"
        ) or (None,)
    finally:
        connection.close()
    asked = query.replace(" ", "+")
    yield "home", "/"
    yield "search", f"/archive/-/search?q={asked}"
    yield "search-one-episode", f"/archive/-/search?q={asked}&episode={episode}"
    yield "search-nothing", f"/archive/-/search?q={asked}+nothinglikethis"
    yield "search-start", "/archive/-/search"
    yield "episode", f"/archive/episodes/{episode}"
    yield "episode-moment", f"/archive/episodes/{episode}?t=60&q={asked}"
    if person:
        yield "person", f"/archive/people/{person}"
    if podcast:
        yield "podcast", f"/archive/podcasts/{podcast}"
    yield "moment", f"/archive/-/moment?u={episode}000001"
    yield "chapters", f"/archive/-/chapters?podcast={podcast or 1}"
    yield "trend", f"/archive/-/trend?q={asked.partition('+')[0]}"
    yield "explore", "/archive/-/explore"
    yield "about", "/archive/-/about"
    yield "table-episodes", "/archive/episodes"
    yield "table-said", f"/archive/said?_search={asked}"
    yield "database", "/archive"
    yield "gone", "/archive/episodes/999999"
    yield "bad", f"/archive/episodes/{episode}?t=abc"


def _first(connection: sqlite3.Connection, sql: str) -> tuple[object, ...] | None:
    found: tuple[object, ...] | None = connection.execute(sql).fetchone()
    return found


@contextlib.contextmanager
def _served(path: Path) -> Iterator[str]:
    """The address of a server of the archive, without a slash at its end."""
    command = [*docs.PODARCHIVE, "serve", str(path), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout
            found = re.search(r"http://\S+", server.stdout.readline())
            assert found, f"{path}: cannot be served"
            # Whatever it still says must not fill the pipe, or it waits for us.
            threading.Thread(target=server.stdout.read, daemon=True).start()
            yield found.group().rstrip("/")
        finally:
            server.terminate()


if __name__ == "__main__":
    main()
