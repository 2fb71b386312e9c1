"""Every object the Data Team Platform names exists where it says, holds rows and has exactly its contract's columns."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from scripts.core.settings import PROJECT, Settings
from scripts.core.sql import relation
from scripts.core.warehouse import DuckDBWarehouse, open_warehouse
from tests.conftest import Dbt

PUMPS = {
    "pump_hash_marketing_contact": ("pumps", "Marketo"),
    "pump_marketing_contact": ("pumps_sensitive", "Marketo"),
    "pump_marketing_premium_to_ultimate": ("pumps_sensitive", "Marketo"),
    "pump_subscription_product_usage": ("pumps_sensitive", "Salesforce"),
    "pump_product_usage_free_user_metrics_monthly": ("pumps_sensitive", "Salesforce"),
    "pump_daily_data_science_scores": ("pumps_sensitive", "Salesforce"),
    "pump_churn_forecasting_scores": ("pumps_sensitive", "Salesforce"),
}
USAGE = "common_mart_product.mart_product_usage_"
SPIGOTS = [
    ("Grafana", "legacy.snowplow_page_views_all_grafana_spigot"),
    ("Gainsight", "common_prep.prep_usage_ping_no_license_key"),
    ("Gainsight", USAGE + "wave_1_3_metrics_latest"),
    ("Gainsight", USAGE + "wave_1_3_metrics_monthly"),
    ("Gainsight", USAGE + "wave_1_3_metrics_monthly_diff"),
    ("Gainsight", "common_mart_product.mart_saas_product_usage_metrics_monthly"),
    ("Gainsight", USAGE + "paid_user_metrics_monthly"),
    ("Gainsight", USAGE + "free_user_metrics_monthly"),
    ("Gainsight", "restricted_safe_common_mart_sales.mart_arr"),
    ("Salesforce Snowflake API", USAGE + "paid_user_metrics_monthly"),
    ("Salesforce Snowflake API", USAGE + "paid_user_metrics_monthly_report_view"),
    ("Zapier", "workspace_customer_success.mart_product_usage_health_score"),
]
OTHERS = [
    "prod.pumps.mart_crm_account_id",
    "prod.pumps.mart_crm_subscription_id",
    "prep.sensitive.gitlab_api_formatted_contacts",
]
NAMED = sorted(
    {f"prod.{schema}.{name}" for name, (schema, _) in PUMPS.items()}
    | {f"prod.{name}" for _, name in SPIGOTS}
    | set(OTHERS)
)
COLUMNS = (
    "SELECT column_name, data_type FROM duckdb_columns() WHERE (database_name, schema_name, table_name) = ($1, $2, $3)"
)


@pytest.fixture(scope="module")
def models(dbt: Dbt) -> dict[str, Any]:
    nodes = dbt.manifest().nodes.values()
    return {node.name: node for node in nodes if node.resource_type == "model"}


@pytest.fixture(scope="module")
def warehouse(built_warehouse: Path) -> Any:
    with open_warehouse(Settings(project=PROJECT, home=built_warehouse), read_only=True) as opened:
        yield opened


def built(warehouse: DuckDBWarehouse, place: tuple[str, str, str]) -> list[tuple[str, str]]:
    return [(str(name), str(kind)) for name, kind in warehouse.query(f"{COLUMNS} ORDER BY column_index", list(place))]


def contract(node: Any, warehouse: DuckDBWarehouse) -> list[tuple[str, str]]:
    """The declared columns in the words of the engine, as BIGINT for INT8."""
    parts = ", ".join(f"NULL::{column.data_type} AS {name}" for name, column in node.columns.items())
    return [(str(row[0]), str(row[1])) for row in warehouse.query(f"DESCRIBE SELECT {parts}")]


def test_the_document_names_twenty_one_objects() -> None:
    assert len(NAMED) == 21


@pytest.mark.parametrize("name", NAMED)
def test_a_named_object_has_rows_and_exactly_the_columns_of_its_contract(
    warehouse: DuckDBWarehouse, models: dict[str, Any], name: str
) -> None:
    database, schema, table = name.split(".")
    node = models[table]
    assert (node.database, node.schema, node.alias) == (database, schema, table)
    assert node.config.contract.enforced
    assert built(warehouse, (database, schema, table)) == contract(node, warehouse)
    [(rows,)] = warehouse.query(f"SELECT COUNT(*) FROM {relation(database, schema, table)}")
    assert rows > 0


def test_every_enforced_contract_is_what_was_built(warehouse: DuckDBWarehouse, models: dict[str, Any]) -> None:
    enforced = [node for node in models.values() if node.config.contract.enforced]
    differ = [
        node.name
        for node in enforced
        if built(warehouse, (node.database, node.schema, node.alias)) != contract(node, warehouse)
    ]
    assert len(enforced) > 50
    assert differ == []


def test_every_model_has_rows(warehouse: DuckDBWarehouse, models: dict[str, Any]) -> None:
    # an unpacked archive has no history to count
    empty = {"handbook_git_commit_source", "handbook_git_commit_file_source", "wk_git_change_monthly"}
    # nothing was counted in a PostgreSQL, deduplicated, pumped or backed up by bringing the platform up
    empty |= {"pgp_snowflake_counts", "dedup_runs", "pump_runs", "backup_runs"}
    counts = " UNION ALL ".join(
        f"SELECT '{node.name}', COUNT(*) FROM {relation(node.database, node.schema, node.alias)}"
        for node in models.values()
        if node.name not in empty
    )
    assert [name for name, rows in warehouse.query(counts) if not rows] == []


def test_the_exposures_are_the_document_s_pumps_and_spigots(dbt: Dbt) -> None:
    found: dict[str, set[tuple[str, str]]] = {"pump": set(), "spigot": set(), "dashboard": set()}
    for exposure in dbt.manifest().exposures.values():
        meta = exposure.config.meta
        reads = {key.rpartition(".")[2] for key in exposure.depends_on.nodes}
        found[meta["channel"]] |= {(meta["connected_system"], name) for name in reads}
    assert found["pump"] == {(system, name) for name, (_, system) in PUMPS.items()}
    assert found["spigot"] == {(system, name.partition(".")[2]) for system, name in SPIGOTS}
    assert {system for system, _ in found["dashboard"]} == {"Tableau"}
