"""What `edp query` does, from settings to standard output."""

from __future__ import annotations

import os
import sys

from rich.console import Console

from scripts.core.interrupt import interruptible
from scripts.core.settings import Settings
from scripts.core.warehouse import DuckDBWarehouse
from scripts.query.format import Format
from scripts.query.render import print_table, write_csv, write_json
from scripts.query.session import open_session, run

# A pipe or a file has no width: nothing is cut there.
_ENDLESS = 10_000


def query(settings: Settings, sql: str, output: Format, limit: int) -> None:
    """Run one SELECT and write its result to standard output.

    Args:
        settings: where the warehouse is.
        sql: one statement that only reads.
        output: a table shows the first `limit` rows; JSON and CSV write all rows.
        limit: how many rows a table shows.

    Raises:
        EdpError: no warehouse, not one SELECT, or DuckDB refuses it.
        KeyboardInterrupt: the user pressed Ctrl-C.
    """
    with open_session(settings) as warehouse:
        try:
            interruptible(warehouse.connection, lambda: _write(warehouse, sql, output, limit))
        except BrokenPipeError:
            # The reader (`edp query ... | head`) has seen enough; Python must not complain about it while it exits.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _write(warehouse: DuckDBWarehouse, sql: str, output: Format, limit: int) -> None:
    result = run(warehouse, sql)
    if output is Format.JSON:
        write_json(result, sys.stdout)
    elif output is Format.CSV:
        write_csv(result, sys.stdout)
    else:
        width = None if sys.stdout.isatty() else _ENDLESS
        print_table(result, Console(width=width, highlight=False), limit)
    sys.stdout.flush()
