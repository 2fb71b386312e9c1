"""What `edp up` shows while it works and when it is done."""

from __future__ import annotations

import time

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from scripts.core.settings import Settings
from scripts.raw.build import check_numbers
from scripts.up.report import print_result
from scripts.up.run import bring_up


class _Screen:
    """One bar per phase on a terminal, one line per phase elsewhere."""

    def __init__(self, console: Console) -> None:
        columns = (TextColumn("{task.description}"), BarColumn(20), MofNCompleteColumn(), TimeElapsedColumn())
        self.bar = Progress(
            *columns, TextColumn("{task.fields[step]}"), console=console, disable=not console.is_terminal
        )
        self._console = console
        self._phase = ""
        self._task: TaskID | None = None

    def report(self, phase: str, step: str, done: int, total: int) -> None:
        """Show how far a phase is."""
        if phase != self._phase:
            self.finish()
            self._phase = phase
            self._task = self.bar.add_task(phase, total=None, step="")
            if not self._console.is_terminal:
                self._console.print(phase)
        if self._task is not None and total:
            self.bar.update(self._task, completed=done, total=total, step=step)

    def finish(self) -> None:
        """Mark the phase at work as done."""
        if self._task is not None:
            total = self.bar.tasks[self._task].total or 1
            self.bar.update(self._task, completed=total, total=total, step="")
            self.bar.stop_task(self._task)


def up(settings: Settings, scale: int, seed: int, fresh: bool) -> None:
    """Build and test the warehouse, showing progress, and say what there is.

    Args:
        settings: the checkout and the home of the warehouse.
        scale: size of the generated data, from 1.
        seed: which generated world, from 0.
        fresh: make a new warehouse even if the one there is current.

    Raises:
        EdpError: one line that says what is wrong; a warehouse that was there before still is.
    """
    check_numbers(scale, seed)
    started = time.perf_counter()
    console = Console(stderr=True, highlight=False)
    screen = _Screen(console)
    with screen.bar:
        result = bring_up(settings, scale=scale, seed=seed, fresh=fresh, begin=console.print, report=screen.report)
        screen.finish()
    print_result(settings, result, time.perf_counter() - started, Console(highlight=False))
