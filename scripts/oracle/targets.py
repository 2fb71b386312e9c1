"""Net ARR targets per fiscal quarter, and how far bookings reach them.

Rules: a target row names its month as 'FY25-Dec'; a row with any other text has no month and is rejected. Amounts are
text with thousands commas. Attainment is booked net ARR in percent of the target of the same quarter and order type.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from decimal import Decimal

from scripts.core.warehouse import Warehouse
from scripts.oracle.answer import Answer, money, ratio
from scripts.oracle.bookings import Bookings, order_type_group
from scripts.oracle.periods import fiscal_quarter
from scripts.oracle.rows import read

KPI = "Net ARR"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def target_month(text: str) -> int | None:
    """The number of a month written 'FY25-Dec', or None when the text is not one."""
    year, _, name = text.strip().lower().partition("-")
    if len(year) != 4 or not year.startswith("fy") or not year[2:].isdigit() or name not in _MONTHS:
        return None
    month = _MONTHS.index(name)
    return (2000 + int(year[2:]) - (month > 0)) * 12 + month


def amount(text: str) -> Decimal:
    """An amount written with thousands commas."""
    return Decimal(text.replace(",", "").strip())


def read_targets(warehouse: Warehouse, rejected: Counter[str]) -> dict[tuple[str, str], Decimal]:
    """Net ARR target in USD by (fiscal quarter, order type group); `rejected` gains rows without a month."""
    targets: defaultdict[tuple[str, str], Decimal] = defaultdict(Decimal)
    columns = ("kpi_name", "month", "order_type", "allocated_target")
    for kpi, text, order_type, target in read(warehouse, "sheetload.sales_funnel_targets_matrix", *columns):
        month = target_month(text)
        if month is None:
            rejected["target without a month"] += 1
        elif kpi == KPI:
            targets[fiscal_quarter(month), order_type_group(order_type)] += amount(target)
    return dict(targets)


def target_answers(targets: dict[tuple[str, str], Decimal], bookings: Bookings) -> list[Answer]:
    """Targets per quarter and order type group, and attainment in percent per quarter."""
    answers = [Answer("net ARR target", *key, money(value)) for key, value in targets.items()]
    by_quarter: defaultdict[str, Decimal] = defaultdict(Decimal)
    booked: defaultdict[str, Decimal] = defaultdict(Decimal)
    for (quarter, _), value in targets.items():
        by_quarter[quarter] += value
    for (quarter, _), value in bookings.arr.items():
        booked[quarter] += value
    return answers + [
        Answer("target attainment", quarter, "", ratio(booked[quarter] / value * 100))
        for quarter, value in by_quarter.items()
        if value
    ]
