"""What dbt costs on the emulated Snowflake account, as a ratio to the same commands on DuckDB, in one run.

`python -m scripts.bench.snowflake` takes the seeds and the three builds, the last of them with every test;
`python -m scripts.bench.snowflake 4` all but the last of them. Raw data is made and loaded off the clock; the first
step also parses the project.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from time import perf_counter

from rich.console import Console

from scripts.core.errors import EdpError
from scripts.core.settings import PROJECT, Settings
from scripts.raw.model import Wave
from scripts.snowflake.command import quieten
from scripts.snowflake.project.driver import driving
from scripts.snowflake.project.run import make_history, make_raw, run_project
from scripts.snowflake.project.steps import STEPS, Step

PLAIN = "local"
COMPARED = 5
"""How many of the steps there are on both engines: up to the build with every test."""


def main(arguments: Sequence[str]) -> None:
    """Run the first steps on DuckDB, then on the account; print the seconds of each and the ratio."""
    quieten()
    steps = STEPS[: int(arguments[0]) if arguments else COMPARED]
    console = Console(highlight=False)
    with tempfile.TemporaryDirectory(prefix="edp-bench-") as folder:
        scratch = Path(folder).resolve()
        plain = _on_duckdb(scratch / "duckdb", steps)
        work = Settings(project=PROJECT, home=scratch / "snowflake")
        history = Settings(project=PROJECT, home=scratch / "duckdb" / PLAIN)
        emulated = run_project(work, lambda _step, _seconds: None, steps, history).seconds
    for step, seconds in emulated.items():
        _show(console, plain[step], seconds, step)
    _show(console, sum(plain.values()), sum(emulated.values()), "all of it")


def _show(console: Console, duckdb: float, account: float, what: str) -> None:
    console.print(f"{duckdb:8.1f} s {account:8.1f} s {account / duckdb:6.1f}  {what}")


def _on_duckdb(home: Path, steps: Sequence[Step]) -> dict[str, float]:
    settings = Settings(project=PROJECT, home=home)
    warehouse = replace(settings, home=home / PLAIN)
    make_history(warehouse, None)
    make_raw(warehouse, Wave.W0)
    seconds = {}
    with driving(settings, port=0) as driver:
        for step in steps:
            if step.loads and step.wave is not Wave.W0:
                make_raw(warehouse, step.wave)
            started = perf_counter()
            driver.run(replace(step, target=PLAIN))
            seconds[step.name] = perf_counter() - started
    return seconds


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except EdpError as error:
        sys.exit(f"{error}")
