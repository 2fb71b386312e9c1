"""Faults of fakesnow that stop dbt, each repaired in one function. A test per repair turns red when it is needless."""

from __future__ import annotations

import atexit
import shutil
from functools import wraps
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from sqlglot import exp
from sqlglot.errors import ParseError

from scripts.snowflake import engine, flattening
from scripts.snowflake.cursor import Cursor
from scripts.snowflake.parsing import parsed

_MARK = "is_repair"
"""Attribute of a function of ours that stands in for one of fakesnow's: no repair is wrapped twice."""


def repair_all() -> None:
    """Install the cursor of the emulated account and every repair."""
    install_cursor()
    keep_null_timestamps()
    list_views()
    quote_comments()
    flatten_as_asked()
    try_timestamps()
    sum_exactly()
    describe_whole_sums()
    let_unparsed_through()
    remove_stages()


def install_cursor() -> None:
    """Connections make our cursors."""
    engine.connection.FakeSnowflakeCursor = Cursor


def keep_null_timestamps() -> None:
    """A NULL timestamp arrives over the server as 1970-01-01: the Arrow struct has no null mask."""
    plain = engine.arrow.timestamp_to_sf_struct
    if getattr(plain, _MARK, False):
        return

    def with_nulls(values: pa.Array | pa.ChunkedArray) -> pa.StructArray:
        array = values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
        struct = plain(array.fill_null(0))
        fields = [struct.field(nth) for nth in range(struct.type.num_fields)]
        return pa.StructArray.from_arrays(fields, fields=list(struct.type), mask=pc.is_null(array))

    setattr(with_nulls, _MARK, True)
    engine.arrow.timestamp_to_sf_struct = with_nulls


def list_views() -> None:
    """INFORMATION_SCHEMA.TABLES lists no views."""
    template = engine.information_schema.SQL_CREATE_INFORMATION_SCHEMA_TABLES_VIEW
    if "duckdb_views" in template.template:
        return
    tables = template.template.split("AS\nselect", 1)[1]
    views = (
        tables.replace("duckdb_tables tables", "duckdb_views tables")
        .replace("'BASE TABLE'", "'VIEW'")
        .replace("tables.table_name", "tables.view_name")
        .replace("tables.estimated_size", "NULL::BIGINT")
    )
    template.template = f"{template.template} union all select{views}"


def quote_comments() -> None:
    """An apostrophe in CREATE ... COMMENT = breaks the statement that stores it; no comment is stored as 'None'."""
    plain = engine.information_schema.insert_table_comment_sql
    if getattr(plain, _MARK, False):
        return

    def quoted(catalog: str, schema: str, table: str, comment: str | None) -> str:
        return str(plain(*(part.replace("'", "''") for part in (catalog, schema, table, comment or ""))))

    setattr(quoted, _MARK, True)
    engine.information_schema.insert_table_comment_sql = quoted


def flatten_as_asked() -> None:
    """FLATTEN passes over MODE and RECURSIVE without a word."""
    if engine.pipeline.flatten is not flattening.flatten:
        engine.pipeline.flatten = flattening.flatten
        template = engine.macros.FS_FLATTEN
        template.template = f"{template.template};{flattening.RECURSIVE.template}"


def try_timestamps() -> None:
    """TRY_CAST to a timestamp fails where it should be NULL: it becomes an ordinary cast."""
    plain = engine.pipeline.to_timestamp
    if getattr(plain, _MARK, False):
        return

    @wraps(plain)
    def tried(expression: exp.Expr) -> Any:
        return expression if isinstance(expression, exp.TryCast) else plain(expression)

    setattr(tried, _MARK, True)
    engine.pipeline.to_timestamp = tried


def sum_exactly() -> None:
    """SUM, AVG and their kin read every number as a float, and cents get lost; they take it as it is."""
    plain = engine.pipeline.numeric_agg_implicit_cast
    if getattr(plain, _MARK, False):
        return

    @wraps(plain)
    def exact(expression: exp.Expr) -> Any:
        argument, named = expression.this, plain(expression)
        aggregate = named if named is expression else named.this
        if isinstance(aggregate.this, exp.TryCast) and not isinstance(argument, exp.TryCast):
            aggregate.set("this", aggregate.this.this)
        return named

    setattr(exact, _MARK, True)
    engine.pipeline.numeric_agg_implicit_cast = exact


def describe_whole_sums() -> None:
    """The sum of a whole number is described by the name of the SQL engine's type."""
    module = engine.information_schema
    view = module.SQL_CREATE_GLOBAL_INFORMATION_SCHEMA_COLUMNS_VIEW
    whole = view.replace("columns.data_type='BIGINT'", "columns.data_type IN ('BIGINT', 'HUGEINT')")
    module.SQL_CREATE_GLOBAL_INFORMATION_SCHEMA_COLUMNS_VIEW = whole


def let_unparsed_through() -> None:
    """The server parses a statement before the cursor sees it and refuses what only the cursor knows."""

    def tolerant(sql: str) -> Any:
        try:
            return parsed(sql)
        except ParseError:
            return exp.Command(this="UNKNOWN", expression=sql)

    engine.server.parse_one = tolerant


def remove_stages() -> None:
    """The folder for the files of stages, made when fakesnow is imported, stays when the process ends."""
    atexit.unregister(_remove_folder)
    atexit.register(_remove_folder)


def _remove_folder() -> None:
    shutil.rmtree(engine.stages.LOCAL_BUCKET_PATH, ignore_errors=True)
