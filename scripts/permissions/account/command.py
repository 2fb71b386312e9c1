"""`edp permissions record | plan | apply`: an account held against the permissions file."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from scripts.core.errors import EdpError
from scripts.core.settings import Settings

if TYPE_CHECKING:
    from scripts.permissions.account.recording import Recording
    from scripts.permissions.account.state import State
    from scripts.permissions.masked import MaskedColumns

ROLES = Path("config", "permissions", "roles.yml")
LIVE = "live"
_HAS_CHANGES = 2


class Layout(StrEnum):
    """How a plan is printed."""

    TEXT = "text"
    JSON = "json"


RolesFile = Annotated[
    Path | None, typer.Option("--roles", metavar="FILE", help="The permissions file; that of this project without it.")
]
Against = Annotated[
    str,
    typer.Option(metavar="live|FILE", help="The account itself, or a file that `edp permissions record` wrote."),
]


def record(
    out: Annotated[Path, typer.Argument(metavar="FILE", help="Where the recording goes; an older one is replaced.")],
) -> None:
    """Write down what an account grants, so that a plan can be made without it."""
    recording = _record()
    write_text(out, recording.model_dump_json(indent=1) + "\n")
    typer.echo(f"{out}: {sum(len(rows) for rows in recording.shows.values())} rows of {len(recording.shows)} answers")


def plan(
    against: Against,
    roles: RolesFile = None,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Save the plan for `edp permissions apply`.")] = None,
    max_revokes: Annotated[int, typer.Option(min=0, help="Refuse a plan that takes more grants away.")] = 100,
    manifest: Annotated[
        Path | None, typer.Option(metavar="FILE", help="dbt's manifest.json, which says what is masked.")
    ] = None,
    output: Annotated[Layout, typer.Option("--format", help="How to print the plan.")] = Layout.TEXT,
) -> None:
    """Show the SQL that makes the account grant what the file says, and what it means for whom.

    Exit code 2 when there is something to do. Nothing is changed.
    """
    from scripts.permissions.account.plan import make_plan, require_revokes
    from scripts.permissions.account.report import plan_lines
    from scripts.permissions.file import read_permissions

    settings = Settings.from_environment()
    made = make_plan(
        read_permissions(roles or settings.project / ROLES), read_state(against), _masked(settings, manifest)
    )
    require_revokes(made, max_revokes)
    if out is not None:
        write_text(out, made.as_json())
    if output is Layout.JSON:
        typer.echo(made.as_json(), nl=False)
    else:
        Console(soft_wrap=True, highlight=False, markup=False).print("\n".join(plan_lines(made)))
    if made.statements:
        raise typer.Exit(_HAS_CHANGES)


def apply(
    file: Annotated[Path, typer.Argument(metavar="PLAN", help="A plan saved with `edp permissions plan --out`.")],
    roles: RolesFile = None,
    max_revokes: Annotated[int, typer.Option(min=0, help="Refuse a plan that takes more grants away.")] = 100,
) -> None:
    """Run a saved plan on the account, exactly as it was reviewed, up to the first statement that fails."""
    from scripts.permissions.account.plan import read_plan, require_current, require_revokes
    from scripts.permissions.account.recording import record as record_account
    from scripts.permissions.account.recording import state_of
    from scripts.permissions.connection import open_account
    from scripts.permissions.file import read_permissions

    saved = read_plan(file)
    require_revokes(saved, max_revokes)
    permissions = read_permissions(roles or Settings.from_environment().project / ROLES)
    with open_account(os.environ) as cursor:
        from scripts.permissions.account.run import run_statements

        require_current(saved, file, permissions, state_of(record_account(cursor)))
        run_statements(cursor, [each.sql for each in saved.statements], lambda sql: typer.echo(f"applied: {sql}"))
    typer.echo(f"{len(saved.statements)} statements applied")


def read_state(against: str) -> State:
    """The state of the account that `--against` names.

    Raises:
        EdpError: the account cannot be reached or the file is no recording.
    """
    from scripts.permissions.account.recording import read_recording, state_of

    return state_of(_record() if against == LIVE else read_recording(Path(against)))


def write_text(path: Path, text: str) -> None:
    """Write a file, with the folders above it.

    Raises:
        EdpError: it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise EdpError(f"{path}: cannot be written ({error.strerror})") from None


def _record() -> Recording:
    from scripts.permissions.account.recording import record as record_account
    from scripts.permissions.connection import open_account

    with open_account(os.environ) as cursor, Console(stderr=True).status("reading the account"):
        return record_account(cursor)


def _masked(settings: Settings, manifest: Path | None) -> MaskedColumns:
    """The masked columns of the project; dbt parses it first when its manifest is older than the project."""
    from scripts.checks.project import Project, is_fresh, read_artifact
    from scripts.core.dbt import DbtProject
    from scripts.permissions.masked import masked_columns

    project = Project(settings.project, settings.home)
    if manifest is None and not is_fresh(project):
        DbtProject(settings).parse()
    path = manifest or project.target / "manifest.json"
    if not path.is_file():
        raise EdpError(f"{path}: no manifest; write it with `dbt parse`")
    try:
        return masked_columns(read_artifact(path))
    except (KeyError, TypeError, AttributeError):
        raise EdpError(f"{path}: is no manifest of dbt") from None
