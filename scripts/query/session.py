"""A locked-down DuckDB session: it reads the four warehouse files and nothing else."""

from __future__ import annotations

import re
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import duckdb

from scripts.core.errors import EdpError
from scripts.core.settings import DATABASES, Settings
from scripts.core.sql import identifier, literal
from scripts.core.warehouse import DuckDBWarehouse, open_warehouse
from scripts.query.names import similar_names
from scripts.query.reader import Reader
from scripts.query.shadow import Shadow
from scripts.query.statement import check

_READS = (duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN)
_MISSING_TABLE = re.compile(r'Table with name "?(?P<name>[^"\s]+)"? does not exist')
_BATCH = 2048


@dataclass(frozen=True)
class Column:
    """One column of a result.

    Attributes:
        name: as the statement names it.
        type: DuckDB's type, e.g. `DECIMAL(18,6)`.
    """

    name: str
    type: str

    @property
    def is_number(self) -> bool:
        """Numbers are printed to the right."""
        return self.type.startswith(("DECIMAL", "DOUBLE", "FLOAT")) or self.type.removeprefix("U") in _INTEGERS


_INTEGERS = {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "BIGNUM"}


@dataclass(frozen=True)
class Result:
    """The columns of a statement and its rows, read batch by batch."""

    columns: list[Column]
    rows: Iterator[tuple[Any, ...]]


@dataclass(frozen=True)
class Session:
    """The warehouse, read-only and locked.

    Attributes:
        warehouse: with its tables, or with the views of `shadow` in their place.
        shadow: what one role or user sees; None shows every table in clear.
    """

    warehouse: DuckDBWarehouse
    shadow: Shadow | None = None

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """DuckDB's own connection."""
        return self.warehouse.connection

    def run(self, sql: str) -> Result:
        """Run one reading statement and return its columns and a stream of its rows.

        Args:
            sql: one SELECT (also WITH, FROM, VALUES, DESCRIBE or SUMMARIZE; without a reader SHOW and EXPLAIN, too), as
                DuckDB's own parser sees it.

        Raises:
            EdpError: not exactly one statement, a statement that is no read, something the reader may not read, or
                DuckDB's complaint in one line.
        """
        try:
            statement = _one_statement(self.connection, sql)
            if self.shadow is not None:
                self.shadow.show(check(self.connection, sql))
            self.connection.execute(statement)
            columns = [Column(str(entry[0]), str(entry[1])) for entry in self.connection.description or []]
        except duckdb.Error as error:
            raise EdpError(_one_line(self.warehouse, sql, error)) from error
        return Result(columns, _rows(self.warehouse, sql))


@contextmanager
def open_session(settings: Settings, reader: Reader | None = None) -> Iterator[Session]:
    """Open the warehouse so that a statement can read its tables and nothing else.

    The files are attached read-only; then external access (files, network, extensions, Python variables) is switched
    off and the configuration is locked, so no statement can switch it on again.

    Args:
        settings: where the warehouse is.
        reader: the role or user whose tables, rows and columns are shown; everything when None.

    Raises:
        EdpError: a warehouse file is missing, locked or unreadable.
    """
    hidden = "" if reader is None else f"hidden_{secrets.token_hex(16)}"
    prefix = hidden and f"{hidden}_"
    with (
        tempfile.TemporaryDirectory(prefix="edp-query-") as spill,
        open_warehouse(settings, read_only=True, prefix=prefix) as warehouse,
    ):
        for name in (hidden, *DATABASES) if hidden else ():
            warehouse.execute(f"ATTACH ':memory:' AS {identifier(name)}")
        for setting in (
            f"temp_directory = {literal(spill)}",
            "autoinstall_known_extensions = false",
            "autoload_known_extensions = false",
            "enable_external_access = false",
            "lock_configuration = true",
        ):
            warehouse.execute(f"SET {setting}")
        yield Session(warehouse, None if reader is None else Shadow.of(warehouse.connection, hidden, reader))


def _one_statement(connection: duckdb.DuckDBPyConnection, sql: str) -> duckdb.Statement:
    statements = connection.extract_statements(sql)
    if len(statements) != 1:
        found = "no statement" if not statements else f"{len(statements)} statements"
        raise EdpError(f"query: found {found}; give exactly one SELECT")
    if statements[0].type not in _READS:
        kind = statements[0].type.name
        raise EdpError(f"query: {kind} is not allowed, the warehouse is read-only here; give one SELECT")
    return statements[0]


def _rows(warehouse: DuckDBWarehouse, sql: str) -> Iterator[tuple[Any, ...]]:
    try:
        while batch := warehouse.connection.fetchmany(_BATCH):
            yield from batch
    except duckdb.Error as error:
        raise EdpError(_one_line(warehouse, sql, error)) from error


def _one_line(warehouse: DuckDBWarehouse, sql: str, error: duckdb.Error) -> str:
    lines = [line.strip() for line in str(error).splitlines()]
    text = " ".join(lines[: lines.index("")] if "" in lines else lines)
    missing = _MISSING_TABLE.search(text)
    if missing is None:
        return f"query: {text}"
    # DuckDB names only the last part; the statement says which schema was meant.
    written = re.search(r"[\w.]*" + re.escape(missing["name"]), sql)
    name = written[0] if written else missing["name"]
    similar = similar_names(name, relations(warehouse))
    hint = f"did you mean {' or '.join(similar)}?" if similar else "`edp query 'SHOW ALL TABLES'` lists what there is"
    return f"query: there is no table {name}; {hint}"


def relations(warehouse: DuckDBWarehouse) -> list[str]:
    """The full names of all tables and views of the warehouse, sorted."""
    rows = warehouse.query(
        "SELECT table_catalog || '.' || table_schema || '.' || table_name FROM information_schema.tables"
        " WHERE list_contains(?, table_catalog) ORDER BY ALL",
        [list(DATABASES)],
    )
    return [name for (name,) in rows]
