"""`edp extract pgp`, `yaml`, `sheets` and `drive`: from the command line to one line per table."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from scripts.core.errors import EdpError
from scripts.core.settings import Settings

if TYPE_CHECKING:
    from scripts.extract.run import Outcome
    from scripts.extract.target import Target


class Output(StrEnum):
    """How results are written."""

    TABLE = "table"
    JSON = "json"


class Way(StrEnum):
    """What `--strategy` takes, beside what the config file says."""

    BACKFILL = "backfill"
    DELETES = "deletes"


class Warehouse(StrEnum):
    """Where rows go."""

    LOCAL = "local"
    SNOWFLAKE = "snowflake"


Apply = Annotated[bool, typer.Option("--apply", help="Load; without it, only say what would be loaded.")]
To = Annotated[Warehouse, typer.Option("--target", help="The local DuckDB files, or the Snowflake account.")]
Form = Annotated[Output, typer.Option("--format", help="How to write the result.")]


def pgp(
    table: Annotated[
        list[str] | None, typer.Option(help="A table of config/pgp.yml; again for more. All if left out.")
    ] = None,
    strategy: Annotated[Way | None, typer.Option(help="Take a range of ids again, or look for deleted rows.")] = None,
    first: Annotated[int | None, typer.Option("--from", help="Backfill: the first id.")] = None,
    last: Annotated[int | None, typer.Option("--to", help="Backfill: the last id.")] = None,
    until: Annotated[
        datetime | None, typer.Option(help="Take changes before this moment (UTC); now if left out.")
    ] = None,
    target: To = Warehouse.LOCAL,
    output: Form = Output.TABLE,
    apply: Apply = False,
) -> None:
    """Bring changed rows of PostgreSQL tables to raw."""
    from scripts.extract.config import read_pgp
    from scripts.extract.pgp import Request, opener, require_uris
    from scripts.extract.run import extract_tables

    backfill = _range(strategy, table, first, last)
    settings = Settings.from_environment()
    file = read_pgp(settings.project)
    entries = file.chosen(tuple(table or ()))
    now = datetime.now(UTC).replace(tzinfo=None)
    request = Request(now, until or now, backfill)
    with open_target(settings, target, act=apply) as opened, _progress() as report:
        require_uris(file, [entry.connection for entry in entries], os.environ)
        outcomes = extract_tables(
            entries,
            file,
            opener(os.environ),
            opened,
            request,
            deletes=strategy is Way.DELETES,
            act=apply,
            progress=report,
        )
    finish(outcomes, output, act=apply)


@contextmanager
def open_target(settings: Settings, warehouse: Warehouse, *, act: bool) -> Iterator[Target]:
    """Open the warehouse rows are extracted to, the local one only for reading unless `act`.

    Raises:
        EdpError: it is missing, locked, or refuses.
    """
    from scripts.core.warehouse import open_warehouse
    from scripts.extract.snowflake import open_snowflake
    from scripts.extract.target import LOAD_MEMORY, DuckDBTarget

    if warehouse is Warehouse.SNOWFLAKE:
        with open_snowflake(os.environ) as account:
            yield account
        return
    with open_warehouse(settings, read_only=not act, memory=LOAD_MEMORY) as local:
        yield DuckDBTarget(local.connection)


def finish(outcomes: list[Outcome], output: Output, *, act: bool) -> None:
    """Print what became of every table and leave with the exit code that says so.

    Raises:
        EdpError: a table had a problem; all of them in one line.
        typer.Exit: with 2, where a plan has something to do.
    """
    if output is Output.JSON:
        print(json.dumps([asdict(outcome) for outcome in outcomes], indent=2))
    else:
        table = Table("table", "rows" if act else "would load", "loaded" if act else "new columns")
        for outcome in outcomes:
            last = f"{outcome.rows or 0:,}" if act else ", ".join(outcome.new_columns)
            table.add_row(outcome.table, outcome.what if outcome.problem is None else "failed", last)
        Console(width=None if Console().is_terminal else 160).print(table)
    problems = [outcome.problem for outcome in outcomes if outcome.problem is not None]
    if problems:
        raise EdpError("; ".join(problems))
    if not act and any(outcome.is_due for outcome in outcomes):
        raise typer.Exit(2)


def _range(
    strategy: Way | None, table: list[str] | None, first: int | None, last: int | None
) -> tuple[int, int] | None:
    if strategy is not Way.BACKFILL:
        if first is not None or last is not None:
            raise EdpError("--from and --to belong to --strategy backfill")
        return None
    if first is None or last is None or not table:
        raise EdpError("--strategy backfill needs --table, --from and --to")
    if first > last:
        raise EdpError(f"--from {first} --to {last}: the first id is greater than the last")
    return first, last


@contextmanager
def _progress() -> Iterator[Callable[[str, str], None]]:
    console = Console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("extract", total=None)
        yield lambda name, step: bar.update(task, description=f"{name}: {step}")
