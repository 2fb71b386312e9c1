"""Miniatures of the checks on layers, places and descriptions."""

from __future__ import annotations

from tests.checks.miniature import Case, Miniature

PREP = {"database": "prod", "schema": "common_prep"}
SOURCE = {"database": "prep", "schema": "zuora"}


def _edges_pass(m: Miniature) -> None:
    m.source("zuora_stitch", "account")
    m.source("results", "test_results", database="prod")
    m.snapshot("account_snapshots", ("zuora_stitch.account",))
    m.seed("tiers")
    m.model("sources/zuora/zuora_account_source", reads=("zuora_stitch.account",), **SOURCE)
    m.model("legacy/snapshots/account_snapshots_latest", reads=("account_snapshots",), schema="legacy")
    m.model("common_mapping/map_tier", reads=("zuora_account_source", "tiers"), schema="common_mapping")
    m.model("common_prep/prep_date", **PREP)
    m.model("common_prep/prep_account", reads=("map_tier", "prep_date", "tiers"), **PREP)
    m.model("common/dimensions_shared/dim_account", reads=("prep_account", "map_tier", "prep_date"))
    m.model("common_mart_sales/mart_account", reads=("dim_account", "prep_account"))
    m.model("common/sensitive/mart_person", reads=("dim_account", "prep_account"), database="prep", schema="sensitive")
    m.model("marts/pumps/pump_account", reads=("mart_account", "dim_account", "mart_person"), schema="pumps")
    m.model("marts/pumps/subscription_usage/usage_data", reads=("prep_account",), schema="legacy")
    m.model("workspaces/workspace_data/test_results", reads=("results.test_results", "pump_account"))
    m.exposure("board", ("mart_account",))
    m.test("assert_accounts_agree")


def _edges_fail(m: Miniature) -> None:
    _edges_pass(m)
    m.model("common/dimensions_shared/dim_early", reads=("zuora_account_source", "dim_account"))
    m.model("common_mart_sales/mart_second", reads=("mart_account",))
    m.model("sources/zuora/zuora_joined_source", reads=("zuora_stitch.account", "account_snapshots"), **SOURCE)
    m.model("sources/zuora/zuora_idle_source", **SOURCE)
    m.model("workspaces/workspace_sales/wk_peek", reads=("zuora_account_source",))
    m.exposure("secret_board", ("zuora_stitch.account",))


def _prefix_pass(m: Miniature) -> None:
    _edges_pass(m)
    m.model("common/facts_financial/restricted_safe/fct_mrr")
    m.model("common/sensitive/bdg_role")
    m.model("common/dimensions_shared/restricted_safe/account_daily_snapshot")
    m.model("legacy/old_name_of_a_report")
    m.model("marts/pumps/mart_account_id")
    m.model("marts/pumps/product_usage/mart_usage")
    m.model("marts/pumps/subscription_usage/old_usage_report")


def _prefix_fail(m: Miniature) -> None:
    m.model("common_prep/dim_account")
    m.model("common/dimensions_shared/fct_mrr")
    m.model("common_mart_sales/accounts")
    m.model("sources/zuora/sfdc_account_source")
    m.model("common/sensitive/fct_mrr_2")


def _schema_pass(m: Miniature) -> None:
    m.model("sources/zuora/zuora_account_source", **SOURCE)
    m.model("sources/zuora/sensitive/zuora_contact_source", database="prep", schema="sensitive")
    m.model("common_prep/sensitive/prep_person", database="prep", schema="sensitive")
    m.model("common/facts_financial/restricted_safe/fct_mrr", schema="restricted_safe_common")
    m.model("common_mart_sales/mart_account", database="my_branch_prod", schema="common_mart_sales")
    m.model("marts/pumps_sensitive/pump_account", schema="pumps_sensitive")
    m.model("workspaces/workspace_sales/wk_board", schema="workspace_sales")
    m.model("workspaces/workspace_sales/restricted_safe/wk_deals", schema="restricted_safe_workspace_sales")
    m.model("legacy/snapshots/account_latest", schema="legacy")
    m.model("legacy/qualtrics/formatted_contacts", database="prep", schema="sensitive")
    m.model("sources/version/version_hosts_source", database="prep", schema="version_db")
    m.model("sources/qualtrics/qualtrics_answer_source", database="prep", schema="sensitive")
    m.model("marts/pumps/product_usage/mart_usage", schema="common_mart_product")
    m.model("marts/pumps/subscription_usage/usage_data", schema="legacy")


def _schema_fail(m: Miniature) -> None:
    _schema_pass(m)
    m.model("common/facts_financial/restricted_safe/fct_open", schema="common")
    m.model("common_prep/prep_account", database="prep", schema="common_prep")
    m.model("legacy/qualtrics/survey_answers", schema="legacy")
    m.model("marts/pumps/product_usage/mart_use", schema="pumps")


def _described_fail(m: Miniature) -> None:
    m.model("common_prep/prep_account", description=" ")
    m.source("zuora_stitch", "account", description="")


def _columns_fail(m: Miniature) -> None:
    m.model("common/dimensions_shared/dim_account", columns={"dim_account_id": {"description": ""}})
    m.model("common_mart_sales/mart_account", columns={})


def _keys_pass(m: Miniature) -> None:
    m.model("common_prep/prep_account")
    m.test("a", "unique", "prep_account", "account_id")
    m.test("b", "not_null", "prep_account", "account_id")
    m.model("common_prep/prep_month")
    m.test("c", "unique_combination", "prep_month")


