"""A locked-down DuckDB session: it reads the four warehouse files and nothing else."""

from __future__ import annotations

import difflib
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import duckdb

from scripts.core.errors import EdpError
from scripts.core.settings import DATABASES, Settings
from scripts.core.sql import literal
from scripts.core.warehouse import DuckDBWarehouse, open_warehouse

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


@contextmanager
def open_session(settings: Settings) -> Iterator[DuckDBWarehouse]:
    """Open the warehouse so that a statement can read its tables and nothing else.

    The files are attached read-only; then external access (files, network, extensions, Python variables) is switched
    off and the configuration is locked, so no statement can switch it on again.

    Raises:
        EdpError: a warehouse file is missing, locked or unreadable.
    """
    with (
        tempfile.TemporaryDirectory(prefix="edp-query-") as spill,
        open_warehouse(settings, read_only=True) as warehouse,
    ):
        for setting in (
            f"temp_directory = {literal(spill)}",
            "autoinstall_known_extensions = false",
            "autoload_known_extensions = false",
            "enable_external_access = false",
            "lock_configuration = true",
        ):
            warehouse.execute(f"SET {setting}")
        yield warehouse


def run(warehouse: DuckDBWarehouse, sql: str) -> Result:
    """Run one reading statement and return its columns and a stream of its rows.

    Args:
        warehouse: a session of `open_session`.
        sql: one SELECT (also WITH, FROM, VALUES, DESCRIBE, SHOW, SUMMARIZE or EXPLAIN), as DuckDB's own parser sees it.

    Raises:
        EdpError: not exactly one statement, a statement that is no read, or DuckDB's complaint in one line.
    """
    connection = warehouse.connection
    try:
        statements = connection.extract_statements(sql)
        if len(statements) != 1:
            found = "no statement" if not statements else f"{len(statements)} statements"
            raise EdpError(f"query: found {found}; give exactly one SELECT")
        if statements[0].type not in _READS:
            kind = statements[0].type.name
            raise EdpError(f"query: {kind} is not allowed, the warehouse is read-only here; give one SELECT")
        connection.execute(statements[0])
        columns = [Column(str(entry[0]), str(entry[1])) for entry in connection.description or []]
    except duckdb.Error as error:
        raise EdpError(_one_line(warehouse, sql, error)) from error
    return Result(columns, _rows(warehouse, sql))


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


def similar_names(name: str, known: list[str]) -> list[str]:
    """At most three full names like `name`, best first: the part after the last dot decides, then the whole."""
    last = _last_part(name)
    near = set(difflib.get_close_matches(last, {_last_part(full) for full in known}, n=3))
    same = [full for full in known if _last_part(full) == last]
    found = same or [full for full in known if _last_part(full) in near]
    return sorted(found, key=lambda full: difflib.SequenceMatcher(None, name.lower(), full).ratio(), reverse=True)[:3]


def _last_part(name: str) -> str:
    return name.lower().rsplit(".", 1)[-1]
