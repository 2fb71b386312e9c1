"""How ARR moved: the waterfall of each month, and retention against the same month a year earlier.

Waterfall rules: every parent has a line from its first month with ARR to the month after its last; months with free
seats only do not count. The first line is New; ARR falling to zero is Churn; falling otherwise is Contraction; rising,
also from zero after a pause, is Expansion. Begin plus the movements is End. Retention rules: the population is every
parent with ARR in the month twelve months before; net is its ARR now, gross the smaller of net and then, churn what it
had when nothing is left. Both stop at the business date: contracted months after it are no movement yet.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from scripts.oracle.answer import Answer, money, ratio
from scripts.oracle.periods import month_start
from scripts.oracle.revenue import Series

KINDS = ("new", "expansion", "contraction", "churn")
_COUNTED = {"new": "new", "expansion": "expanded", "contraction": "contracted", "churn": "churned"}


@dataclass
class Month:
    """One month of the waterfall."""

    begin: Decimal = Decimal(0)
    end: Decimal = Decimal(0)
    end_customers: int = 0
    moved: defaultdict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    customers: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))


def kind_of_change(before: Decimal, now: Decimal, *, is_first: bool) -> str:
    """Name the movement between two consecutive months of one parent."""
    if is_first:
        return "new"
    if now == before:
        return "none"
    if now > before:
        return "expansion"
    return "churn" if now == 0 else "contraction"


def waterfall(series: Series, last_month: int) -> dict[int, Month]:
    """The movements of all parents, month by month, up to and including `last_month`."""
    table: dict[int, Month] = defaultdict(Month)
    for months in series.values():
        with_arr = [number for number, value in months.items() if value]
        if not with_arr:
            continue
        first, last, before = min(with_arr), max(with_arr), Decimal(0)
        for number in range(first, min(last + 1, last_month) + 1):
            now = months.get(number, Decimal(0))
            kind = kind_of_change(before, now, is_first=number == first)
            line = table[number]
            line.begin += before
            line.end += now
            line.end_customers += now > 0
            if kind != "none":
                line.moved[kind] += now - before
                line.customers[kind] += 1
            before = now
    return table


def waterfall_answers(series: Series, first_month: int, last_month: int) -> list[Answer]:
    """The waterfall table of the months from `first_month` to `last_month`."""
    answers = []
    for number, line in waterfall(series, last_month).items():
        if number < first_month:
            continue
        start = month_start(number).isoformat()
        amounts = {"begin": line.begin, **{kind: line.moved[kind] for kind in KINDS}, "end": line.end}
        answers += [Answer("waterfall ARR", start, name, money(value)) for name, value in amounts.items()]
        counts = {**{_COUNTED[kind]: line.customers[kind] for kind in KINDS}, "end": line.end_customers}
        answers += [Answer("waterfall customers", start, name, str(value)) for name, value in counts.items()]
    return answers


def retention(series: Mapping[str, Mapping[int, Decimal]], month: int) -> dict[str, Decimal]:
    """Prior, net, gross and churned ARR of `month` against the month a year before, over all parents."""
    sums = {name: Decimal(0) for name in ("prior", "net", "gross", "churn")}
    for months in series.values():
        prior = months.get(month - 12, Decimal(0))
        if prior <= 0:
            continue
        net = months.get(month, Decimal(0))
        sums["prior"] += prior
        sums["net"] += net
        sums["gross"] += min(net, prior)
        sums["churn"] += prior if net == 0 else 0
    return sums


def retention_answers(series: Series, month: int) -> list[Answer]:
    """Retention sums of one month, and net and gross dollar retention as ratios."""
    start = month_start(month).isoformat()
    sums = retention(series, month)
    answers = [Answer("retention ARR", start, name, money(value)) for name, value in sums.items()]
    if sums["prior"]:
        answers.append(Answer("net dollar retention", start, "", ratio(sums["net"] / sums["prior"])))
        answers.append(Answer("gross dollar retention", start, "", ratio(sums["gross"] / sums["prior"])))
    return answers
