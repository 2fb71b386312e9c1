"""PostgreSQL as a stream of Arrow batches: one read-only snapshot, exact values, memory that does not grow.

What is read lies behind `Reader`, so that another way to read (DuckDB's own extension) can take its place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.compute as pc

from scripts.core.errors import EdpError
from scripts.core.sql import literal
from scripts.extract.ahead import Ahead, in_turns
from scripts.extract.columns import NO_NUMBER, Column, column_of
from scripts.extract.parts import split

# Beyond what any batch holds; what DuckDB, and Arrow's own users, read as infinity.
_INFINITY = {64: 2**63 - 1, 32: 2**31 - 1}
# PostgreSQL's first moment and day, 4714 BC, counted from 1970: below it the driver's arithmetic has overflowed.
_FIRST = {64: -210_866_803_200_000_000, 32: -2_440_588}
_BATCH_BYTES = 4 << 20


Connect = Callable[[str], Any]
"""Opens an ADBC connection in the snapshot of that name, or in one of its own where it has none."""


class Reader(Protocol):
    """What an extraction asks of a source, all of it in one snapshot."""

    def columns(self, source: str, text_columns: Sequence[str] = ()) -> list[Column]:
        """The columns of a source: a table name, or a query in parentheses."""

    def clock(self) -> datetime:
        """Up to when the source's rows are visible here, UTC without zone; behind the time of day on a replica."""

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """Run one small SELECT and return all rows."""

    def stream(
        self, source: str, columns: Sequence[Column], where: str, *, whole: bool = False
    ) -> pa.RecordBatchReader:
        """The rows of a source that meet a condition, as batches with the columns' Arrow types.

        Args:
            source: a table name, or a query in parentheses.
            columns: of the source, as `columns` describes them.
            where: the condition, in PostgreSQL's SQL.
            whole: nearly every row meets it, so the source may be read in several parts at once.
        """


@dataclass(frozen=True)
class _Overflow:
    """How the driver shows infinity and -infinity: as what is left when its arithmetic runs over."""

    moments: tuple[int, int]
    days: tuple[int, int]


