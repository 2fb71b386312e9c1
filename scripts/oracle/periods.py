"""Months and fiscal periods: the fiscal year starts on 1 February and is named for the year in which it ends."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

AS_OF = date(2024, 12, 31)
"""The business date of the generated data: its last load wave."""

HORIZON_MONTHS = 24
"""Contracted months after the business date that recurring revenue is shown for."""


def day(value: date | datetime) -> date:
    """The calendar date of a date or UTC timestamp."""
    return value.date() if isinstance(value, datetime) else value


def parsed_day(text: str) -> date:
    """The date at the start of a text such as '2024-01-31' or '2024-01-31 00:00:00'."""
    return date.fromisoformat(text.strip()[:10])


def month_number(value: date) -> int:
    """Months since year 0, so that month arithmetic is integer arithmetic."""
    return value.year * 12 + value.month - 1


def month_start(number: int) -> date:
    """The first day of the month with this number."""
    return date(number // 12, number % 12 + 1, 1)


def fiscal_year(number: int) -> int:
    """February to December belong to the next calendar year's fiscal year, January to its own."""
    return (number + 11) // 12


def fiscal_quarter(number: int) -> str:
    """The fiscal quarter of a month as 'FY25-Q4': February-April is Q1, November-January Q4."""
    quarter = (number - 1) % 12 // 3 + 1
    return f"FY{fiscal_year(number) % 100:02d}-Q{quarter}"


def ends_fiscal_quarter(number: int) -> bool:
    """Whether the month is the last of its fiscal quarter, whose ARR stands for the quarter."""
    return (number - 1) % 3 == 2


def rounded_months(start: date, end: date) -> int:
    """Months between two dates, rounded half up; a day beyond whole months counts 1/31 month."""
    months = Decimal(month_number(end) - month_number(start)) + Decimal(end.day - start.day) / 31
    return int(months.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def next_day(value: date) -> date:
    """The day after."""
    return value + timedelta(days=1)
