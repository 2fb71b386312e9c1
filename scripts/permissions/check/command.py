"""`edp permissions check`: hold a permissions file to the rules, without an account."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from scripts.checks.command import Format
from scripts.core.settings import Settings

if TYPE_CHECKING:
    from scripts.checks.engine import Outcome

PERMISSIONS = Path("config/permissions/roles.yml")
"""The project's own file."""


def is_own(settings: Settings, roles: Path | None) -> bool:
    """Whether a file given on the command line is the project's own; it is when none is given."""
    return roles is None or roles.resolve() == (settings.project / PERMISSIONS).resolve()


def check(
    roles: Annotated[Path | None, typer.Option(help="Another file in Permifrost's format; any account's.")] = None,
    allowed: Annotated[Path | None, typer.Option(help="Its list of accepted findings.")] = None,
    output: Annotated[Format, typer.Option("--format", help="How to print the findings.")] = Format.TEXT,
    today: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day accepted findings are judged on.")
    ] = None,
    explain: Annotated[str | None, typer.Option(help="Print rule, reason and remedy of one rule.")] = None,
) -> None:
    """Find what is wrong with a permissions file: names, references, owners, powerful roles, people, SAFE data.

    The project's own file is also held to what the project says: its sources, models, masks, spigots and warehouses.
    Exit code 1 when a rule of severity error is broken and config/permissions/allowed.yml does not accept it.
    """
    from scripts.checks import report
    from scripts.checks.rules import find_check
    from scripts.permissions.check.rules import rules

    console = Console(soft_wrap=True, highlight=False, markup=False)
    if explain is not None:
        rule = find_check(list(rules().values()), explain)
        console.print(f"{rule.id} ({rule.severity}): {rule.title}\nReason: {rule.reason}\nRemedy: {rule.remedy}")
        return
    day = (today or datetime.now(UTC)).date()
    outcome = _judge(Settings.from_environment(), roles, allowed, day)
    if output is Format.TEXT:
        for violation in outcome.violations:
            console.print(str(violation))
        console.print(report.totals(outcome, "permissions"))
    else:
        typer.echo(report.as_document(outcome, output, "edp permissions check"))
    if outcome.failed:
        raise typer.Exit(1)


def _judge(settings: Settings, roles: Path | None, allowed: Path | None, day: date) -> Outcome:
    from scripts.checks.project import Project, read_manifest
    from scripts.permissions.check.allowed import ALLOWED, read_allowed
    from scripts.permissions.check.facts import read_facts
    from scripts.permissions.check.run import check_file

    if roles is not None and not is_own(settings, roles):
        return check_file(roles, day, allowed=read_allowed(allowed) if allowed else (), allow_list=str(allowed))
    facts = read_facts(settings.project, read_manifest(Project(settings.project, settings.home)))
    accepted = read_allowed(allowed or settings.project / ALLOWED)
    return check_file(settings.project / PERMISSIONS, day, facts=facts, allowed=accepted, shown=str(PERMISSIONS))
