"""`edp reconcile`: a line per table, one more per day that does not agree."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from scripts.core.errors import EdpError
from scripts.core.settings import Settings
from scripts.extract.command import Output, Warehouse, open_target

if TYPE_CHECKING:
    from scripts.reconcile.run import Verdict


def reconcile(
    table: Annotated[
        list[str] | None, typer.Option(help="A table of config/rowcounts.yml; again for more. All if left out.")
    ] = None,
    until: Annotated[
        datetime | None, typer.Option(help="Count rows that changed before this moment (UTC); now if left out.")
    ] = None,
    target: Annotated[
        Warehouse, typer.Option("--target", help="The local DuckDB files, or the Snowflake account.")
    ] = Warehouse.LOCAL,
    output: Annotated[Output, typer.Option("--format", help="How to write the result.")] = Output.TABLE,
    apply: Annotated[bool, typer.Option("--apply", help="Also keep the counts and move the watermarks.")] = False,
) -> None:
    """Compare the rows of PostgreSQL with those of raw, day by day; 1 where a table lost or gained some."""
    from scripts.extract.config import read_pgp
    from scripts.extract.pgp import opener, require_uris
    from scripts.reconcile.config import read_rowcounts
    from scripts.reconcile.run import reconcile as compare_counts
    from scripts.reconcile.run import store

    settings = Settings.from_environment()
    file = read_pgp(settings.project)
    checks = read_rowcounts(settings.project, set(file.connections)).chosen(tuple(table or ()))
    now = datetime.now(UTC).replace(tzinfo=None)
    with open_target(settings, target, act=apply) as opened, Console(stderr=True).status("counting"):
        require_uris(file, [check.source.connection for check in checks], os.environ)
        verdicts, counted, problems = compare_counts(checks, file, opener(os.environ), opened, until or now)
        if apply:
            store(verdicts, counted, opened, now)
    _print(verdicts, output)
    if problems:
        raise EdpError("; ".join(problems))
    if any(verdict.failures and verdict.check.severity == "error" for verdict in verdicts):
        raise typer.Exit(1)


def _print(verdicts: list[Verdict], output: Output) -> None:
    if output is Output.JSON:
        print(json.dumps([_json(verdict) for verdict in verdicts], indent=2))
        return
    table = Table("table", "days", "day", "status", "source", "raw", "verified through")
    for verdict in verdicts:
        name = f"raw.{verdict.check.target}"
        through = "-" if verdict.verified_through is None else verdict.verified_through.isoformat()
        failures = verdict.failures
        table.add_row(name, str(len(verdict.results)), "", "differs" if failures else "agrees", "", "", through)
        for result in failures:
            day = "no day" if result.day is None else result.day.isoformat()
            source = "" if result.source_rows is None else f"{result.source_rows:,}"
            table.add_row(name, "", day, result.status.value, source, f"{result.target_rows:,}", "")
    Console(width=None if Console().is_terminal else 160).print(table)


def _json(verdict: Verdict) -> dict[str, object]:
    return {
        "name": verdict.check.name,
        "table": f"raw.{verdict.check.target}",
        "verified_before": verdict.verified_before and verdict.verified_before.isoformat(),
        "verified_through": verdict.verified_through and verdict.verified_through.isoformat(),
        "days": len(verdict.results),
        "failures": [
            {
                "day": result.day and result.day.isoformat(),
                "part": result.part,
                "status": result.status.value,
                "source_rows": result.source_rows,
                "target_rows": result.target_rows,
            }
            for result in verdict.failures
        ],
    }
