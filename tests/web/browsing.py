"""Pages in a real browser: Debian's Chromium, driven by Playwright, against real servers.

`tests/web/conftest.py` has the fixtures; this is what they and the tests that use them are made of.
"""

import contextlib
import os
import shutil

import pytest
from playwright.sync_api import expect, sync_playwright

CHROMIUM = shutil.which("chromium")
REQUIRED = os.environ.get("PODARCHIVE_REQUIRE_BROWSER") == "1"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SCHEMES = ("light", "dark")
WIDTHS = (1280, 390)
VARIANTS = tuple((scheme, width) for scheme in SCHEMES for width in WIDTHS)
"""In which ways every page is looked at."""

expect.set_options(timeout=30_000)
"""Milliseconds. After an action nothing is asked once: `expect` waits, as the machine may have much to do."""

needs_chromium = pytest.mark.skipif(not CHROMIUM and not REQUIRED, reason="there is no Chromium here")


@contextlib.contextmanager
def chromium():
    """A browser of its own, closed with the block. No event loop may run in this thread meanwhile."""
    assert CHROMIUM, "PODARCHIVE_REQUIRE_BROWSER=1, and there is no Chromium"
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@contextlib.contextmanager
def watched(context):
    """A page of `context` that notes in `troubles` what no page may do; the context is closed with it.

    That is: errors, dialogs, and requests to anywhere else than the server that is tested.
    """
    page = context.new_page()
    page.troubles = troubles = []
    page.on("pageerror", lambda error: troubles.append(f"error: {error}"))
    page.on("console", lambda said: said.type == "error" and troubles.append(f"console: {said.text}"))
    page.on("dialog", lambda dialog: (troubles.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    page.on("request", lambda one: "//127.0.0.1:" in one.url or troubles.append(f"request: {one.url}"))
    try:
        yield page
    finally:
        context.close()


def shown_as(page, scheme, width, height=900):
    """Look at an open page in another way, without asking for it again."""
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": height})
