"""How an episode scrolls: `python -m tests.bench.scrolling ARCHIVE` opens its longest one in Chromium.

It is scrolled by 100 screens, a sixth of one a frame, which is faster than anybody reads. Said are the first
paint, what of it is the server, and how long frames took, at the width of a desktop and of a phone. Without a
graphics card Chromium paints by itself: the times are the worst there are, and only of use beside others from
the same machine.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

import click

from archive.database import open_readonly
from tests.web.browsing import WIDTHS, chromium
from tests.web.test_serve import serving

SCREENS, FRAMES_A_SCREEN = 100, 6
LONG_MS = 50
"""A frame that takes longer is seen to be late."""

SCROLL = """(frames) => new Promise((done) => {
  const taken = [], long = [];
  let last = performance.now(), left = frames;
  new PerformanceObserver((list) => long.push(...list.getEntries().map((one) => one.duration)))
    .observe({ type: "longtask" });
  const step = (now) => {
    taken.push(now - last);
    last = now;
    if (!left--) return setTimeout(() => done({ taken, long }), 200);
    scrollBy(0, innerHeight / 6);
    requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
})"""
OPENED = """() => {
  const [page] = performance.getEntriesByType("navigation");
  const paint = performance.getEntriesByName("first-contentful-paint")[0];
  return { server: page.responseEnd, paint: paint.startTime, bytes: page.decodedBodySize };
}"""


def longest(connection: sqlite3.Connection) -> tuple[int, int]:
    """(id, passages) of the episode with the most passages."""
    sql = "select episode_id, count(*) from utterances group by 1 order by 2 desc, 1 limit 1"
    found = connection.execute(sql).fetchone()
    if found is None:
        raise click.ClickException("nothing is said in this archive: take in an episode with a transcript")
    return int(found[0]), int(found[1])


@click.command()
@click.argument("archive", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def main(archive: Path) -> None:
    """Scroll the longest episode of ARCHIVE."""
    with closing(open_readonly(archive)) as connection:
        episode, passages = longest(connection)
    click.echo(f"episode {episode}: {passages:,} passages")
    with serving(archive) as (address, _), chromium() as browser:
        for width in WIDTHS:
            for warming in (True, False):
                # A window of its own keeps nothing for the next one.
                page = browser.new_page(viewport={"width": width, "height": 900})
                page.goto(f"{address.rstrip('/')}/archive/episodes/{episode}", timeout=120_000)
                if warming:
                    page.close()
            page.wait_for_timeout(1_500)  # what is done while nothing else is, is done
            opened = page.evaluate(OPENED)
            moved = page.evaluate(SCROLL, SCREENS * FRAMES_A_SCREEN)
            taken = sorted(moved["taken"])
            click.echo(
                f"{width} px: {opened['bytes'] / 1000:.0f} kB, answered in {opened['server']:.0f} ms,"
                f" painted at {opened['paint']:.0f} ms;"
                f" frames p50 {taken[len(taken) // 2]:.0f} ms, p95 {taken[len(taken) * 95 // 100]:.0f} ms,"
                f" worst {taken[-1]:.0f} ms, {sum(one > LONG_MS for one in taken)} of {len(taken)} over"
                f" {LONG_MS} ms; {len(moved['long'])} long tasks, {sum(moved['long']):.0f} ms in all"
            )


if __name__ == "__main__":
    main()
