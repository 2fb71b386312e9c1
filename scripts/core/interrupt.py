"""Ctrl-C while DuckDB works: the main thread waits where Python can hear it, and tells DuckDB to stop."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import TypeVar

import duckdb

_Result = TypeVar("_Result")


def interruptible(connection: duckdb.DuckDBPyConnection, work: Callable[[], _Result]) -> _Result:
    """Run `work`, which uses `connection`, in another thread and return or raise what it does.

    DuckDB's own signal check does not reach every operator; `connection.interrupt()` from outside does.

    Raises:
        KeyboardInterrupt: the user pressed Ctrl-C; `work` has ended.
    """
    with ThreadPoolExecutor(max_workers=1) as pool:
        future: Future[_Result] | None = None
        try:
            future = pool.submit(work)
            return future.result()
        except KeyboardInterrupt:
            # Between two statements there is nothing to interrupt, so ask until `work` has heard it.
            while future is not None and not future.done():
                connection.interrupt()
                wait([future], timeout=0.05)
            raise
