"""What a reader notices on the way: each kind once, with the first place and how often it occurs."""

from archive.records import Warning


class Oddities:
    """Counts what is odd by its code; thousands of one kind make one warning."""

    def __init__(self) -> None:
        self._first: dict[str, tuple[str, str]] = {}
        self._counts: dict[str, int] = {}

    def note(self, code: str, place: str, message: str) -> None:
        self._first.setdefault(code, (place, message))
        self._counts[code] = self._counts.get(code, 0) + 1

    def warnings(self) -> tuple[Warning, ...]:
        return tuple(
            Warning(code=code, place=place, message=message + _more(self._counts[code] - 1))
            for code, (place, message) in self._first.items()
        )


def _more(others: int) -> str:
    return f" (and {others} more)" if others else ""
