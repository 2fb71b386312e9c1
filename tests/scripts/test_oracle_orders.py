"""Orders, trials, what matches, and use of seats, worked out without the warehouse's models."""

from datetime import date, datetime

import pytest

from scripts.oracle.dotcom import Dotcom
from scripts.oracle.matching import Plans, Row, in_force, orders_in_force, status, versions_in_force
from scripts.oracle.orders import Order, Version, read_orders, trial_lines, whole_number
from scripts.oracle.periods import month_number
from scripts.oracle.seats import read_reports
from tests.scripts.oracle_warehouse import RawRows

AS_OF = date(2024, 12, 31)
DECEMBER = month_number(AS_OF)
PLANS = Plans(frozenset({"premium"}), frozenset({"own server"}))


def order(order_id=1, subscription="s", namespace=7, trial=False, start=(2024, 1, 1), **other):
    given = {"plan": "premium", "end": date(2025, 1, 1), "created_at": datetime(*start), **other}
    return Order(order_id, subscription, namespace, is_trial=trial, start=date(*start), **given)


def version(subscription="s", **other):
    given = {
        "original": "s",
        "name": "A-S1",
        "number": 1,
        "status": "Active",
        "namespace": 7,
        "term": (date(2024, 1, 1), date(2025, 1, 1)),
        "cancelled": None,
        "created_at": datetime(2024, 1, 1),
        "plans": frozenset({"premium"}),
        "first_paid": None,
    }
    return Version(subscription_id=subscription, **{**given, **other})


@pytest.fixture
def dotcom():
    """Group 7 on a paid plan with subgroup 8, group 9 on trial."""
    rows = RawRows()
    for key, title in ((34, "free"), (100, "premium"), (103, "premium_trial")):
        rows.add("tap_postgres.gitlab_db_plans", id=key, name=title, title=title.title())
    for key, path in ((7, "{7}"), (8, "{7,8}"), (9, "{9}")):
        rows.add("tap_postgres.gitlab_db_namespaces", id=key, traversal_ids=path)
    for key, plan in ((7, 100), (9, 103)):
        rows.add("tap_postgres.gitlab_db_gitlab_subscriptions", namespace_id=key, hosted_plan_id=plan)
    return Dotcom(rows, AS_OF)


def test_a_namespace_is_a_whole_number_or_none():
    assert [whole_number(text) for text in ("42", " 42 ", "", None, "acme", "12O45")] == [
        42,
        42,
        None,
        None,
        None,
        None,
    ]


def test_the_newest_state_of_an_order_counts_whatever_copy_came_last():
    rows = RawRows()
    rows.add("tap_postgres.customers_db_orders", id=1, gl_namespace_id="7", updated_at=datetime(2024, 12, 2))
    rows.add("tap_postgres.customers_db_orders", id=1, gl_namespace_id="9", _uploaded_at=2)
    assert read_orders(rows)[1].namespace == 7


@pytest.mark.parametrize(
    ("start", "end", "holds"),
    [
        ((2024, 12, 5), (2024, 12, 20), True),
        ((2024, 11, 5), (2024, 12, 31), False),
        ((2024, 11, 5), (2025, 1, 1), True),
        ((2024, 11, 5), None, True),
        ((2025, 1, 1), None, False),
    ],
)
def test_in_force_means_begun_in_the_month_or_running_on_its_last_day(start, end, holds):
    assert in_force(date(*start), date(*end) if end else None, DECEMBER) is holds


def test_a_cancelled_name_ends_all_its_versions_and_its_orders():
    ended = version(cancelled=date(2024, 11, 1))
    months = range(DECEMBER - 2, DECEMBER + 1)
    running = versions_in_force([ended], PLANS, months)
    assert set(running) == {("s", DECEMBER - 2)}
    assert set(orders_in_force([order()], {"s": ended}, running, PLANS, months)) == {("s", DECEMBER - 2)}


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ((9, None, None), "Trial Namespace Missing Order"),
        ((8, order(namespace=8), version()), "Order Linked to Non-Ultimate Parent Namespace"),
        ((7, None, version()), "Paid Namespace Missing Order"),
        ((7, order(subscription=""), None), "Paid Namespace Missing Order Subscription"),
        ((7, order(), None), "Paid Namespace Missing Zuora Subscription"),
        ((None, order(namespace=None), version()), "Paid Order Missing Namespace Assignment"),
        ((7, order(plan="other"), version()), "Paid Order Product Rate Plan Misaligned with Zuora"),
        ((None, order(namespace=None, subscription=""), None), "Free Order Missing Namespace Assignment"),
        ((99, order(namespace=99), version()), "Order Namespace Not Found"),
        ((99, None, version()), "Paid Subscription Missing Order"),
        ((7, order(), version()), "Paid All Matching"),
        ((9, order(namespace=9, subscription="", trial=True), None), "Trial All Matching"),
    ],
)
def test_the_first_finding_names_the_row(dotcom, row, expected):
    assert status(Row(DECEMBER, *row), dotcom, PLANS, DECEMBER) == expected


def test_todays_plan_says_nothing_about_a_month_before_the_order(dotcom):
    assert status(Row(DECEMBER - 1, 7, None, None), dotcom, PLANS, DECEMBER) == "Free Namespace"
    assert status(Row(DECEMBER, 7, None, None), dotcom, PLANS, DECEMBER) == "Paid Namespace Missing Order"


def test_the_last_trial_before_the_first_payment_is_converted(dotcom):
    orders = [
        order(1, "", 8, trial=True, start=(2024, 1, 10)),
        order(2, "", 7, trial=True, start=(2024, 2, 10)),
        order(3, "s", 7, start=(2024, 3, 1)),
        order(4, "", None, trial=True, start=(2024, 1, 1)),
    ]
    versions = {"s": version(first_paid=date(2024, 3, 1))}
    assert sorted(trial_lines(orders, versions, dotcom)) == [
        "1|7|true|false|",
        "2|7|false|true|2024-03-01",
        "4|-1|true|true|",
    ]


def test_the_largest_server_of_the_newest_day_speaks_for_a_subscription():
    rows = RawRows()
    for active, when in ((40, datetime(2024, 12, 8, 6)), (3, datetime(2024, 12, 8, 9)), (50, datetime(2024, 12, 1))):
        rows.add(
            "tap_postgres.customers_db_license_seat_links",
            zuora_subscription_id="s ",
            report_timestamp=when,
            active_user_count=active,
        )
    reports = read_reports(rows, {"s": version()})
    assert (reports["s"][0], reports["s"][1].active) == (date(2024, 12, 8), 40)
