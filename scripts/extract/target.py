"""Where rows go: a table of `raw`, its columns, and the one way rows are added to it, on either engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

import pyarrow as pa

from scripts.core.errors import EdpError
from scripts.core.sql import literal, quoted, relation
from scripts.core.warehouse import DuckDBWarehouse, Warehouse
from scripts.extract.columns import Column, fits
from scripts.extract.state import Load, create_state, record

LOAD_MEMORY = "400MB"
"""What the local engine may use: rows only pass through, and more memory would not make that faster."""

Step = Callable[[str], None]
"""Called with the name of each step of a load before the next one begins."""


@dataclass(frozen=True)
class Table:
    """A table of `raw`."""

    schema: str
    name: str

    @property
    def relation(self) -> str:
        """Its full name."""
        return relation("raw", self.schema, self.name)

    @property
    def short(self) -> str:
        """`schema.table`, as the loads are recorded."""
        return f"{self.schema}.{self.name}"


class Target(Warehouse, Protocol):
    """A warehouse rows are extracted to."""

    def transaction(self) -> AbstractContextManager[None]:
        """Keep everything inside together or not at all."""

    def column(self, name: str) -> str:
        """A column's name in a statement, quoted as the engine stores it."""

    def scratch(self, name: str) -> str:
        """The full name of a table that goes away with the session."""

    def swap(self, table: Table, new: Table) -> None:
        """Let `new` take the name of `table`, in one step for every reader; the old rows go."""


class DuckDBTarget(DuckDBWarehouse):
    """The local warehouse: batches go straight into the table."""

    def column(self, name: str) -> str:
        """A column's name in a statement."""
        return quoted(name)

    def scratch(self, name: str) -> str:
        """The full name of a table that goes away with the session."""
        return relation("temp", name)

    def swap(self, table: Table, new: Table) -> None:
        """Let `new` take the name of `table`, in one step for every reader; the old rows go."""
        with self.transaction():
            self.execute(f"DROP TABLE IF EXISTS {table.relation}")
            self.execute(f"ALTER TABLE {new.relation} RENAME TO {quoted(table.name)}")


@dataclass(frozen=True)
class Held:
    """A column a table of `raw` has already, as the engine describes it."""

    data_type: str
    precision: int | None
    scale: int | None


def held_columns(target: Target, table: Table) -> dict[str, Held]:
    """The columns of a table by name in lower case; empty where it does not exist."""
    rows = target.query(
        "SELECT LOWER(column_name), data_type, numeric_precision, numeric_scale FROM information_schema.columns"
        f" WHERE LOWER(table_catalog) = 'raw' AND LOWER(table_schema) = {literal(table.schema.lower())}"
        f" AND LOWER(table_name) = {literal(table.name.lower())} ORDER BY ordinal_position"
    )
    return {name: Held(data_type, precision, scale) for name, data_type, precision, scale in rows}


def new_columns(
    columns: Sequence[Column], held: Mapping[str, Held], technical: Mapping[str, str], dropped: Sequence[str] = ()
) -> dict[str, str]:
    """Which columns a table still needs, with their types.

    Args:
        columns: of the source.
        held: of the table.
        technical: columns we add, with their types.
        dropped: columns that are known to have gone from the source.

    Raises:
        EdpError: the source has a column of ours, has lost one, or one has a type its column cannot hold exactly.
    """
    needed: dict[str, str] = {}
    for column in columns:
        name = column.name.lower()
        if name in technical or name in needed:
            raise EdpError(f"column {column.name} of the source has a name that is taken; use a query that renames it")
        needed[name] = column.raw_type
        there = held.get(name)
        if there and not fits(column, there.data_type, there.precision, there.scale):
            raise EdpError(
                f"column {column.name} is {column.source_type} in the source now, but {there.data_type} in raw, which"
                " cannot hold it exactly; change the column in raw, or name it in text_columns"
            )
    lost = [name for name in held if name not in needed and name not in technical and name not in dropped]
    if lost:
        raise EdpError(
            f"column {', '.join(lost)} is in raw but no longer in the source; to go on without it, name it in"
            " dropped_columns"
        )
    return {name: kind for name, kind in {**needed, **technical}.items() if name not in held}


def prepare(target: Target, table: Table, additions: Mapping[str, str], *, exists: bool) -> None:
    """Make the table, or the columns it needs; what is there stays. Not part of the load's transaction, as DDL is not.

    Args:
        target: the warehouse.
        table: of `raw`.
        additions: names and types; see `new_columns`.
        exists: the table has columns already.
    """
    create_state(target)
    definitions = [f"{target.column(name)} {kind}" for name, kind in additions.items()]
    if not exists:
        target.execute(f"CREATE SCHEMA IF NOT EXISTS {relation('raw', table.schema)}")
        target.execute(f"CREATE TABLE {table.relation} ({', '.join(definitions)})")
        return
    for definition in definitions:
        target.execute(f"ALTER TABLE {table.relation} ADD COLUMN {definition}")


class Counted:
    """Batches on their way, with the columns every row of a load has in common, counted as they leave the source.

    Attributes:
        rows: how many have passed.
        error: what stopped the source; engines put their own words around it.
    """

    def __init__(self, source: pa.RecordBatchReader, stamps: Mapping[str, pa.Scalar], step: Step) -> None:
        self._source = source
        self._stamps = stamps
        self._step = step
        self.rows = 0
        self.error: BaseException | None = None

    def reader(self) -> pa.RecordBatchReader:
        """The batches; to be read once."""
        schema = self._source.schema
        for name, value in self._stamps.items():
            schema = schema.append(pa.field(name, value.type))
        return pa.RecordBatchReader.from_batches(schema, self._batches(schema))

    def _batches(self, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
        try:
            for batch in self._source:
                self.rows += batch.num_rows
                self._step(f"{self.rows:,} rows")
                stamped = [pa.repeat(value, batch.num_rows) for value in self._stamps.values()]
                yield pa.RecordBatch.from_arrays([*batch.columns, *stamped], schema=schema)
        except BaseException as error:
            self.error = error
            raise


def load(
    target: Target,
    table: Table,
    source: pa.RecordBatchReader,
    written: Load,
    *,
    stamps: Mapping[str, pa.Scalar],
    replace: bool = False,
    step: Step = lambda _: None,
) -> int:
    """Add all rows of a source to a table and record that, or keep nothing.

    Args:
        target: the warehouse.
        table: exists, with every column of the source and of the stamps.
        source: the rows.
        written: what is recorded.
        stamps: columns that have one value in all rows.
        replace: the rows take the place of those in the table.
        step: called between the steps.

    Returns:
        How many rows were added.

    Raises:
        EdpError: the source stopped, or the table has not got as many rows as the source gave.
    """
    counted = Counted(source, stamps, step)
    with target.transaction():
        if replace:
            target.execute(f"DELETE FROM {table.relation}")
        before = _count(target, table)
        step("begun")
        try:
            target.load(table.relation, counted.reader())
        except Exception:
            if counted.error is not None:
                raise counted.error from None
            raise
        step("loaded")
        loaded = _count(target, table) - before
        if loaded != counted.rows:
            raise EdpError(f"{table.short}: {counted.rows} rows left the source, {loaded} arrived; nothing was kept")
        record(target, written, loaded)
        step("recorded")
    step("committed")
    return loaded


def _count(target: Target, table: Table) -> int:
    [(rows,)] = target.query(f"SELECT COUNT(*) FROM {table.relation}")
    return int(rows)
