"""One way to talk to a warehouse: query, execute, stream. DuckDB here; Snowflake implements the same protocol."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

import duckdb
import pyarrow as pa

from scripts.core.errors import EdpError
from scripts.core.settings import DATABASES, Settings
from scripts.core.sql import identifier, literal

Rows = list[tuple[Any, ...]]


class Warehouse(Protocol):
    """What a tool may ask of a warehouse, whichever engine it is."""

    def query(self, sql: str, parameters: Sequence[object] = ()) -> Rows:
        """Run one SELECT with bound parameters and return all rows."""

    def execute(self, sql: str, parameters: Sequence[object] = ()) -> None:
        """Run one statement for its effect."""

    def stream(self, sql: str) -> pa.RecordBatchReader:
        """Run one SELECT and return Arrow batches, so memory does not grow with the result."""

    def load(self, name: str, batches: pa.Table | pa.RecordBatchReader) -> None:
        """Append Arrow data to the existing table `name`, column by column name."""


class DuckDBWarehouse:
    """The four DuckDB files, attached under the names raw, prep, prod and static."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Wrap an open connection; use `open_warehouse` to get one."""
        self.connection = connection

    def query(self, sql: str, parameters: Sequence[object] = ()) -> Rows:
        """Run one SELECT with bound parameters and return all rows."""
        return self.connection.execute(sql, parameters or None).fetchall()

    def execute(self, sql: str, parameters: Sequence[object] = ()) -> None:
        """Run one statement for its effect."""
        self.connection.execute(sql, parameters or None).fetchall()

    def stream(self, sql: str) -> pa.RecordBatchReader:
        """Run one SELECT and return Arrow batches."""
        return self.connection.sql(sql).to_arrow_reader()

    def load(self, name: str, batches: pa.Table | pa.RecordBatchReader) -> None:
        """Append Arrow data to the existing table `name`, column by column name."""
        self.connection.register("edp_batches", batches)
        try:
            self.execute(f"INSERT INTO {name} BY NAME SELECT * FROM edp_batches")
        finally:
            self.connection.unregister("edp_batches")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Keep everything inside together or not at all.

        DuckDB allows writes to ONE attached database in a transaction.
        """
        self.execute("BEGIN")
        try:
            yield
        except BaseException:
            self.execute("ROLLBACK")
            raise
        self.execute("COMMIT")


@contextmanager
def open_warehouse(
    settings: Settings, *, create: bool = False, read_only: bool = False, prefix: str = "", memory: str = "4GB"
) -> Iterator[DuckDBWarehouse]:
    """Open the four DuckDB files of `settings.warehouse`.

    Args:
        settings: where the files lie.
        create: make the folder and missing files; otherwise a missing file is an error.
        read_only: many readers may share the files, nothing can be changed.
        prefix: begins the names the files are attached under, where those of the databases stand for something else.
        memory: what the engine may use, as in profiles.yml; what does not fit goes to disk beside the files.

    Raises:
        EdpError: a file is missing, is no DuckDB file, or is locked by another process; memory or disk ran out.
    """
    if create:
        settings.warehouse.mkdir(parents=True, exist_ok=True)
    connection = duckdb.connect()
    try:
        for name in DATABASES:
            path = settings.database(name)
            if not path.exists() and not create:
                raise EdpError(f"{path}: the {name} warehouse file is missing; run `edp up` first")
            mode = " (READ_ONLY)" if read_only else ""
            try:
                connection.execute(f"ATTACH {literal(str(path))} AS {identifier(prefix + name)}{mode}")
            except duckdb.IOException as error:
                raise EdpError(_open_problem(path, error)) from error
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute(f"SET memory_limit = {literal(memory)}")
        # never into the current folder
        connection.execute(f"SET temp_directory = {literal(str(settings.warehouse / 'spill'))}")
        yield DuckDBWarehouse(connection)
    except (duckdb.OutOfMemoryException, duckdb.IOException) as error:
        said = str(error).splitlines()[0]
        raise EdpError(f"{settings.warehouse}: {said}; free memory or disk space and run this again") from error
    finally:
        connection.close()


def _open_problem(path: object, error: duckdb.Error) -> str:
    if "lock" in str(error).lower():
        return f"{path}: another process has the warehouse open; wait for it to end or stop it"
    return f"{path}: not a readable DuckDB file ({str(error).splitlines()[0]}); remove it and run `edp up`"
