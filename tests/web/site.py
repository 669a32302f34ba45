"""A Datasette in process, and what tests read out of its pages."""

import asyncio
import contextlib
import html
import re

from datasette.app import Datasette

# How long an answer takes depends on what else the machine does: only tests of the limits have short ones.
PATIENT = {"sql_time_limit_ms": 30_000, "facet_time_limit_ms": 30_000}


@contextlib.contextmanager
def site(*paths, settings=None, **options):
    """A function from an address to the response, of one server that lives for the block."""
    loop = asyncio.new_event_loop()
    datasette = Datasette([str(path) for path in paths], settings=PATIENT | (settings or {}), **options)

    def get(address, **request):
        return loop.run_until_complete(datasette.client.get(address, **request))

    get.datasette = datasette
    try:
        yield get
    finally:
        loop.run_until_complete(datasette.invoke_shutdown())
        loop.run_until_complete(loop.shutdown_default_executor())
        loop.close()


def text(response):
    """What a reader sees of a page: no tags, no scripts and styles, runs of white space as one blank."""
    assert response.status_code == 200, response.text
    body = re.sub(r"<(script|style)\b.*?</\1>", " ", response.text, flags=re.S)
    body = re.sub(r"</?bdi>", "", body)  # it stands inside a sentence
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def links(response):
    """The addresses of a page's links."""
    return [html.unescape(found) for found in re.findall(r'<a\b[^>]*?\bhref="([^"]*)"', response.text)]
