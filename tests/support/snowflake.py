"""Compile the project for Snowflake with no connection, and parse what comes out."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from functools import cache
from importlib.metadata import version
from pathlib import Path

from sqlfluff.core import FluffConfig, Linter

PROJECT = Path(__file__).resolve().parents[2]

# One line per statement that was once parsed without a problem: the hash of its text and of the grammar's version.
# Parsing 1,500 statements takes minutes and few of them change.
PARSED = PROJECT / ".cache" / "snowflake_parsed.txt"


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


@cache
def _linter() -> Linter:
    return Linter(config=FluffConfig(overrides={"dialect": "snowflake", "templater": "raw"}))


@cache
def _parsed() -> set[str]:
    return set(PARSED.read_text().split()) if PARSED.is_file() else set()


def parse_problems(sql: str) -> list[str]:
    """What sqlfluff's Snowflake grammar says against `sql`; empty when it parses.

    A text that parsed before is not parsed again; one with problems always is.
    """
    key = hashlib.sha256(f"{version('sqlfluff')}\n{sql}".encode()).hexdigest()
    if key in _parsed():
        return []
    problems = [violation.desc() for violation in _linter().parse_string(sql).violations]
    if not problems:
        _parsed().add(key)
        PARSED.parent.mkdir(parents=True, exist_ok=True)
        # one short line in one write, so that processes side by side do not mix theirs
        with PARSED.open("a") as file:
            file.write(f"{key}\n")
    return problems
