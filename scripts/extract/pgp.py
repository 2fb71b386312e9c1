"""Extraction from PostgreSQL: plan what one table needs, then load it (Data Team Platform, "Data Deduplication")."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime

import pyarrow as pa

from scripts.core.errors import EdpError
from scripts.core.sql import quoted
from scripts.extract.columns import Column
from scripts.extract.config import Connection, Entry, PgpFile, Strategy
from scripts.extract.postgres import Reader, open_postgres
from scripts.extract.state import Load, loaded_until
from scripts.extract.target import Step, Table, Target, held_columns, load, new_columns, prepare
from scripts.extract.window import Window, next_window

ADAPTER = "pgp"
UPLOADED_AT = "_uploaded_at"
TASK_INSTANCE = "_task_instance"
IS_DELETED = "pgp_is_deleted"
IS_DELETED_AT = "pgp_is_deleted_updated_at"
BACKFILL = "backfill"

Open = Callable[[str, Connection], AbstractContextManager[Reader]]
"""Opens the snapshot of a connection of the config file."""


@dataclass(frozen=True)
class Request:
    """What a run is asked for.

    Attributes:
        now: the time the run begins, UTC without zone.
        until: the logical date: changes from then on are not taken.
        backfill: first and last primary key to take again, whenever they changed; None for what the entry says.
    """

    now: datetime
    until: datetime
    backfill: tuple[int, int] | None = None


@dataclass(frozen=True)
class Plan:
    """What one table needs.

    Attributes:
        entry: of the config file.
        strategy: incremental, scd, replace or backfill.
        columns: of the source.
        additions: columns the table lacks, with their types; all of them where it does not exist.
        exists: the table is there.
        window: of the changes; None where the run is no window.
        condition: which rows, in PostgreSQL's SQL.
        is_due: False where there is nothing to take yet.
    """

    entry: Entry
    strategy: str
    columns: tuple[Column, ...]
    additions: dict[str, str]
    exists: bool
    window: Window | None
    condition: str
    is_due: bool = True

    @property
    def is_whole(self) -> bool:
        """Whether (nearly) every row is read: then no index helps."""
        return self.condition == "TRUE" or (self.window is not None and self.window.begin is None)

    @property
    def what(self) -> str:
        """In words: which rows."""
        if not self.is_due:
            return "nothing: all changes up to now are loaded"
        if self.window is not None:
            return f"rows changed {self.window}"
        if self.strategy == BACKFILL:
            return f"rows where {self.condition}"
        return "a full copy" + (" instead of the last" if self.strategy == Strategy.REPLACE else "")


def opener(environment: Mapping[str, str]) -> Open:
    """How connections are opened with the connection strings of an environment.

    Raises:
        EdpError: when one is opened whose variable is not set.
    """

    def open_connection(name: str, connection: Connection) -> AbstractContextManager[Reader]:
        uri = environment.get(connection.uri)
        if not uri:
            raise EdpError(f"connection {name}: set {connection.uri} to its connection string")
        return open_postgres(name, uri, timeout_minutes=connection.timeout_minutes, streams=connection.streams)

    return open_connection


def require_uris(file: PgpFile, connections: Iterable[str], environment: Mapping[str, str]) -> None:
    """Every connection that will be needed can be opened.

    Raises:
        EdpError: a variable is not set; all of them in one line, before anything is read.
    """
    uris = {name: file.connections[name].uri for name in connections}
    missing = {name: uri for name, uri in uris.items() if not environment.get(uri)}
    if missing:
        variables, names = ", ".join(dict.fromkeys(missing.values())), ", ".join(missing)
        raise EdpError(
            f"config/pgp.yml: set {variables} to the connection string of {names}; for a source on this machine, "
            "`edp demo postgres` prints the lines to copy"
        )


def source_of(entry: Entry) -> str:
    """What stands behind FROM for an entry."""
    if entry.table is not None:
        return quoted(*entry.table.split("."))
    return f"({str(entry.query).strip().rstrip(';')})"


def technical_columns(entry: Entry) -> dict[str, str]:
    """The columns we add to an entry's table, with their types."""
    columns = {UPLOADED_AT: "BIGINT"}
    if entry.advanced_metadata:
        columns[TASK_INSTANCE] = "VARCHAR"
    if entry.finds_deletes:
        columns |= {IS_DELETED: "BOOLEAN", IS_DELETED_AT: "TIMESTAMP"}
    return columns


