"""Recurring revenue per month and parent customer, at the level of the fact and of the mart.

Rules: the fact holds every charge that counts, of every version. The mart keeps the current version of each name and
leaves JiHu out; its money is per month, subscription name and product. Both keep revenue of nobody's account, under the
missing member. A parent is a customer in a month in which its ARR is above zero; free seats make none, nor does a
true-up that only takes back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal

from scripts.oracle.answer import Answer, money
from scripts.oracle.charges import Charge
from scripts.oracle.crm import Crm
from scripts.oracle.periods import ends_fiscal_quarter, fiscal_quarter, month_start

Series = dict[str, dict[int, Decimal]]
"""ARR in USD by parent customer and month number."""


def in_mart(charge: Charge, crm: Crm) -> bool:
    """Whether a charge of the fact is also in the ARR mart."""
    return charge.is_current and not crm.is_jihu(charge.subscription.account_id)


def by_parent(charges: Iterable[Charge], crm: Crm) -> Series:
    """ARR per parent and month. A month in which a parent only has free seats is there with ARR 0."""
    series: Series = {}
    for charge in charges:
        months = series.setdefault(crm.parent(charge.subscription.account_id), {})
        for month in range(charge.first, charge.last):
            months[month] = months.get(month, Decimal(0)) + charge.arr
    return series


def totals(series: Mapping[str, Mapping[int, Decimal]]) -> dict[int, tuple[Decimal, int]]:
    """Month -> (ARR, customers)."""
    arr: defaultdict[int, Decimal] = defaultdict(Decimal)
    customers: defaultdict[int, int] = defaultdict(int)
    for months in series.values():
        for month, value in months.items():
            arr[month] += value
            customers[month] += value > 0
    return {month: (arr[month], customers[month]) for month in sorted(arr)}


def revenue_answers(level: str, series: Series) -> list[Answer]:
    """ARR and customers per month and, from its last month, per fiscal quarter.

    Args:
        level: 'fct_mrr' or 'mart_arr', the prefix of the metrics.
        series: ARR by parent and month at that level.
    """
    answers = []
    for month, (arr, customers) in totals(series).items():
        start = month_start(month).isoformat()
        answers.append(Answer(f"{level} ARR", start, "", money(arr)))
        answers.append(Answer(f"{level} customers", start, "", str(customers)))
        if ends_fiscal_quarter(month):
            answers.append(Answer(f"{level} ARR at quarter end", fiscal_quarter(month), "", money(arr)))
            answers.append(Answer(f"{level} customers at quarter end", fiscal_quarter(month), "", str(customers)))
    return answers


def product_answers(charges: Iterable[Charge], crm: Crm, labels: Mapping[str, str], month: int) -> list[Answer]:
    """ARR and subscriptions of one month by tier and delivery.

    Args:
        charges: every charge; those outside the mart are skipped.
        crm: the accounts.
        labels: product rate plan charge -> 'tier / delivery'.
        month: number of the month.
    """
    arr: defaultdict[str, Decimal] = defaultdict(Decimal)
    names: defaultdict[str, set[str]] = defaultdict(set)
    for charge in charges:
        if charge.first <= month < charge.last and in_mart(charge, crm):
            label = labels[charge.product_id]
            arr[label] += charge.arr
            names[label].add(charge.subscription.name)
    start = month_start(month).isoformat()
    answers = [Answer("mart_arr ARR by product", start, label, money(value)) for label, value in arr.items()]
    answers += [
        Answer("mart_arr subscriptions by product", start, label, str(len(found))) for label, found in names.items()
    ]
    return answers
