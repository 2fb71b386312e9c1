"""What was loaded when: `raw.edp.extract_load`, one row per load, written in the transaction that loads the rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from scripts.core.sql import literal
from scripts.core.warehouse import Warehouse

LOADS = "raw.edp.extract_load"

_TABLES = (
    "CREATE SCHEMA IF NOT EXISTS raw.edp",
    f"CREATE TABLE IF NOT EXISTS {LOADS} (load_number BIGINT, adapter VARCHAR, table_name VARCHAR, strategy VARCHAR,"
    " loaded_until TIMESTAMP, rows_loaded BIGINT, content_hash VARCHAR, uploaded_at TIMESTAMP, task_instance VARCHAR)",
)


@dataclass(frozen=True)
class Load:
    """One load of one table.

    Attributes:
        adapter: pgp, yaml, sheets or drive.
        table: `schema.table` in `raw`.
        strategy: how its rows were chosen.
        uploaded_at: the time the run began, UTC without zone.
        loaded_until: every row that changed before is loaded, UTC; None where a load is no window.
        content_hash: of what was loaded, for sources without a clock.
        task_instance: the run's name, ending in YYYYMMDD.
    """

    adapter: str
    table: str
    strategy: str
    uploaded_at: datetime
    loaded_until: datetime | None = None
    content_hash: str | None = None
    task_instance: str | None = None


def create_state(warehouse: Warehouse) -> None:
    """Create the table of loads where it is missing."""
    for statement in _TABLES:
        warehouse.execute(statement)


def record(warehouse: Warehouse, load: Load, rows: int) -> None:
    """Write down a load; to be called in its transaction, after its rows have been counted."""
    values = ", ".join(
        (
            literal(load.adapter),
            literal(load.table),
            literal(load.strategy),
            _moment(load.loaded_until),
            f"{rows:d}",
            _text(load.content_hash),
            _moment(load.uploaded_at),
            _text(load.task_instance),
        )
    )
    warehouse.execute(f"INSERT INTO {LOADS} SELECT COALESCE(MAX(load_number), 0) + 1, {values} FROM {LOADS}")


def _exists(warehouse: Warehouse) -> bool:
    """Before the first load the table of loads is missing, and a plan does not make it."""
    return bool(
        warehouse.query(
            "SELECT 1 FROM information_schema.tables WHERE LOWER(table_catalog) = 'raw'"
            " AND LOWER(table_schema) = 'edp' AND LOWER(table_name) = 'extract_load'"
        )
    )


def loaded_until(warehouse: Warehouse, table: str) -> datetime | None:
    """Up to when the changes of a table are loaded; None before its first window."""
    if not _exists(warehouse):
        return None
    [(moment,)] = warehouse.query(
        f"SELECT MAX(loaded_until) FROM {LOADS} WHERE table_name = {literal(table)} AND strategy = 'incremental'"
    )
    return moment if isinstance(moment, datetime) else None


def content_hash(warehouse: Warehouse, adapter: str, table: str) -> str | None:
    """The hash of what a table was last loaded from; None before its first load."""
    if not _exists(warehouse):
        return None
    rows = warehouse.query(
        f"SELECT content_hash FROM {LOADS} WHERE adapter = {literal(adapter)} AND table_name = {literal(table)}"
        " ORDER BY load_number DESC LIMIT 1"
    )
    return str(rows[0][0]) if rows and rows[0][0] is not None else None


def was_loaded(warehouse: Warehouse, adapter: str, table: str, content: str) -> bool:
    """Whether a table has ever been loaded from this content."""
    if not _exists(warehouse):
        return False
    return bool(
        warehouse.query(
            f"SELECT 1 FROM {LOADS} WHERE adapter = {literal(adapter)} AND table_name = {literal(table)}"
            f" AND content_hash = {literal(content)} LIMIT 1"
        )
    )


def _text(value: str | None) -> str:
    return "NULL::VARCHAR" if value is None else literal(value)


def _moment(value: datetime | None) -> str:
    return "NULL::TIMESTAMP" if value is None else f"{literal(value.isoformat(sep=' '))}::TIMESTAMP"