class PostgresReader:
    """A read-only transaction of a PostgreSQL server, read with ADBC."""

    def __init__(self, name: str, connect: Connect, streams: int) -> None:
        """Begin the snapshot; use `open_postgres`.

        Args:
            name: the connection's name in the config file, for messages.
            connect: opens an ADBC connection and begins its transaction, in the snapshot it is given.
            streams: over how many connections a whole table may be read.
        """
        self._name = name
        self._connect = connect
        self._connection = connect("")
        self._connections = streams
        self._streams: list[Ahead] = []
        self._overflow = self._learn_infinity()

    def columns(self, source: str, text_columns: Sequence[str] = ()) -> list[Column]:
        """The columns of a source: a table name, or a query in parentheses.

        Raises:
            EdpError: there is no such table, or the query is wrong; PostgreSQL's own words are in the message.
        """
        with self._said(), self._connection.cursor() as cursor:
            schema = cursor.adbc_execute_schema(f"SELECT * FROM {source} AS source")
        missing = sorted(set(text_columns) - set(schema.names))
        if missing:
            raise EdpError(f"text_columns names {', '.join(missing)}, which the source does not have; remove it")
        return [column_of(field, as_text=field.name in text_columns) for field in schema]

    def clock(self) -> datetime:
        """Up to when the source's rows are visible here, UTC without zone."""
        [(moment,)] = self.query(
            "SELECT CASE WHEN pg_is_in_recovery() THEN LEAST(now(), pg_last_xact_replay_timestamp()) ELSE now() END"
        )
        if moment is None:
            raise EdpError(f"connection {self._name}: the replica has replayed nothing yet; try again later")
        return datetime.fromtimestamp(moment.timestamp(), UTC).replace(tzinfo=None)

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """Run one small SELECT and return all rows."""
        with self._said(), self._connection.cursor() as cursor:
            cursor.execute(sql)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
            return rows

    def stream(
        self, source: str, columns: Sequence[Column], where: str, *, whole: bool = False
    ) -> pa.RecordBatchReader:
        """The rows of a source that meet a condition, as batches with the columns' Arrow types.

        An infinite moment or day becomes the largest (smallest) value of its type, which DuckDB reads as infinity.

        Args:
            source: a table name, or a query in parentheses.
            columns: of the source, as `columns` describes them.
            where: the condition, in PostgreSQL's SQL.
            whole: nearly every row meets it, so a large table is read in several parts at once.

        Raises:
            EdpError: while it is read, where PostgreSQL stops or a value has no exact place.
        """
        selected = ", ".join(column.expression for column in columns)
        schema = pa.schema([(column.name, column.arrow) for column in columns])
        sql = f"SELECT {selected} FROM {source} AS source WHERE {where}"
        parts = split(self.query, source, self._connections if whole else 1)
        streams = [
            Ahead(self._batches(connection, f"{sql} AND {part}", columns, schema))
            for connection, part in zip(self._open(len(parts)), parts, strict=True)
        ]
        self._streams += streams
        return pa.RecordBatchReader.from_batches(schema, in_turns(streams))

    def close(self) -> None:
        """Stop what is still being read; the connection may be closed afterwards."""
        for stream in self._streams:
            stream.close()

    def _open(self, count: int) -> list[Any]:
        """As many connections, all of which see the same rows."""
        if count == 1:
            return [self._connection]
        [(snapshot,)] = self.query("SELECT pg_export_snapshot()")
        with self._said():
            return [self._connection, *(self._connect(snapshot) for _ in range(count - 1))]

    def _batches(
        self, connection: Any, sql: str, columns: Sequence[Column], schema: pa.Schema
    ) -> Iterator[pa.RecordBatch]:
        with self._said(), connection.cursor() as cursor:
            cursor.adbc_statement.set_options(**{"adbc.postgresql.batch_size_hint_bytes": str(_BATCH_BYTES)})
            cursor.execute(sql)
            for batch in cursor.fetch_record_batch():
                arrays = [self._exact(array, column) for array, column in zip(batch.columns, columns, strict=True)]
                yield pa.RecordBatch.from_arrays(arrays, schema=schema)

    def _exact(self, array: pa.Array, column: Column) -> pa.Array:
        if isinstance(array, pa.ExtensionArray):
            array = array.storage
        if pa.types.is_timestamp(column.arrow):
            return self._finite(array, column, 64, self._overflow.moments)
        if pa.types.is_date(column.arrow):
            return self._finite(array, column, 32, self._overflow.days)
        if column.is_scaled:
            if pc.min(array).as_py() == NO_NUMBER:
                raise self._too_much(column, "NaN")
            whole = pc.cast(array, pa.decimal128(19, 0))
            return pa.Array.from_buffers(column.arrow, len(whole), whole.buffers(), whole.null_count, whole.offset)
        if pa.types.is_decimal(column.arrow):
            try:
                return pc.cast(array, column.arrow)
            except pa.ArrowInvalid as error:
                raise self._too_much(column, error) from None
        return array

    @staticmethod
    def _too_much(column: Column, what: object) -> EdpError:
        return EdpError(
            f"column {column.name} holds what {column.raw_type} cannot hold ({what}); name it in text_columns"
        )

    def _finite(self, array: pa.Array, column: Column, bits: int, overflow: tuple[int, int]) -> pa.Array:
        integers = array.view(pa.int64() if bits == 64 else pa.int32())
        ends = pc.min_max(integers)
        lowest, highest = ends["min"].as_py(), ends["max"].as_py()
        if lowest is None or (lowest >= _FIRST[bits] and highest < _INFINITY[bits]):
            return integers.view(column.arrow)
        known = pc.is_in(integers, value_set=pa.array(overflow, integers.type))
        strange = pc.or_(pc.less(integers, _FIRST[bits]), pc.equal(integers, _INFINITY[bits]))
        if pc.any(pc.and_not(strange, known)).as_py():
            raise EdpError(f"column {column.name} holds a moment after the year 294246; name it in text_columns")
        for shown, meant in zip(overflow, (_INFINITY[bits], -_INFINITY[bits]), strict=True):
            integers = pc.if_else(pc.equal(integers, shown), pa.scalar(meant, integers.type), integers)
        return integers.view(column.arrow)

    def _learn_infinity(self) -> _Overflow:
        both = "{0} 'infinity', {0} '-infinity'".format
        with self._said(), self._connection.cursor() as cursor:
            cursor.execute(f"SELECT {both('timestamp')}, {both('date')}")
            shown = cursor.fetch_arrow_table()
        seen = [
            shown.column(nth).combine_chunks().view(pa.int64() if nth < 2 else pa.int32())[0].as_py()
            for nth in range(4)
        ]
        if max(seen[:2]) >= _FIRST[64] or max(seen[2:]) >= _FIRST[32]:
            raise EdpError(
                "this version of the PostgreSQL driver shows infinity as a date that exists; use another one"
            )
        return _Overflow((seen[0], seen[1]), (seen[2], seen[3]))

    @contextmanager
    def _said(self) -> Iterator[None]:
        import adbc_driver_manager

        try:
            yield
        except (adbc_driver_manager.Error, pa.ArrowException, OSError) as error:
            # once rows flow, the driver's errors come as Arrow's
            raise EdpError(f"connection {self._name}: {_first_line(error)}") from None


