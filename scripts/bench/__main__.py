"""`make bench`: measure, in one run, what the platform costs, and write docs/benchmark.md."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

from rich.console import Console

from scripts.bench.floor import shape_of, write_project
from scripts.bench.generator import generation
from scripts.bench.measure import median, run
from scripts.bench.report import Builds, Report, ScaleCost, write
from scripts.core.errors import EdpError
from scripts.core.settings import PROJECT, Settings
from scripts.core.warehouse import open_warehouse

ROUNDS = 3
SCALES = (1, 10, 100)
PYTHON = [sys.executable, "-W", "ignore", "-m"]
DBT = [*PYTHON, "dbt.cli.main", "build", "--quiet"]
LOGGING = ["--log-level-file", "info"]  # as in dbt_project.yml
NAMES = [field.name for field in fields(Builds)]


def main(arguments: Sequence[str]) -> None:
    """Measure at the given scales (1, 10 and 100 by default) and write the page."""
    scales = [int(argument) for argument in arguments] or list(SCALES)
    console = Console()
    with tempfile.TemporaryDirectory(prefix="edp-bench-") as folder:
        scratch = Path(folder)
        costs = [_up(scratch, scale, console) for scale in scales]
        home = scratch / f"scale-{scales[0]}"
        builds, shape = _build_against_floors_and_limit(scratch, home, console)
        rates = generation(scratch / "generator", scales[-1])
    report = Report(builds=builds, shape=shape, generation=rates, scales=costs)
    write(report, PROJECT / "docs" / "benchmark.md")
    console.print(f"wrote {(PROJECT / 'docs' / 'benchmark.md').relative_to(PROJECT)}")


def _up(scratch: Path, scale: int, console: Console) -> ScaleCost:
    console.print(f"edp up --scale {scale}")
    home = scratch / f"scale-{scale}"
    home.mkdir()
    cost = run([*PYTHON, "scripts", "up", "--scale", str(scale)], folder=home, environment=_environment(home))
    with open_warehouse(Settings(project=PROJECT, home=home), read_only=True) as warehouse:
        sql = "SELECT SUM(estimated_size)::BIGINT FROM duckdb_tables() WHERE database_name = $1"
        raw, built = (
            sum(int(rows[0][0] or 0) for rows in [warehouse.query(sql, [name]) for name in names])
            for names in (["raw", "static"], ["prep", "prod"])
        )
    return ScaleCost(scale=scale, raw_rows=raw, built_rows=built, cost=cost)


def _build_against_floors_and_limit(scratch: Path, home: Path, console: Console) -> tuple[Builds, dict[str, int]]:
    """Alternate our build, the floors and the limit, so that all of them meet the same machine."""
    environment = _environment(home)
    ours = [*DBT, "--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT / "profiles")]
    run(ours, folder=home, environment=environment)  # parses, so that the rounds find dbt's parse cache as a user does
    manifest = home / "target" / "manifest.json"
    shape = shape_of(json.loads(manifest.read_text()))
    bare = scratch / "floor"
    bare.mkdir()
    write_project(bare, shape)
    theirs = {"DBT_PROFILES_DIR": str(bare), "DBT_PROJECT_DIR": str(bare), "DBT_TARGET_PATH": "", "DBT_LOG_PATH": ""}
    run(DBT, folder=bare, environment=theirs)
    plain = scratch / "limit"
    shutil.copytree(home / "warehouse", plain / "warehouse")
    limit = [*PYTHON, "scripts.bench.limit", str(manifest)]
    rounds = []
    for number in range(ROUNDS):
        console.print(f"build, floors, limit: round {number + 1} of {ROUNDS}")
        rounds.append(
            Builds(
                ours=run(ours, folder=home, environment=environment),
                floor=run(DBT, folder=bare, environment=theirs),
                quiet_floor=run([*DBT, *LOGGING], folder=bare, environment=theirs),
                limit=run(limit, folder=plain, environment=_environment(plain)),
            )
        )
    return Builds(**{name: median([getattr(each, name) for each in rounds]) for name in NAMES}), dict(shape)


def _environment(home: Path) -> dict[str, str]:
    return {
        "EDP_HOME": str(home),
        "PYTHONPATH": str(PROJECT),
        "DBT_TARGET_PATH": str(home / "target"),
        "DBT_LOG_PATH": str(home / "logs"),
    }


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except EdpError as error:
        sys.exit(f"{error}")
