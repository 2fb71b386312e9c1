"""Rows that are gone from a source table whose changes alone are extracted: found by comparing primary keys.

What is found goes to `raw.deletes_tap_postgres`, and into the table itself as one more state of the row:
`pgp_is_deleted` true, or false where a row has come back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from scripts.core.errors import EdpError
from scripts.core.sql import literal
from scripts.extract.config import Connection, Entry
from scripts.extract.pgp import (
    ADAPTER,
    IS_DELETED,
    IS_DELETED_AT,
    TASK_INSTANCE,
    UPLOADED_AT,
    Open,
    Request,
    source_of,
    table_of,
    task_instance,
)
from scripts.extract.state import Load, record
from scripts.extract.target import Step, Table, Target, held_columns, prepare

STRATEGY = "deletes"
_KNOWN, _EXPORTED, _CHANGED = "edp_known_key", "edp_exported_key", "edp_changed_key"


@dataclass(frozen=True)
class Deletes:
    """How many rows of a table were found gone, and how many back."""

    gone: int
    back: int


def deletes_table(entry: Entry) -> Table:
    """Where an entry's deleted keys are listed."""
    return Table(f"deletes_{entry.target_schema}", entry.target_table)


def find_deletes(
    entry: Entry,
    connection: Connection,
    open_connection: Open,
    target: Target,
    request: Request,
    *,
    act: bool,
    step: Step = lambda _: None,
) -> Deletes:
    """Compare the keys in raw with those of the source, and write down what changed if `act`.

    The keys in raw are read BEFORE the source's: a row that is inserted and loaded meanwhile is not in the first list,
    so it is never taken for a deleted one.

    Args:
        entry: an incremental one.
        connection: the entry's, of the config file.
        open_connection: how it is opened.
        target: the warehouse.
        request: see `Request`.
        act: write; otherwise only count.
        step: called between the steps.

    Raises:
        EdpError: nothing was loaded yet, or the source is suddenly empty.
    """
    table = table_of(entry)
    held = held_columns(target, table)
    if not held:
        raise EdpError(f"{table.short} has no rows yet; extract it first")
    keys = [target.column(key) for key in entry.primary_key]
    known, exported = target.scratch(_KNOWN), target.scratch(_EXPORTED)
    target.execute(f"CREATE OR REPLACE TEMPORARY TABLE {known} AS {_newest(entry, table, target)}")
    step("known")
    with open_connection(entry.connection, connection) as reader:
        columns = [column for column in reader.columns(source_of(entry)) if column.name in entry.primary_key]
        listed = ", ".join(keys)
        target.execute(f"CREATE OR REPLACE TEMPORARY TABLE {exported} AS SELECT {listed} FROM {known} LIMIT 0")
        target.load(exported, reader.stream(source_of(entry), columns, "TRUE"))
    step("exported")
    same = " AND ".join(f"exported.{key} = known.{key}" for key in keys)
    there = f"EXISTS (SELECT 1 FROM {exported} AS exported WHERE {same})"
    flag = f"known.{target.column(IS_DELETED)}"
    changed = target.scratch(_CHANGED)
    target.execute(
        f"CREATE OR REPLACE TEMPORARY TABLE {changed} AS SELECT known.* FROM {known} AS known"
        f" WHERE COALESCE({flag}, FALSE) = {there}"
    )
    [(everything,)] = target.query(f"SELECT COUNT(*) FROM {exported}")
    [(gone, back)] = target.query(
        f"SELECT COUNT(CASE WHEN NOT COALESCE({flag}, FALSE) THEN 1 END), COUNT(CASE WHEN {flag} THEN 1 END)"
        f" FROM {changed} AS known"
    )
    if gone and not everything:
        raise EdpError(f"{entry.table or entry.name} is empty in the source; {gone} rows would count as deleted")
    if act and gone + back:
        _write(entry, table, target, request, changed, step)
    return Deletes(int(gone), int(back))


def _newest(entry: Entry, table: Table, target: Target) -> str:
    """The newest state of every key in raw, as the source models choose it."""
    order = [entry.updated_column or UPLOADED_AT, UPLOADED_AT]
    if entry.advanced_metadata:
        order.append(TASK_INSTANCE)
    order.append(IS_DELETED_AT)
    partition = ", ".join(target.column(key) for key in entry.primary_key)
    ordered = ", ".join(f"{target.column(name)} DESC NULLS LAST" for name in order)
    return f"SELECT * FROM {table.relation} QUALIFY ROW_NUMBER() OVER (PARTITION BY {partition} ORDER BY {ordered}) = 1"


def _write(entry: Entry, table: Table, target: Target, request: Request, changed: str, step: Step) -> None:
    held = list(held_columns(target, table))
    found_at = f"{literal(request.now.isoformat(sep=' '))}::TIMESTAMP"
    new_values = {
        IS_DELETED: f"NOT COALESCE({target.column(IS_DELETED)}, FALSE)",
        IS_DELETED_AT: found_at,
        UPLOADED_AT: f"{_epoch(request.now):d}",
        TASK_INSTANCE: literal(task_instance(entry, request)),
    }
    listing = deletes_table(entry)
    listed = [*entry.primary_key, *(name for name in new_values if name in held)]
    types = _types(target, table)
    is_new = not held_columns(target, listing)
    prepare(target, listing, {name: types[name] for name in listed} if is_new else {}, exists=not is_new)
    step("prepared")
    with target.transaction():
        for into, names in ((listing, listed), (table, held)):
            columns = ", ".join(target.column(name) for name in names)
            values = ", ".join(new_values.get(name, target.column(name)) for name in names)
            target.execute(f"INSERT INTO {into.relation} ({columns}) SELECT {values} FROM {changed}")
            step(f"written {into.schema}")
        [(rows,)] = target.query(f"SELECT COUNT(*) FROM {changed}")
        record(
            target, Load(ADAPTER, table.short, STRATEGY, request.now, None, None, task_instance(entry, request)), rows
        )
    step("committed")


def _types(target: Target, table: Table) -> dict[str, str]:
    types = {}
    for name, held in held_columns(target, table).items():
        decimal = held.data_type.split("(")[0].upper() in ("NUMBER", "DECIMAL")
        types[name] = f"DECIMAL({held.precision}, {held.scale})" if decimal else held.data_type
    return types


def _epoch(moment: datetime) -> int:
    return int(moment.replace(tzinfo=UTC).timestamp())
