"""The generator's CustomersDot and GitLab.com records as the applications have them: one row each, no history."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from scripts.core.errors import EdpError
from scripts.core.sql import literal, quoted
from scripts.core.warehouse import DuckDBWarehouse
from scripts.extract.config import Entry, PgpFile, Strategy
from scripts.extract.pgp import IS_DELETED, IS_DELETED_AT, TASK_INSTANCE, UPLOADED_AT, table_of
from scripts.extract.target import Table

TECHNICAL = (UPLOADED_AT, TASK_INSTANCE, IS_DELETED, IS_DELETED_AT)

# What the application keeps in another type than the extract shows.
_APPLICATION_TYPES = {("namespaces", "traversal_ids"): "bigint[]"}


def database_name(connection: str) -> str:
    """The database that plays the part of a connection of config/pgp.yml."""
    return f"{connection}_demo"


def current_rows(warehouse: DuckDBWarehouse, entry: Entry) -> str:
    """The query of an entry's records as the application has them now: business columns of what was not deleted.

    Raises:
        EdpError: raw has no such table.
    """
    table = table_of(entry)
    columns = _columns(warehouse, table)
    if not columns:
        raise EdpError(f"{table.relation} is missing; run `edp raw build` first")
    business = ", ".join(quoted(column) for column in columns if column not in TECHNICAL)
    if UPLOADED_AT not in columns:
        return f"SELECT {business} FROM {table.relation}"
    if entry.strategy is Strategy.SCD:
        newest = f"(SELECT MAX({UPLOADED_AT}) FROM {table.relation})"
        return f"SELECT {business} FROM {table.relation} WHERE {UPLOADED_AT} = {newest}"
    keys = ", ".join(quoted(key) for key in entry.primary_key)
    order = f"{quoted(entry.updated_column or UPLOADED_AT)} DESC, {UPLOADED_AT} DESC, {TASK_INSTANCE} DESC"
    newest_states = (
        f"SELECT * FROM {table.relation} QUALIFY ROW_NUMBER() OVER (PARTITION BY {keys} ORDER BY {order}) = 1"
    )
    alive = f"WHERE NOT COALESCE({IS_DELETED}, FALSE)" if IS_DELETED in columns else ""
    return f"SELECT {business} FROM ({newest_states}) AS newest_states {alive}"


def load_source(
    warehouse: DuckDBWarehouse, file: PgpFile, uri_of: Callable[[str], str], progress: Callable[[str], None]
) -> dict[str, int]:
    """Fill the source databases, replacing what is in their tables.

    Args:
        warehouse: with generated raw tables.
        file: config/pgp.yml.
        uri_of: connection string of a database.
        progress: called with each table's name.

    Returns:
        Rows per `database.table`.
    """
    import psycopg

    rows = {}
    for name in file.connections:
        database = database_name(name)
        with psycopg.connect(uri_of("postgres"), autocommit=True) as server:
            known = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone()
            if known is None:
                server.execute(f"CREATE DATABASE {quoted(database)} ENCODING 'UTF8' TEMPLATE template0".encode())
        for entry in file.tables:
            if entry.connection == name and entry.table is not None:
                progress(entry.table)
                rows[f"{database}.{entry.table}"] = _load_table(warehouse, entry, entry.table, uri_of(database))
    return rows


def _load_table(warehouse: DuckDBWarehouse, entry: Entry, table: str, uri: str) -> int:
    import adbc_driver_postgresql.dbapi as adbc

    with adbc.connect(uri) as connection, connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {quoted(table)}")
        rows = cursor.adbc_ingest(table, warehouse.stream(current_rows(warehouse, entry)), mode="create")
        for statement in _shape(entry, table):
            cursor.execute(statement)
        connection.commit()
    return int(rows)


def _shape(entry: Entry, table: str) -> list[Any]:
    keys = ", ".join(quoted(key) for key in entry.primary_key)
    # an id that is missing in a report is part of what the reports' own key may hold
    kind = "PRIMARY KEY" if len(entry.primary_key) == 1 else "UNIQUE NULLS NOT DISTINCT"
    statements = [f"ALTER TABLE {quoted(table)} ADD {kind} ({keys})"]
    for (owner, column), kind in _APPLICATION_TYPES.items():
        if owner == table:
            name = quoted(column)
            statements.append(f"ALTER TABLE {quoted(table)} ALTER COLUMN {name} TYPE {kind} USING {name}::{kind}")
    if entry.updated_column is not None:
        statements.append(f"CREATE INDEX ON {quoted(table)} ({quoted(entry.updated_column)})")
    return [*statements, f"ANALYZE {quoted(table)}"]


def _columns(warehouse: DuckDBWarehouse, table: Table) -> list[str]:
    rows = warehouse.query(
        "SELECT column_name FROM duckdb_columns() WHERE database_name = 'raw'"
        f" AND schema_name = {literal(table.schema)} AND table_name = {literal(table.name)} ORDER BY column_index"
    )
    return [str(name) for (name,) in rows]
