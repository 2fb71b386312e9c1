"""Counting on both sides: PostgreSQL's rows by day, and the newest row per key in raw by the same days."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime

from scripts.core.errors import EdpError
from scripts.core.sql import literal, quoted
from scripts.extract.config import Connection, PgpFile
from scripts.extract.pgp import IS_DELETED, TASK_INSTANCE, UPLOADED_AT
from scripts.extract.postgres import Reader
from scripts.extract.state import loaded_until
from scripts.extract.target import Table, Target, held_columns
from scripts.reconcile.compare import Counts, Window
from scripts.reconcile.config import Check

Open = Callable[[str, Connection], AbstractContextManager[Reader]]


def source_sql(check: Check, window: Window) -> str:
    """The query that counts a source's rows, in PostgreSQL's SQL: check, day, part, rows."""
    source = check.source
    rows = quoted(*source.table.split(".")) if source.table else f"({str(source.query).strip().rstrip(';')})"
    day = quoted(check.day_column)
    # rows without a day a calendar has are counted apart
    begin, end = literal(f"{window.first} 00:00:00+00"), literal(f"{window.cutoff.isoformat(' ')}+00")
    part = _part([f"COALESCE({quoted(column)}::text, '')" for column in check.parts])
    return (
        f"SELECT {literal(check.name)}::text, CASE WHEN isfinite({day}) THEN {day}::date END, {part}::text, COUNT(*)"
        f" FROM {rows} AS source WHERE ({day} >= {begin} AND {day} < {end}) OR {day} IS NULL"
        f" OR {day} IN ('infinity', '-infinity') GROUP BY 2, 3"
    )


def target_sql(check: Check, window: Window, target: Target) -> str:
    """The query that counts the newest row per key in raw: day, part, rows.

    Raises:
        EdpError: raw has no such table or column.
    """
    table = Table(*check.target.split("."))
    held = held_columns(target, table)
    if not held:
        raise EdpError(f"config/rowcounts.yml: {check.name}: raw.{check.target} does not exist; extract it first")
    for column in (*check.key, check.updated_column, *check.grain):
        if column.lower() not in held:
            raise EdpError(f"config/rowcounts.yml: {check.name}: raw.{check.target} has no column {column}")
    order = ", ".join(
        f"{target.column(column)} DESC NULLS LAST"
        for column in (check.updated_column, UPLOADED_AT, TASK_INSTANCE)
        if column in held
    )
    keys = ", ".join(target.column(column) for column in check.key)
    newest = f"SELECT * FROM {table.relation} QUALIFY ROW_NUMBER() OVER (PARTITION BY {keys} ORDER BY {order}) = 1"
    alive = "TRUE"
    if check.deletes == "exclude" and IS_DELETED in held:
        alive = f"NOT COALESCE({target.column(IS_DELETED)}, FALSE)"
    elif check.deletes == "exclude" and UPLOADED_AT in held and _is_copied_in_full(target, table):
        # what the newest full copy does not have is gone
        stamp = target.column(UPLOADED_AT)
        newest = f"SELECT * FROM ({newest}) AS every_key WHERE {stamp} = (SELECT MAX({stamp}) FROM {table.relation})"
    day = target.column(check.day_column)
    begin, end = literal(str(window.first)), literal(window.cutoff.isoformat(" "))
    part = _part([f"COALESCE({target.column(column)}::VARCHAR, '')" for column in check.parts])
    undated = f"{day} IS NULL OR {day} < '0001-01-01' OR {day} > '9999-12-31'"
    return (
        f"SELECT CASE WHEN {undated} THEN NULL ELSE {day}::DATE END, {part}, COUNT(*) FROM ({newest}) AS newest"
        f" WHERE {alive} AND ({undated} OR ({day} >= {begin} AND {day} < {end})) GROUP BY 1, 2"
    )


def target_counts(check: Check, window: Window, target: Target) -> Counts:
    """Rows of raw per day and part."""
    return {(day, part): int(rows) for day, part, rows in target.query(target_sql(check, window, target))}


def source_counts(
    checks: Iterable[Check], windows: dict[str, Window], file: PgpFile, open_connection: Open
) -> tuple[dict[str, Counts], list[str]]:
    """Rows of every source per day and part, and what went wrong.

    Small tables of a connection share one query; where that fails each is asked alone, so that one broken table does
    not take the counts of the others with it.
    """
    counts: dict[str, dict[tuple[date | None, str], int]] = {}
    problems: list[str] = []
    waiting = _groups(checks)
    while waiting:
        group = waiting.pop(0)
        connection = group[0].source.connection
        sql = " UNION ALL ".join(f"({source_sql(check, windows[check.name])})" for check in group)
        try:
            with open_connection(connection, file.connections[connection]) as reader:
                rows = reader.query(sql)
        except EdpError as error:
            if len(group) > 1:
                waiting = [[check] for check in group] + waiting
            else:
                problems.append(f"config/rowcounts.yml: {group[0].name}: {error}")
            continue
        for check in group:
            counts[check.name] = {}
        for name, day, part, number in rows:
            counts[name][day, part] = int(number)
    return dict(counts), problems


def loaded_at(target: Target, check: Check) -> datetime | None:
    """Up to when a table of raw is loaded, UTC: the end of its last window, or the time of its last copy."""
    table = Table(*check.target.split("."))
    until = loaded_until(target, table.short)
    if until is not None or UPLOADED_AT not in held_columns(target, table):
        return until
    [(seconds,)] = target.query(f"SELECT MAX({target.column(UPLOADED_AT)}) FROM {table.relation}")
    return None if seconds is None else datetime.fromtimestamp(int(seconds), tz=UTC).replace(tzinfo=None)


def _groups(checks: Iterable[Check]) -> list[list[Check]]:
    small: dict[str, list[Check]] = {}
    large: list[list[Check]] = []
    for check in checks:
        if check.group == "large":
            large.append([check])
        else:
            small.setdefault(check.source.connection, []).append(check)
    return [*small.values(), *large]


def _is_copied_in_full(target: Target, table: Table) -> bool:
    return loaded_until(target, table.short) is None


def _part(columns: list[str]) -> str:
    # no value of the business is kept, only whether two are the same
    return f"MD5({' || CHR(31) || '.join(columns)})" if columns else "''"
