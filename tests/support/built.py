"""The warehouse `edp up` makes at scale 1, made once per test session and then only read or copied."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from scripts.core.settings import PROJECT
from tests.support.once import once


def run_edp(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run `edp` in a process of its own, without the caller's dbt and git settings."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("DBT_", "GIT_", "EDP_"))}
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "scripts", *arguments],
        cwd=PROJECT,
        env={**environment, "EDP_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )


def _make(home: Path) -> None:
    done = run_edp(home, "up")
    assert done.returncode == 0, f"edp up failed:\n{done.stdout}\n{done.stderr}"
    (home / "up.out").write_text(done.stdout)
    (home / "up.err").write_text(done.stderr)


@pytest.fixture(scope="session")
def built_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """EDP_HOME of a warehouse made by `edp up`: read it, never change it. `up.out` and `up.err` are what it printed."""
    return once(tmp_path_factory, "built", _make)


@pytest.fixture
def copied_warehouse(built_warehouse: Path, tmp_path: Path) -> Callable[[], Path]:
    """Makes an EDP_HOME with a copy of that warehouse, and of what dbt has parsed, to be changed at will."""

    def copy() -> Path:
        home = tmp_path / "copy"
        for folder in ("warehouse", "target"):
            shutil.copytree(built_warehouse / folder, home / folder)
        return home

    return copy
