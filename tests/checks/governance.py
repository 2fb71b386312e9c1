"""Miniatures of the checks on tags, sensitive data and sources."""

from __future__ import annotations

from tests.checks.miniature import Case, Miniature


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
    m.source("zuora_stitch", "contact", tags=["mnpi"])
    m.model("workspaces/workspace_sales/wk_mrr", reads=("zuora_stitch.contact", "fct_mrr", "prep_open"))


def _safe_pass(m: Miniature) -> None:
    m.model("common/facts_financial/restricted_safe/fct_mrr", tags=["safe"])
    m.model("marts/pumps/pump_mrr", tags=["safe"])
    m.model("common_prep/prep_a")


def _safe_fail(m: Miniature) -> None:
    m.model("common/facts_financial/restricted_safe/fct_mrr")
    m.model("common_prep/prep_a", tags=["safe"])


def _masking(role: str, **settings: object):
    column = {"user_name": {"description": "Name", "config": {"meta": {"masking_policy": role}}}}
    return lambda m: m.model("common_prep/prep_user", columns=column, **settings)


def _freshness_pass(m: Miniature) -> None:
    m.source("zuora_stitch", "account")
    m.source("zuora_stitch", "contact", freshness=None, config={"freshness": {"error_after": {"count": 48}}})


def _freshness_fail(m: Miniature) -> None:
    m.source("zuora_stitch", "account", loaded_at_field=None)
    m.source("zuora_stitch", "contact", freshness={"warn_after": {"count": None}, "error_after": None})


CASES = {
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
    "masked_contract": Case(
        _masking("people_data_masking"),
        _masking("people_data_masking", contract=False),
        [
            (
                "models/common_prep/prep_user.sql",
                None,
                "prep_user",
                "prep_user is a table with masked columns and no enforced contract",
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
}
