"""The raw generator against a plain copy of what it made."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from scripts.core.settings import PROJECT, Settings
from scripts.core.sql import literal
from scripts.core.warehouse import open_warehouse
from scripts.raw.build import build_raw
from scripts.raw.model import Wave


@dataclass(frozen=True)
class Generation:
    """Rows generated, the seconds that took, and the seconds a copy of the same tables took."""

    scale: int
    rows: int
    seconds: float
    copy_seconds: float


def generation(home: Path, scale: int) -> Generation:
    """Generate all raw tables at `scale` in the empty folder `home`, then copy them into another file."""
    settings = Settings(project=PROJECT, home=home)
    with open_warehouse(settings, create=True) as warehouse:
        started = time.perf_counter()
        summary = build_raw(warehouse, scale=scale, wave=Wave.W2)
        seconds = time.perf_counter() - started
        warehouse.execute(f"ATTACH {literal(str(home / 'copy.duckdb'))} AS copied")
        started = time.perf_counter()
        for result in summary.tables:
            schema, name = result.table.schema, result.table.name
            warehouse.execute(f'CREATE SCHEMA IF NOT EXISTS copied."{schema}"')
            warehouse.execute(f'CREATE TABLE copied."{schema}"."{name}" AS SELECT * FROM {result.table.relation}')
        copy_seconds = time.perf_counter() - started
    return Generation(scale, summary.rows_written, seconds, copy_seconds)
