"""Compile the project for Snowflake with no connection, and parse what comes out."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from scripts.core.settings import PROJECT
from scripts.snowflake.grammar import parse_problems

__all__ = ["PROJECT", "compile_for_snowflake", "parse_problems"]


def compile_for_snowflake(target: Path, *, assume_incremental: bool) -> None:
    """Compile every node for target `prod` into `target`, answering `is_incremental()` as told.

    A separate process, because dbt keeps one adapter per process and the tests around use DuckDB's.
    """
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("DBT_", "SNOWFLAKE_"))}
    command = [sys.executable, "-W", "ignore", "-m", "dbt.cli.main", "compile", "--target", "prod", "--no-introspect"]
    options = ["--no-populate-cache", "--quiet", "--project-dir", str(PROJECT), "--target-path", str(target)]
    folders = ["--profiles-dir", str(PROJECT / "profiles"), "--log-path", str(target / "logs")]
    variables = ["--vars", f"{{assume_incremental: {str(assume_incremental).lower()}}}"]
    done = subprocess.run(
        [*command, *options, *folders, *variables],
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"dbt compile for Snowflake failed:\n{done.stdout}\n{done.stderr}"
