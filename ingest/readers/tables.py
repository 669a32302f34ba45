"""Tables in text: rows of cells between tabs, semicolons or commas, below a line that names the columns.

Readers of tables say what columns they want by the names these have in the wild, in English and German.
"""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from archive import timecode
from ingest.errors import MalformedTranscript
from ingest.files.source import Source
from ingest.head import Head

_DELIMITERS = "\t;,"
_LONGEST_NAME = 60
_FRAMES = re.compile(r"(?P<clock>\d{1,3}:\d\d:\d\d)[.:;](?P<frames>\d\d)")
_DAY_S = 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The cells of a row by the name of their column, lower case; `line` is where it begins."""

    line: int
    cells: Mapping[str, str]

    def get(self, names: Sequence[str]) -> str:
        """The cell of the first of these columns that there is and that is not blank, else an empty text."""
        return next((cell for name in names if (cell := self.cells.get(name, "").strip())), "")


def columns(head: Head) -> list[str]:
    """The names of the columns in lower case, if the text begins like a table; else an empty list."""
    if not head.prose:
        return []
    first, _, below = head.text.lstrip("\ufeff \r\n").partition("\n")
    delimiter = _delimiter(first)
    names = _names(first, delimiter)
    next_line = below.lstrip("\r\n").partition("\n")[0]
    if delimiter not in next_line or len(set(names)) < len(names) or not all(names):
        return []
    return names if all(len(name) <= _LONGEST_NAME for name in names) else []


def rows(source: Source) -> list[Row]:
    """Every row that has a cell. Raises MalformedTranscript for one that has more cells than columns."""
    text = source.text.lstrip("\ufeff")
    delimiter = _delimiter(text.lstrip(" \r\n").partition("\n")[0])
    try:
        read = _parsed(text, delimiter, csv.QUOTE_MINIMAL, source.name)
    except MalformedTranscript:
        # A mark that opens and never closes, or closes in the middle, is what somebody says.
        read = _parsed(text, delimiter, csv.QUOTE_NONE, source.name)
    names = _names(delimiter.join(read[0][1]), delimiter) if read else []
    found = []
    for line, cells in read[1:]:
        if any(cell.strip() for cell in cells[len(names) :]):
            problem = f"has {len(cells)} cells, but there are {len(names)} columns"
            raise MalformedTranscript(
                f"{source.name} line {line}", problem, "put its text into quotation marks"
            )
        found.append(Row(line=line, cells=dict(zip(names, cells, strict=False))))
    return found


def moment(text: str, *, in_ms: bool = False) -> tuple[int, int | None]:
    """(milliseconds, frames) of a clock time or a number of seconds. Raises ValueError.

    `hh:mm:ss:ff`, with frames, is exact to the second; how long a frame lasts is for the reader to know.
    """
    text = text.strip()
    if ":" not in text:
        number = float(text.replace(",", ".").removesuffix("s"))
        return timecode.from_seconds(number / 1000 if in_ms else number), None
    frames = _FRAMES.fullmatch(text)
    if frames:
        return timecode.parse(frames["clock"]), int(frames["frames"])
    return timecode.parse(text), None


def in_milliseconds(name: str, cells: Sequence[str]) -> bool:
    """Whether the numbers in a column are milliseconds: its name says so, or no recording lasts as long."""
    numbers = [int(cell) for cell in cells if len(cell) < 13 and cell.isdecimal() and cell.isascii()]
    says = re.search(r"(?:^|[\W_])(?:ms|msec|milliseconds|millisekunden)\b", name) or name.endswith("_ms")
    return bool(says) or (len(numbers) == len(cells) and max(numbers, default=0) > _DAY_S)


def _parsed(text: str, delimiter: str, quoting: int, name: str) -> list[tuple[int, list[str]]]:
    file = io.StringIO(text, newline="")
    lines = csv.reader(file, delimiter=delimiter, quoting=quoting, strict=True)  # type: ignore[arg-type]
    read = []
    line = 1
    try:
        for cells in lines:
            if any(cell.strip() for cell in cells):
                read.append((line, cells))
            line = lines.line_num + 1
    except csv.Error as error:
        place = f"{name} line {line}"
        raise MalformedTranscript(place, f"is no row of a table: {error}", "export it again") from None
    return read


def _delimiter(line: str) -> str:
    return max(_DELIMITERS, key=line[:4000].count)


def _names(line: str, delimiter: str) -> list[str]:
    return [name.strip().strip('"').strip().casefold() for name in line[:4000].split(delimiter)]