def _keys_fail(m: Miniature) -> None:
    m.model("common_prep/prep_account")
    m.test("a", "unique", "prep_account", "account_id")
    m.test("b", "not_null", "prep_account", "another_column")
    m.test("c", "unique", "prep_account", "account_id", severity="warn")


def _yml_pass(m: Miniature) -> None:
    m.model("common_prep/prep_account")


def _yml_fail(m: Miniature) -> None:
    both = "models:\n  - name: prep_account\n  - name: prep_user\n"
    m.model("common_prep/prep_account", yml=both)
    m.model("common_prep/prep_user", yml="")


CASES = {
    "layer_edges": Case(
        _edges_pass,
        _edges_fail,
        [
            (
                "models/common/dimensions_shared/dim_early.sql",
                None,
                "dim_early <- dim_account",
                "dim_early (common) reads dim_account (common), which is no input of this layer",
            ),
            (
                "models/common/dimensions_shared/dim_early.sql",
                None,
                "dim_early <- zuora_account_source",
                "dim_early (common) reads zuora_account_source (source), which is no input of this layer",
            ),
            (
                "models/common_mart_sales/mart_second.sql",
                None,
                "mart_second <- mart_account",
                "mart_second (mart) reads mart_account (mart), which is no input of this layer",
            ),
            (
                "models/exposures.yml",
                None,
                "secret_board <- zuora_stitch.account",
                "secret_board (exposure) reads zuora_stitch.account (raw), which is not in prod",
            ),
            (
                "models/sources/zuora/zuora_idle_source.sql",
                None,
                "zuora_idle_source",
                "zuora_idle_source reads 0 inputs, but a source model stands for exactly one raw table or snapshot",
            ),
            (
                "models/sources/zuora/zuora_joined_source.sql",
                None,
                "zuora_joined_source",
                "zuora_joined_source reads 2 inputs, but a source model stands for exactly one raw table or snapshot",
            ),
            (
                "models/workspaces/workspace_sales/wk_peek.sql",
                None,
                "wk_peek <- zuora_account_source",
                "wk_peek (workspace) reads zuora_account_source (source), which is not in prod",
            ),
        ],
    ),
    "folder_prefix": Case(
        _prefix_pass,
        _prefix_fail,
        [
            (
                "models/common/dimensions_shared/fct_mrr.sql",
                None,
                "fct_mrr",
                "fct_mrr belongs into models/common/facts_*",
            ),
            (
                "models/common/sensitive/fct_mrr_2.sql",
                None,
                "fct_mrr_2",
                "fct_mrr_2 belongs into models/common/facts_*",
            ),
            (
                "models/common_mart_sales/accounts.sql",
                None,
                "accounts",
                "accounts has no prefix that says what kind of model it is",
            ),
            (
                "models/common_prep/dim_account.sql",
                None,
                "dim_account",
                "dim_account belongs into models/common/dimensions_*",
            ),
            (
                "models/sources/zuora/sfdc_account_source.sql",
                None,
                "sfdc_account_source",
                "sfdc_account_source does not start with its system, zuora_",
            ),
        ],
    ),
    "folder_schema": Case(
        _schema_pass,
        _schema_fail,
        [
            (
                "models/common/facts_financial/restricted_safe/fct_open.sql",
                None,
                "fct_open",
                "fct_open is built in prod.common, its folder says prod.restricted_safe_common",
            ),
            (
                "models/common_prep/prep_account.sql",
                None,
                "prep_account",
                "prep_account is built in prep.common_prep, its folder says prod.common_prep",
            ),
            (
                "models/legacy/qualtrics/survey_answers.sql",
                None,
                "survey_answers",
                "survey_answers is built in prod.legacy, its folder says prep.sensitive",
            ),
            (
                "models/marts/pumps/product_usage/mart_use.sql",
                None,
                "mart_use",
                "mart_use is built in prod.pumps, its folder says prod.common_mart_product",
            ),
        ],
    ),
    "model_described": Case(
        lambda m: m.model("common_prep/prep_account"),
        _described_fail,
        [
            ("models/common_prep/prep_account.sql", None, "prep_account", "model prep_account has no description"),
            ("models/sources/_zuora_stitch__sources.yml", None, "account", "source account has no description"),
        ],
    ),
    "column_described": Case(
        lambda m: m.model("common/dimensions_shared/dim_account"),
        _columns_fail,
        [
            (
                "models/common/dimensions_shared/dim_account.sql",
                None,
                "dim_account.dim_account_id",
                "column dim_account.dim_account_id has no description",
            ),
            ("models/common_mart_sales/mart_account.sql", None, "mart_account", "model mart_account lists no columns"),
        ],
    ),
    "key_tested": Case(
        _keys_pass,
        _keys_fail,
        [("models/common_prep/prep_account.sql", None, "prep_account", "prep_account has no tested key")],
    ),
    "contract_enforced": Case(
        lambda m: (m.model("common/bridge/bdg_a"), m.model("common_prep/prep_a", contract=False))[0],
        lambda m: m.model("marts/pumps/pump_a", contract=False),
        [("models/marts/pumps/pump_a.sql", None, "pump_a", "pump_a has no enforced contract")],
    ),
    "one_yml_per_model": Case(
        _yml_pass,
        _yml_fail,
        [
            (
                "models/common_prep/prep_account.yml",
                3,
                "prep_user",
                "the file describes model prep_user, which is not the model it is named after",
            ),
            (
                "models/common_prep/prep_user.sql",
                None,
                "prep_user",
                "model prep_user has no file models/common_prep/prep_user.yml that describes it",
            ),
        ],
    ),
}
