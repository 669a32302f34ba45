"""What a run says of itself: progress while it lasts, then a tally, failures and warnings; or all as JSON."""

import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archive.errors import ArchiveError
from archive.terminal import inert, table

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

    from archive.outcome import Outcome

    from .upkeep import Vanished

EVERY = 100
"""Episodes between two lines of progress where there is no terminal."""

STATUSES = ("inserted", "updated", "unchanged", "failed")
SHOWN = 20
"""Files of one kind that are listed; the others are counted."""


class Report:
    """Outcomes as they come: a failure is said at once; with `as_json` all waits for the end."""

    def __init__(self, *, as_json: bool = False) -> None:
        self.tally: Counter[str] = Counter()
        self._json = as_json
        self._failures: list[ArchiveError] = []
        self._withheld: list[ArchiveError] = []
        self._warnings: list[tuple[str, str, str, str]] = []
        self._passed_over: list[tuple[Path, str]] = []
        self._vanished: list[Vanished] = []
        self._remarks: list[str] = []
        self._bar: ProgressBar[int] | None = None

    def watch(
        self,
        outcomes: Iterable["Outcome"],
        total: int | Callable[[], int],
        *,
        what: str = "episodes",
        verbose: bool = False,
    ) -> None:
        """Add all `outcomes`, of `total`: with a bar on a terminal, and if `verbose` with lines elsewhere.

        The total is asked for each time if it grows while they come.
        """
        count = total if callable(total) else lambda: total
        began = time.monotonic()
        on_terminal = sys.stderr.isatty()
        bar = click.progressbar(length=count(), file=sys.stderr, hidden=not on_terminal, show_pos=True)
        self._bar = bar
        with bar:
            for number, outcome in enumerate(outcomes, start=1):
                self.add(outcome, at_once=not on_terminal)
                rate = number / max(time.monotonic() - began, 0.001)
                bar.label = f"{rate:,.0f} {what}/s" if rate >= 10 else f"{rate:.1f} {what}/s"
                bar.length = max(count(), number)
                bar.update(min(1, bar.length - bar.pos))
                if verbose and not on_terminal and number % EVERY == 0:
                    click.echo(
                        f"{number:,} of {max(count(), number):,} {what}, {rate:,.1f} a second", err=True
                    )
        self._bar = None
        if on_terminal:
            self._complain_of_failures()

    def add(self, outcome: "Outcome", *, at_once: bool = True) -> None:
        self.tally[outcome.status] += 1
        if outcome.error:
            (self._withheld if outcome.status == "withheld" else self._failures).append(outcome.error)
            if at_once and not self._json:
                complain(str(outcome.error))
        if outcome.record and outcome.status in ("inserted", "updated"):
            title = outcome.record.title or outcome.record.slug
            for warning in outcome.record.warnings:
                self._warnings.append((warning.code, title, warning.place, warning.message))
                if warning.correction is not None and not self._json:
                    complain(f"{warning.place}: {warning.message}")

    def tell(self, line: str) -> None:
        """How far it is before there is an episode: on a terminal, in front of the bar."""
        if self._bar is not None:
            self._bar.label = line
            self._bar.render_progress()

    def remark(self, line: str) -> None:
        """One line that is worth knowing, and no failure. On a terminal it waits until the bar is done."""
        self._remarks.append(line)

    def catch_up(self, stored: Counter[str]) -> None:
        """Count what was stored before its outcomes came here, when a run was interrupted between the two."""
        self.tally |= stored

    def pass_over(self, files: Sequence[tuple[Path, str]]) -> None:
        self._passed_over += files

    def miss(self, gone: Sequence["Vanished"]) -> None:
        self._vanished += gone

    def print(self) -> None:
        if self._json:
            click.echo(json.dumps(self._document(), ensure_ascii=False, indent=2))
            return
        shown = [*STATUSES, *(status for status in ("removed", "withheld") if self.tally[status])]
        click.echo(", ".join(f"{self.tally[status]:,} {status}" for status in shown))
        for line in self._remarks:
            complain(line)
        if self._passed_over:
            kinds = Counter(why for _, why in self._passed_over)
            said = "; ".join(f"{count:,} × {inert(why)}" for why, count in kinds.most_common())
            click.echo(f"passed over: {said}")
        for each in self._vanished[:SHOWN]:
            problem = f"is no longer there; “{each.title}” keeps what was read from it"
            complain(f"{each.uri}: {problem}; take it out with --prune")
        if len(self._vanished) > SHOWN:
            complain(f"… and {len(self._vanished) - SHOWN:,} more files are no longer there")
        if self._warnings:
            click.echo(f"\n{self._warning_table()}\nAll of them are in the table `warnings`.")

    def exit(self) -> None:
        if self.tally["failed"]:
            sys.exit(1)

    def _complain_of_failures(self) -> None:
        if not self._json:
            for error in (*self._failures, *self._withheld):
                complain(str(error))

    def _warning_table(self) -> str:
        counts = Counter(code for code, *_ in self._warnings)
        first = {code: rest for code, *rest in reversed(self._warnings)}
        episodes = {
            code: len({title for other, title, *_ in self._warnings if other == code}) for code in counts
        }
        rows = [("WARNING", "TIMES", "EPISODES", "FOR EXAMPLE")]
        for code, count in counts.most_common():
            _, place, message = first[code]
            rows.append((code, f"{count:,}", f"{episodes[code]:,}", _short(f"{place}: {message}")))
        return table(rows)

    def _document(self) -> dict[str, Any]:
        return {
            **{status: self.tally[status] for status in (*STATUSES, "removed", "withheld")},
            "failures": [
                {"place": error.place, "problem": error.problem, "remedy": error.remedy}
                for error in self._failures
            ],
            "warnings": [
                {"episode": title, "code": code, "place": place, "message": message}
                for code, title, place, message in self._warnings
            ],
            "remarks": self._remarks,
            "passed_over": [{"path": str(path), "why": why} for path, why in self._passed_over],
            "vanished": [
                {"file": each.uri, "episode": each.title, "episode_id": each.episode_id}
                for each in self._vanished
            ],
        }


def complain(line: str) -> None:
    """One line that holds words of other people, who must not steer the terminal."""
    click.echo(inert(line), err=True)


def _short(text: str, most: int = 90) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
