"""Orders: what is in force in a month, and what the first thing is that does not fit."""

import pytest

COLUMNS = (
    "is_on_trial",
    "has_paid_plan",
    "is_ultimate_parent",
    "internal_order_id",
    "is_trial_order",
    "order_subscription_id",
    "order_namespace_id",
    "dim_namespace_id",
    "dim_subscription_id",
    "is_plan_in_subscription",
)
ALL_FITS = dict(zip(COLUMNS, (False, True, True, 1, False, "'s'", 7, 7, "'s'", True), strict=True))


@pytest.mark.parametrize(
    ("first_day", "end_day", "holds"),
    [
        ("2024-12-05", "2024-12-20", True),
        ("2024-12-31", "2025-12-31", True),
        ("2024-11-05", "2024-12-31", False),
        ("2024-11-05", "2025-01-01", True),
        ("2024-11-05", None, True),
        ("2025-01-01", None, False),
    ],
)
def test_a_month_counts_when_begun_in_it_or_running_on_its_last_day(rows, first_day, end_day, holds):
    end = "NULL" if end_day is None else f"'{end_day}'"
    text = f"""
        SELECT {{{{ is_in_force('a', 'b', 'm') }}}}
        FROM (SELECT DATE '{first_day}' AS a, {end}::DATE AS b, DATE '2024-12-01' AS m)
    """
    assert rows(text) == [(holds,)]


@pytest.mark.parametrize(
    ("difference", "status"),
    [
        ({}, "Paid All Matching"),
        ({"is_ultimate_parent": False, "dim_subscription_id": "NULL"}, "Order Linked to Non-Ultimate Parent Namespace"),
        ({"internal_order_id": "NULL", "dim_subscription_id": "NULL"}, "Paid Namespace Missing Order"),
        ({"order_subscription_id": "NULL"}, "Paid Namespace Missing Order Subscription"),
        ({"dim_subscription_id": "NULL"}, "Paid Namespace Missing Zuora Subscription"),
        (
            {"has_paid_plan": False, "is_plan_in_subscription": False},
            "Paid Order Product Rate Plan Misaligned with Zuora",
        ),
        (
            {"has_paid_plan": False, "internal_order_id": "NULL", "order_subscription_id": "NULL"},
            "Paid Subscription Missing Order",
        ),
        (
            {"is_on_trial": True, "has_paid_plan": False, "internal_order_id": "NULL"},
            "Trial Namespace Missing Order",
        ),
    ],
)
def test_the_first_thing_that_does_not_fit_is_told(rows, difference, status):
    values = ", ".join(f"{value} AS {name}" for name, value in {**ALL_FITS, **difference}.items())
    text = f"SELECT {{{{ namespace_order_subscription_status('row') }}}} FROM (SELECT {values}) AS row"
    assert rows(text) == [(status,)]
