"""The generator's raw tables in the emulated account, as a loader would have left them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from scripts.core.sql import literal
from scripts.snowflake.account import Relation
from scripts.snowflake.session import Session, quote


def load_database(session: Session, file: Path, database: str, role: str, progress: Callable[[str], None]) -> int:
    """Copy every table of a DuckDB file into a database of the account, replacing what is there.

    Args:
        session: a session of the administrator.
        file: the DuckDB file; it is opened for reading only.
        database: the account's database, in capitals; it must exist.
        role: the owner of the schemas and tables, in capitals.
        progress: called with each table's name.

    Returns:
        How many tables were loaded.
    """
    session.duck(f"ATTACH {literal(str(file))} AS loading (READ_ONLY)")
    try:
        tables = session.duck(
            "SELECT schema_name, table_name FROM duckdb_tables() WHERE database_name = 'loading' "
            "AND schema_name NOT IN ('edp', 'snapshots') ORDER BY ALL"
        )
        for schema, table in tables:
            name = (database, schema.upper(), table.upper())
            progress(".".join(name))
            if name[:2] not in session.schemas(database):
                session.run(f"CREATE SCHEMA {quote(name[:2])}")
                session.account.own("SCHEMA", name[:2], role)
            columns = session.duck(f"DESCRIBE {quote(('loading', schema, table))}")
            # what a source wrote in mixed case was quoted there and keeps its case
            listed = ", ".join(
                f"{quote((column,))} AS {quote((column.upper() if column.islower() else column,))}"
                for column, *_ in columns
            )
            session.duck(
                f"CREATE OR REPLACE TABLE {quote(name)} AS SELECT {listed} FROM loading.{quote((schema, table))}"
            )
            session.account.add_relation(name, Relation("TABLE"), role)
    finally:
        session.duck("DETACH loading")
    return len(tables)
