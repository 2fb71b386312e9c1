"""The general ledger shows the recurring revenue of the generated contracts, and nothing else does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from scripts.raw.model import Wave
from tests.scripts.raw_warehouse import built, warehouse_in

Rows = list[tuple[Any, ...]]
Ask = Callable[[str], Rows]

CURRENT = """
    current_version AS (
      SELECT subscription.* FROM raw.zuora_stitch.subscription AS subscription
      INNER JOIN raw.zuora_stitch.account AS account ON subscription.accountid = account.id
      WHERE subscription.status IN ('Active', 'Cancelled') AND NOT subscription.deleted AND NOT account.deleted
        AND account.batch != 'Batch20' AND COALESCE(excludefromanalysis__c, '') != 'True'
    ),
    counted AS (
      SELECT charge.mrr, effectivestartdate AS first_day, effectiveenddate AS end_day
      FROM raw.zuora_stitch.rateplancharge AS charge
      INNER JOIN raw.zuora_stitch.rateplan AS plan ON charge.rateplanid = plan.id
      INNER JOIN current_version ON plan.subscriptionid = current_version.id
      WHERE chargetype = 'Recurring'
    )
"""

TRUE_UPS = """
    line AS (
      SELECT * FROM raw.zuora_revenue.zuora_revenue_revenue_contract_line
      QUALIFY ROW_NUMBER() OVER (PARTITION BY id ORDER BY incr_updt_dt DESC) = 1
    ),
    entry AS (
      SELECT * FROM raw.zuora_revenue.zuora_revenue_manual_journal_entry
      QUALIFY ROW_NUMBER() OVER (PARTITION BY je_line_id ORDER BY incr_updt_dt DESC) = 1
    ),
    adjusted AS (
      SELECT
        CASE dr_activity_type || ' to ' || cr_activity_type
          WHEN 'Contract Liability to Revenue' THEN 1 WHEN 'Revenue to Contract Liability' THEN -1 ELSE 0
        END * amount AS adjustment,
        line.start_date::DATE AS first_day, line.end_date::DATE + 1 AS end_day
      FROM line INNER JOIN entry ON entry.rc_line_id = line.id
      WHERE atr16 LIKE '%True-up ARR Allocation%'
    )
"""

LEDGER = """
    SELECT date_trunc('month', trandate) AS month, -SUM(line.amount) AS revenue
    FROM raw.netsuite_fivetran.transaction_lines AS line
    INNER JOIN raw.netsuite_fivetran.transactions AS txn USING (transaction_id)
    INNER JOIN raw.netsuite_fivetran.accounts AS account USING (account_id)
    WHERE accountnumber LIKE '4005%' AND type_name = 'Income' AND non_posting_line = 'No'
      AND NOT line._fivetran_deleted AND NOT txn._fivetran_deleted AND NOT account._fivetran_deleted
    GROUP BY 1
"""


@pytest.fixture(
    params=[(Wave.W0, 1, 42), (Wave.W2, 1, 42), (Wave.W2, 1, 7), (Wave.W2, 5, 42)],
    ids=lambda given: f"{given[0].value}, scale {given[1]}, seed {given[2]}",
)
def ask(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Ask:
    wave, scale, seed = request.param
    home = built(tmp_path_factory, wave, scale=scale, seed=seed)

    def query(sql: str) -> Rows:
        with warehouse_in(home, read_only=True) as warehouse:
            return warehouse.query(sql)

    return query


def test_the_ledger_shows_the_recognised_revenue_except_in_july_2024(ask: Ask) -> None:
    sql = f"""
        WITH {CURRENT}, {TRUE_UPS},
        spread AS (
          SELECT mrr, date_trunc('month', first_day) AS first_month, date_trunc('month', end_day) AS end_month
          FROM counted
          UNION ALL
          SELECT adjustment / datediff('month', first_day, end_day), date_trunc('month', first_day),
            date_trunc('month', end_day)
          FROM adjusted
        ),
        months AS (SELECT UNNEST(generate_series(DATE '2015-01-01', DATE '2024-12-01', INTERVAL 1 MONTH)) AS month),
        recognised AS (
          SELECT months.month, SUM(mrr) AS mrr FROM months INNER JOIN spread
            ON months.month >= first_month AND (months.month < end_month OR end_month IS NULL)
          GROUP BY 1
        ),
        ledger AS ({LEDGER})
        SELECT strftime(month, '%Y-%m'), ROUND(COALESCE(revenue, 0) - COALESCE(mrr, 0), 2)
        FROM recognised FULL JOIN ledger USING (month)
        WHERE ABS(COALESCE(revenue, 0) - COALESCE(mrr, 0)) > 0.004
    """
    assert ask(sql) == [("2024-07", 1250)]


def test_the_ledger_is_at_least_four_years_long_and_balanced(ask: Ask) -> None:
    assert ask(f"SELECT COUNT(*) >= 48, MAX(month)::VARCHAR FROM ({LEDGER})") == [(True, "2024-12-01 00:00:00")]
    sql = """
        SELECT COUNT(*) FROM (
          SELECT transaction_id FROM raw.netsuite_fivetran.transaction_lines AS line
          INNER JOIN raw.netsuite_fivetran.accounts AS account USING (account_id)
          WHERE non_posting_line = 'No' AND NOT account._fivetran_deleted GROUP BY 1 HAVING SUM(amount) != 0
        )
    """
    assert ask(sql) == [(0,)]


@pytest.mark.parametrize(
    "noise",
    [
        "non_posting_line = 'Yes' AND accountnumber LIKE '4005%'",
        "line._fivetran_deleted AND accountnumber LIKE '4005%'",
        "txn._fivetran_deleted AND accountnumber LIKE '4005%'",
        "account._fivetran_deleted AND accountnumber LIKE '4005%'",
        "type_name = 'Income' AND accountnumber NOT LIKE '4005%'",
        "type_name != 'Income' AND full_name LIKE '%Subscription%'",
    ],
)
def test_the_ledger_has_lines_that_must_not_count_in_every_month(noise: str, ask: Ask) -> None:
    sql = f"""
        SELECT COUNT(DISTINCT date_trunc('month', trandate)) FROM raw.netsuite_fivetran.transaction_lines AS line
        INNER JOIN raw.netsuite_fivetran.transactions AS txn USING (transaction_id)
        INNER JOIN raw.netsuite_fivetran.accounts AS account USING (account_id)
        WHERE {noise}
    """
    ((months,),) = ask(sql)
    assert months >= 48


def test_no_month_up_to_2024_changes_after_the_first_wave(tmp_path_factory: pytest.TempPathFactory) -> None:
    sql = f"""
        WITH {CURRENT},
        months AS (SELECT UNNEST(generate_series(DATE '2019-01-01', DATE '2026-12-01', INTERVAL 1 MONTH)) AS m)
        SELECT m, SUM(mrr) FROM months INNER JOIN counted ON m >= date_trunc('month', first_day)
          AND (m < date_trunc('month', end_day) OR end_day IS NULL)
        GROUP BY 1 ORDER BY 1
    """
    months: list[Rows] = []
    for wave in Wave:
        with warehouse_in(built(tmp_path_factory, wave), read_only=True) as warehouse:
            months.append(warehouse.query(sql))
    past = [[row for row in rows if row[0].year < 2025] for rows in months]
    assert past[0] == past[1] == past[2]
    # early renewals and cancellations show in the months to come
    assert months[0] != months[1] != months[2]
