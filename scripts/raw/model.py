"""What a source family, its tables and a load wave are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Literal

from scripts.core.sql import relation


class Wave(Enum):
    """A load of the raw database; the raw tables at a wave are what the source systems show on its day."""

    W0 = "W0"
    W1 = "W1"
    W2 = "W2"

    @property
    def number(self) -> int:
        """0, 1 or 2."""
        return int(self.value[1:])

    @property
    def as_of_date(self) -> str:
        """The business day of the load, as YYYY-MM-DD."""
        return f"2024-12-{29 + self.number}"


@dataclass(frozen=True)
class RawTable:
    """One raw table: where it is, its columns and the query that gives its state at a wave.

    Attributes:
        schema: schema in the database.
        name: table name.
        columns: the column list of the CREATE TABLE, in the source system's own names.
        sql: one SELECT over the world's tables that names every column; `wave()` and `as_of()` tell the load.
        key: ORDER BY text that is unique per row, so that the stored order is the same on every machine.
        changes: numbers of the waves after W0 at which the rows differ from those of the wave before.
        database: `raw`, or `static` for rows that were loaded once by hand and are never refreshed.
    """

    schema: str
    name: str
    columns: str
    sql: str
    key: str
    changes: tuple[int, ...] = ()
    database: Literal["raw", "static"] = "raw"

    @property
    def relation(self) -> str:
        """Three-part name."""
        return relation(self.database, self.schema, self.name)


@dataclass(frozen=True)
class Family:
    """A source system (or a part of one) and the tables it delivers.

    Attributes:
        name: short name, shown in the progress bar.
        tables: what the family writes.
        world: extra statements that this family alone needs, run after the shared world is built.
    """

    name: str
    tables: tuple[RawTable, ...]
    world: tuple[str, ...] = ()


@dataclass(frozen=True)
class TableResult:
    """What one build did to one table: `written` is False when the wave leaves the table as it was."""

    table: RawTable
    rows: int
    written: bool


Progress = Callable[[str, int, int], None]
"""Called as (what is being done, steps done, steps in all)."""
