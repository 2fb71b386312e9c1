"""The command `edp`: it registers commands, hands them their settings and turns every outcome into an exit code.

Exit codes of every tool: 0 done or nothing to do, 1 an error or a violation, 2 a plan has changes. Heavy imports (dbt,
DuckDB) happen inside the commands, so that help is immediate.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from scripts.checks.command import check
from scripts.core.errors import EdpError
from scripts.core.settings import Settings
from scripts.dashboard.command import dashboard
from scripts.demo.command import app as demo
from scripts.extract.command import pgp
from scripts.extract.file_commands import driveload, sheetload, yaml
from scripts.lineage.command import lineage
from scripts.lint.command import lint
from scripts.permissions.command import app as permissions
from scripts.query.format import Format
from scripts.raw.command import app as raw
from scripts.reconcile.command import reconcile
from scripts.snowflake.command import app as snowflake
from scripts.spigots.command import app as spigots
from scripts.trusted_data.alert_command import alerts
from scripts.trusted_data.command import app as results

app = typer.Typer(
    name="edp",
    help="An Enterprise Data Platform on your machine: build it, test it, query it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
extract = typer.Typer(help="Load data from a system that really exists.", no_args_is_help=True)
app.add_typer(raw, name="raw")
app.add_typer(extract, name="extract")
app.add_typer(permissions, name="permissions")
app.add_typer(demo, name="demo")
app.add_typer(snowflake, name="snowflake")
app.add_typer(spigots, name="spigots")
app.add_typer(results, name="results")
app.command()(check)
app.command()(alerts)
app.command()(dashboard)
app.command()(lineage)
app.command()(lint)
app.command()(reconcile)
extract.command()(pgp)
extract.command()(yaml)
extract.command()(sheetload)
extract.command()(driveload)


@app.command()
def up(
    scale: Annotated[int, typer.Option(help="How many times the smallest data set; from 1.")] = 1,
    seed: Annotated[int, typer.Option(help="Another number gives other companies with the same planted facts.")] = 42,
    fresh: Annotated[bool, typer.Option("--fresh", help="Make a new warehouse even if this one is current.")] = False,
) -> None:
    """Build and test everything: raw data in three load waves, snapshots, models, tests."""
    from scripts.up.command import up as bring_up

    bring_up(Settings.from_environment(), scale, seed, fresh)


# A statement may begin with a comment, `-- so`; that is no option of ours.
@app.command(context_settings={"ignore_unknown_options": True})
def query(
    sql: Annotated[str, typer.Argument(metavar="SQL", help="One SELECT, e.g. 'SELECT * FROM prod.common.dim_date'.")],
    output: Annotated[Format, typer.Option("--format", help="How to write the result.")] = Format.TABLE,
    limit: Annotated[int, typer.Option(min=1, help="Rows a table shows; JSON and CSV write all.")] = 50,
    role: Annotated[str | None, typer.Option(help="Show exactly what this role sees.")] = None,
    user: Annotated[str | None, typer.Option(help="Show exactly what this user sees.")] = None,
) -> None:
    """Run one SELECT on the warehouse, read-only."""
    from scripts.query.command import query as run_query
    from scripts.query.reader import find_reader

    settings = Settings.from_environment()
    reader = None if role is None and user is None else find_reader(settings.project, role=role, user=user)
    run_query(settings, sql, output, limit, reader)


@app.command()
def shell(
    role: Annotated[str | None, typer.Option(help="Show exactly what this role sees.")] = None,
    user: Annotated[str | None, typer.Option(help="Show exactly what this user sees.")] = None,
    output: Annotated[Format, typer.Option("--format", help="How to write the results.")] = Format.TABLE,
    limit: Annotated[int, typer.Option(min=1, help="Rows a table shows; JSON and CSV write all.")] = 50,
) -> None:
    """Type SELECTs, each ended by a semicolon, and see what a role or a user sees."""
    from scripts.query.reader import find_reader
    from scripts.query.shell import shell as run_shell

    settings = Settings.from_environment()
    reader = find_reader(settings.project, role=role, user=user)
    if not run_shell(settings, reader, output, limit):
        raise typer.Exit(1)


@extract.command()
def gitlog(
    repository: Annotated[
        Path | None, typer.Argument(metavar="[REPO]", help="A git repository; without it, this checkout.")
    ] = None,
) -> None:
    """Load the commits and changed files of a git repository that are not loaded yet."""
    from scripts.gitlog.command import extract_gitlog

    settings = Settings.from_environment()
    extract_gitlog(settings, repository or settings.project)


def main(arguments: list[str] | None = None) -> int:
    """Run `edp` and return its exit code; a problem the user can act on is one line on standard error.

    Args:
        arguments: what follows `edp`; the process's own arguments when None.
    """
    try:
        code = typer.main.get_command(app).main(args=arguments, prog_name="edp", standalone_mode=False)
        sys.stdout.flush()
    except EdpError as error:
        return _fail(str(error))
    except typer.TyperException as error:
        return _fail(_usage_problem(error))
    except typer.Abort:
        return 1
    except KeyboardInterrupt:
        return 130
    except RuntimeError as error:
        # DuckDB's way to say that Ctrl-C reached it first.
        if str(error) != "Query interrupted":
            raise
        return 130
    return code if isinstance(code, int) else 0


def _usage_problem(error: typer.TyperException) -> str:
    message = error.format_message().strip()
    context = getattr(error, "ctx", None)
    if not message or context is None:
        return message
    end = "" if message.endswith("?") else "."
    return f"{message.rstrip('.')}{end} See `{context.command_path} --help`."


def _fail(message: str) -> int:
    # A bare `edp` has printed its help already and has nothing to add.
    if message:
        print(f"edp: {' '.join(message.split())}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
