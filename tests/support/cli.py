"""Run `edp` in this process, as a user would, and see what came out."""

from __future__ import annotations

import contextlib
import io
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scripts.cli import main


@dataclass(frozen=True)
class Outcome:
    """The exit code and both output streams of one command."""

    code: int
    out: str
    error: str


def edp(home: Path, *arguments: str, **variables: str) -> Outcome:
    """Run `edp` with `EDP_HOME=home`, these variables and without the caller's own dbt and git settings."""
    out, error = io.StringIO(), io.StringIO()
    with (
        _environment({"EDP_HOME": str(home), **variables}),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(error),
    ):
        code = main(list(arguments))
    return Outcome(code, out.getvalue(), error.getvalue())


def refusal(outcome: Outcome) -> str:
    """The one line a failed command says, after checking that it is one line, exit code 1 and no output."""
    assert outcome.code == 1, outcome
    assert outcome.out == "", outcome
    lines = outcome.error.splitlines()
    assert len(lines) == 1, outcome.error
    assert lines[0].startswith("edp: ")
    return lines[0].removeprefix("edp: ")


@contextlib.contextmanager
def _environment(variables: dict[str, str]) -> Iterator[None]:
    before = dict(os.environ)
    for name in [name for name in before if name.startswith(("DBT_", "GIT_", "EDP_"))]:
        del os.environ[name]
    os.environ.update(variables)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
