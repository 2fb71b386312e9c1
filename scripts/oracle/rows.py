"""The only way the oracle reads: named columns of one raw table, streamed, nothing computed in SQL."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from scripts.core.sql import identifier
from scripts.core.warehouse import Warehouse


def read(warehouse: Warehouse, table: str, *columns: str, database: str = "raw") -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a raw table as tuples of plain Python values, in the order of `columns`.

    Args:
        warehouse: an open warehouse.
        table: schema and table, e.g. `zuora_stitch.account`.
        columns: the columns wanted; names are case-insensitive.
        database: `raw`, or `static` for rows that were loaded once by hand.

    Raises:
        EdpError: a name is not a plain SQL identifier.
    """
    names = ", ".join(f'"{identifier(column)}"' for column in columns)
    source = ".".join(f'"{identifier(part)}"' for part in table.split("."))
    for batch in warehouse.stream(f"SELECT {names} FROM {identifier(database)}.{source}"):
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def number(value: object) -> Decimal:
    """A stored number as Decimal; NULL counts as 0."""
    return Decimal(0) if value is None else Decimal(str(value))
