"""Run a command as a whole process and say what it cost."""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from scripts.core.errors import EdpError


@dataclass(frozen=True)
class Cost:
    """What one process took.

    Attributes:
        seconds: wall time from start to exit.
        peak_mb: the largest resident memory of the process, in MiB.
    """

    seconds: float
    peak_mb: float


def run(command: Sequence[str], *, folder: Path, environment: Mapping[str, str]) -> Cost:
    """Run `command` in `folder` with `environment` added to ours.

    Raises:
        EdpError: the command failed; the message carries its last line.
    """
    started = time.perf_counter()
    log = folder / "bench.log"
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 - commands of this package only
            list(command), cwd=folder, env={**os.environ, **environment}, stdout=output, stderr=subprocess.STDOUT
        )
        _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        lines = [line for line in log.read_text(errors="replace").splitlines() if line.strip()]
        raise EdpError(
            f"bench: {' '.join(command)} failed ({process.returncode}): {lines[-1] if lines else 'no output'}"
        )
    log.unlink()
    return Cost(seconds, usage.ru_maxrss / 1024)


def median(costs: Sequence[Cost]) -> Cost:
    """The median of each figure over several runs of the same command."""
    return Cost(statistics.median(c.seconds for c in costs), statistics.median(c.peak_mb for c in costs))
