"""`edp raw build`: write the generated raw data of one load wave, or of all of them."""

from __future__ import annotations

import tempfile
import time
from dataclasses import replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from scripts.core.errors import EdpError
from scripts.core.settings import Settings
from scripts.raw.model import Wave

if TYPE_CHECKING:
    from scripts.raw.build import Summary

app = typer.Typer(help="The raw database: generated source data with planted defects.", no_args_is_help=True)


class WaveChoice(StrEnum):
    """What `--wave` takes: one load, or all of them at once."""

    W0 = "W0"
    W1 = "W1"
    W2 = "W2"
    ALL = "all"


@app.callback()
def raw() -> None:
    """The raw database: generated source data with planted defects."""


@app.command()
def build(
    scale: Annotated[int, typer.Option(help="How many times the smallest data set (285,000 rows); from 1.")] = 1,
    seed: Annotated[int, typer.Option(help="Another number gives other companies with the same planted facts.")] = 42,
    wave: Annotated[
        WaveChoice, typer.Option(help="The load to arrive at; `all` starts again and ends at W2.")
    ] = WaveChoice.ALL,
    answers: Annotated[
        Path | None, typer.Option(help="Also write what the data must amount to, from an independent calculation.")
    ] = None,
) -> None:
    """Write the raw tables: the same scale, seed and wave give the same rows on every machine.

    The tables of the git log are made too, empty where nothing was extracted yet, so that every model can be built.
    """
    from scripts.raw.build import check_numbers

    # before a file or folder is made
    check_numbers(scale, seed)
    if answers is not None and answers.is_dir():
        raise EdpError(f"--answers {answers}: is a folder; name a file")
    settings = Settings.from_environment()
    target = Wave.W2 if wave is WaveChoice.ALL else Wave(wave.value)
    console = Console(stderr=True)
    started = time.perf_counter()
    with _bar(console) as bar:
        summary = _build(settings, bar, scale=scale, seed=seed, wave=target, restart=wave is WaveChoice.ALL)
        count = _write_answers(settings, bar, answers, summary) if answers is not None else 0
    title = f"raw at {target.value} ({target.as_of_date}), scale {scale}, seed {seed}"
    table = Table("table", "rows", "written", title=title)
    for result in summary.tables:
        table.add_row(result.table.relation, f"{result.rows:,}", "yes" if result.written else "unchanged")
    console.print(table)
    console.print(f"{summary.rows_written:,} rows written in {time.perf_counter() - started:.1f} s")
    if answers is not None:
        console.print(f"{count:,} answers in {answers}")


def _bar(console: Console) -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    # without a terminal the bar would leave empty lines
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)


def _build(settings: Settings, bar: Progress, *, scale: int, seed: int, wave: Wave, restart: bool) -> Summary:
    from scripts.core.warehouse import open_warehouse
    from scripts.gitlog.load import create_tables
    from scripts.raw.build import build_raw

    task = bar.add_task("raw", total=None)

    def report(what: str, done: int, total: int) -> None:
        bar.update(task, description=what, completed=done, total=total)

    with open_warehouse(settings, create=True) as warehouse:
        summary = build_raw(warehouse, scale=scale, seed=seed, wave=wave, restart=restart, progress=report)
        create_tables(warehouse)
    return summary


def _write_answers(settings: Settings, bar: Progress, path: Path, summary: Summary) -> int:
    """Replay the waves in a warehouse of their own: the answers need to have seen every one of them."""
    from scripts.core.warehouse import open_warehouse
    from scripts.oracle import capture, write_answers
    from scripts.raw.build import build_raw

    task = bar.add_task("answers", total=summary.wave.number + 2)
    history = []
    with (
        tempfile.TemporaryDirectory() as folder,
        open_warehouse(replace(settings, home=Path(folder)), create=True) as warehouse,
    ):
        for wave in list(Wave)[: summary.wave.number + 1]:
            bar.update(task, description=f"answers of {wave.value}", advance=1)
            build_raw(warehouse, scale=summary.scale, seed=summary.seed, wave=wave)
            history.append(capture(warehouse, wave.value, date.fromisoformat(wave.as_of_date)))
        return write_answers(warehouse, path, history)
