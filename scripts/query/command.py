"""What `edp query` does, from settings to standard output."""

from __future__ import annotations

import os
import sys

from rich.console import Console

from scripts.core.interrupt import interruptible
from scripts.core.settings import Settings
from scripts.query.format import Format
from scripts.query.reader import Reader
from scripts.query.render import print_table, write_csv, write_json
from scripts.query.session import Result, open_session

# A pipe or a file has no width: nothing is cut there.
_ENDLESS = 10_000


def query(settings: Settings, sql: str, output: Format, limit: int, reader: Reader | None = None) -> None:
    """Run one SELECT and write its result to standard output.

    Args:
        settings: where the warehouse is.
        sql: one statement that only reads.
        output: a table shows the first `limit` rows; JSON and CSV write all rows.
        limit: how many rows a table shows.
        reader: the role or user whose rows and columns are shown; everything in clear when None.

    Raises:
        EdpError: no warehouse, not one SELECT, something the reader may not read, or DuckDB refuses it.
        KeyboardInterrupt: the user pressed Ctrl-C.
    """
    with open_session(settings, reader) as session:
        try:
            interruptible(session.connection, lambda: write(session.run(sql), output, limit))
        except BrokenPipeError:
            # Whoever reads (`edp query ... | head`) has seen enough; Python must not complain about it while it exits.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def write(result: Result, output: Format, limit: int) -> None:
    """Write a result to standard output.

    Args:
        result: columns and rows.
        output: a table shows the first `limit` rows; JSON and CSV write all rows.
        limit: how many rows a table shows.

    Raises:
        EdpError: DuckDB fails on a later row, or JSON cannot hold the columns.
    """
    if output is Format.JSON:
        write_json(result, sys.stdout)
    elif output is Format.CSV:
        write_csv(result, sys.stdout)
    else:
        width = None if sys.stdout.isatty() else _ENDLESS
        print_table(result, Console(width=width, highlight=False), limit)
    sys.stdout.flush()
