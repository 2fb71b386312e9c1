"""Recurring revenue against the general ledger.

Rules: what should have been recognised in a month is the MRR of the current versions of all subscriptions, JiHu
included. The ledger shows it as credits (negative amounts) of the subscription revenue accounts, on posting lines of
transactions dated in that month. The two are equal except where somebody booked by hand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from scripts.core.warehouse import Warehouse
from scripts.oracle.answer import Answer, money
from scripts.oracle.charges import Charge
from scripts.oracle.periods import day, month_number, month_start
from scripts.oracle.rows import number, read

INCOME, SUBSCRIPTION = "Income", "subscription"


def recognised(charges: Iterable[Charge], last_month: int) -> dict[int, Decimal]:
    """Month -> MRR in USD of the current versions, up to and including `last_month`."""
    mrr: defaultdict[int, Decimal] = defaultdict(Decimal)
    for charge in charges:
        if charge.is_current:
            for month in range(charge.first, min(charge.last, last_month + 1)):
                mrr[month] += charge.mrr
    return dict(mrr)


def ledger_revenue(warehouse: Warehouse) -> dict[int, Decimal]:
    """Month -> subscription revenue in USD that the ledger shows."""
    accounts = {
        key
        for key, name, kind, deleted in read(
            warehouse, "netsuite_fivetran.accounts", "account_id", "full_name", "type_name", "_fivetran_deleted"
        )
        if kind == INCOME and SUBSCRIPTION in name.lower() and not deleted
    }
    transactions = {
        key: month_number(day(dated))
        for key, dated, deleted in read(
            warehouse, "netsuite_fivetran.transactions", "transaction_id", "trandate", "_fivetran_deleted"
        )
        if not deleted
    }
    columns = ("transaction_id", "account_id", "amount", "non_posting_line", "_fivetran_deleted")
    revenue: defaultdict[int, Decimal] = defaultdict(Decimal)
    for transaction, account, amount, non_posting, deleted in read(
        warehouse, "netsuite_fivetran.transaction_lines", *columns
    ):
        if account in accounts and transaction in transactions and non_posting != "Yes" and not deleted:
            revenue[transactions[transaction]] -= number(amount)
    return dict(revenue)


def ledger_answers(warehouse: Warehouse, charges: Iterable[Charge], as_of: date) -> list[Answer]:
    """Ledger minus recognised revenue, for every month the ledger has up to the business date."""
    last_month = month_number(as_of)
    expected = recognised(charges, last_month)
    return [
        Answer("ledger variance", month_start(month).isoformat(), "", money(revenue - expected.get(month, Decimal(0))))
        for month, revenue in ledger_revenue(warehouse).items()
        if month <= last_month
    ]
