"""Run sqlfluff over a list of files and return what it found."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from scripts.core.errors import EdpError

_FOUND = 1  # sqlfluff's exit code for "violations"; anything above is the tool's own failure


@dataclass(frozen=True)
class Violation:
    """One broken rule at one place."""

    path: str
    line: int
    rule: str
    text: str

    def __str__(self) -> str:
        """One line a person and an editor can follow."""
        return f"{self.path}:{self.line}  {self.rule}  {self.text}"


def lint(project: Path, files: list[str], processes: int = 2) -> list[Violation]:
    """Lint `files` with the project's .sqlfluff.

    Args:
        project: the checkout; `files` are relative to it.
        files: SQL files of the dbt project.
        processes: how many of them are linted at once.

    Raises:
        EdpError: sqlfluff itself failed, e.g. because the dbt project does not parse.
    """
    command = [sys.executable, "-W", "ignore", "-m", "sqlfluff", "lint", "--format", "json", "--disable-progress-bar"]
    # The target comes from .sqlfluff, and what dbt compiles for the linter stays out of the builds' folder.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DBT_")}
    environment["DBT_TARGET_PATH"] = str(project / ".cache" / "lint" / "target")
    done = subprocess.run(  # noqa: S603 - our own interpreter with file names of this project
        [*command, "--processes", str(processes), *files],
        cwd=project,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode > _FOUND or not done.stdout.lstrip().startswith("["):
        reason = (done.stderr.strip() or done.stdout.strip()).splitlines()
        raise EdpError(f"sqlfluff could not run: {reason[-1] if reason else 'no output'}")
    return [
        Violation(report["filepath"], found["start_line_no"], found["code"], found["description"])
        for report in json.loads(done.stdout)
        for found in report["violations"]
    ]
