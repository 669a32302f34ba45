"""Plots, as SVG made on the server, each with a table of the same figures and links.

Of our own, because no living library fits: pygal writes style sheets, scripts and fonts into each drawing,
which a strict policy forbids, and labels that shrink with it; matplotlib and its like draw letters as paths,
without links. What is needed here is little: bars, lines, rows.

    plot = bars([Series("open", (Point("2024", 1.5, "/archive/-/search?q=open"),))], title=…, unit=…, words=…)
    plot.svg, plot.table

Places across a drawing are per cent of whatever width it has, places down it are pixels: letters keep their
size from a phone to a wide screen.
"""

from archive.web.plots.columns import bars
from archive.web.plots.lines import lines
from archive.web.plots.points import Plot, Point, Series
from archive.web.plots.rows import rows

__all__ = ["Plot", "Point", "Series", "bars", "lines", "rows"]
