"""Snowflake as a target: batches become Parquet files on a stage, and COPY INTO loads them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from scripts.core.errors import EdpError
from scripts.core.snowflake import connect
from scripts.core.sql import literal, quoted, relation
from scripts.core.warehouse import Rows
from scripts.extract.target import Table

# The first and the last moment Snowflake keeps exactly, in days and microseconds from 1970.
_YEARS = {pa.date32(): (-719_162, 2_932_896), pa.timestamp("us"): (-62_135_596_800_000_000, 253_402_300_799_999_999)}
_FORMAT = "(TYPE = PARQUET USE_LOGICAL_TYPE = TRUE)"


class SnowflakeTarget:
    """A Snowflake account, through one connection."""

    def __init__(self, connection: Any) -> None:
        """Use a DB-API connection of the Snowflake connector."""
        self._connection = connection
        self._stage = relation("raw", "edp", f"extract_{uuid4().hex}")
        self._has_stage = False

    def query(self, sql: str, parameters: Sequence[object] = ()) -> Rows:
        """Run one SELECT and return all rows."""
        with self._connection.cursor() as cursor:
            cursor.execute(sql, tuple(parameters) or None)
            return [tuple(row) for row in cursor.fetchall()]

    def execute(self, sql: str, parameters: Sequence[object] = ()) -> None:
        """Run one statement for its effect."""
        self.query(sql, parameters)

    def stream(self, sql: str) -> pa.RecordBatchReader:
        """Run one SELECT and return Arrow batches."""
        with self._connection.cursor() as cursor:
            cursor.execute(sql)
            tables = list(cursor.fetch_arrow_batches())
        whole = pa.concat_tables(tables) if tables else pa.table({})
        return whole.to_reader()

    def load(self, name: str, batches: pa.Table | pa.RecordBatchReader) -> None:
        """Append Arrow data to the existing table `name`, column by column name.

        The file lies on a stage of this session alone, under a name Snowflake cannot have loaded before.
        """
        reader = batches.to_reader() if isinstance(batches, pa.Table) else batches
        self._make_stage()
        with tempfile.TemporaryDirectory(prefix="edp-extract-") as folder:
            file = Path(folder) / f"{uuid4().hex}.parquet"
            with pq.ParquetWriter(file, reader.schema) as writer:
                for batch in reader:
                    _refuse_far_moments(batch)
                    writer.write_batch(batch)
            self.execute(f"PUT {literal(f'file://{file}')} @{self._stage} AUTO_COMPRESS = FALSE")
        self.execute(
            f"COPY INTO {name} FROM @{self._stage} FILE_FORMAT = {_FORMAT}"
            " MATCH_BY_COLUMN_NAME = CASE_INSENSITIVE ON_ERROR = ABORT_STATEMENT PURGE = TRUE"
        )

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Keep everything inside together or not at all."""
        # DDL would end the transaction
        self._make_stage()
        self.execute("BEGIN")
        try:
            yield
        except BaseException:
            self.execute("ROLLBACK")
            raise
        self.execute("COMMIT")

    def _make_stage(self) -> None:
        if not self._has_stage:
            self.execute("CREATE SCHEMA IF NOT EXISTS raw.edp")
            self.execute(f"CREATE TEMPORARY STAGE {self._stage}")
            self._has_stage = True

    def column(self, name: str) -> str:
        """A column's name in a statement; Snowflake stores plain names in capitals."""
        return quoted(name.upper() if name.islower() else name)

    def scratch(self, name: str) -> str:
        """The full name of a table that goes away with the session."""
        return relation("raw", "edp", name)

    def swap(self, table: Table, new: Table) -> None:
        """Let `new` take the name of `table`, whose grants it gets."""
        self.execute(f"CREATE TABLE IF NOT EXISTS {table.relation} LIKE {new.relation}")
        self.execute(f"ALTER TABLE {table.relation} SWAP WITH {new.relation}")
        self.execute(f"DROP TABLE {new.relation}")


@contextmanager
def open_snowflake(environment: Mapping[str, str]) -> Iterator[SnowflakeTarget]:
    """Connect as the profile's target `prod` does, with the same variables.

    Args:
        environment: SNOWFLAKE_USER, SNOWFLAKE_ROLE and SNOWFLAKE_WAREHOUSE say who; for the rest see
            `scripts.core.snowflake.connect`.

    Raises:
        EdpError: a variable is missing, or Snowflake refuses.
    """
    who = dict.fromkeys(("user", "role", "warehouse"))
    with connect(environment, who, database="RAW", network_timeout=600, timezone="UTC") as connection:
        yield SnowflakeTarget(connection)


def _refuse_far_moments(batch: pa.RecordBatch) -> None:
    """Snowflake has no infinity and no year beyond 9999; a near value would be another value."""
    for field, array in zip(batch.schema, batch.columns, strict=True):
        if field.type not in _YEARS:
            continue
        ends = pc.min_max(array.view(pa.int64() if field.type == pa.timestamp("us") else pa.int32()))
        first, last = _YEARS[field.type]
        if ends["min"].as_py() is not None and (ends["min"].as_py() < first or ends["max"].as_py() > last):
            raise EdpError(
                f"column {field.name} holds infinity or a year Snowflake does not have; name it in text_columns"
            )
