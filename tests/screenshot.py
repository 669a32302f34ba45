"""Takes the README's picture: `make screenshot`. Needs Chromium."""

import re
import shutil
import subprocess
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests import docs

PICTURE = Path(__file__).with_suffix(".png")
PAGE = "archive/-/search?q=%22open+models%22"


def main() -> None:
    """Serve the demo archive on a free port and photograph its search page."""
    serve = [*docs.PODARCHIVE, "serve", docs.ARCHIVE, "--port", "0"]
    with subprocess.Popen(serve, cwd=docs.checkout(), stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout
            if address := re.search(r"http://\S+", server.stdout.readline()):
                _photograph(address.group() + PAGE)
        finally:
            server.terminate()


def _photograph(address: str) -> None:
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1100, "height": 720})
        page.goto(address)
        page.screenshot(path=PICTURE)
        browser.close()


if __name__ == "__main__":
    main()
