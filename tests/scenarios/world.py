"""A warehouse built end to end: three load waves of generated raw data, each followed by snapshots and models.

The folder of a world holds `warehouse/` with the four files, `warehouse_W1/` as they were after the second wave,
`answers.csv`, `waves.json` and `history.pickle`.
"""

from __future__ import annotations

import json
import pickle
import shutil
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from scripts.core.settings import PROJECT, Settings
from scripts.core.warehouse import DuckDBWarehouse, open_warehouse
from scripts.oracle import Answer, WaveState, capture, read_answers, sales_answers, write_answers
from scripts.raw.build import build_raw
from scripts.raw.model import Wave
from tests.conftest import Dbt
from tests.scenarios.graph import Graph, Snapshot
from tests.scenarios.history import Load, Version, sortable

WAVES = tuple(Wave)
SNAPSHOTS = {"account snapshot": "sfdc_account_snapshots", "opportunity snapshot": "sfdc_opportunity_snapshots"}
NO_TESTS = ("--exclude-resource-type", "test", "--exclude-resource-type", "unit_test")
NOT_GENERATED = ("--exclude", "source:handbook+")

MART_ARR = "prod.restricted_safe_common_mart_sales.mart_arr"

Answers = dict[str, dict[tuple[str, str], str]]
"""Metric -> (period, dimension) -> value."""

Rows = list[list[str | None]]
"""Rows of text; of a snapshot: key, valid from, valid to."""


_PARSED: dict[str, Any] = {}
_INPUTS: dict[str, str] = {}


def _compiled(dbt: Dbt, snapshot: Snapshot) -> str:
    """The query a snapshot reads, compiled once per process."""
    if snapshot.name not in _INPUTS:
        _INPUTS[snapshot.name] = dbt.compile(snapshot.raw_code)
    return _INPUTS[snapshot.name]


def dbt_in(folder: Path) -> Dbt:
    """dbt on the warehouse in `folder`; the project is parsed once per process, whatever the folder."""
    dbt = Dbt(PROJECT, folder)
    dbt._manifests = _PARSED
    return dbt


