"""Miniatures of the checks on tests, tags, sensitive data, sources, macros and YAML."""

from __future__ import annotations

from tests.checks.miniature import Case, Miniature

LONG = "prep_a_" + "x" * 56
NAMED = """models:
  - name: prep_a
    columns:
      - name: a
        data_tests:
          - unique: {name: prep_a_a_is_unique}
          - name: prep_a_a_is_given
            test_name: not_null
"""
UNNAMED = """models:
  - name: prep_a
    columns:
      - name: a
        data_tests:
          - unique
          - not_null: {severity: warn}
    data_tests:
      - unique_combination:
          arguments: {columns: [a, b]}
"""
PLACED = """models:
  - name: prep_a
    config:
      schema: elsewhere
      tags: [daily]
"""
ORDERED = """models:
  - name: prep_a
    description: One row per a.
    config: {tags: []}
    columns:
      - {name: a, data_type: integer, description: The key}
    data_tests: []
"""
DISORDERED = """models:
  - name: prep_a
    config: {tags: []}
    description: One row per a.
    columns:
      - description: The key
        name: a
        tests: []
"""


def _named_pass(m: Miniature) -> None:
    m.model("common_prep/prep_a", yml=NAMED)
    m.test("assert_a_is_positive")
    m.test("x" * 80, "unique", "prep_a", "a")
    m.unit_test("prep_a_drops_test_accounts", "prep_a")


def _named_fail(m: Miniature) -> None:
    m.model("common_prep/prep_a", yml=UNNAMED)
    m.model("common_prep/prep_b", yml=NAMED.replace("prep_a_a_is_unique", LONG).replace("name: prep_a\n", "name: b\n"))
    m.test(LONG, "unique", "prep_b", "a")
    m.test("a_is_positive")
    m.unit_test("drops_test_accounts", "prep_a")


def _config_fail(m: Miniature) -> None:
    m.model("common_prep/prep_a", yml=PLACED)
    m.model("common_prep/prep_b", sql="-- grain: one row per b\n{{ config(materialized='view') }}\n")


def _tags_pass(m: Miniature) -> None:
    m.tag_seed("safe", "tdf")
    m.model("common_prep/prep_a", tags=["safe"])
    m.test("assert_a", tags=["tdf"])
    m.operation("edp-on-run-end-0", tags=["on-run-end"])


def _tags_fail(m: Miniature) -> None:
    m.tag_seed("safe", "unused")
    m.model("common_prep/prep_a", tags=["safe", "saef"])


def _mnpi_pass(m: Miniature) -> None:
    reason = {"mnpi_exception_reason": "Holds names only."}
    m.source("zuora_stitch", "account", tags=["mnpi"])
    m.source("open", "data")
    m.model("sources/zuora/zuora_account_source", reads=("zuora_stitch.account",), tags=["mnpi"])
    m.snapshot("account_snapshots", ("zuora_stitch.account",), tags=["mnpi"])
    m.model("common_prep/prep_account", reads=("zuora_account_source",), tags=["mnpi_exception"], meta=reason)
    m.model("common/facts_financial/restricted_safe/fct_mrr", reads=("prep_account",))
    m.model("marts/pumps/pump_mrr", reads=("fct_mrr",), tags=["safe"])
    m.model("common_prep/prep_open", reads=("open.data",))


def _mnpi_fail(m: Miniature) -> None:
    _mnpi_pass(m)
    m.model("common_prep/prep_user", reads=("zuora_account_source",), tags=["mnpi_exception"])
    m.model("common_prep/prep_charge", reads=("zuora_account_source",), tags=["mnpi"])
    m.model("workspaces/workspace_sales/wk_mrr", reads=("fct_mrr", "prep_open"))


def _safe_pass(m: Miniature) -> None:
    m.model("common/facts_financial/restricted_safe/fct_mrr", tags=["safe"])
    m.model("marts/pumps/pump_mrr", tags=["safe"])
    m.model("common_prep/prep_a")


def _safe_fail(m: Miniature) -> None:
    m.model("common/facts_financial/restricted_safe/fct_mrr")
    m.model("common_prep/prep_a", tags=["safe"])


def _masking(role: str):
    column = {"user_name": {"description": "Name", "config": {"meta": {"masking_policy": role}}}}
    return lambda m: m.model("common_prep/prep_user", columns=column)


def _freshness_pass(m: Miniature) -> None:
    m.source("zuora_stitch", "account")
    m.source("zuora_stitch", "contact", freshness=None, config={"freshness": {"error_after": {"count": 48}}})


def _freshness_fail(m: Miniature) -> None:
    m.source("zuora_stitch", "account", loaded_at_field=None)
    m.source("zuora_stitch", "contact", freshness={"warn_after": {"count": None}, "error_after": None})


def _macro_pass(m: Miniature) -> None:
    m.macro("date_id", "macros/sql/date_id.sql", day="A date expression")
    m.macro("duckdb__date_id", "macros/sql/date_id.sql", described=False, day="")
    m.macro("duckdb__get_catalog", "macros/override/get_catalog.sql")


