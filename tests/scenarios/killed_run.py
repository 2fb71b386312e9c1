"""Run dbt on a warehouse and die on the way: `python -m tests.scenarios.killed_run HOME MANIFEST VICTIM ARGUMENT...`.

The process kills itself the moment dbt sends the statement that writes the rows of the model VICTIM, after it has
deleted those to be replaced. Nothing gets a chance to clean up. It runs apart from the tests because a process can only
be killed as a whole.
"""

from __future__ import annotations

import os
import re
import signal
import sys
from pathlib import Path
from typing import Any

from dbt.cli.main import dbtRunner
from dbt.contracts.graph.manifest import Manifest
from dbt.parser.manifest import extended_mashumuro_decoder

from scripts.core.settings import PROJECT

SURVIVED = 3


def main(home: str, manifest: str, victim: str, *arguments: str) -> int:
    """Run dbt until it writes `victim`; a return means that it never did."""

    def listen(event: Any) -> None:
        if event.info.name == "SQLQuery" and event.data.node_info.node_name == victim and _writes(event.data.sql):
            os.kill(os.getpid(), signal.SIGKILL)

    os.environ["EDP_HOME"] = home
    folders = ("--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT / "profiles"))
    output = ("--target-path", str(Path(home) / "target_killed"), "--log-path", str(Path(home) / "logs"))
    # the kill waits for no other thread, so one thread makes the moment certain
    once = ("--target", "ci", "--threads", "1", "--quiet", "--log-level-file", "none")
    parsed: Manifest = Manifest.from_msgpack(Path(manifest).read_bytes(), decoder=extended_mashumuro_decoder)
    dbtRunner(manifest=parsed, callbacks=[listen]).invoke([*arguments, *folders, *output, *once])
    return SURVIVED


def _writes(sql: str) -> bool:
    return re.search(r"\binsert\s+into\b", sql, re.IGNORECASE) is not None


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
