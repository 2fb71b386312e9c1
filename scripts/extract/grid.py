"""A sheet or file people edit, as a table of texts: its header normalised, blanks as NULL, its content as one hash."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import pyarrow as pa

from scripts.core.errors import EdpError
from scripts.extract.columns import Column
from scripts.extract.state import Load, create_state, record
from scripts.extract.target import Table, Target, held_columns, load, new_columns, prepare

UPDATED_AT = "_updated_at"
"""Epoch seconds of the load, as text like every other value of such a table."""


@dataclass(frozen=True)
class Grid:
    """Named columns of texts.

    Attributes:
        header: names that are columns.
        rows: as long as the header; None for a blank.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]

    @property
    def content_hash(self) -> str:
        """The same for the same header and rows."""
        return hashlib.sha256(json.dumps([self.header, self.rows]).encode()).hexdigest()

    def batches(self, updated_at: datetime) -> pa.RecordBatchReader:
        """The rows with the time of their load."""
        columns = {name: pa.array([row[nth] for row in self.rows], pa.string()) for nth, name in enumerate(self.header)}
        seconds = str(int(updated_at.replace(tzinfo=UTC).timestamp()))
        columns[UPDATED_AT] = pa.array([seconds] * len(self.rows), pa.string())
        return pa.table(columns).to_reader()


def grid_of(cells: Sequence[Sequence[str | None]], where: str) -> Grid:
    """Make a grid of cells as people leave them: blank rows and columns go, names become columns.

    Args:
        cells: the first row that is not blank is the header.
        where: named in messages.

    Raises:
        EdpError: there is no header, a column with values has no name, or two have the same.
    """
    texts = [[_blank(cell) for cell in row] for row in cells]
    filled = [row for row in texts if any(cell is not None for cell in row)]
    if not filled:
        raise EdpError(f"{where}: there is no header; give every column a name in the first row")
    header, *rows = filled
    width = max(len(row) for row in filled)
    header += [None] * (width - len(header))
    rows = [row + [None] * (width - len(row)) for row in rows]
    kept = [nth for nth in range(width) if header[nth] is not None or any(row[nth] is not None for row in rows)]
    names: list[str] = []
    for nth in kept:
        name = column_name(header[nth] or "")
        if not name:
            raise EdpError(f"{where}: column {nth + 1} has values but no name; name it in the first row")
        if name in names or name == UPDATED_AT:
            raise EdpError(f"{where}: two columns are named {name}; rename one")
        names.append(name)
    return Grid(tuple(names), tuple(tuple(row[nth] for nth in kept) for row in rows))


def column_name(text: str) -> str:
    """A header as people write it as the name of a column: `Net ARR (USD)` becomes `net_arr_usd`."""
    name = re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")
    return f"_{name}" if name[:1].isdigit() else name


def csv_cells(content: bytes, where: str) -> list[list[str]]:
    """The cells of a CSV file in UTF-8.

    Raises:
        EdpError: it is in another encoding.
    """
    try:
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    except (UnicodeDecodeError, csv.Error) as error:
        raise EdpError(f"{where}: is not a CSV file in UTF-8 ({error}); save it as one") from None


def replace_rows(target: Target, table: Table, grid: Grid, written: Load) -> int:
    """Load a grid into a new table, which then takes the place of the old one: readers see all of either.

    Args:
        target: the warehouse.
        table: of raw.
        grid: what it will hold.
        written: what is recorded.
    """
    new = Table(table.schema, f"{table.name}__new")
    create_state(target)
    target.execute(f"CREATE SCHEMA IF NOT EXISTS {target_schema(table)}")
    columns = ", ".join(f"{target.column(name)} VARCHAR" for name in (*grid.header, UPDATED_AT))
    target.execute(f"CREATE OR REPLACE TABLE {new.relation} ({columns})")
    with target.transaction():
        target.load(new.relation, grid.batches(written.uploaded_at))
        [(rows,)] = target.query(f"SELECT COUNT(*) FROM {new.relation}")
        if rows != len(grid.rows):
            raise EdpError(f"{table.short}: {len(grid.rows)} rows were read, {rows} arrived; nothing was kept")
    target.swap(table, new)
    # a run that dies before this line loads the same content once more
    record(target, written, rows)
    return int(rows)


def append_rows(target: Target, table: Table, grid: Grid, written: Load) -> int:
    """Add a grid's rows to a table, with columns it has not had before.

    Args:
        target: the warehouse.
        table: of raw.
        grid: what is added.
        written: what is recorded.

    Raises:
        EdpError: the grid lacks a column the table has.
    """
    held = held_columns(target, table)
    columns = [Column(name, "text", pa.string(), "VARCHAR", as_text=False) for name in grid.header]
    additions = new_columns(columns, held, {UPDATED_AT: "VARCHAR"})
    prepare(target, table, additions, exists=bool(held))
    return load(target, table, grid.batches(written.uploaded_at), written, stamps={})


def target_schema(table: Table) -> str:
    """The schema of a table in a statement."""
    return table.relation.rsplit(".", 1)[0]


def _blank(cell: str | None) -> str | None:
    return None if cell is None or not cell.strip() else cell
