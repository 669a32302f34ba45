"""What was measured, each with its target and whether it holds."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """`what` is `ratio` times `of`; `target` is the most it may be, None where nothing is promised."""

    what: str
    ratio: float
    of: str
    target: float | None = None

    @property
    def holds(self) -> bool:
        return self.target is None or self.ratio <= self.target


def text(rows: Sequence[Row]) -> str:
    """The rows as a table in Markdown."""
    cells = [("", "ratio", "to", "at most", "")]
    for row in rows:
        target = "" if row.target is None else _number(row.target)
        holds = "" if row.target is None else "holds" if row.holds else "MISSED"
        cells.append((row.what, _number(row.ratio), row.of, target, holds))
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = ["| " + " | ".join(map(str.ljust, line, widths)) + " |" for line in cells]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)


def _number(ratio: float) -> str:
    return f"{ratio:.3f}" if ratio < 0.1 else f"{ratio:.2f}" if ratio < 10 else f"{ratio:,.0f}"
