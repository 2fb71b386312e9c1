"""The general ledger: accounts, transactions and their lines.

Sign: debits are positive, credits negative, and the posting lines of a transaction add up to zero, so revenue of a
month is minus the sum of its lines. Subscription revenue is what is posted to accounts of type 'Income' whose number
starts with '4005' (4005.01 .. 4005.04). Other income (4100 services, 4200 training, 4900 other) is no subscription
revenue. What a right reading leaves out: lines with non_posting_line 'Yes', and transactions, lines or accounts with
_fivetran_deleted.

Subscription revenue of a month equals the recognised MRR of the platform's rule, except July 2024, where 1,250.00 USD
too much was posted (planted D32). In March 2024 830.00 USD were posted wrongly and taken back within the month: no
variance.
"""

from __future__ import annotations

from scripts.raw.model import Family, RawTable

_SCHEMA = "netsuite_fivetran"

_ACCOUNTS = """
CREATE OR REPLACE TEMP TABLE ledger_account AS
WITH listed AS (
  SELECT * FROM (VALUES
    (1, '4005.01', 'Subscription Revenue : SaaS', 'Income', FALSE, FALSE),
    (2, '4005.02', 'Subscription Revenue : Self-Managed', 'Income', FALSE, FALSE),
    (3, '4005.03', 'Subscription Revenue : Add-On', 'Income', FALSE, FALSE),
    (4, '4005.04', 'Subscription Revenue : Corrections', 'Income', FALSE, FALSE),
    (5, '4005.99', 'Subscription Revenue : Removed', 'Income', FALSE, TRUE),
    (6, '4100.01', 'Professional Services Revenue', 'Income', FALSE, FALSE),
    (7, '4200.01', 'Training Revenue', 'Income', FALSE, FALSE),
    (8, '4900.01', 'Other Income', 'Other Income', FALSE, FALSE),
    (9, '1100.01', 'Accounts Receivable', 'Accounts Receivable', TRUE, FALSE),
    (10, '2300.01', 'Deferred Revenue', 'Deferred Revenue', TRUE, FALSE),
    (11, '2000.01', 'Accounts Payable', 'Accounts Payable', TRUE, FALSE),
    (12, '2005.01', 'Accrued Subscription Rebates', 'Other Current Liability', TRUE, FALSE)
  ) AS given (account_nth, account_number, full_name, type_name, is_balance_sheet, is_deleted)
  UNION ALL
  SELECT
    12 + nth, (6000 + 10 * nth) || '.00', 'Operating Expense ' || nth,
    CASE WHEN nth % 4 = 0 THEN 'Cost of Goods Sold' ELSE 'Expense' END, FALSE, FALSE
  FROM range(1, 109) AS expenses (nth)
)
SELECT * FROM listed
"""

_TRANSACTIONS = """
CREATE OR REPLACE TEMP TABLE ledger_transaction AS
WITH months AS (SELECT month_start, mrr, ROW_NUMBER() OVER (ORDER BY month_start) AS month_nth FROM recognised_month),
numbered AS (
  SELECT months.*, nth, (month_nth * 30 * scale() + nth) AS transaction_nth
  FROM months
  CROSS JOIN range(1, 30 * scale() + 1) AS numbers (nth)
)
SELECT
  transaction_nth, month_start, nth, draw('transaction', transaction_nth) AS bits,
  CASE WHEN nth <= 10 * scale() THEN 'revenue' WHEN nth <= 14 * scale() THEN 'other income'
    WHEN nth <= 15 * scale() THEN 'deleted' ELSE 'expense' END AS kind,
  CASE
    -- slices of the month's revenue: they add up to it exactly, whatever their number
    WHEN nth <= 10 * scale() THEN ROUND(mrr * nth / (10 * scale()), 6) - ROUND(mrr * (nth - 1) / (10 * scale()), 6)
    ELSE 100 + pick(draw('transaction amount', transaction_nth), 0, 9000)
  END::DECIMAL(18, 6) AS amount
FROM numbered
UNION ALL
SELECT planned.*
FROM (VALUES
  (-1, DATE '2024-07-01', 0, 7::UBIGINT, 'correction', 1250.00),
  (-2, DATE '2024-03-01', 0, 3::UBIGINT, 'correction', 830.00),
  (-3, DATE '2024-03-01', 0, 4::UBIGINT, 'correction', -830.00)
) AS planned
"""

