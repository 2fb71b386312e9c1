"""`edp demo postgres`: a PostgreSQL with the source applications' tables, and how to reach it."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlsplit, urlunsplit

import typer
from rich.console import Console
from rich.table import Table

from scripts.core.settings import Settings

app = typer.Typer(help="A real source system on this machine, to extract from.", no_args_is_help=True)


@app.callback()
def demo() -> None:
    """A real source system on this machine, to extract from."""


@app.command()
def postgres(
    stop: Annotated[bool, typer.Option("--stop", help="Stop the server; its data stay.")] = False,
) -> None:
    """Start a PostgreSQL that holds the generated CustomersDot and GitLab.com tables as their applications have them.

    It starts again with the records raw has now, listens on a socket in EDP_HOME only, and runs until `--stop`.
    """
    from scripts.core.warehouse import open_warehouse
    from scripts.demo.server import start_server, stop_server
    from scripts.demo.source import database_name, load_source
    from scripts.extract.config import read_pgp

    settings = Settings.from_environment()
    folder = settings.home / "demo" / "postgres"
    if stop:
        print("PostgreSQL has stopped" if stop_server(folder) else "PostgreSQL is not running")
        return
    file = read_pgp(settings.project)
    console = Console(stderr=True)
    with open_warehouse(settings, read_only=True) as warehouse, console.status("PostgreSQL") as status:
        uri = start_server(folder)
        rows = load_source(
            warehouse,
            file,
            lambda database: _of_database(uri, database),
            lambda table: status.update(f"PostgreSQL: {table}"),
        )
    table = Table("table", "rows")
    for name, count in rows.items():
        table.add_row(name, f"{count:,}")
    console.print(table)
    print("# PostgreSQL runs. Reach it with")
    for name, connection in file.connections.items():
        print(f"export {connection.uri}='{_of_database(uri, database_name(name))}'")


def _of_database(uri: str, database: str) -> str:
    return urlunsplit(urlsplit(uri)._replace(path=f"/{database}"))
