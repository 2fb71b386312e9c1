"""What `edp snowflake prove` shows: one line per step, one per proof, and below it what is wrong."""

from __future__ import annotations

import tempfile
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

from rich.console import Console

from scripts.core.errors import EdpError
from scripts.core.settings import Settings
from scripts.snowflake.project.proofs import PROOFS
from scripts.snowflake.project.run import run_project

_SHOWN = 20


def prove_project(settings: Settings, home: Path | None) -> None:
    """Run the project on an emulated account and print whether everything holds that must.

    Args:
        settings: the checkout.
        home: an empty folder to work in, kept afterwards; a temporary one when None.

    Raises:
        EdpError: the folder is not empty, dbt could not begin, or something does not hold.
    """
    if home is not None and home.exists() and any(home.iterdir()):
        raise EdpError(f"{home}: is not empty; name a new folder")
    console = Console(highlight=False, markup=False)
    with tempfile.TemporaryDirectory(prefix="edp_snowflake_") if home is None else nullcontext(str(home)) as folder:
        work = replace(settings, home=Path(folder).resolve())
        run = run_project(work, lambda step, seconds: console.print(f"{seconds:6.1f} s  {step}"))
        console.print(f"{len(run.entries)} statements")
        broken = 0
        for name, proof in PROOFS.items():
            problems = proof(run)
            broken += bool(problems)
            console.print(f"{'wrong' if problems else 'holds':>8}  {name}")
            for line in problems[:_SHOWN]:
                console.print(f"          {line}", soft_wrap=True)
            if len(problems) > _SHOWN:
                console.print(f"          and {len(problems) - _SHOWN} more")
    if broken:
        raise EdpError(f"snowflake prove: {broken} of {len(PROOFS)} proofs do not hold; the lines above say why")
