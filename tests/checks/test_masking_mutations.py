"""The real project with one slip in what it says about masking: exactly one finding, which names the place."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from scripts.checks.engine import run
from scripts.checks.project import Project, load_artifacts
from scripts.checks.rules import find_check, read_checks, read_exceptions
from scripts.core.settings import PROJECT

CHECKS = ("mask_kept", "masked_contract", "masking_declared", "masking_role", "sensitive_wrapped")
PEOPLE = {"masking_policy": "people_data_masking"}


@pytest.fixture(scope="module")
def connection(built_warehouse: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    manifest = json.loads((built_warehouse / "target" / "manifest.json").read_text())
    with load_artifacts(Project(PROJECT, built_warehouse), manifest, with_spigots=True) as opened:
        yield opened


def findings(connection: duckdb.DuckDBPyConnection) -> list[str]:
    checks = [find_check(read_checks(PROJECT), name) for name in CHECKS]
    accepted = [row for row in read_exceptions(PROJECT) if row.check_id in CHECKS]
    return [f"{found.check.id}: {found.message}" for found in run(connection, checks, accepted, CHECKS).violations]


def set_column(node: str, column: str, meta: dict[str, Any]) -> tuple[str, list[str]]:
    of_node = "unique_id IN (SELECT unique_id FROM dbt.nodes WHERE name = ?)"
    return f"UPDATE dbt.columns SET meta = ? WHERE {of_node} AND name = ?", [json.dumps(meta), node, column]


def set_node(node: str, meta: dict[str, Any]) -> tuple[str, list[str]]:
    return "UPDATE dbt.nodes SET meta = JSON_MERGE_PATCH(meta, ?) WHERE name = ?", [json.dumps(meta), node]


def set_model(node: str, assignment: str) -> tuple[str, list[str]]:
    return f"UPDATE dbt.models SET {assignment} WHERE name = ?", [node]


MUTATIONS = {
    "a misspelt masking role": (
        set_column("dim_crm_user", "user_email", {"masking_policy": "people_data_maskin"}),
        "masking_role: column dim_crm_user.user_email is masked by the unknown role people_data_maskin",
    ),
    "a role that masks nothing": (
        set_column("dim_team_member", "locality", {"masking_policy": "analyst_people"}),
        "masking_role: column dim_team_member.locality is masked by the unknown role analyst_people",
    ),
    "a role in capitals": (
        set_column("dim_team_member", "locality", {"masking_policy": "PEOPLE_DATA_MASKING"}),
        "masking_role: column dim_team_member.locality is masked by the unknown role PEOPLE_DATA_MASKING",
    ),
    "an empty role": (
        set_column("dim_team_member", "locality", {"masking_policy": ""}),
        "masking_role: column dim_team_member.locality is masked by the unknown role ",
    ),
    "no role behind the key": (
        set_column("dim_date", "day_name", {"masking_policy": None}),
        "masking_declared: key masking_policy of dim_date.day_name has no value",
    ),
    "a misspelt key": (
        set_column("dim_date", "day_name", {"masking_polcy": "people_data_masking"}),
        "masking_declared: key masking_polcy of dim_date.day_name is no key of a column",
    ),
    "a policy on the model instead of its column": (
        set_node("dim_date", PEOPLE),
        "masking_declared: key masking_policy of dim_date belongs to a column",
    ),
    "a policy on a raw table": (
        ("INSERT INTO dbt.columns SELECT unique_id, 1, 'email', NULL, '', [], '{\"masking_policy\":"
         " \"people_data_masking\"}' FROM dbt.sources WHERE source_name = 'zuora' AND name = 'contact'", []),
        "masking_declared: key masking_policy of contact.email is of a raw table, which is not masked",
    ),
    "a mask that is not carried on": (
        set_column("dim_crm_user", "user_email", {}),
        "mask_kept: column dim_crm_user.user_email is masked for people_data_masking in prep_crm_user and not here",
    ),
    "a mask that is not carried into a mart": (
        set_column("mart_marketing_contact", "mobile_phone", {}),
        "mask_kept: column mart_marketing_contact.mobile_phone is masked for marketing_data_masking in"
        " dim_marketing_contact and not here",
    ),
    "a mask of a source that is not carried on": (
        set_column("dim_team_member", "locality", {}),
        "mask_kept: column dim_team_member.locality is masked for people_data_masking in workday_directory_source and"
        " not here",
    ),
    "a masked table without its contract": (
        set_model("dim_marketing_contact", "contract = FALSE"),
        "masked_contract: dim_marketing_contact is a table with masked columns and no enforced contract",
    ),
    "a masked model that is no relation": (
        set_model("prep_crm_user", "materialized = 'ephemeral', contract = TRUE"),
        "masking_declared: key masking_policy of prep_crm_user is declared in an ephemeral model, which is no relation",
    ),
    "an unknown kind of secret": (
        set_column("pump_marketing_contact", "first_name", {"sensitive": "firstname"}),
        "masking_declared: key sensitive of pump_marketing_contact.first_name is of the unknown kind firstname",
    ),
    "a sensitive column nobody hashes": (
        set_column("dim_date", "day_name", {"sensitive": "other"}),
        "sensitive_wrapped: dim_date declares sensitive columns and no model hashes them",
    ),
    "rows for a role that does not exist": (
        set_node("fct_sales_funnel_target", {"rls_policy": "analyst_sale"}),
        "masking_declared: key rls_policy of fct_sales_funnel_target names analyst_sale, which is no role",
    ),
    "a misspelt key for rows": (
        set_node("dim_date", {"rls_conf": {"column": "day_name"}}),
        "masking_declared: key rls_conf of dim_date is no key of a model",
    ),
    "rows of a seed": (
        set_node("case_trigger", {"rls_policy": "analyst_sales"}),
        "masking_declared: key rls_policy of case_trigger is for models only",
    ),
}  # fmt: skip


def test_the_project_itself_has_no_finding(connection: duckdb.DuckDBPyConnection) -> None:
    assert findings(connection) == []


@pytest.mark.parametrize("slip", MUTATIONS)
def test_one_slip_is_one_finding(connection: duckdb.DuckDBPyConnection, slip: str) -> None:
    (sql, values), expected = MUTATIONS[slip]
    connection.execute("BEGIN")
    try:
        [(changed,)] = connection.execute(sql, values).fetchall()
        found = findings(connection)
    finally:
        connection.execute("ROLLBACK")
    assert changed == 1
    assert [line.split(";")[0] for line in found] == [expected]
