"""`edp permissions matrix`: write down who sees which masked column how."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from scripts.core.settings import Settings

MATRIX = Path("config", "permissions", "masking_matrix.csv")
_HAS_CHANGES = 2


def matrix(
    roles: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The permissions file; that of this project without it.")
    ] = None,
    write: Annotated[bool, typer.Option("--apply", help="Write the file; without it the changes are printed.")] = False,
) -> None:
    """Show which lines of config/permissions/masking_matrix.csv change; a reviewer reads who newly sees what.

    Exit code 2 when the file is not up to date and is not written.
    """
    from scripts.checks.project import Project, read_manifest
    from scripts.permissions.access import Access
    from scripts.permissions.file import read_permissions
    from scripts.permissions.masked import masked_columns
    from scripts.permissions.matrix.table import changes
    from scripts.permissions.matrix.table import matrix as matrix_of

    settings = Settings.from_environment()
    path = settings.project / MATRIX
    access = Access(read_permissions(roles or settings.project / "config" / "permissions" / "roles.yml"))
    after = matrix_of(access, masked_columns(read_manifest(Project(settings.project, settings.home))))
    changed = changes(path.read_text(encoding="utf-8") if path.exists() else "", after)
    for line in changed:
        typer.echo(line)
    if changed and write:
        path.write_text(after, encoding="utf-8")
    typer.echo(f"{MATRIX}: {len(changed)} lines {'changed' if write else 'to change'}")
    if changed and not write:
        raise typer.Exit(_HAS_CHANGES)
