"""The tables a check can read, and how rows get into them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import duckdb
import pyarrow as pa

Row = Mapping[str, Any]

_NODE = {
    "unique_id": "VARCHAR",
    "name": "VARCHAR",
    "path": "VARCHAR",
    "layer": "VARCHAR",
    "database": "VARCHAR",
    "schema": "VARCHAR",
    "description": "VARCHAR",
    "tags": "VARCHAR[]",
    "meta": "JSON",
}

# Every table and its columns. `path` is always relative to the checkout; `line` counts from 1.
TABLES: dict[str, dict[str, str]] = {
    "dbt.nodes": {**_NODE, "resource_type": "VARCHAR"},
    "dbt.models": {
        **_NODE,
        "folder": "VARCHAR",
        "alias": "VARCHAR",
        "materialized": "VARCHAR",
        "contract": "BOOLEAN",
        "patch_path": "VARCHAR",
    },
    "dbt.seeds": {**_NODE, "patch_path": "VARCHAR"},
    "dbt.snapshots": {**_NODE, "strategy": "VARCHAR", "unique_key": "JSON", "patch_path": "VARCHAR"},
    "dbt.sources": {
        **_NODE,
        "source_name": "VARCHAR",
        "identifier": "VARCHAR",
        "loaded_at_field": "VARCHAR",
        "freshness": "JSON",
    },
    "dbt.exposures": {**_NODE, "type": "VARCHAR", "owner": "JSON", "maturity": "VARCHAR", "url": "VARCHAR"},
    "dbt.columns": {
        "unique_id": "VARCHAR",
        "position": "BIGINT",
        "name": "VARCHAR",
        "data_type": "VARCHAR",
        "description": "VARCHAR",
        "tags": "VARCHAR[]",
        "meta": "JSON",
    },
    "dbt.edges": {"parent": "VARCHAR", "child": "VARCHAR"},
    "dbt.tests": {
        "unique_id": "VARCHAR",
        "name": "VARCHAR",
        "path": "VARCHAR",
        "singular": "BOOLEAN",
        "test_name": "VARCHAR",
        "attached_node": "VARCHAR",
        "column_name": "VARCHAR",
        "arguments": "JSON",
        "severity": "VARCHAR",
        "tags": "VARCHAR[]",
        "meta": "JSON",
    },
    "dbt.unit_tests": {
        "unique_id": "VARCHAR",
        "name": "VARCHAR",
        "path": "VARCHAR",
        "model": "VARCHAR",
        "description": "VARCHAR",
        "tags": "VARCHAR[]",
    },
    "dbt.macros": {
        "unique_id": "VARCHAR",
        "name": "VARCHAR",
        "path": "VARCHAR",
        "description": "VARCHAR",
        "patch_path": "VARCHAR",
    },
    "dbt.macro_arguments": {
        "unique_id": "VARCHAR",
        "position": "BIGINT",
        "name": "VARCHAR",
        "type": "VARCHAR",
        "description": "VARCHAR",
    },
    "dbt.files": {
        "path": "VARCHAR",
        "folder": "VARCHAR",
        "stem": "VARCHAR",
        "extension": "VARCHAR",
        "lines": "BIGINT",
        "first_line": "VARCHAR",
        "text": "VARCHAR",
        "code": "VARCHAR",
        "sql": "VARCHAR",
        "compiled": "VARCHAR",
    },
    "dbt.lines": {"path": "VARCHAR", "line": "BIGINT", "text": "VARCHAR", "code": "VARCHAR", "sql": "VARCHAR"},
    "dbt.ctes": {
        "path": "VARCHAR",
        "line": "BIGINT",
        "position": "BIGINT",
        "name": "VARCHAR",
        "imports": "VARCHAR",
        "body": "VARCHAR",
    },
    "dbt.inputs": {"path": "VARCHAR", "line": "BIGINT", "kind": "VARCHAR", "name": "VARCHAR", "in_import": "BOOLEAN"},
    "dbt.windows": {
        "path": "VARCHAR",
        "line": "BIGINT",
        "function": "VARCHAR",
        "partition_by": "VARCHAR",
        "order_by": "VARCHAR[]",
        "frame": "VARCHAR",
    },
    "dbt.yaml_entries": {
        "path": "VARCHAR",
        "line": "BIGINT",
        "kind": "VARCHAR",
        "owner": "VARCHAR",
        "name": "VARCHAR",
        "keys": "VARCHAR[]",
        "config_keys": "VARCHAR[]",
    },
    "dbt.yaml_tests": {
        "path": "VARCHAR",
        "line": "BIGINT",
        "owner": "VARCHAR",
        "column_name": "VARCHAR",
        "test": "VARCHAR",
        "given_name": "VARCHAR",
    },
    "dbt.catalog_columns": {"unique_id": "VARCHAR", "position": "BIGINT", "name": "VARCHAR", "data_type": "VARCHAR"},
    "dbt.run_results": {
        "unique_id": "VARCHAR",
        "status": "VARCHAR",
        "execution_time": "DOUBLE",
        "failures": "BIGINT",
        "message": "VARCHAR",
    },
    # the next four are filled for the checks that read them: scripts/lineage
    "dbt.column_lineage": {
        "parent": "VARCHAR",
        "parent_column": "VARCHAR",
        "child": "VARCHAR",
        "child_column": "VARCHAR",
        "kind": "VARCHAR",
        "engines": "VARCHAR[]",
    },
    "dbt.column_flows": {
        "mark": "VARCHAR",
        "unique_id": "VARCHAR",
        "name": "VARCHAR",
        "path": "VARCHAR",
        "carriers": "VARCHAR[]",
    },
    "dbt.unresolved_columns": {"unique_id": "VARCHAR", "name": "VARCHAR", "engine": "VARCHAR"},
    "config.readers": {"unique_id": "VARCHAR", "path": "VARCHAR"},
    # and these from config/: scripts/spigots
    "config.spigots": {
        "path": "VARCHAR",
        "line": "BIGINT",
        "system": "VARCHAR",
        "service_account": "VARCHAR",
        "role": "VARCHAR",
        "warehouse": "VARCHAR",
    },
    "config.spigot_relations": {"path": "VARCHAR", "line": "BIGINT", "system": "VARCHAR", "relation": "VARCHAR"},
    "config.roles": {"role": "VARCHAR"},
    "config.users": {"name": "VARCHAR", "can_login": "BOOLEAN"},
    "config.memberships": {"kind": "VARCHAR", "member": "VARCHAR", "role": "VARCHAR"},
    "config.role_warehouses": {"role": "VARCHAR", "warehouse": "VARCHAR"},
    "config.warehouse_sizes": {"warehouse": "VARCHAR", "size": "VARCHAR"},
    "config.grants": {"role": "VARCHAR", "verb": "VARCHAR", "kind": "VARCHAR", "object": "VARCHAR"},
    "config.entries": {"path": "VARCHAR", "line": "BIGINT", "key": "VARCHAR", "value": "VARCHAR"},
}

_ARROW = {
    "VARCHAR": pa.string(),
    "JSON": pa.string(),
    "BIGINT": pa.int64(),
    "BOOLEAN": pa.bool_(),
    "DOUBLE": pa.float64(),
    "VARCHAR[]": pa.list_(pa.string()),
}


def open_tables() -> duckdb.DuckDBPyConnection:
    """Return an in-memory DuckDB that holds every table of `TABLES`, empty, and the schema `seed`."""
    connection = duckdb.connect()
    for schema in ("dbt", "config", "seed"):
        connection.execute(f"CREATE SCHEMA {schema}")
    for name, columns in TABLES.items():
        body = ", ".join(f'"{column}" {kind}' for column, kind in columns.items())
        connection.execute(f"CREATE TABLE {name} ({body})")
    return connection


def fill(connection: duckdb.DuckDBPyConnection, name: str, rows: Iterable[Row]) -> None:
    """Append rows to one table in a single statement; a key a row lacks becomes NULL.

    Args:
        connection: from `open_tables`.
        name: a key of `TABLES`.
        rows: one mapping per row; keys that are no column of the table are refused.

    Raises:
        ValueError: a row names a column the table does not have.
    """
    rows = list(rows)
    if not rows:
        return
    columns = TABLES[name]
    unknown = {key for row in rows for key in row} - set(columns)
    if unknown:
        raise ValueError(f"{name} has no column {', '.join(sorted(unknown))}")
    arrow = pa.table(
        {column: pa.array([row.get(column) for row in rows], type=_ARROW[kind]) for column, kind in columns.items()}
    )
    connection.register("edp_rows", arrow)
    try:
        connection.execute(f"INSERT INTO {name} BY NAME SELECT * FROM edp_rows")
    finally:
        connection.unregister("edp_rows")
