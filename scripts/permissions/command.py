"""The commands `edp permissions ...`."""

from __future__ import annotations

import typer

from scripts.permissions.account.command import apply, plan, record
from scripts.permissions.check.command import check
from scripts.permissions.matrix.command import matrix
from scripts.permissions.people.command import cleanup, deprovision, provision, users
from scripts.permissions.reach.command import explain, export, reach

app = typer.Typer(help="Who may see what: check it, explain it, change it.", no_args_is_help=True)
app.command()(check)
app.command()(explain)
app.command()(export)
app.command()(reach)
app.command()(matrix)
app.command()(record)
app.command()(plan)
app.command()(apply)
app.command()(users)
app.command()(provision)
app.command()(deprovision)
app.command()(cleanup)
