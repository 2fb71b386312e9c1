"""Charges that carry recurring revenue, and the true-ups booked by hand.

Rules ("MRR to ARR" of the business rules): a charge counts when it is recurring, has MRR or is a paid 'Max Enrollment'
seat package, belongs to a subscription and billing account that count, and ends in a later month than it starts or not
at all. It counts in every month from its first to the one before its end month; open ends stop at the horizon.
A true-up is a revenue contract line marked 'True-up ARR Allocation': its journal amount, positive when Contract
Liability is debited and Revenue credited and negative the other way round, spread over the rounded months of the line,
without quantity, on the current version of its subscription.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from scripts.core.warehouse import Warehouse
from scripts.oracle.answer import rounded
from scripts.oracle.periods import HORIZON_MONTHS, day, month_number, next_day, parsed_day, rounded_months
from scripts.oracle.rows import number, read
from scripts.oracle.subscriptions import Billing, Subscription

FREE_SEATS = "max enrollment"
TRUE_UP = "True-up ARR Allocation"
REVENUE, LIABILITY = "Revenue", "Contract Liability"


class Charge(NamedTuple):
    """One charge with recurring revenue.

    Attributes:
        subscription: the version it belongs to.
        is_current: whether that is the current version of its name.
        product_id: the product rate plan charge.
        first: number of the first month it counts in.
        last: number of the first month it no longer counts in, cut at the horizon.
        mrr: USD per month.
        quantity: units; 0 for a true-up.
    """

    subscription: Subscription
    is_current: bool
    product_id: str
    first: int
    last: int
    mrr: Decimal
    quantity: Decimal

    @property
    def arr(self) -> Decimal:
        """USD per year, in cents."""
        return rounded(self.mrr * 12, 2)


def read_charges(warehouse: Warehouse, billing: Billing, as_of: date, rejected: Counter[str]) -> list[Charge]:
    """All charges that count, the billed ones and the true-ups; `rejected` gains what was left out, by rule."""
    horizon = month_number(as_of) + HORIZON_MONTHS + 1
    charges = list(_billed(warehouse, billing, horizon, rejected))
    charges.extend(_true_ups(warehouse, billing, horizon))
    return charges


def _charge(
    billing: Billing,
    subscription: Subscription,
    product_id: str,
    months: tuple[int, int],
    mrr: Decimal,
    quantity: Decimal,
) -> Charge:
    is_current = billing.current.get(subscription.name) == subscription
    return Charge(subscription, is_current, product_id, months[0], months[1], rounded(mrr, 6), quantity)


def _billed(warehouse: Warehouse, billing: Billing, horizon: int, rejected: Counter[str]) -> Iterator[Charge]:
    plans = {
        key: subscription
        for key, subscription, deleted in read(warehouse, "zuora_stitch.rateplan", "id", "subscriptionid", "deleted")
        if not deleted
    }
    columns = ("rateplanid", "productrateplanchargeid", "name", "chargetype", "effectivestartdate", "effectiveenddate")
    for row in read(warehouse, "zuora_stitch.rateplancharge", *columns, "mrr", "quantity", "deleted"):
        plan, product, name, kind, start, end, raw_mrr, quantity, deleted = row
        mrr = number(raw_mrr)
        if deleted or kind != "Recurring" or (mrr == 0 and name.lower() != FREE_SEATS):
            continue
        subscription = billing.subscriptions.get(plans.get(plan, ""))
        if subscription is None or subscription.billing_account_id not in billing.accounts:
            continue
        first = month_number(start)
        last = horizon if end is None else month_number(end)
        if end is not None and last <= first:
            rejected["charge of negative length" if day(end) < day(start) else "charge within one month"] += 1
            continue
        if end is None:
            rejected["open-ended charge cut at the horizon"] += 1
        yield _charge(billing, subscription, product, (first, min(last, horizon)), mrr, number(quantity))


def _newest(rows: Iterator[tuple[Any, ...]]) -> dict[str, tuple[Any, ...]]:
    """Of the rows of one key (first value) keep the one extracted last (last value)."""
    newest: dict[str, tuple[Any, ...]] = {}
    for row in rows:
        if row[0] not in newest or row[-1] > newest[row[0]][-1]:
            newest[row[0]] = row
    return newest


def _true_ups(warehouse: Warehouse, billing: Billing, horizon: int) -> Iterator[Charge]:
    columns = ("id", "subscription_name", "product_rate_plan_charge_id", "atr16", "start_date", "end_date")
    lines = _newest(read(warehouse, "zuora_revenue.zuora_revenue_revenue_contract_line", *columns, "incr_updt_dt"))
    for line_id, adjustment in _adjustments(warehouse).items():
        line = lines.get(line_id)
        subscription = billing.current.get(line[1]) if line else None
        if line is None or subscription is None or TRUE_UP not in (line[3] or ""):
            continue
        start, end = parsed_day(line[4]), parsed_day(line[5])
        span = (month_number(start), min(month_number(next_day(end)), horizon))
        if adjustment and span[0] < span[1] and subscription.billing_account_id in billing.accounts:
            mrr = adjustment / max(rounded_months(start, end), 1)
            yield _charge(billing, subscription, line[2], span, mrr, Decimal(0))


def _adjustments(warehouse: Warehouse) -> dict[str, Decimal]:
    """Contract line -> what its journal entries add to revenue, in USD."""
    columns = ("je_line_id", "rc_line_id", "dr_activity_type", "cr_activity_type", "amount", "incr_updt_dt")
    adjustments: dict[str, Decimal] = {}
    for _, line, debit, credit, amount, _ in _newest(
        read(warehouse, "zuora_revenue.zuora_revenue_manual_journal_entry", *columns)
    ).values():
        sign = {(LIABILITY, REVENUE): 1, (REVENUE, LIABILITY): -1}.get((debit, credit), 0)
        adjustments[line] = adjustments.get(line, Decimal(0)) + sign * number(amount)
    return adjustments
