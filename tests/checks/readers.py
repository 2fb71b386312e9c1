"""Miniatures of the checks on who reads what is built."""

from __future__ import annotations

from tests.checks.miniature import Case, Found, Miniature

EXPOSURES = "models/exposures.yml"


def _complete_pass(m: Miniature) -> None:
    m.model("common_mart_sales/mart_arr")
    m.exposure("board", ("mart_arr",))
    m.exposure("feed", ("mart_arr",), channel="spigot", owner={"name": None, "email": "finance@example.com"})


def _complete_fail(m: Miniature) -> None:
    m.exposure("anybody", (), owner={"name": "", "email": None}, maturity=None)
    m.exposure("anything", (), channel="rumour", description=" ")
    m.exposure("nowhere", (), config={"meta": {"channel": "pump"}})


def _pump_pass(m: Miniature) -> None:
    m.model("marts/pumps/mart_account_id")
    m.model("marts/pumps/pump_account", reads=("mart_account_id",))
    m.exposure("crm", ("pump_account", "mart_account_id"), channel="pump")
    m.exposure("board", ("pump_account",))


def _pump_fail(m: Miniature) -> None:
    _pump_pass(m)
    m.model("marts/pumps/pump_lonely")
    m.model("marts/pumps_sensitive/pump_shown")
    m.model("workspaces/workspace_sales/wk_pump", reads=("pump_lonely",))
    m.exposure("show", ("pump_shown",), channel="dashboard")


def _leaf_pass(m: Miniature) -> None:
    m.source("zuora", "account")
    m.model("sources/zuora/zuora_account_source", reads=("zuora.account",))
    m.model("common_prep/prep_account", reads=("zuora_account_source",))
    m.model("common_prep/prep_ping", reads=("zuora_account_source",))
    m.model("common/dimensions_shared/dim_account", reads=("prep_account",))
    m.snapshot("dim_account_snapshot", ("dim_account",))
    m.exposure("feed", ("prep_ping",), channel="spigot")
    m.model("common_mart_sales/mart_account", reads=("prep_account",))
    m.model("marts/pumps/pump_account", reads=("prep_account",))
    m.model("workspaces/workspace_sales/wk_account", reads=("prep_account",))


def _leaf_fail(m: Miniature) -> None:
    _leaf_pass(m)
    m.model("common/dimensions_shared/dim_idle", reads=("prep_account",))
    m.test("dim_idle_is_unique", "unique", "dim_idle", "dim_idle_id")
    m.manifest["parent_map"]["test.edp.dim_idle_is_unique"] = [m.ids["dim_idle"]]


def _lacks(name: str, fact: str) -> Found:
    return (EXPOSURES, None, name, f"exposure {name} has no {fact}")


CASES = {
    "exposure_complete": Case(
        _complete_pass,
        _complete_fail,
        [
            _lacks("anybody", "owner"),
            _lacks("anybody", "maturity"),
            _lacks("anything", "description"),
            _lacks("anything", "channel"),
            _lacks("nowhere", "connected_system"),
        ],
    ),
    "pump_exposed": Case(
        _pump_pass,
        _pump_fail,
        [
            ("models/marts/pumps/pump_lonely.sql", None, "pump_lonely", "no exposure of a pump reads pump_lonely"),
            (
                "models/marts/pumps_sensitive/pump_shown.sql",
                None,
                "pump_shown",
                "no exposure of a pump reads pump_shown",
            ),
        ],
    ),
    "leaf": Case(
        _leaf_pass,
        _leaf_fail,
        [
            (
                "models/common/dimensions_shared/dim_idle.sql",
                None,
                "dim_idle",
                "dim_idle (common) is read by nothing",
            )
        ],
    ),
    "workspace_data_views": Case(
        lambda m: m.model(
            "workspaces/workspace_data/pump_runs", schema="workspace_data", config={"materialized": "view"}
        ),
        lambda m: m.model("workspaces/workspace_data/test_runs", schema="workspace_data"),
        [("models/workspaces/workspace_data/test_runs.sql", None, "test_runs", "test_runs is a table")],
    ),
}
