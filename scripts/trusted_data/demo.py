"""A year of invented test runs in a store of its own, to see and measure the views and the dashboard with."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from scripts.core.dbt import DbtProject
from scripts.core.errors import EdpError
from scripts.core.settings import DATABASES, Settings
from scripts.core.warehouse import DuckDBWarehouse, open_warehouse
from scripts.raw.random import MACROS, settings_macros
from scripts.trusted_data.history_sql import LAST_DAY, MARK, statements

MOST_DAYS, MOST_TESTS = 3660, 20_000

VIEWS = (
    "test_results",
    "test_results_latest",
    "test_failures_now",
    "test_pass_rate_daily",
    "test_coverage",
    "golden_record_coverage",
    "test_flakiness",
    "source_freshness",
    "data_source_status",
    "dedup_runs",
    "pump_runs",
    "backup_runs",
    "pgp_snowflake_counts",
)
"""The views of prod.workspace_data that read the platform's own records only."""


@dataclass(frozen=True)
class History:
    """What was made: the home it lies in, and its numbers of results, tests and days."""

    home: Path
    results: int
    tests: int
    days: int


def make_history(settings: Settings, home: Path, *, days: int, tests: int, seed: int) -> History:
    """Make a store of invented results in a home of its own; one that is there is replaced.

    Args:
        settings: the checkout, and the home dbt parses for.
        home: where the store goes.
        days: days of history, one run each.
        tests: how many tests there are.
        seed: another number gives other failures.

    Raises:
        EdpError: a number is out of range, or the home holds anything that was not invented.
    """
    for name, value, most in (("days", days, MOST_DAYS), ("tests", tests, MOST_TESTS)):
        if not 1 <= value <= most:
            raise EdpError(f"results demo: --{name} is {value}; give 1 to {most}")
    store = Settings(project=settings.project, home=home.resolve())
    _make_room(store)
    with open_warehouse(store, create=True):
        pass
    project = DbtProject(settings, warehouse=store)
    seeds = ("data_sources", "data_tiers", "project_tags")
    without_tests = ("--exclude-resource-type", "test", "--exclude-resource-type", "unit_test")
    built = project.build("--select", *seeds, *VIEWS, *without_tests, variables={"as_of_date": LAST_DAY}, write=False)
    problem = built.problem()
    if problem:
        raise EdpError(f"results demo: {problem}")
    with open_warehouse(store) as warehouse:
        return _fill(warehouse, store.home, days=days, tests=tests, seed=seed)


def _fill(warehouse: DuckDBWarehouse, home: Path, *, days: int, tests: int, seed: int) -> History:
    for macro in (*settings_macros(1, seed), *MACROS):
        warehouse.execute(macro)
    with warehouse.transaction():
        for statement in statements(days, tests):
            warehouse.execute(statement)
    ((results, distinct),) = warehouse.query(
        "SELECT COUNT(*), COUNT(DISTINCT unique_id) FROM prep.trusted_data.test_result"
    )
    return History(home, results, distinct, days)


def _make_room(store: Settings) -> None:
    """Remove an invented store; anything else that lies there is somebody's."""
    files = [store.database(name) for name in DATABASES if store.database(name).exists()]
    if not files:
        return
    with open_warehouse(store, create=True, read_only=False) as warehouse:
        real = _real_rows(warehouse)
    if real:
        raise EdpError(f"results demo: {store.warehouse} holds {real}; choose an empty folder with --home")
    for file in files:
        file.unlink()


def _real_rows(warehouse: DuckDBWarehouse) -> str | None:
    tables = warehouse.query(
        "SELECT table_catalog, table_schema, table_name FROM information_schema.tables"
        " WHERE table_catalog IN ('raw', 'prep', 'prod', 'static') AND table_type = 'BASE TABLE' ORDER BY ALL"
    )
    foreign = [".".join(parts) for parts in tables if parts[1] not in ("trusted_data", "seeds")]
    if foreign:
        return f"data ({foreign[0]})"
    if ("prep", "trusted_data", "test_result") in tables:
        ((real,),) = warehouse.query(
            "SELECT COUNT(*) FROM prep.trusted_data.test_result WHERE NOT starts_with(invocation_id, ?)", [MARK]
        )
        if real:
            return f"{real} results of real runs"
    return None