_LINES = """
    WITH lines AS (
      SELECT
        transaction_nth, month_start, kind, bits,
        UNNEST(CASE
          WHEN kind = 'revenue' THEN [
            {'account': 10, 'sign': 1, 'posts': TRUE, 'deleted': FALSE},
            {'account': 1 + pick(bits, 0, 3), 'sign': -1, 'posts': TRUE, 'deleted': FALSE},
            {'account': 1, 'sign': -1, 'posts': FALSE, 'deleted': FALSE},
            {'account': 5, 'sign': -1, 'posts': TRUE, 'deleted': TRUE}]
          WHEN kind = 'correction' THEN [
            {'account': 10, 'sign': 1, 'posts': TRUE, 'deleted': FALSE},
            {'account': 4, 'sign': -1, 'posts': TRUE, 'deleted': FALSE}]
          WHEN kind = 'deleted' THEN [
            {'account': 10, 'sign': 1, 'posts': TRUE, 'deleted': FALSE},
            {'account': 2, 'sign': -1, 'posts': TRUE, 'deleted': FALSE}]
          WHEN kind = 'other income' THEN [
            {'account': 9, 'sign': 1, 'posts': TRUE, 'deleted': FALSE},
            {'account': 6 + pick(bits, 0, 3), 'sign': -1, 'posts': TRUE, 'deleted': FALSE},
            {'account': 12, 'sign': 1, 'posts': FALSE, 'deleted': FALSE}]
          ELSE [
            {'account': 13 + pick(bits, 0, 108), 'sign': 1, 'posts': TRUE, 'deleted': FALSE},
            {'account': 11, 'sign': -1, 'posts': TRUE, 'deleted': FALSE},
            {'account': 13 + pick(bits, 1, 108), 'sign': 1, 'posts': TRUE, 'deleted': FALSE},
            {'account': 11, 'sign': -1, 'posts': TRUE, 'deleted': FALSE}]
        END) AS line,
        amount
      FROM ledger_transaction
    ),
    numbered AS (
      SELECT *, ROW_NUMBER() OVER (PARTITION BY transaction_nth ORDER BY line.posts DESC, line.deleted,
        line.sign DESC, line.account)
        AS line_nth
      FROM lines
    )
    SELECT
      1000000 + transaction_nth AS transaction_id, line_nth - 1 AS transaction_line_id,
      100 + line.account AS account_id,
      CASE WHEN kind = 'expense' THEN 10 + pick(bits, 2, 20) END AS department_id,
      1 + pick(bits, 3, 4) AS subsidiary_id,
      (amount * line.sign)::DECIMAL(18, 6) AS amount,
      CASE WHEN line.posts THEN 'No' ELSE 'Yes' END AS non_posting_line,
      month_start::TIMESTAMP + INTERVAL 20 DAY + INTERVAL 5 HOUR AS date_last_modified_gmt,
      kind = 'deleted' OR line.deleted AS _fivetran_deleted
    FROM numbered
"""

FAMILY = Family(
    name="NetSuite",
    world=(_ACCOUNTS, _TRANSACTIONS),
    tables=(
        RawTable(
            schema=_SCHEMA,
            name="accounts",
            columns="""
                account_id DECIMAL(18, 6), accountnumber VARCHAR, full_name VARCHAR, type_name VARCHAR,
                is_balancesheet VARCHAR, isinactive VARCHAR, _fivetran_deleted BOOLEAN
            """,
            sql="""
                SELECT
                  100 + account_nth AS account_id, account_number AS accountnumber, full_name, type_name,
                  CASE WHEN is_balance_sheet THEN 'Yes' ELSE 'No' END AS is_balancesheet,
                  CASE WHEN account_nth > 110 THEN 'Yes' ELSE 'No' END AS isinactive,
                  is_deleted AS _fivetran_deleted
                FROM ledger_account
            """,
            key="account_id",
        ),
        RawTable(
            schema=_SCHEMA,
            name="transactions",
            columns="""
                transaction_id DECIMAL(18, 6), transaction_type VARCHAR, trandate TIMESTAMP,
                accounting_period_id DECIMAL(18, 6), status VARCHAR, memo VARCHAR, date_last_modified TIMESTAMP,
                _fivetran_deleted BOOLEAN
            """,
            sql="""
                SELECT
                  1000000 + transaction_nth AS transaction_id,
                  CASE kind WHEN 'revenue' THEN 'Revenue Arrangement' WHEN 'correction' THEN 'Journal'
                    WHEN 'expense' THEN 'Bill'
                    ELSE 'Invoice' END AS transaction_type,
                  month_start + to_days((pick(bits, 0, 27))::INTEGER) AS trandate,
                  year(month_start) * 100 + month(month_start) AS accounting_period_id,
                  CASE WHEN kind = 'expense' THEN 'Paid In Full' ELSE 'Posted' END AS status,
                  CASE WHEN kind = 'correction' THEN 'Correction' END AS memo,
                  month_start::TIMESTAMP + INTERVAL 20 DAY + INTERVAL 5 HOUR AS date_last_modified,
                  kind = 'deleted' AS _fivetran_deleted
                FROM ledger_transaction
            """,
            key="transaction_id",
        ),
        RawTable(
            schema=_SCHEMA,
            name="transaction_lines",
            columns="""
                transaction_id DECIMAL(18, 6), transaction_line_id DECIMAL(18, 6), account_id DECIMAL(18, 6),
                department_id DECIMAL(18, 6), subsidiary_id DECIMAL(18, 6), amount DECIMAL(18, 6),
                non_posting_line VARCHAR, date_last_modified_gmt TIMESTAMP, _fivetran_deleted BOOLEAN
            """,
            sql=_LINES,
            key="transaction_id, transaction_line_id",
        ),
    ),
)
