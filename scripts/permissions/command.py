"""The commands `edp permissions ...`."""

from __future__ import annotations

import typer

from scripts.permissions.check.command import check

app = typer.Typer(help="Who may see what: check it, explain it, change it.", no_args_is_help=True)
app.command()(check)
