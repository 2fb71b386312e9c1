"""Planted defects of billing and accounts: exactly as many as there should be, whatever the scale and the seed."""

from __future__ import annotations

from scripts.raw.model import Wave
from tests.scripts.raw_warehouse import GENERATED, Ask

LIVE_CHARGES = f"""
    raw.zuora_stitch.rateplancharge AS charge
    INNER JOIN raw.zuora_stitch.rateplan AS plan ON charge.rateplanid = plan.id
    INNER JOIN raw.zuora_stitch.subscription AS subscription ON plan.subscriptionid = subscription.id
    WHERE charge.chargetype = 'Recurring' AND subscription.name {GENERATED}
"""

PARENT_ID = r"""regexp_extract(ultimate_parent_account__c, 'href="/([A-Za-z0-9]{15})"', 1)"""


def test_d12_five_test_accounts_have_an_arr_of_999_999_each(ask: Ask) -> None:
    accounts = f"SELECT id FROM raw.zuora_stitch.account WHERE batch = 'Batch20' AND name {GENERATED}"
    assert ask(f"SELECT COUNT(*) FROM ({accounts})") == 5
    assert ask(f"SELECT LIST(DISTINCT mrr * 12) FROM {LIVE_CHARGES} AND charge.accountid IN ({accounts})") == [999_999]
    assert ask(f"SELECT COUNT(DISTINCT charge.accountid) FROM {LIVE_CHARGES} AND charge.accountid IN ({accounts})") == 5


def test_d12_four_deleted_billing_accounts_have_revenue(ask: Ask) -> None:
    assert ask("SELECT COUNT(*) FROM raw.zuora_stitch.account WHERE deleted") == 4
    sql = f"""
        SELECT COUNT(DISTINCT charge.accountid) FROM {LIVE_CHARGES} AND mrr > 0
        AND charge.accountid IN (SELECT id FROM raw.zuora_stitch.account WHERE deleted)
    """
    assert ask(sql) == 4


def test_d12_three_subscriptions_are_excluded_and_two_say_nothing(ask: Ask) -> None:
    table = "raw.zuora_stitch.subscription"
    assert ask(f"SELECT COUNT(*) FROM {table} WHERE excludefromanalysis__c = 'True'") == 3
    assert ask(f"SELECT COUNT(*) FROM {table} WHERE excludefromanalysis__c IS NULL") == 2
    sql = f"SELECT LIST(DISTINCT excludefromanalysis__c ORDER BY excludefromanalysis__c) FROM {table}"
    assert ask(sql) == ["", "False", "True", None]


def test_d12_two_deleted_subscriptions_have_revenue(ask: Ask) -> None:
    assert ask(f"SELECT COUNT(*) FROM {LIVE_CHARGES} AND subscription.deleted AND mrr > 0") == 2


def test_d13_twenty_accounts_are_merged_in_chains_of_two_and_three(ask: Ask) -> None:
    sql = f"""
        WITH merged AS (
          SELECT id, masterrecordid FROM raw.salesforce_v2_stitch.account
          WHERE masterrecordid IS NOT NULL AND name {GENERATED}
        )
        SELECT [
          COUNT(*), COUNT(middle.id), COUNT(survivor.id) FILTER (NOT survivor.isdeleted),
          COUNT(*) FILTER (merged.id IN (SELECT masterrecordid FROM merged))
        ]
        FROM merged
        LEFT JOIN merged AS middle ON merged.masterrecordid = middle.id
        LEFT JOIN raw.salesforce_v2_stitch.account AS survivor
          ON COALESCE(middle.masterrecordid, merged.masterrecordid) = survivor.id
    """
    # 20 losers, 6 of them in two steps; every chain ends at a live account
    assert ask(sql) == [20, 6, 20, 6]


def test_d13_every_merged_or_deleted_account_has_revenue(ask: Ask) -> None:
    sql = f"""
        SELECT COUNT(DISTINCT crm.id)
        FROM raw.salesforce_v2_stitch.account AS crm
        INNER JOIN raw.zuora_stitch.account AS billing ON LEFT(billing.crmid, 15) = LEFT(crm.id, 15)
        INNER JOIN {LIVE_CHARGES.replace("WHERE", "ON charge.accountid = billing.id WHERE")}
          AND crm.isdeleted AND mrr > 0
    """
    assert ask(sql) == 26
    assert ask(sql, wave=Wave.W0) == 28


def test_d13_six_accounts_are_deleted_and_not_merged(ask: Ask) -> None:
    sql = f"""
        SELECT COUNT(*) FROM raw.salesforce_v2_stitch.account
        WHERE isdeleted AND masterrecordid IS NULL AND name {GENERATED}
    """
    assert ask(sql) == 6


def test_d13_two_merged_accounts_exist_only_in_the_first_wave(ask: Ask) -> None:
    sql = f"SELECT COUNT(*) FROM raw.salesforce_v2_stitch.account WHERE masterrecordid IS NOT NULL AND name {GENERATED}"
    assert [ask(sql, wave=wave) for wave in Wave] == [22, 20, 20]


def test_d14_eight_parent_links_cannot_be_read(ask: Ask) -> None:
    assert ask(f"SELECT COUNT(*) FROM raw.salesforce_v2_stitch.account WHERE {PARENT_ID} = ''") == 8


