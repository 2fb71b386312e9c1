"""What a warehouse was last built from, recorded inside it, and what it would be built from now."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import duckdb

from scripts.core.warehouse import DuckDBWarehouse
from scripts.raw.build import State, read_state, target_state
from scripts.raw.model import Wave

_TABLE = "raw.edp.up"
_PROJECT_PARTS = ("dbt_project.yml", "models", "macros", "seeds", "snapshots")


@dataclass(frozen=True)
class Built:
    """A warehouse's record: the raw data it holds and how far dbt has come.

    Attributes:
        raw: what the raw tables were generated from; None when they never were.
        models: what dbt last built completely from; its wave is the last one finished. None before the first.
        project: hash of the dbt project's files at that build.
    """

    raw: State | None
    models: State | None
    project: str


def target(scale: int, seed: int, folder: Path) -> Built:
    """What a finished warehouse of this scale and seed records, with generator and project as they are now."""
    state = target_state(scale, seed, Wave.W2)
    return Built(state, state, project_hash(folder))


def read(warehouse: DuckDBWarehouse) -> Built:
    """What this warehouse records."""
    try:
        rows = warehouse.query(f"SELECT scale, seed, wave, fingerprint, project FROM {_TABLE}")
    except duckdb.CatalogException:
        rows = []
    if not rows:
        return Built(read_state(warehouse), None, "")
    scale, seed, wave, fingerprint, project = rows[0]
    return Built(read_state(warehouse), State(scale, seed, Wave(wave), fingerprint), project)


def write(warehouse: DuckDBWarehouse, models: State, project: str) -> None:
    """Record that dbt has completely built a wave."""
    with warehouse.transaction():
        warehouse.execute(
            f"CREATE OR REPLACE TABLE {_TABLE}"
            " (scale BIGINT, seed BIGINT, wave VARCHAR, fingerprint VARCHAR, project VARCHAR)"
        )
        values = (models.scale, models.seed, models.wave.value, models.fingerprint, project)
        warehouse.execute(f"INSERT INTO {_TABLE} VALUES (?, ?, ?, ?, ?)", values)


def project_hash(folder: Path) -> str:
    """A hash of everything that decides what dbt builds: models, macros, seeds, snapshots and dbt_project.yml."""
    digest = hashlib.sha256()
    for part in _PROJECT_PARTS:
        root = folder / part
        for path in sorted(root.rglob("*")) if root.is_dir() else [root]:
            if path.is_file():
                digest.update(f"{path.relative_to(folder)}\0{path.stat().st_size}\0".encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()
