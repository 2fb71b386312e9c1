"""The oracle's waterfall, retention and calendar, with results worked out by hand."""

from datetime import date
from decimal import Decimal

import pytest

from scripts.oracle.movement import retention, retention_answers, waterfall, waterfall_answers
from scripts.oracle.periods import (
    ends_fiscal_quarter,
    fiscal_quarter,
    fiscal_year,
    month_number,
    month_start,
    rounded_months,
)


def month(year, number):
    return month_number(date(year, number, 1))


@pytest.mark.parametrize(
    ("first", "quarter", "year", "ends"),
    [
        (date(2024, 1, 1), "FY24-Q4", 2024, True),
        (date(2024, 2, 1), "FY25-Q1", 2025, False),
        (date(2024, 4, 1), "FY25-Q1", 2025, True),
        (date(2024, 7, 1), "FY25-Q2", 2025, True),
        (date(2024, 8, 1), "FY25-Q3", 2025, False),
        (date(2024, 12, 1), "FY25-Q4", 2025, False),
    ],
)
def test_the_fiscal_year_starts_in_february(first, quarter, year, ends):
    number = month_number(first)
    assert (fiscal_quarter(number), fiscal_year(number), ends_fiscal_quarter(number)) == (quarter, year, ends)
    assert month_start(number) == first


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (date(2024, 1, 1), date(2024, 12, 31), 12),
        (date(2024, 1, 15), date(2024, 7, 14), 6),
        (date(2024, 1, 31), date(2024, 2, 29), 1),
        (date(2024, 1, 1), date(2024, 1, 10), 0),
        (date(2024, 1, 1), date(2024, 2, 17), 2),
        (date(2024, 1, 1), date(2024, 2, 16), 1),
    ],
)
def test_months_between_two_dates_are_rounded(start, end, months):
    assert rounded_months(start, end) == months


def test_a_parent_that_returns_after_a_pause_churns_and_expands():
    january = month(2024, 1)
    series = {"one": {january: Decimal(1740), january + 1: Decimal(1740), january + 4: Decimal(1740)}}
    table = waterfall(series, january + 4)
    assert table[january].moved == {"new": 1740}
    assert table[january + 1].moved == {}
    assert table[january + 2].moved == {"churn": -1740}
    assert table[january + 3].moved == {}
    assert table[january + 4].moved == {"expansion": 1740}


def test_the_month_after_the_last_is_churn_unless_it_lies_after_the_business_date():
    january = month(2024, 1)
    series = {"one": {january: Decimal(10)}}
    assert january + 1 not in waterfall(series, january)
    assert waterfall(series, january + 6)[january + 1].customers == {"churn": 1}


def test_free_seats_before_the_first_arr_do_not_make_a_customer_new():
    january = month(2024, 1)
    series = {
        "paid later": {january: Decimal(0), january + 1: Decimal(5), january + 2: Decimal(0)},
        "never paid": {january: Decimal(0)},
    }
    table = waterfall(series, january + 4)
    assert {number: line.moved for number, line in table.items()} == {
        january + 1: {"new": 5},
        january + 2: {"churn": -5},
    }


def test_a_smaller_amount_is_contraction_and_the_months_add_up():
    january = month(2024, 1)
    series = {"one": {january: Decimal(10), january + 1: Decimal(4)}, "two": {january + 1: Decimal(3)}}
    found = {
        (answer.metric, answer.dimension): answer.value
        for answer in waterfall_answers(series, january + 1, january + 1)
    }
    assert found == {
        ("waterfall ARR", "begin"): "10.00",
        ("waterfall ARR", "new"): "3.00",
        ("waterfall ARR", "expansion"): "0.00",
        ("waterfall ARR", "contraction"): "-6.00",
        ("waterfall ARR", "churn"): "0.00",
        ("waterfall ARR", "end"): "7.00",
        ("waterfall customers", "new"): "1",
        ("waterfall customers", "expanded"): "0",
        ("waterfall customers", "contracted"): "1",
        ("waterfall customers", "churned"): "0",
        ("waterfall customers", "end"): "2",
    }


def test_retention_compares_with_the_month_a_year_before():
    now = month(2024, 12)
    series = {
        "grew": {now - 12: Decimal(100), now: Decimal(150)},
        "shrank": {now - 12: Decimal(100), now: Decimal(40)},
        "left": {now - 12: Decimal(50)},
        "new": {now: Decimal(1000)},
        "free before": {now - 12: Decimal(0), now: Decimal(500)},
        "taken back": {now - 12: Decimal(-70), now: Decimal(600)},
    }
    assert retention(series, now) == {"prior": 250, "net": 190, "gross": 140, "churn": 50}
    found = {answer.metric: answer.value for answer in retention_answers(series, now)}
    assert found["net dollar retention"] == "0.760000"
    assert found["gross dollar retention"] == "0.560000"


def test_retention_without_a_population_has_no_ratio():
    assert {answer.metric for answer in retention_answers({}, month(2024, 12))} == {"retention ARR"}