@contextmanager
def open_postgres(name: str, uri: str, *, timeout_minutes: int, streams: int = 1) -> Iterator[PostgresReader]:
    """Open one read-only, repeatable snapshot of a PostgreSQL server.

    Args:
        name: the connection's name, for messages; the connection string is in none of them.
        uri: libpq connection string.
        timeout_minutes: after how long the server stops a statement.
        streams: over how many connections a whole table may be read.

    Raises:
        EdpError: the server cannot be reached or refuses.
    """
    import adbc_driver_manager
    import adbc_driver_postgresql.dbapi as adbc

    with ExitStack() as connections:

        def connect(snapshot: str) -> Any:
            try:
                connection = connections.enter_context(closing(adbc.connect(uri, autocommit=True)))
            except adbc_driver_manager.Error as error:
                raise EdpError(f"connection {name}: {_connection_problem(error)}") from None
            _begin(connection, snapshot, timeout_minutes)
            return connection

        reader = PostgresReader(name, connect, streams)
        try:
            yield reader
        finally:
            reader.close()


def _begin(connection: Any, snapshot: str, timeout_minutes: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        if snapshot:
            cursor.execute(f"SET TRANSACTION SNAPSHOT {literal(snapshot)}")
        # how values look as text must not depend on the server's settings
        for setting in (
            "TimeZone = 'UTC'",
            "standard_conforming_strings = on",
            "IntervalStyle = 'postgres'",
            "DateStyle = 'ISO'",
            "bytea_output = 'hex'",
            "extra_float_digits = 1",
            f"statement_timeout = '{timeout_minutes:d}min'",
        ):
            cursor.execute(f"SET LOCAL {setting}")


def _first_line(error: Exception) -> str:
    said = str(error).split("Query was:")[0].strip().splitlines()
    text = said[0] if said else "the driver gives no reason"
    return text.split("ERROR:")[-1].strip()


def _connection_problem(error: Exception) -> str:
    """The server's or the network's answer; a complaint about the connection string itself would repeat parts of it."""
    said = _first_line(error).removeprefix("IO: [libpq] Failed to connect:").strip()
    if said.startswith("connection to server"):
        return said
    return "its connection string is not valid; write it as postgresql://user@host:5432/database"
