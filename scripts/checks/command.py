"""`edp check`: run the governance rules over this project."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from scripts.checks.rules import Check, find_check, read_checks, read_exceptions
from scripts.core.settings import Settings

if TYPE_CHECKING:
    from scripts.checks.engine import Outcome


class Format(StrEnum):
    """How the outcome is printed."""

    TEXT = "text"
    JSON = "json"
    JUNIT = "junit"
    CODEQUALITY = "codequality"


def check(
    select: Annotated[list[str] | None, typer.Option(help="Run only this check; may be given several times.")] = None,
    output: Annotated[Format, typer.Option("--format", help="How to print the outcome.")] = Format.TEXT,
    explain: Annotated[str | None, typer.Option(help="Print rule, reason, remedy and query of one check.")] = None,
) -> None:
    """Hold the project to its own rules: layers, names, keys, contracts, budgets, tags, sensitive data.

    Each rule is a query in checks/. Exit code 1 when a rule of severity error is broken and the violation is not
    listed, with a reason, in checks/exceptions.csv.
    """
    # DuckDB and Arrow load here, so that `edp --help` does not wait for them
    from scripts.checks import report
    from scripts.checks.engine import REGISTER

    settings = Settings.from_environment()
    checks = read_checks(settings.project)
    if explain is not None:
        wanted = find_check([*checks, REGISTER], explain)
        accepted = sum(row.check_id == wanted.id for row in read_exceptions(settings.project))
        Console(soft_wrap=True, highlight=False, markup=False).print(report.explain(wanted, accepted))
        return
    selected = [find_check(checks, wanted) for wanted in dict.fromkeys(select or [])] or checks
    run_checks(settings, selected, output)


def run_checks(settings: Settings, selected: list[Check], output: Format) -> None:
    """Run some of the project's checks and print what they find.

    Args:
        settings: the checkout and the home of dbt's artifacts.
        selected: from `read_checks`.
        output: how to print it.

    Raises:
        EdpError: dbt cannot parse or compile the project, or a file is malformed.
        typer.Exit: with code 1 when a check of severity error found something.
    """
    from scripts.checks import report
    from scripts.checks.engine import run
    from scripts.checks.project import Project, load
    from scripts.lineage.tables import TABLES as LINEAGE_TABLES
    from scripts.spigots.tables import TABLES as SPIGOT_TABLES

    root = settings.project
    connection = load(
        Project(root, settings.home),
        with_lineage=_reads(selected, LINEAGE_TABLES),
        with_spigots=_reads(selected, SPIGOT_TABLES),
    )
    known = [known.id for known in read_checks(root)]
    outcome = run(connection, selected, read_exceptions(root), known)
    if output is Format.TEXT:
        _print(Console(soft_wrap=True, highlight=False, markup=False), outcome)
    else:
        typer.echo(report.as_document(outcome, output))
    if outcome.failed:
        raise typer.Exit(1)


def _reads(checks: list[Check], tables: tuple[str, ...]) -> bool:
    return any(table in check.sql for check in checks for table in tables)


def _print(console: Console, outcome: Outcome) -> None:
    from scripts.checks import report

    for violation in outcome.violations:
        console.print(str(violation))
    if outcome.violations or any(outcome.excepted.values()):
        console.print(report.summary(outcome))
    console.print(report.totals(outcome))