def stamps(entry: Entry, request: Request) -> dict[str, pa.Scalar]:
    """What every row of a run carries: epoch seconds of the load, and the run's name, ending in YYYYMMDD."""
    uploaded_at = int(request.now.replace(tzinfo=UTC).timestamp())
    values = {UPLOADED_AT: pa.scalar(uploaded_at, pa.int64())}
    if entry.advanced_metadata:
        values[TASK_INSTANCE] = pa.scalar(task_instance(entry, request))
    return values


def task_instance(entry: Entry, request: Request) -> str:
    """The run's name."""
    return f"edp_{entry.target_table}_{request.until:%Y%m%d}"


def table_of(entry: Entry) -> Table:
    """Where an entry's rows go."""
    return Table(entry.target_schema, entry.target_table)


def plan(entry: Entry, reader: Reader, target: Target, request: Request) -> Plan:
    """Find out what one table needs; nothing is changed.

    Args:
        entry: of the config file.
        reader: the source's snapshot.
        target: the warehouse.
        request: see `Request`.

    Raises:
        EdpError: the source's columns do not fit those in raw, or the source lacks a column the entry names.
    """
    columns = reader.columns(source_of(entry), entry.text_columns)
    names = {column.name for column in columns}
    for key, wanted in (("primary_key", entry.primary_key), ("updated_column", (entry.updated_column,))):
        for name in wanted:
            if name is not None and name not in names:
                raise EdpError(f"key {key}: the source has no column {name}")
    held = held_columns(target, table_of(entry))
    additions = new_columns(columns, held, technical_columns(entry), entry.dropped_columns)
    window, condition, strategy, is_due = None, "TRUE", entry.strategy.value, True
    if request.backfill is not None:
        condition, strategy = _between(entry, columns, request.backfill), BACKFILL
    elif entry.strategy is Strategy.INCREMENTAL and entry.updated_column is not None:
        last = loaded_until(target, table_of(entry).short)
        window = next_window(last, reader.clock(), request.until, entry.hours)
        is_due = window is not None
        condition = "FALSE" if window is None else window.condition(entry.updated_column)
    return Plan(entry, strategy, tuple(columns), additions, bool(held), window, condition, is_due)


def apply(plan: Plan, reader: Reader, target: Target, request: Request, step: Step = lambda _: None) -> int:
    """Load what a plan says and return how many rows that were; all of them or none are kept.

    Args:
        plan: made from the same reader.
        reader: the source's snapshot.
        target: the warehouse.
        request: see `Request`.
        step: called between the steps.

    Raises:
        EdpError: the source stopped, or not every row arrived.
    """
    if not plan.is_due:
        return 0
    table = table_of(plan.entry)
    step("planned")
    prepare(target, table, plan.additions, exists=plan.exists)
    step("prepared")
    return load(
        target,
        table,
        reader.stream(source_of(plan.entry), plan.columns, plan.condition, whole=plan.is_whole),
        Load(
            adapter=ADAPTER,
            table=table.short,
            strategy=plan.strategy,
            uploaded_at=request.now,
            loaded_until=None if plan.window is None else plan.window.end,
            task_instance=task_instance(plan.entry, request),
        ),
        stamps=stamps(plan.entry, request),
        replace=plan.strategy == Strategy.REPLACE,
        step=step,
    )


def _between(entry: Entry, columns: list[Column], ends: tuple[int, int]) -> str:
    key = next(column for column in columns if column.name == entry.primary_key[0])
    if not pa.types.is_integer(key.arrow) or len(entry.primary_key) > 1:
        raise EdpError(
            f"backfill from id to id needs a primary key of one number; it is {', '.join(entry.primary_key)}"
        )
    return f"{quoted(key.name)} BETWEEN {ends[0]:d} AND {ends[1]:d}"