def _macro_fail(m: Miniature) -> None:
    m.macro("date_id", "macros/sql/date_id.sql", described=False)
    m.macro("month_id", "macros/sql/date_id.sql")
    m.macro("year_id", "macros/sql/year_id.sql", day="")


CASES = {
    "test_named": Case(
        _named_pass,
        _named_fail,
        [
            ("models/common_prep/prep_a.yml", 6, "prep_a.a.unique", "the unique test of prep_a.a has no given name"),
            (
                "models/common_prep/prep_a.yml",
                7,
                "prep_a.a.not_null",
                "the not_null test of prep_a.a has no given name",
            ),
            (
                "models/common_prep/prep_a.yml",
                9,
                "prep_a.unique_combination",
                "the unique_combination test of prep_a has no given name",
            ),
            (
                "models/x.yml",
                None,
                "drops_test_accounts",
                "the unit test drops_test_accounts does not start with its model, prep_a_",
            ),
            ("models/x.yml", None, LONG, f"the name of test {LONG} has 63 characters"),
            (
                "tests/data/a_is_positive.sql",
                None,
                "a_is_positive",
                "the singular test a_is_positive does not start with assert_",
            ),
        ],
    ),
    "config_outside_root": Case(
        lambda m: m.model("common_prep/prep_a", yml=PLACED.replace("schema: elsewhere", "materialized: view")),
        _config_fail,
        [
            ("models/common_prep/prep_a.yml", 2, "prep_a.schema", "prep_a sets schema itself"),
            ("models/common_prep/prep_b.sql", 2, "prep_b.sql: config", "the SQL file calls config()"),
        ],
    ),
    "tags_known": Case(
        _tags_pass,
        _tags_fail,
        [
            ("models/common_prep/prep_a.sql", None, "prep_a: saef", "prep_a has the unknown tag saef"),
            ("seeds/governance/project_tags.csv", 3, "unused", "no node has the tag unused"),
        ],
    ),
    "mnpi_marked": Case(
        _mnpi_pass,
        _mnpi_fail,
        [
            (
                "models/common_prep/prep_charge.sql",
                None,
                "prep_charge",
                "prep_charge descends from the MNPI source zuora_stitch.account and does not say how it is protected",
            ),
            ("models/common_prep/prep_user.sql", None, "prep_user", "prep_user is an mnpi_exception without a reason"),
            (
                "models/workspaces/workspace_sales/wk_mrr.sql",
                None,
                "wk_mrr",
                "wk_mrr descends from the MNPI source zuora_stitch.account and does not say how it is protected",
            ),
        ],
    ),
    "safe_folder": Case(
        _safe_pass,
        _safe_fail,
        [
            (
                "models/common/facts_financial/restricted_safe/fct_mrr.sql",
                None,
                "fct_mrr",
                "fct_mrr lies in restricted_safe and has no tag safe",
            ),
            (
                "models/common_prep/prep_a.sql",
                None,
                "prep_a",
                "prep_a has the tag safe outside a restricted_safe folder",
            ),
        ],
    ),
    "masking_role": Case(
        _masking("people_data_masking"),
        _masking("everyone"),
        [
            (
                "models/common_prep/prep_user.sql",
                None,
                "prep_user.user_name",
                "column prep_user.user_name is masked by the unknown role everyone",
            )
        ],
    ),
    "source_freshness": Case(
        _freshness_pass,
        _freshness_fail,
        [
            (
                "models/sources/_zuora_stitch__sources.yml",
                None,
                "zuora_stitch.account",
                "source zuora_stitch.account has no loaded_at_field",
            ),
            (
                "models/sources/_zuora_stitch__sources.yml",
                None,
                "zuora_stitch.contact",
                "source zuora_stitch.contact has no freshness",
            ),
        ],
    ),
    "macro_documented": Case(
        _macro_pass,
        _macro_fail,
        [
            (
                "macros/sql/date_id.sql",
                None,
                "date_id",
                "macro date_id is not described in macros/sql/_macros.yml",
            ),
            ("macros/sql/date_id.sql", None, "month_id", "macro month_id is in a file named after date_id"),
            (
                "macros/sql/year_id.sql",
                None,
                "year_id(day)",
                "argument day of macro year_id is not described",
            ),
        ],
    ),
    "yml_key_order": Case(
        lambda m: m.model("common_prep/prep_a", yml=ORDERED),
        lambda m: m.model("common_prep/prep_a", yml=DISORDERED),
        [
            (
                "models/common_prep/prep_a.yml",
                2,
                "prep_a",
                "the keys of prep_a are in the order name, config, description, columns",
            ),
            (
                "models/common_prep/prep_a.yml",
                6,
                "prep_a.a",
                "the keys of prep_a.a are in the order description, name",
            ),
            ("models/common_prep/prep_a.yml", 6, "prep_a.a", "prep_a.a uses the old key tests"),
        ],
    ),
}
