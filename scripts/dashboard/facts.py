"""What the dashboard says, read from the views of prod.workspace_data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from scripts.core.errors import EdpError
from scripts.core.warehouse import Warehouse
from scripts.trusted_data.history_sql import MARK


@dataclass(frozen=True)
class Cell:
    """Tests of one subject and tier: how many there are, and how many of them warn and fail."""

    tests: int
    warned: int
    failed: int


@dataclass(frozen=True)
class Day:
    """One day of runs, every test with its last result of that day."""

    day: date
    tests: int
    passed: int
    warned: int
    failed: int

    @property
    def pass_rate(self) -> float:
        """Passed tests as a share of those that ran, 0 to 1."""
        return self.passed / self.tests


@dataclass(frozen=True)
class Failure:
    """One test that does not pass now."""

    name: str
    kind: str
    status: str
    owner: str
    tier: str | None
    subject: str | None
    model: str | None
    relation: str | None
    column: str | None
    rows_tested: int | None
    rows_failed: int | None
    since: datetime
    runs: int


@dataclass(frozen=True)
class Layer:
    """Relations of one layer by the deepest test each has."""

    name: str
    relations: int
    depths: dict[str, int]


@dataclass(frozen=True)
class Source:
    """One data source whose age was measured, or is promised."""

    name: str
    owner: str | None
    tier: int
    status: str
    age_hours: float | None
    allowed_hours: float | None


@dataclass(frozen=True)
class Watermark:
    """How far one table of a source agrees with the warehouse, day by day."""

    name: str
    verified_through: date | None
    open_places: int
    first_gap: date | None


@dataclass(frozen=True)
class Facts:
    """Everything the page shows; `watermarks` is empty where nothing was reconciled yet."""

    is_generated: bool
    last_run: datetime
    commit: str | None
    health: dict[str | None, dict[str | None, Cell]]
    trend: list[Day]
    failures: list[Failure]
    layers: list[Layer]
    sources: list[Source]
    flaky: list[tuple[str, int, int]]
    watermarks: list[Watermark]

    @property
    def total(self) -> Cell:
        """All tests there are."""
        cells = [cell for tiers in self.health.values() for cell in tiers.values()]
        return Cell(sum(c.tests for c in cells), sum(c.warned for c in cells), sum(c.failed for c in cells))


_VIEW = "prod.workspace_data."

_HEALTH = f"""
  SELECT subject, tier, COUNT(*), COUNT(CASE WHEN test_status = 'warn' THEN 1 END),
    COUNT(CASE WHEN test_status IN ('fail', 'error') THEN 1 END)
  FROM {_VIEW}test_results_latest
  WHERE is_current AND test_status != 'skipped'
  GROUP BY subject, tier
  ORDER BY subject NULLS LAST, tier NULLS LAST
"""
_TREND = f"""
  SELECT run_date, SUM(tests - tests_skipped), SUM(tests_passed), SUM(tests_warned), SUM(tests_failed + tests_errored)
  FROM {_VIEW}test_pass_rate_daily
  GROUP BY run_date
  HAVING SUM(tests - tests_skipped) > 0
  ORDER BY run_date
"""
_FAILURES = f"""
  SELECT test_name, test_type, test_status, COALESCE(owner, 'data_platform'), tier, subject, model_name, relation_name,
    column_name, rows_tested, rows_failed, failing_since, runs_failed
  FROM {_VIEW}test_failures_now
  ORDER BY CASE WHEN test_status = 'warn' THEN 1 ELSE 0 END, tier NULLS LAST, owner, failing_since, unique_id
"""
_LAYERS = f"""
  SELECT layer, deepest_test, COUNT(*)
  FROM {_VIEW}golden_record_coverage
  GROUP BY layer, deepest_test
  ORDER BY layer, deepest_test
"""
_SOURCES = f"""
  SELECT data_source, owner_role, tier, slo_status, age_hours, allowed_age_hours
  FROM {_VIEW}data_source_status
  ORDER BY tier, data_source
"""
_FLAKY = f"""
  SELECT test_name, runs, runs_changed
  FROM {_VIEW}test_flakiness
  WHERE is_flaky
  ORDER BY runs_changed DESC, test_name
"""
_LAST = f"""
  SELECT MAX(run_at), MAX_BY(git_commit, run_at), MAX(CASE WHEN invocation_id LIKE '{MARK}%' THEN 1 ELSE 0 END)
  FROM {_VIEW}test_results
"""
_WATERMARKS = f"""
  SELECT check_name, MAX(verified_through_date), COUNT(CASE WHEN NOT is_passed THEN 1 END),
    MIN(CASE WHEN NOT is_passed THEN count_date END)
  FROM {_VIEW}pgp_snowflake_counts
  WHERE is_last_run
  GROUP BY check_name
  ORDER BY check_name
"""
_NEEDED = {
    "data_source_status",
    "golden_record_coverage",
    "test_failures_now",
    "test_flakiness",
    "test_pass_rate_daily",
    "test_results",
    "test_results_latest",
}


def read_facts(warehouse: Warehouse) -> Facts:
    """Read everything the page shows.

    Raises:
        EdpError: a view is missing, or no test result is stored yet.
    """
    views = _views(warehouse)
    missing = sorted(_NEEDED - views)
    if missing:
        raise EdpError(f"dashboard: there is no view {_VIEW}{missing[0]}; run `edp up`, which builds it")
    has_counts = "pgp_snowflake_counts" in views
    ((last_run, commit, generated),) = warehouse.query(_LAST)
    if last_run is None:
        raise EdpError("dashboard: no test result is stored yet; run `edp up`, or `edp results load` for a past run")
    return Facts(
        is_generated=bool(generated),
        last_run=last_run,
        commit=commit,
        health=_health(warehouse.query(_HEALTH)),
        trend=[Day(day, int(n), int(ok), int(warn), int(bad)) for day, n, ok, warn, bad in warehouse.query(_TREND)],
        failures=[Failure(*row) for row in warehouse.query(_FAILURES)],
        layers=_layers(warehouse.query(_LAYERS)),
        sources=[Source(*row) for row in warehouse.query(_SOURCES)],
        flaky=[(name, int(runs), int(changes)) for name, runs, changes in warehouse.query(_FLAKY)],
        watermarks=[Watermark(*row) for row in (warehouse.query(_WATERMARKS) if has_counts else [])],
    )


def _views(warehouse: Warehouse) -> set[str]:
    found = warehouse.query(
        "SELECT LOWER(table_name) FROM information_schema.tables"
        " WHERE LOWER(table_catalog) = 'prod' AND LOWER(table_schema) = 'workspace_data'"
    )
    return {name for (name,) in found}


def _health(rows: list[tuple[Any, ...]]) -> dict[str | None, dict[str | None, Cell]]:
    health: dict[str | None, dict[str | None, Cell]] = {}
    for subject, tier, tests, warned, failed in rows:
        health.setdefault(subject, {})[tier] = Cell(tests, warned, failed)
    return health


def _layers(rows: list[tuple[Any, ...]]) -> list[Layer]:
    depths: dict[str, dict[str, int]] = {}
    for layer, depth, count in rows:
        depths.setdefault(layer, {})[depth] = count
    return [Layer(name, sum(counts.values()), counts) for name, counts in depths.items()]
