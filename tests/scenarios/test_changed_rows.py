"""Rows the generator does not plant: the warehouse still gives every answer after the raw data are changed by hand."""

from tests.scenarios.questions import QUESTIONS
from tests.scenarios.test_answers import differences
from tests.scenarios.world import WAVES

NAMED = "(SELECT id FROM raw.zuora_stitch.subscription WHERE name = '{}')"
PLANS = f"(SELECT id FROM raw.zuora_stitch.rateplan WHERE subscriptionid IN {NAMED})"
LINE = """
  (SELECT MIN(id) FROM raw.zuora_revenue.zuora_revenue_revenue_contract_line
   WHERE subscription_name NOT LIKE 'CAST%' AND atr16 LIKE '%True-up ARR Allocation%')
"""

CHANGES = {
    "the oldest of a family is not the first by name": """
      UPDATE raw.zuora_stitch.subscription SET contracteffectivedate = '2021-12-15' WHERE name = 'CAST-C08-S3'
    """,
    "of two in one month the first by name is the oldest": """
      UPDATE raw.zuora_stitch.subscription SET contracteffectivedate = '2023-06-30' WHERE name = 'CAST-C08-S6'
    """,
    "a deleted rate plan": f"""
      UPDATE raw.zuora_stitch.rateplan SET deleted = TRUE WHERE id IN {PLANS.format("CAST-C08-S5")}
    """,
    "a deleted charge": f"""
      UPDATE raw.zuora_stitch.rateplancharge SET deleted = TRUE WHERE rateplanid IN {PLANS.format("CAST-C05")}
    """,
    "a charge without MRR": f"""
      UPDATE raw.zuora_stitch.rateplancharge SET mrr = NULL WHERE rateplanid IN {PLANS.format("CAST-C04")}
    """,
    "an MRR with more digits than cents": f"""
      UPDATE raw.zuora_stitch.rateplancharge SET mrr = 145.333333 WHERE rateplanid IN {PLANS.format("CAST-C09-S2")}
    """,
    "a billing account of nobody known": """
      UPDATE raw.zuora_stitch.account SET crmid = '001zzzzzzzzzzzz' WHERE name = 'CAST-C02'
    """,
    "an account whose parent was merged twice": """
      UPDATE raw.salesforce_v2_stitch.account
      SET ultimate_parent_account__c = (
        SELECT '<a href="/' || LEFT(id, 15) || '" target="_blank">x</a>' FROM raw.salesforce_v2_stitch.account
        WHERE name = 'CAST-C03-A'
      )
      WHERE name = 'CAST-C01'
    """,
    "a parent linked by its long id": """
      UPDATE raw.salesforce_v2_stitch.account
      SET ultimate_parent_account__c = (
        SELECT '<a href="/' || id || '" target="_blank">x</a>' FROM raw.salesforce_v2_stitch.account
        WHERE name = 'CAST-C08'
      )
      WHERE name = 'CAST-C09'
    """,
    "a true-up of less than half a month": f"""
      UPDATE raw.zuora_revenue.zuora_revenue_revenue_contract_line
      SET start_date = '2024-03-25', end_date = '2024-04-02' WHERE id = {LINE}
    """,
    "two journal entries on one contract line": """
      INSERT INTO raw.zuora_revenue.zuora_revenue_manual_journal_entry BY NAME
      SELECT * REPLACE ('another' AS je_line_id, 77.77 AS amount)
      FROM raw.zuora_revenue.zuora_revenue_manual_journal_entry
      WHERE rc_line_id = (
        SELECT MAX(id) FROM raw.zuora_revenue.zuora_revenue_revenue_contract_line WHERE atr16 LIKE '%True-up%'
      )
      LIMIT 1
    """,
    "other business and no order type": """
      UPDATE raw.salesforce_v2_stitch.opportunity
      SET order_type_test__c = CASE name WHEN 'CAST-C17-GROWTH' THEN '7. PS / Other' END
      WHERE name IN ('CAST-C17-GROWTH', 'CAST-C17-FO-WEB')
    """,
    "a won opportunity without an amount": """
      UPDATE raw.salesforce_v2_stitch.opportunity SET arr_net__c = NULL WHERE name = 'CAST-C17-CONTRACTION'
    """,
    "a close date in the last month of a fiscal year": """
      UPDATE raw.salesforce_v2_stitch.opportunity SET closedate = '2024-01-31' WHERE name = 'CAST-C17-FO-SDR'
    """,
    "another tier kept on a product that is sold": """
      UPDATE raw.zuora_stitch.product SET producttier__c = 'SaaS - Premium'
      WHERE producttier__c = 'Self-Managed - Ultimate'
    """,
    "a tier kept on a product that is no longer sold": """
      UPDATE raw.zuora_stitch.product SET effectiveenddate = '2024-12-30', producttier__c = 'SaaS - Ultimate'
      WHERE name LIKE '%Bundle'
    """,
    "revenue posted in another month": """
      UPDATE raw.netsuite_fivetran.transactions SET trandate = trandate + INTERVAL 1 MONTH
      WHERE transaction_id = (
        SELECT MAX(transaction_id) FROM raw.netsuite_fivetran.transactions
        WHERE trandate < '2024-06-01' AND transaction_type = 'Revenue Arrangement'
      )
    """,
    "a target month in small letters": """
      UPDATE raw.sheetload.sales_funnel_targets_matrix SET month = 'fy25-oct ' WHERE month = 'FY25-Dec'
    """,
}

WITHOUT_EFFECT = {
    "an enrolment in other letters": """
      UPDATE raw.zuora_stitch.rateplancharge SET name = 'MAX enrollment' WHERE name = 'Max Enrollment'
    """,
    "a product that is sold under no tier of today": """
      UPDATE raw.zuora_stitch.product SET producttier__c = 'Legacy' WHERE producttier__c = 'SaaS - Ultimate'
    """,
    "a lost renewal of a JiHu account": """
      UPDATE raw.salesforce_v2_stitch.opportunity SET type = 'Renewal', iswon = FALSE, stagename = '8-Closed Lost'
      WHERE name = 'CAST-C17-JIHU-WON'
    """,
    "a duplicate that finance books": """
      UPDATE raw.salesforce_v2_stitch.opportunity SET fpa_master_bookings_flag__c = TRUE
      WHERE name = 'CAST-C17-DUPLICATE'
    """,
}


def changes_of(world, statements):
    """For each named change of raw rows, made one after the other: the metrics whose answers it changes."""
    found = {}
    before = world.sales_answers()
    for name, statement in statements.items():
        world.execute(statement)
        after = world.sales_answers()
        found[name] = {metric for metric, answers in after.items() if answers != before.get(metric)}
        before = after
    return found


def test_the_warehouse_follows_rows_changed_by_hand(changeable):
    assert [name for name, metrics in changes_of(changeable, CHANGES).items() if not metrics] == []
    assert {name: metrics for name, metrics in changes_of(changeable, WITHOUT_EFFECT).items() if metrics} == {}
    changeable.answer_again()
    changeable.build(WAVES[-1])
    wrong = {metric: found for metric in QUESTIONS if (found := differences(changeable, metric))}
    assert wrong == {}, "metric: key: (oracle, warehouse)"
