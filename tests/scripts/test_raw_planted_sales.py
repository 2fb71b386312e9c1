"""Planted defects of sales, scores, load waves and the ledger: exactly as many as there should be."""

from __future__ import annotations

import pytest

from scripts.raw.model import Wave
from tests.scripts.raw_warehouse import GENERATED, Ask


def test_d25_opportunities_with_unclean_facts(ask: Ask) -> None:
    table = f"raw.salesforce_v2_stitch.opportunity WHERE name {GENERATED}"
    sql = f"""
        SELECT [
          COUNT(*) FILTER (order_type_test__c IS NULL), COUNT(*) FILTER (sql_source__c = 'BDR Generated'),
          COUNT(*) FILTER (iswon AND stagename = '10-Duplicate'),
          COUNT(*) FILTER (fpa_master_bookings_flag__c != (iswon OR type = 'Renewal' AND isclosed)),
          COUNT(*) FILTER (isdeleted AND iswon)
        ]
        FROM {table}
    """
    assert ask(sql) == [12, 30, 2, 5, 3]


def test_d26_targets_are_text_with_separators_and_three_unreadable_months(ask: Ask) -> None:
    table = "raw.sheetload.sales_funnel_targets_matrix"
    month = "^FY2[45]-(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)$"
    assert ask(f"SELECT COUNT(*) FROM {table} WHERE NOT regexp_matches(month, '{month}')") == 3
    assert (
        ask(f"SELECT COUNT(*) FROM {table} WHERE TRY_CAST(REPLACE(allocated_target, ',', '') AS DECIMAL) IS NULL") == 0
    )
    assert ask(f"SELECT COUNT(*) FROM {table} WHERE allocated_target LIKE '%,%'") > 500


SCORES = """
    SELECT uploaded_at, UNNEST(from_json(jsontext,
      '[{{"crm_account_id": "VARCHAR", "score_date": "DATE", "score": "DOUBLE", "grouping": "INTEGER"}}]'),
      recursive := TRUE)
    FROM raw.data_science.{model}_scores
"""


@pytest.mark.parametrize("model", ["pte", "ptc"])
def test_d27_one_score_date_was_uploaded_twice_with_other_scores(model: str, ask: Ask) -> None:
    scores = SCORES.format(model=model)
    sql = f"""
        SELECT [COUNT(DISTINCT score_date), COUNT(DISTINCT uploads), MAX(uploads)] FROM (
          SELECT crm_account_id, score_date, COUNT(DISTINCT uploaded_at) AS uploads FROM ({scores}) GROUP BY ALL
        )
    """
    assert ask(sql) == [2, 2, 2]
    assert ask(sql, wave=Wave.W0) == [2, 1, 1]
    changed = f"""
        SELECT COUNT(*) FROM (
          SELECT crm_account_id FROM ({scores}) WHERE score_date = '2024-12-15'
          GROUP BY ALL HAVING COUNT(DISTINCT score) > 1
        )
    """
    assert ask(changed) > 300


def test_d27_accounts_nobody_knows_or_only_one_model_knows(ask: Ask) -> None:
    pte, ptc = SCORES.format(model="pte"), SCORES.format(model="ptc")
    for scores in (pte, ptc):
        sql = f"""
            SELECT COUNT(DISTINCT crm_account_id) FROM ({scores})
            WHERE crm_account_id NOT IN (SELECT id FROM raw.salesforce_v2_stitch.account)
        """
        assert ask(sql) == 4
    only = (
        "SELECT COUNT(DISTINCT crm_account_id) FROM ({}) WHERE crm_account_id NOT IN (SELECT crm_account_id FROM ({}))"
    )
    assert ask(only.format(ptc, pte)) == 1
    assert ask(only.format(pte, ptc)) == 0


def test_d27_one_account_has_a_score_above_one(ask: Ask) -> None:
    pte, ptc = SCORES.format(model="pte"), SCORES.format(model="ptc")
    outside = "SELECT [COUNT(DISTINCT crm_account_id), MAX(score)] FROM ({}) WHERE score NOT BETWEEN 0 AND 1"
    assert ask(outside.format(pte)) == [1, 1.2]
    assert ask(outside.format(ptc)) == [0, None]


def test_d30_accounts_change_go_and_come_back_between_waves(ask: Ask, tmp_path_factory: pytest.TempPathFactory) -> None:
    table = "raw.salesforce_v2_stitch.account"
    day = "SELECT COUNT(*) FROM {} WHERE systemmodstamp::DATE = DATE '2024-12-{}'"
    # 35 changed on the first day and 25 on the second; the one that came back is stamped too
    assert [ask(day.format(table, 30), wave=wave) for wave in Wave] == [0, 35, 35]
    assert [ask(day.format(table, 31), wave=wave) for wave in Wave] == [0, 0, 26]
    total = [ask(f"SELECT COUNT(*) FROM {table}", wave=wave) for wave in Wave]
    # three go, of whom one comes back; two more go
    assert [count - total[0] for count in total] == [0, -3, -4]


def test_d32_the_ledger_differs_in_july_2024_only(ask: Ask) -> None:
    corrections = "SELECT {} FROM raw.netsuite_fivetran.transactions WHERE memo = 'Correction'"
    assert ask(corrections.format("COUNT(*)")) == 3
    lines = """
        SELECT LIST(-amount ORDER BY amount)
        FROM raw.netsuite_fivetran.transaction_lines AS line
        INNER JOIN raw.netsuite_fivetran.accounts AS account USING (account_id)
        INNER JOIN raw.netsuite_fivetran.transactions AS txn USING (transaction_id)
        WHERE memo = 'Correction' AND accountnumber LIKE '4005%' AND date_trunc('month', trandate) = DATE '{}'
    """
    assert ask(lines.format("2024-07-01")) == [1250]
    assert ask(lines.format("2024-03-01")) == [830, -830]
