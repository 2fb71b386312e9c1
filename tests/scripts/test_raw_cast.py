"""The cast is in the raw tables as written down, on accounts of its own, at every scale and seed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from scripts.raw.model import Wave
from tests.scripts.raw_warehouse import built, warehouse_in

Rows = list[tuple[Any, ...]]
Ask = Callable[[str], Rows]

CHARGES = """
    raw.zuora_stitch.rateplancharge AS charge
    INNER JOIN raw.zuora_stitch.rateplan AS plan ON charge.rateplanid = plan.id
    INNER JOIN raw.zuora_stitch.subscription AS subscription ON plan.subscriptionid = subscription.id
"""


@pytest.fixture(params=[(1, 42), (5, 42), (1, 7)], ids=lambda numbers: f"scale {numbers[0]}, seed {numbers[1]}")
def ask(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Ask:
    scale, seed = request.param
    home = built(tmp_path_factory, Wave.W2, scale=scale, seed=seed)

    def query(sql: str) -> Rows:
        with warehouse_in(home, read_only=True) as warehouse:
            return warehouse.query(sql)

    return query


def _periods(name: str, *, status: str = "'Active', 'Cancelled'") -> str:
    return f"""
        SELECT effectivestartdate::VARCHAR, effectiveenddate::VARCHAR, charge.quantity::INTEGER, charge.mrr::DOUBLE
        FROM {CHARGES}
        WHERE subscription.name = '{name}' AND status IN ({status})
        ORDER BY effectivestartdate
    """


def test_c01_its_cancelled_version_holds_the_whole_life(ask: Ask) -> None:
    assert ask(_periods("CAST-C01")) == [
        ("2023-03-01", "2023-07-01", 10, 190),
        ("2023-07-01", "2024-03-01", 15, 285),
        ("2024-03-01", "2024-06-01", 15, 435),
        ("2024-06-01", "2024-09-01", 15, 1485),
        ("2024-09-01", "2024-11-01", 12, 1188),
    ]


def test_c01_has_five_superseded_versions_and_one_cancelled(ask: Ask) -> None:
    table = "raw.zuora_stitch.subscription"
    sql = f"SELECT version, status, cancelleddate FROM {table} WHERE name = 'CAST-C01' ORDER BY version"
    assert ask(sql) == [(nth, "Expired", None) for nth in range(1, 6)] + [(6, "Cancelled", date(2024, 11, 1))]


def test_c02_starts_in_mid_month_and_has_a_charge_within_one_month(ask: Ask) -> None:
    assert ask(_periods("CAST-C02")) == [("2024-05-10", "2024-05-28", 1, 99), ("2024-05-15", "2025-05-15", 5, 145)]


def test_c03_billing_knows_the_first_of_three_merged_accounts_by_its_short_id(ask: Ask) -> None:
    sql = """
        SELECT LENGTH(billing.crmid), first.name, first.isdeleted, second.name, second.isdeleted,
          last.name, last.isdeleted
        FROM raw.zuora_stitch.account AS billing
        INNER JOIN raw.salesforce_v2_stitch.account AS first ON LEFT(first.id, 15) = billing.crmid
        INNER JOIN raw.salesforce_v2_stitch.account AS second ON first.masterrecordid = second.id
        INNER JOIN raw.salesforce_v2_stitch.account AS last ON second.masterrecordid = last.id
        WHERE billing.name = 'CAST-C03'
    """
    assert ask(sql) == [(15, "CAST-C03-A", True, "CAST-C03-B", True, "CAST-C03-C", False)]
    assert ask(_periods("CAST-C03")) == [("2024-02-01", "2025-02-01", 10, 290)]


def test_c04_c05_c06_belong_to_accounts_that_are_deleted_jihu_or_a_test(ask: Ask) -> None:
    sql = """
        SELECT billing.name, crm.isdeleted, crm.masterrecordid, crm.jihu_account__c, billing.batch = 'Batch20'
        FROM raw.zuora_stitch.account AS billing
        INNER JOIN raw.salesforce_v2_stitch.account AS crm ON billing.crmid = crm.id
        WHERE billing.name IN ('CAST-C04', 'CAST-C05', 'CAST-C06')
        ORDER BY billing.name
    """
    assert ask(sql) == [
        ("CAST-C04", True, None, False, False),
        ("CAST-C05", False, None, True, False),
        ("CAST-C06", False, None, False, True),
    ]
    arr = {name: ask(_periods(name))[0][3] * 12 for name in ("CAST-C04", "CAST-C05", "CAST-C06")}
    assert arr == {"CAST-C04": 696, "CAST-C05": 11_880, "CAST-C06": 999_999}


def test_c07_has_free_seats_and_a_free_enrolment(ask: Ask) -> None:
    sql = f"""
        SELECT charge.name, quantity::INTEGER, mrr::INTEGER, chargetype FROM {CHARGES}
        WHERE subscription.name = 'CAST-C07' ORDER BY quantity
    """
    assert ask(sql) == [
        ("SaaS - Ultimate - OSS Program - 1 Year", 50, 0, "Recurring"),
        ("Max Enrollment", 300, 0, "Recurring"),
    ]


def test_c08_seven_subscriptions_renew_each_other(ask: Ask) -> None:
    sql = """
        SELECT RIGHT(name, 2), strftime(contracteffectivedate, '%Y-%m'),
          REPLACE(renewal_subscription__c__c, 'CAST-C08-', '')
        FROM raw.zuora_stitch.subscription WHERE name LIKE 'CAST-C08-%' ORDER BY name
    """
    assert ask(sql) == [
        ("S1", "2022-02", "S2 || S3"),
        ("S2", "2023-02", "S5"),
        ("S3", "2023-03", None),
        ("S4", "2022-08", "S5"),
        ("S5", "2024-02", None),
        ("S6", "2023-05", "S7"),
        ("S7", "2023-06", "S6"),
    ]


def test_c09_leaves_for_two_months(ask: Ask) -> None:
    assert ask(_periods("CAST-C09-S1")) == [("2023-02-01", "2024-02-01", 5, 145)]
    assert ask(_periods("CAST-C09-S2")) == [("2024-04-01", "2025-04-01", 5, 145)]


def test_c10_has_a_journal_entry_and_nothing_recurring(ask: Ask) -> None:
    sql = """
        SELECT line.start_date, line.end_date, entry.amount::INTEGER, dr_activity_type, cr_activity_type
        FROM raw.zuora_revenue.zuora_revenue_revenue_contract_line AS line
        INNER JOIN raw.zuora_revenue.zuora_revenue_manual_journal_entry AS entry ON entry.rc_line_id = line.id
        WHERE subscription_name = 'CAST-C10' AND atr16 LIKE '%True-up ARR Allocation%'
    """
    # either record may have been delivered twice; the newest delivery counts
    assert set(
        ask(sql + " QUALIFY ROW_NUMBER() OVER (ORDER BY entry.incr_updt_dt DESC, line.incr_updt_dt DESC) = 1")
    ) == {("2024-01-01", "2024-12-31", 1200, "Contract Liability", "Revenue")}
    assert ask(f"SELECT DISTINCT chargetype FROM {CHARGES} WHERE subscription.name = 'CAST-C10'") == [("OneTime",)]


def test_c12_the_stated_standard_scores_hold_in_every_upload(ask: Ask) -> None:
    scored = """
        SELECT '{0}' AS model, uploaded_at, UNNEST(from_json(jsontext,
          '[{{"crm_account_id": "VARCHAR", "score": "DOUBLE", "grouping": "INTEGER"}}]'), recursive := TRUE)
        FROM raw.data_science.{0}_scores
    """
    sql = f"""
        WITH scores AS ({scored.format("pte")} UNION ALL {scored.format("ptc")}),
        standard AS (
          SELECT *, (score - AVG(score) OVER same_upload) / STDDEV(score) OVER same_upload AS z
          FROM scores WINDOW same_upload AS (PARTITION BY model, uploaded_at)
        )
        SELECT DISTINCT name, pte.score, pte.grouping, ptc.score, ptc.grouping, pte.z > ptc.z + 0.5, pte.z < ptc.z - 0.5
        FROM standard AS pte
        INNER JOIN standard AS ptc USING (crm_account_id, uploaded_at)
        INNER JOIN raw.salesforce_v2_stitch.account ON id = crm_account_id
        WHERE pte.model = 'pte' AND ptc.model = 'ptc' AND name LIKE 'CAST-C12-%'
        ORDER BY name
    """
    assert ask(sql) == [
        ("CAST-C12-A", 0.99, 5, 0.61, 1, True, False),
        ("CAST-C12-B", 0.71, 5, 0.99, 1, False, True),
    ]


def test_c16_two_ids_whose_long_form_is_known(ask: Ask) -> None:
    sql = """
        SELECT billing.crmid, crm.id FROM raw.zuora_stitch.account AS billing
        INNER JOIN raw.salesforce_v2_stitch.account AS crm ON crm.name = billing.name
        WHERE billing.name LIKE 'CAST-C16-%' ORDER BY billing.name
    """
    assert ask(sql) == [("0014M00001lbBt1", "0014M00001lbBt1QAE"), ("001000000000001", "001000000000001AAA")]


def test_c17_ten_opportunities_of_the_fourth_quarter(ask: Ask) -> None:
    sql = """
        SELECT SUBSTR(opportunity.name, 10), arr_net__c::INTEGER, iswon, isclosed, strftime(closedate, '%m-%d')
        FROM raw.salesforce_v2_stitch.opportunity WHERE name LIKE 'CAST-C17-%' AND NOT isdeleted ORDER BY 1
    """
    assert ask(sql) == [
        ("CHURN", -3480, False, True, "12-15"),
        ("CONTRACTION", -1740, True, True, "12-10"),
        ("DUPLICATE", 5000, True, True, "11-27"),
        ("FO-SDR", 41580, True, True, "11-20"),
        ("FO-WEB", 1740, True, True, "11-12"),
        ("FPA-FALSE", 2000, True, True, "12-06"),
        ("GROWTH", 6960, True, True, "12-05"),
        ("JIHU-WON", 9999, True, True, "11-26"),
        ("LOST-NEW", 8000, False, True, "11-25"),
        ("OPEN", 12000, False, False, "01-15"),
    ]


def test_nothing_generated_refers_to_the_cast(ask: Ask) -> None:
    opportunities = """
        SELECT COUNT(*) FROM raw.salesforce_v2_stitch.opportunity AS opportunity
        INNER JOIN raw.salesforce_v2_stitch.account AS account ON opportunity.accountid = account.id
        WHERE starts_with(opportunity.name, 'CAST-') != starts_with(account.name, 'CAST-')
    """
    subscriptions = """
        SELECT COUNT(*) FROM raw.zuora_stitch.subscription AS subscription
        INNER JOIN raw.zuora_stitch.account AS account ON subscription.accountid = account.id
        WHERE starts_with(subscription.name, 'CAST-') != starts_with(account.name, 'CAST-')
    """
    families = """
        SELECT COUNT(*) FROM raw.salesforce_v2_stitch.account
        WHERE starts_with(name, 'CAST-') != starts_with(ultimate_parent_account_text__c, 'CAST-')
    """
    assert [ask(sql) for sql in (opportunities, subscriptions, families)] == [[(0,)], [(0,)], [(0,)]]
