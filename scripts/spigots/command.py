"""`edp spigots`: the controls of what outside systems read, and how to set one up."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from scripts.checks.command import Format, run_checks
from scripts.checks.rules import read_checks
from scripts.core.errors import EdpError
from scripts.core.settings import Settings

app = typer.Typer(help="What outside systems may read by themselves, under control.", no_args_is_help=True)


@app.command()
def check(
    output: Annotated[Format, typer.Option("--format", help="How to print the outcome.")] = Format.TEXT,
) -> None:
    """Hold every spigot to its controls: account, role, warehouse, columns, personal data, MNPI, register.

    The checks are those of `edp check` whose names begin with spigot_. Exit code 1 when one of them finds something.
    """
    settings = Settings.from_environment()
    run_checks(settings, [each for each in read_checks(settings.project) if each.id.startswith("spigot_")], output)


@app.command()
def sql(
    system: Annotated[str | None, typer.Argument(metavar="[SYSTEM]", help="E.g. Grafana; without it, all.")] = None,
    public_key: Annotated[Path | None, typer.Option(help="PEM file with the account's public key.")] = None,
) -> None:
    """Print the SQL that sets a spigot up: warehouse, role, grants, service account with a key pair.

    Nothing is sent to Snowflake. An administrator runs the statements once; running them again changes nothing.
    """
    from scripts.checks.project import Project, read_manifest
    from scripts.spigots import setup
    from scripts.spigots.config import read_spigots

    settings = Settings.from_environment()
    spigots = setup.find_spigots(read_spigots(settings.project).spigots, system)
    if public_key is not None and system is None:
        raise EdpError("edp spigots sql: --public-key belongs to one account; name its system, too")
    key = _read_key(public_key) if public_key is not None else None
    views = setup.view_names(read_manifest(Project(settings.project, settings.home)))
    for spigot in spigots:
        typer.echo(f"-- {spigot.system}")
        for statement in setup.setup_sql(spigot, views, key):
            typer.echo(f"{statement};")


def _read_key(path: Path) -> str:
    from scripts.spigots.setup import public_key

    try:
        return public_key(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        raise EdpError(f"{path}: cannot be read; give a text file with the public key") from None
    except EdpError as error:
        raise EdpError(f"{path}: {error}") from None
