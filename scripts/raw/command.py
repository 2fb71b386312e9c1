"""`edp raw build`: write the generated raw data of one load wave, or of all of them."""

from __future__ import annotations

import time
from enum import Enum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from scripts.core.errors import EdpError
from scripts.core.settings import Settings
from scripts.raw.model import Wave

app = typer.Typer(help="The raw database: generated source data with planted defects.", no_args_is_help=True)


class WaveChoice(str, Enum):
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
    scale: Annotated[int, typer.Option(help="How many times the smallest data set (24,000 rows); from 1.")] = 1,
    seed: Annotated[int, typer.Option(help="Another number gives other companies with the same planted facts.")] = 42,
    wave: Annotated[WaveChoice, typer.Option(help="The load to arrive at; `all` starts again and ends at W2.")] = WaveChoice.ALL,
    answers: Annotated[
        Path | None, typer.Option(help="Also write what the data must amount to, from an independent calculation.")
    ] = None,
) -> None:
    """Write the raw tables: the same scale, seed and wave give the same rows on every machine."""
    settings = Settings.from_environment()
    if answers is not None and not answers.resolve().parent.is_dir():
        raise EdpError(f"--answers {answers}: the folder does not exist; create it or choose another")
    _build(settings, scale, seed, wave)
    if answers is not None:
        from scripts.oracle.report import write_answers

        write_answers(settings, answers)


def _build(settings: Settings, scale: int, seed: int, wave: WaveChoice) -> None:
    from scripts.core.warehouse import open_warehouse
    from scripts.raw.build import build_raw, check_numbers

    check_numbers(scale, seed)
    started = time.perf_counter()
    target = Wave.W2 if wave is WaveChoice.ALL else Wave(wave.value)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with (
        Progress(*columns, console=Console(stderr=True), transient=True) as bar,
        open_warehouse(settings, create=True) as warehouse,
    ):
        task = bar.add_task("raw", total=None)

        def report(what: str, done: int, total: int) -> None:
            bar.update(task, description=what, completed=done, total=total)

        summary = build_raw(
            warehouse, scale=scale, seed=seed, wave=target, restart=wave is WaveChoice.ALL, progress=report
        )
    table = Table("table", "rows", "written", title=f"raw at {target.value} ({target.as_of_date}), scale {scale}, seed {seed}")
    for result in summary.tables:
        table.add_row(result.table.relation, f"{result.rows:,}", "yes" if result.written else "unchanged")
    console = Console()
    console.print(table)
    console.print(f"{summary.rows_written:,} rows written in {time.perf_counter() - started:.1f} s")
