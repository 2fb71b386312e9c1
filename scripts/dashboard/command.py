"""`edp dashboard`: write the Trusted Data Dashboard."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from scripts.core.errors import EdpError
from scripts.core.settings import Settings


def dashboard(
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="The page; dashboard.html of EDP_HOME without it.")
    ] = None,
) -> None:
    """Write the Trusted Data Dashboard: one page that says how far the data can be trusted."""
    import duckdb

    from scripts.core.warehouse import open_warehouse
    from scripts.dashboard.facts import read_facts
    from scripts.dashboard.page import render

    settings = Settings.from_environment()
    file = out or settings.home / "dashboard.html"
    with open_warehouse(settings, read_only=True) as warehouse:
        try:
            facts = read_facts(warehouse)
        except duckdb.BinderException as error:
            said = str(error).splitlines()[0]
            raise EdpError(
                f"dashboard: a view is of another version ({said}); run `edp up`, which builds it"
            ) from error
        page = render(facts)
    _write(file, page)
    print(f"{file}: {len(page.encode()) // 1024 + 1} KB; open it in a browser")


def _write(file: Path, page: str) -> None:
    """Put the page in place whole, so that whoever has it open never reads half of one."""
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        draft.write_text(page, encoding="utf-8")
        draft.replace(file)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise EdpError(f"dashboard: {file}: {error.strerror}; give another --out") from error
