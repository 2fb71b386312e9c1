"""Run by the tests as a process of its own: extract, and die without a word at a named step.

Arguments: EDP_HOME, connection string, how the name of the last step ends, and what to extract.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from scripts.core.settings import PROJECT, Settings
from scripts.core.warehouse import open_warehouse
from scripts.extract.target import DuckDBTarget
from tests.extract.work import DELETES, Source, extract, work


def main(home: str, uri: str, last_step: str, what: str) -> None:
    def die(_name: str, step: str) -> None:
        if step.endswith(last_step):
            os.kill(os.getpid(), signal.SIGKILL)

    settings = Settings(project=PROJECT, home=Path(home))
    with open_warehouse(settings) as warehouse:
        target = DuckDBTarget(warehouse.connection)
        extract(Source(uri), target, work(what), deletes=what == DELETES, progress=die)


if __name__ == "__main__":
    main(*sys.argv[1:])
