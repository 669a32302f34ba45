"""What was measured, each with its target and whether it holds."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """`what` is `ratio` times `of`; `most` and `least` are None where nothing is promised.

    `promise` says what is promised where a number alone would not.

    `here` is an absolute figure, which says as much of the machine and what else it did.
    """

    what: str
    ratio: float
    of: str
    most: float | None = None
    least: float | None = None
    promise: str = ""
    here: str = ""

    @property
    def holds(self) -> bool:
        high = self.most is not None and self.ratio > self.most
        return not high and (self.least is None or self.ratio >= self.least)

    @property
    def promised(self) -> str:
        if self.promise:
            return self.promise
        if self.most is not None:
            return f"at most {_number(self.most)}"
        return "" if self.least is None else f"at least {_number(self.least)}"


def text(rows: Sequence[Row]) -> str:
    """The rows as a table in Markdown."""
    cells = [("", "ratio", "to", "promised", "", "here and now")]
    for row in rows:
        holds = "" if not row.promised else "holds" if row.holds else "MISSED"
        cells.append((row.what, _number(row.ratio), row.of, row.promised, holds, row.here))
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = ["| " + " | ".join(map(str.ljust, line, widths)) + " |" for line in cells]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)


def _number(ratio: float) -> str:
    return f"{ratio:.3f}" if ratio < 0.1 else f"{ratio:.2f}" if ratio < 10 else f"{ratio:,.0f}"