class World:
    """One built warehouse.

    Args:
        folder: where it lies.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.settings = Settings(project=PROJECT, home=folder)
        self.dbt = dbt_in(folder)

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """Read the warehouse."""
        with open_warehouse(self.settings, read_only=True) as warehouse:
            return warehouse.query(sql)

    def execute(self, sql: str) -> None:
        """Change the warehouse."""
        with open_warehouse(self.settings) as warehouse:
            warehouse.execute(sql)

    def answers(self) -> Answers:
        """What the oracle says."""
        return _by_metric(read_answers(self.folder / "answers.csv"))

    def sales_answers(self) -> Answers:
        """What the oracle says now about sales, worked out anew from the raw rows."""
        with open_warehouse(self.settings, read_only=True) as warehouse:
            return _by_metric(sales_answers(warehouse, self._history(warehouse)))

    def after_waves(self, what: str) -> list[Any]:
        """What was recorded after each wave: the rows of a snapshot, or ARR per month of `mart_arr`."""
        recorded = json.loads((self.folder / "waves.json").read_text())
        return [recorded[wave.value][what] for wave in WAVES]

    def build(self, day: Wave | str, *arguments: str) -> None:
        """Snapshot and build everything, or what the arguments select, as of the day of a wave or any other day."""
        as_of = day if isinstance(day, str) else day.as_of_date
        self.dbt("build", "--vars", f"{{as_of_date: '{as_of}'}}", *NO_TESTS, *NOT_GENERATED, *arguments)

    def copy(self, folder: Path) -> World:
        """The same warehouse in another folder, to be changed freely."""
        ignored = shutil.ignore_patterns("target_*", "logs", "warehouse_*")
        shutil.copytree(self.folder, folder, dirs_exist_ok=True, ignore=ignored)
        return World(folder)

    def copy_of_second_wave(self, folder: Path) -> World:
        """The warehouse as it was after the second wave in another folder, to be changed freely."""
        shutil.copytree(self.folder / f"warehouse_{WAVES[1].value}", folder / "warehouse")
        return World(folder)

    def graph(self) -> Graph:
        """What the project says about its incremental models and snapshots."""
        return Graph(self.dbt.manifest())

    def input_of(self, snapshot: Snapshot) -> dict[str, str]:
        """What a snapshot would see now: the mark of every key."""
        return dict(self.query(snapshot.input_sql(_compiled(self.dbt, snapshot))))

    def versions_of(self, snapshot: Snapshot) -> list[Version]:
        """The versions a snapshot holds, sorted."""
        return sorted((Version(*row) for row in self.query(snapshot.versions_sql())), key=sortable)

    def load_of(self, snapshot: Snapshot, day: str) -> Load:
        """What a snapshot just saw and holds now."""
        return Load(day, self.input_of(snapshot), self.versions_of(snapshot))

    def answer_again(self) -> None:
        """Let the oracle answer anew, because raw rows of the last wave have been changed."""
        with open_warehouse(self.settings, read_only=True) as warehouse:
            write_answers(warehouse, self.folder / "answers.csv", self._history(warehouse))

    def _history(self, warehouse: DuckDBWarehouse) -> list[WaveState]:
        history: list[WaveState] = pickle.loads((self.folder / "history.pickle").read_bytes())
        history[-1] = capture(warehouse, history[-1].wave, history[-1].as_of)
        return history

    def loads(self, snapshot: str) -> list[Load]:
        """What a snapshot saw and held at each wave."""
        return [Load.of(recorded) for recorded in self.after_waves(snapshot)]

    def content(self, relations: Iterable[str]) -> dict[str, tuple[int, int]]:
        """Rows and a hash of all rows per relation, whatever their order."""
        hashed = "SELECT COUNT(*), COALESCE(SUM(hash(content)::HUGEINT), 0) FROM {name} AS content"
        asked = {name: self.query(hashed.format(name=name))[0] for name in relations}
        return {name: (rows, total) for name, (rows, total) in asked.items()}

    def tables(self, *databases: str) -> list[str]:
        """The three-part names of all stored tables of these databases."""
        listed = ", ".join(f"'{name}'" for name in databases)
        rows = self.query(
            "SELECT database_name, schema_name, table_name FROM duckdb_tables() "
            f"WHERE database_name IN ({listed}) ORDER BY ALL"
        )
        return [f'{database}."{schema}"."{table}"' for database, schema, table in rows]


def make_world(folder: Path, *, scale: int, seed: int, waves: Sequence[Wave] = WAVES) -> None:
    """Load and build the waves in `folder`, one after the other, and write the oracle's answers there."""
    world = World(folder)
    history = []
    recorded: dict[str, dict[str, Any]] = {}
    for wave in waves:
        with open_warehouse(world.settings, create=True) as warehouse:
            build_raw(warehouse, scale=scale, seed=seed, wave=wave)
            history.append(capture(warehouse, wave.value, date.fromisoformat(wave.as_of_date)))
        world.build(wave)
        with open_warehouse(world.settings) as warehouse:
            recorded[wave.value] = _record(warehouse)
            if wave is waves[-1]:
                write_answers(warehouse, folder / "answers.csv", history)
        for snapshot in world.graph().snapshots:
            recorded[wave.value][snapshot.name] = world.load_of(snapshot, wave.as_of_date).record()
        if wave is WAVES[1]:
            shutil.copytree(folder / "warehouse", folder / f"warehouse_{wave.value}")
    (folder / "waves.json").write_text(json.dumps(recorded))
    (folder / "history.pickle").write_bytes(pickle.dumps(history))


def _by_metric(found: Iterable[Answer]) -> Answers:
    answers: Answers = {}
    for answer in found:
        answers.setdefault(answer.metric, {})[answer.period, answer.dimension] = answer.value
    return answers


def _record(warehouse: DuckDBWarehouse) -> dict[str, Any]:
    columns = "id, dbt_valid_from::VARCHAR, dbt_valid_to::VARCHAR"
    asked = {metric: f"SELECT {columns} FROM raw.snapshots.{table}" for metric, table in SNAPSHOTS.items()}
    asked["mart_arr"] = f"SELECT arr_month::VARCHAR, COUNT(*)::VARCHAR, SUM(arr)::VARCHAR FROM {MART_ARR} GROUP BY ALL"
    return {name: [list(row) for row in warehouse.query(sql)] for name, sql in asked.items()}
