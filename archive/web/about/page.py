"""The datasheet, as one value: `/archive/-/about` shows it, `/archive/-/about.json` gives it."""

from dataclasses import dataclass

from archive import __version__
from archive.web import lacking
from archive.web.about import contents, covered, making
from archive.web.about.contents import Contents
from archive.web.about.covered import Covered
from archive.web.about.making import Making
from archive.web.asking import Asking
from archive.web.lacking import Coverage, Lack
from archive.web.plots import Plot
from archive.web.show.timeline import over_time


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutPage:
    """`version` is that of the program that shows it; `as_of` the end of the last run, if it may be said.

    `voiceless_words` and `voiceless_ms` are what no voice is told apart for. `address` is where the archive
    is for whoever asked.
    """

    version: str
    address: str
    as_of: str | None
    contents: Contents
    coverage: Coverage
    voiceless_words: int
    voiceless_ms: int
    lacks: tuple[Lack, ...]
    covered: Covered
    plot: Plot | None
    making: Making


def page(asking: Asking) -> AboutPage:
    coverage = lacking.coverage(asking.connection, asking.to)
    made = making.making(asking)
    holds = contents.contents(asking)
    voiced = (*holds.methods, *holds.others)
    noticed = lacking.noticed(asking.connection, asking.to) if "warnings" in asking.allowed else ()
    return AboutPage(
        version=__version__,
        address=asking.absolute(asking.to.home()),
        as_of=made.all_runs["last"] if made.all_runs else None,
        contents=holds,
        coverage=coverage,
        voiceless_words=(holds.totals["words"] or 0) - sum(row["words"] or 0 for row in voiced),
        voiceless_ms=(coverage.speech_ms or 0) - sum(row["talk_ms"] or 0 for row in voiced),
        lacks=(*coverage.lacks, *noticed),
        covered=covered.covered(asking),
        plot=over_time(asking, None),
        making=made,
    )
