"""Generated raw databases for the tests of the generator, each built once per session."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from scripts.core.settings import PROJECT, Settings
from scripts.core.warehouse import DuckDBWarehouse, open_warehouse
from scripts.raw.build import Summary, build_raw
from scripts.raw.model import RawTable, Wave
from scripts.raw.registry import all_families
from tests.support.once import once

TABLES: tuple[RawTable, ...] = tuple(table for family in all_families() for table in family.tables)

Ask = Callable[..., Any]
"""What a fixture `ask` is: SQL in, one value out."""

GENERATED = "NOT LIKE 'CAST-%'"
"""What planted counts are about: records that nobody wrote by hand."""


@contextmanager
def warehouse_in(home: Path, *, read_only: bool = False) -> Iterator[DuckDBWarehouse]:
    """The warehouse of EDP_HOME `home`, made if missing."""
    settings = Settings(project=PROJECT, home=home)
    with open_warehouse(settings, create=not read_only, read_only=read_only) as warehouse:
        yield warehouse


def build(home: Path, wave: Wave, *, scale: int = 1, seed: int = 42, **options: Any) -> Summary:
    """Build one wave in `home`."""
    with warehouse_in(home) as warehouse:
        return build_raw(warehouse, scale=scale, seed=seed, wave=wave, **options)


def built(factory: pytest.TempPathFactory, wave: Wave, *, scale: int = 1, seed: int = 42) -> Path:
    """A home that holds `wave`; nobody may write to it."""

    def make(home: Path) -> None:
        build(home, wave, scale=scale, seed=seed)

    return once(factory, f"raw_{wave.value}_{scale}_{seed}", make)


def digests(home: Path) -> dict[str, str]:
    """Table -> digest of its columns and of every row, in the order in which they are stored."""
    with warehouse_in(home, read_only=True) as warehouse:
        return {table.relation: _digest(warehouse, table.relation) for table in TABLES}


def row_counts(home: Path) -> dict[str, int]:
    """Table -> number of rows."""
    with warehouse_in(home, read_only=True) as warehouse:
        return {table.relation: warehouse.query(f"SELECT COUNT(*) FROM {table.relation}")[0][0] for table in TABLES}


def _digest(warehouse: DuckDBWarehouse, relation: str) -> str:
    columns = warehouse.query(f"DESCRIBE {relation}")
    rows = warehouse.query(f"SELECT md5(string_agg(held::VARCHAR, chr(10) ORDER BY rowid)) FROM {relation} AS held")
    return f"{columns}{rows}"