def test_d14_five_accounts_have_a_deleted_parent_and_all_others_a_live_one(ask: Ask) -> None:
    sql = f"""
        SELECT [COUNT(*) FILTER (parent.isdeleted), COUNT(*) FILTER (parent.id IS NULL)]
        FROM raw.salesforce_v2_stitch.account AS account
        LEFT JOIN raw.salesforce_v2_stitch.account AS parent
          ON LEFT(parent.id, 15) = {PARENT_ID.replace("ultimate", "account.ultimate")}
        WHERE NOT account.isdeleted AND {PARENT_ID.replace("ultimate", "account.ultimate")} != ''
    """
    assert ask(sql) == [5, 0]


def test_d15_five_accounts_are_jihu_and_eleven_do_not_say(ask: Ask) -> None:
    sql = f"""
        SELECT [COUNT(*) FILTER (jihu_account__c), COUNT(*) FILTER (jihu_account__c IS NULL)]
        FROM raw.salesforce_v2_stitch.account WHERE name {GENERATED}
    """
    assert ask(sql) == [5, 11]


def test_d15_both_kinds_of_accounts_have_revenue(ask: Ask) -> None:
    sql = f"""
        SELECT COUNT(DISTINCT COALESCE(jihu_account__c::VARCHAR, 'not said'))
        FROM raw.salesforce_v2_stitch.account AS crm
        INNER JOIN raw.zuora_stitch.account AS billing ON LEFT(billing.crmid, 15) = LEFT(crm.id, 15)
        INNER JOIN {LIVE_CHARGES.replace("WHERE", "ON charge.accountid = billing.id WHERE")} AND mrr > 0
    """
    assert ask(sql) == 3


def test_d16_charges_that_never_count(ask: Ask) -> None:
    sql = f"""
        SELECT [
          COUNT(*) FILTER (
            date_trunc('month', effectiveenddate) = date_trunc('month', effectivestartdate)
            AND effectiveenddate >= effectivestartdate
          ),
          COUNT(*) FILTER (effectiveenddate < effectivestartdate),
          COUNT(*) FILTER (effectiveenddate IS NULL)
        ]
        FROM {LIVE_CHARGES}
    """
    assert ask(sql) == [9, 2, 15]


def test_d16_four_drafts_carry_charges(ask: Ask) -> None:
    assert ask("SELECT COUNT(*) FROM raw.zuora_stitch.subscription WHERE status = 'Draft'") == 4
    assert ask(f"SELECT COUNT(*) FROM {LIVE_CHARGES} AND subscription.status = 'Draft' AND mrr > 0") == 4


def test_d17_two_names_have_two_active_versions(ask: Ask) -> None:
    sql = """
        SELECT COUNT(*) FROM (
          SELECT name FROM raw.zuora_stitch.subscription WHERE status = 'Active' GROUP BY name HAVING COUNT(*) > 1
        )
    """
    assert ask(sql) == 2


def _edges(where: str) -> str:
    return f"""
        WITH edges AS (
          SELECT DISTINCT name, UNNEST(string_split(renewal_subscription__c__c, ' || ')) AS successor
          FROM raw.zuora_stitch.subscription
          WHERE name LIKE 'A-S9%'
        )
        SELECT COUNT(*) FROM ({where})
    """


def test_d18_renewals_that_are_no_simple_chain(ask: Ask) -> None:
    self_renewal = "SELECT name FROM edges WHERE name = successor"
    pair = """
        SELECT edges.name FROM edges
        INNER JOIN edges AS back ON edges.successor = back.name AND back.successor = edges.name
        WHERE edges.name < edges.successor
    """
    fork = "SELECT name FROM edges GROUP BY name HAVING COUNT(*) = 2"
    consolidation = "SELECT successor FROM edges GROUP BY successor HAVING COUNT(*) = 2"
    assert [ask(_edges(where)) for where in (pair, fork, consolidation, self_renewal)] == [1, 3, 3, 1]


def test_d18_every_successor_exists(ask: Ask) -> None:
    sql = """
        SELECT COUNT(*) FROM (
          SELECT UNNEST(string_split(renewal_subscription__c__c, ' || ')) AS successor
          FROM raw.zuora_stitch.subscription
        ) WHERE successor NOT IN (SELECT name FROM raw.zuora_stitch.subscription)
    """
    assert ask(sql) == 0


def test_d19_seven_rate_plans_have_no_product_and_three_products_no_tier(ask: Ask) -> None:
    missing = "productid NOT IN (SELECT id FROM raw.zuora_stitch.product)"
    assert ask(f"SELECT COUNT(*) FROM raw.zuora_stitch.rateplan WHERE {missing}") == 7
    assert ask(f"SELECT COUNT(*) FROM raw.zuora_stitch.productrateplan WHERE {missing}") == 7
    assert ask(f"SELECT COUNT(*) FROM {LIVE_CHARGES} AND charge.{missing} AND mrr > 0") == 7
    sql = """
        SELECT COUNT(*) FROM raw.zuora_stitch.product
        WHERE producttier__c IS NULL AND productdelivery__c IS NULL AND productdeployment__c IS NULL
    """
    assert ask(sql) == 3
