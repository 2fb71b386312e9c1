"""`edp check`: run the governance rules over this project."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from scripts.checks.rules import find_check, read_checks, read_exceptions
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
    from scripts.checks.engine import REGISTER, run
    from scripts.checks.project import Project, load
    from scripts.lineage.tables import TABLES as LINEAGE_TABLES

    settings = Settings.from_environment()
    root = settings.project
    checks, exceptions = read_checks(root), read_exceptions(root)
    console = Console(soft_wrap=True, highlight=False, markup=False)
    if explain is not None:
        wanted = find_check([*checks, REGISTER], explain)
        accepted = sum(row.check_id == wanted.id for row in exceptions)
        console.print(report.explain(wanted, accepted))
        return
    selected = [find_check(checks, wanted) for wanted in dict.fromkeys(select or [])] or checks
    with_lineage = any(table in each.sql for each in selected for table in LINEAGE_TABLES)
    connection = load(Project(root, settings.home), with_lineage=with_lineage)
    outcome = run(connection, selected, exceptions, known=[known.id for known in checks])
    if output is Format.TEXT:
        _print(console, outcome)
    else:
        typer.echo(report.as_document(outcome, output))
    if outcome.failed:
        raise typer.Exit(1)


def _print(console: Console, outcome: Outcome) -> None:
    from scripts.checks import report

    for violation in outcome.violations:
        console.print(str(violation))
    if outcome.violations or any(outcome.excepted.values()):
        console.print(report.summary(outcome))
    console.print(report.totals(outcome))
