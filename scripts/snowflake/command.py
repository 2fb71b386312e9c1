"""`edp snowflake`: an emulated Snowflake account for dbt, with no account and no credential."""

from __future__ import annotations

import importlib
import json
import logging
import os
import signal
import subprocess
import sys
import warnings
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from scripts.core.errors import EdpError
from scripts.core.settings import Settings

if TYPE_CHECKING:
    from scripts.snowflake.offline import OfflineAccount

app = typer.Typer(help="An emulated Snowflake account on this machine, and what was asked of it.", no_args_is_help=True)

TARGETS = ("snowflake_offline", "snowflake_offline_dev")
_LOG = Path("logs", "snowflake_statements.jsonl")
_STOPPED = 128


class Layout(StrEnum):
    """How a log is shown: cut to one line each for people, whole for programs."""

    TABLE = "table"
    JSON = "json"


LogFile = Annotated[
    Path | None, typer.Option("--log", metavar="FILE", help="Where the statements go; logs/ of EDP_HOME without it.")
]
RawHome = Annotated[
    Path | None, typer.Option("--raw", metavar="HOME", help="The home whose raw data is loaded; EDP_HOME without it.")
]


@app.callback()
def snowflake() -> None:
    """An emulated Snowflake account on this machine, and what was asked of it."""


@app.command()
def serve(
    port: Annotated[int, typer.Option(min=1, max=65535, help="A free port of the loopback interface.")] = 8084,
    log: LogFile = None,
    raw: RawHome = None,
) -> None:
    """Serve the account until interrupted."""
    settings = Settings.from_environment()
    file = log or settings.home / _LOG
    offline = _start(settings, file, raw)
    from scripts.snowflake.server import serve as serve_account

    print(f"the account answers on 127.0.0.1:{port}, statements go to {file}; in another shell:")
    for name, value in environment(settings, port).items():
        print(f"export {name}={value}")
    sys.stdout.flush()
    serve_account(offline, port)


# what follows the command is the command's
@app.command(context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False})
def run(
    command: Annotated[list[str], typer.Argument(metavar="-- COMMAND", help="E.g. dbt build.")],
    log: LogFile = None,
    raw: RawHome = None,
) -> None:
    """Run a command, such as dbt build, against a new account; its exit code is the result."""
    settings = Settings.from_environment()
    file = log or settings.home / _LOG
    offline = _start(settings, file, raw)
    from scripts.snowflake.server import serving

    with serving(offline) as port:
        code = _run(command, environment(settings, port))
    print(f"statements: {file}", file=sys.stderr)
    raise typer.Exit(code)


@app.command()
def prove(
    home: Annotated[
        Path | None, typer.Option("--home", metavar="HOME", help="Where it works; a temporary folder without it.")
    ] = None,
) -> None:
    """Run the whole project on a new account, three loads long, and judge what it has done."""
    from scripts.snowflake.project.command import prove_project

    quieten()
    prove_project(Settings.from_environment(), home)


@app.command()
def parity(
    ledger: Annotated[
        Path | None,
        typer.Option("--ledger", metavar="FILE", help="Where the ledger goes; logs/ of EDP_HOME without it."),
    ] = None,
) -> None:
    """Run the whole project on a new account and compare every relation with the warehouse of EDP_HOME."""
    from scripts.snowflake.parity.command import LEDGER, compare_engines

    quieten()
    settings = Settings.from_environment()
    compare_engines(settings, ledger or settings.home / LEDGER)


@app.command(name="log")
def show_log(
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="A statement log; that of EDP_HOME without it.")
    ] = None,
    errors: Annotated[bool, typer.Option("--errors", help="Only what was refused or failed.")] = False,
    node: Annotated[str | None, typer.Option(help="Only what a dbt node sent, e.g. model.edp.dim_date.")] = None,
    role: Annotated[str | None, typer.Option(help="Only what was sent under a role.")] = None,
    output: Annotated[Layout, typer.Option("--format", help="How to write the statements.")] = (Layout.TABLE),
) -> None:
    """Show the statements of a log."""
    from scripts.snowflake.log import read_log

    path = file or Settings.from_environment().home / _LOG
    entries = [
        entry
        for entry in read_log(path)
        if (not errors or entry["error"])
        and node in (None, entry["node"])
        and (role is None or role.upper() == entry["role"])
    ]
    if output is Layout.JSON:
        for entry in entries:
            print(json.dumps(entry))
        return
    table = Table("node", "role", "seconds", "statement", "error", box=None)
    for entry in entries:
        table.add_row(*(_cell(text) for text in _shown(entry)))
    console = Console(highlight=False, markup=False)
    if entries:
        console.print(table)
    print(f"{len(entries)} statements, {sum(bool(entry['error']) for entry in entries)} refused")


def environment(settings: Settings, port: int) -> dict[str, str]:
    """What dbt needs to know to speak to the account; a target of the account that is set already stays."""
    chosen = os.environ.get("DBT_TARGET", "")
    return {
        "EDP_SNOWFLAKE_PORT": str(port),
        "DBT_TARGET": chosen if chosen in TARGETS else TARGETS[0],
        "DBT_PROFILES_DIR": str(settings.project / "profiles"),
    }


def _start(settings: Settings, log: Path, raw: Path | None) -> OfflineAccount:
    quieten()
    from scripts.snowflake.starting import start

    screen = Console(stderr=True)
    with screen.status("configuring the account") as status:
        home = settings if raw is None else replace(settings, home=raw.resolve())
        return start(home, log, lambda table: status.update(f"loading {table}"))


def quieten() -> None:
    """Keep to themselves what libraries say about each other while they do what they are told."""
    for module in ("fakesnow", "snowflake"):
        warnings.filterwarnings("ignore", module=module)
    # fakesnow sets its level when it is imported
    importlib.import_module("scripts.snowflake.engine")
    for name in ("fakesnow", "fakesnow.server", "sqlglot"):
        logging.getLogger(name).setLevel(logging.ERROR)


def _run(command: list[str], variables: dict[str, str]) -> int:
    # dbt of the same environment as this program, also where that is not on the path
    search = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
    try:
        child = subprocess.Popen(command, env={**os.environ, "PATH": search, **variables})  # noqa: S603 - the user's own
    except OSError as error:
        raise EdpError(f"{command[0]}: {error.strerror}") from None
    before = signal.signal(signal.SIGTERM, _interrupt)
    try:
        code = child.wait()
    finally:
        # without its account the command would ask for it for ever
        signal.signal(signal.SIGTERM, before)
        if child.poll() is None:
            child.terminate()
    return code if code >= 0 else _STOPPED - code


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _shown(entry: dict[str, object]) -> tuple[str, ...]:
    return (
        str(entry["node"]).split(".")[-1],
        str(entry["role"]),
        f"{entry['seconds']:.2f}",
        str(entry["sql"]),
        str(entry["error"]),
    )


def _cell(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= 100 else f"{plain[:99]}…"
