"""The last thing `edp up` prints: what was built, what was tested, where it is, what to try."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

from scripts.core.dbt import Node, Outcome
from scripts.core.settings import DATABASES, Settings
from scripts.core.warehouse import DuckDBWarehouse, open_warehouse
from scripts.up.run import Result

_BUILT = ("model", "seed", "snapshot")

_LAYERS = {
    "seed": "seeds",
    "sources": "source models",
    "snapshot": "snapshots",
    "common_mapping": "common mapping",
    "common_prep": "common prep",
    "common": "common dimensions and facts",
    "common_mart_finance": "finance marts",
    "common_mart_product": "product marts",
    "common_mart_sales": "sales marts",
    "legacy": "legacy",
    "marts": "pumps",
    "workspaces": "workspaces",
}

EXAMPLES = (
    (
        "ARR of the last months",
        "SELECT arr_month, SUM(arr) AS arr FROM prod.restricted_safe_common_mart_sales.mart_arr"
        " WHERE NOT is_future_month GROUP BY arr_month ORDER BY arr_month DESC LIMIT 12",
    ),
    (
        "one planted customer, month by month",
        "SELECT arr_month, mrr, arr FROM prod.restricted_safe_common_mart_sales.mart_arr"
        " WHERE subscription_name = 'CAST-C01' ORDER BY arr_month",
    ),
    (
        "tests that warn about planted defects",
        "SELECT test_name, rows_failed FROM prod.workspace_data.test_results_latest"
        " WHERE test_status = 'warn' ORDER BY test_name",
    ),
    (
        "sources that are older than promised",
        "SELECT data_source, tier, owner_role, age_hours, allowed_age_hours FROM prod.workspace_data.data_source_status"
        " WHERE slo_status = 'breached' ORDER BY data_source",
    ),
    (
        "what changed in this repository",
        "SELECT * FROM prod.workspace_engineering.wk_git_change_monthly ORDER BY change_month DESC, top_folder",
    ),
)


@dataclass(frozen=True)
class Layer:
    """What dbt built in one layer; views hold no rows of their own."""

    name: str
    tables: int
    views: int
    rows: int


def layers(outcome: Outcome, rows: dict[str, int]) -> list[Layer]:
    """Group what dbt built by layer, in the order of the data flow.

    Args:
        outcome: the nodes of the last build.
        rows: three-part name of a table -> its rows.
    """
    found: dict[str, list[Node]] = {name: [] for name in _LAYERS}
    for node in outcome.nodes:
        if node.kind in _BUILT:
            found.setdefault(node.layer, []).append(node)
    return [
        Layer(
            name=_LAYERS.get(layer, layer),
            tables=sum(node.materialized != "view" for node in nodes),
            views=sum(node.materialized == "view" for node in nodes),
            rows=sum(rows.get(node.relation or "", 0) for node in nodes if node.materialized != "view"),
        )
        for layer, nodes in found.items()
        if nodes
    ]


def table_rows(warehouse: DuckDBWarehouse) -> dict[str, int]:
    """Rows of every table of the warehouse, exactly."""
    names = warehouse.query(
        "SELECT database_name || '.' || schema_name || '.' || table_name FROM duckdb_tables()"
        " WHERE list_contains(?, database_name) AND NOT temporary ORDER BY ALL",
        [list(DATABASES)],
    )
    counts = " UNION ALL ".join(f"SELECT '{name}', COUNT(*) FROM {_quoted(name)}" for (name,) in names)
    return {str(name): int(count) for name, count in warehouse.query(counts)} if counts else {}


def _quoted(name: str) -> str:
    return ".".join(f'"{part}"' for part in name.split("."))


def raw_schemas(rows: dict[str, int]) -> dict[str, tuple[int, int]]:
    """Raw schema -> (tables, rows), without snapshots and the platform's own record."""
    found: dict[str, tuple[int, int]] = {}
    for name, count in rows.items():
        database, schema, _ = name.split(".")
        if database == "raw" and schema not in ("snapshots", "edp"):
            tables, total = found.get(schema, (0, 0))
            found[schema] = (tables + 1, total + count)
    return dict(sorted(found.items()))


def print_result(settings: Settings, result: Result, seconds: float, console: Console) -> None:
    """Print the final tables.

    Args:
        settings: where the warehouse is.
        result: what the run did.
        seconds: how long all of it took.
        console: where to print.
    """
    if result.dbt is None or result.raw is None:
        return
    with open_warehouse(settings, read_only=True) as warehouse:
        rows = table_rows(warehouse)
    built = Table(
        "built", title=f"scale {result.raw.scale}, seed {result.raw.seed}, as of {result.raw.wave.as_of_date}"
    )
    for column in ("tables", "views", "rows"):
        built.add_column(column, justify="right")
    for schema, (tables, count) in raw_schemas(rows).items():
        built.add_row(f"raw.{schema}", f"{tables}", "", f"{count:,}")
    built.add_section()
    for layer in layers(result.dbt, rows):
        rows_built = f"{layer.rows:,}" if layer.tables else ""
        built.add_row(layer.name, f"{layer.tables or ''}", f"{layer.views or ''}", rows_built)
    console.print(built)
    tests = Counter(node.status for node in result.dbt.nodes if node.is_test)
    warned = f", {tests['warn']} warned" if tests["warn"] else ""
    console.print(
        f"tests   {tests.total():,} run: {tests['pass']:,} passed{warned}, {tests['fail'] + tests['error']} failed"
    )
    console.print(f"files   {settings.warehouse}/{{{','.join(DATABASES)}}}.duckdb", soft_wrap=True)
    console.print(f"time    {seconds:.0f} s")
    console.print("\nTry next:")
    for what, sql in EXAMPLES:
        console.print(f'  # {what}\n  edp query "{sql}"', soft_wrap=True, markup=False)
