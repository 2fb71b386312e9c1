"""What `edp snowflake parity` shows: how many relations are equal, and below it what differs."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from rich.console import Console

from scripts.core.errors import EdpError
from scripts.core.settings import Settings
from scripts.core.warehouse import open_warehouse
from scripts.raw.build import read_state
from scripts.raw.model import Wave
from scripts.snowflake.parity.reasons import read_reasons
from scripts.snowflake.parity.run import check_parity
from scripts.snowflake.project.run import SCALE, SEED, run_project

LEDGER = Path("logs", "snowflake_parity.csv")


def compare_engines(settings: Settings, ledger_file: Path) -> None:
    """Build the project on an emulated account and compare every relation with a warehouse of DuckDB.

    Args:
        settings: the checkout, and the home whose warehouse `edp up` made.
        ledger_file: where the ledger goes, one line per model, seed and snapshot.

    Raises:
        EdpError: the warehouse is of other raw data, dbt could not begin, or a difference has no reason.
    """
    _require_same_raw_data(settings)
    console = Console(highlight=False, markup=False)
    with tempfile.TemporaryDirectory(prefix="edp_snowflake_") as folder:
        work = replace(settings, home=Path(folder).resolve())
        run = run_project(work, lambda step, seconds: console.print(f"{seconds:6.1f} s  {step}"), history=settings)
        found = check_parity(settings, run.offline.setup, read_reasons())
    found.write(ledger_file)
    for status, count in found.counts().items():
        console.print(f"{count:8}  {status}")
    for problem in found.problems:
        console.print(f"          {problem}", soft_wrap=True)
    console.print(f"ledger: {ledger_file}", soft_wrap=True)
    if found.problems:
        raise EdpError(f"snowflake parity: {len(found.problems)} differences without a reason, or reasons without one")


def _require_same_raw_data(settings: Settings) -> None:
    with open_warehouse(settings, read_only=True) as warehouse:
        state = read_state(warehouse)
    if state is None or (state.scale, state.seed, state.wave) != (SCALE, SEED, Wave.W2):
        raise EdpError(
            f"{settings.warehouse}: is not of the last load at --scale {SCALE} --seed {SEED}, which the account is "
            "loaded with; make one with `edp up`"
        )
