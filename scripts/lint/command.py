"""`edp lint`: hold the project's SQL to docs/style.md."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console

from scripts.core.settings import Settings
from scripts.lint.clean import CleanLedger, content_key, sql_files
from scripts.lint.run import lint as lint_files


def lint(
    everything: Annotated[bool, typer.Option("--all", help="Lint every file, also those known to be clean.")] = False,
) -> None:
    """Lint the SQL that changed since it was last clean."""
    settings = Settings.from_environment()
    console = Console(soft_wrap=True, highlight=False)
    ledger = CleanLedger(settings.project / ".cache" / "lint" / "clean.json")
    keys = {str(path): content_key(settings.project, path) for path in sql_files(settings.project)}
    stale = list(keys) if everything else ledger.stale(keys)
    violations = []
    if stale:
        with console.status(f"linting {len(stale)} of {len(keys)} SQL files"):
            violations = lint_files(settings.project, stale)
    for violation in violations:
        console.print(str(violation), markup=False)
    dirty = {violation.path for violation in violations}
    ledger.keep(keys, dirty)
    console.print(f"lint: {len(stale)} of {len(keys)} SQL files read, {len(violations)} violations")
    if violations:
        raise typer.Exit(1)
