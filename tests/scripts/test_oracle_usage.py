"""The oracle's rules for the use of GitLab.com and its health, with results worked out by hand."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from scripts.oracle.answer import Answer
from scripts.oracle.dotcom import Dotcom
from scripts.oracle.group_usage import GroupMonth, Use, free, group_usage_answers, paying, read_use
from scripts.oracle.health import Customer, color, mean, overall, scores, seat_points
from scripts.oracle.matching import Plans, Row
from scripts.oracle.orders import Version
from scripts.oracle.periods import month_number
from scripts.oracle.pings import Ping
from scripts.oracle.usage import free_installation_answers
from scripts.raw.cast.usage import HEALTH_COUNTERS
from tests.scripts.oracle_warehouse import RawRows

AS_OF = date(2024, 12, 31)
DECEMBER = month_number(AS_OF)
PLANS = Plans(frozenset({"premium"}), frozenset({"server"}))


def version(name="A", number=1, plans=("premium",), status="Active", group=7, term=("2024-11-15", "2025-11-15")):
    start, end = (date.fromisoformat(text) for text in term)
    return Version(
        f"{name}{number}",
        name,
        name,
        number,
        status,
        group,
        (start, end),
        None,
        datetime(2024, 1, 1),
        frozenset(plans),
        None,
    )


def count(raw, name, value, day, uploaded=1, error="Success"):
    raw.add(
        "saas_usage_ping.namespace",
        namespace_ultimate_parent_id=7,
        ping_name=name,
        counter_value=value,
        error=error,
        ping_date=datetime.fromisoformat(day),
        _uploaded_at=uploaded,
    )


def test_the_last_success_of_the_month_counts_counter_by_counter():
    raw = RawRows()
    count(raw, "issues", 5, "2024-12-22")
    count(raw, "issues", 6, "2024-12-29")
    count(raw, "issues", 9, "2024-12-29", uploaded=2)
    count(raw, "epics", 3, "2024-12-22")
    count(raw, "epics", None, "2024-12-29", error="timeout")
    count(raw, "epics", 4, "2024-11-24")
    count(raw, "boards", 2, "2024-12-22")
    count(raw, "boards", None, "2024-12-22", uploaded=2, error="timeout")
    count(raw, "issues", 99, "2025-01-05")
    assert read_use(raw, AS_OF) == {
        (7, DECEMBER): Use(date(2024, 12, 29), {"issues": 9, "epics": 3}),
        (7, DECEMBER - 1): Use(date(2024, 11, 24), {"epics": 4}),
    }


def paid(found, versions):
    months = range(DECEMBER - 1, DECEMBER + 1)
    return sorted((month, group, one.subscription_id) for month, group, one in paying(found, versions, PLANS, months))


def test_a_group_pays_for_what_names_it_where_nothing_agrees():
    named, later = version("A"), version("B", term=("2024-12-10", "2025-12-10"))
    assert paid([], [named, later]) == [(DECEMBER - 1, 7, "A1"), (DECEMBER, 7, "B1")]
    agreed = [(Row(DECEMBER, 7, None, named), "Paid All Matching")]
    assert paid(agreed, [named, later]) == [(DECEMBER - 1, 7, "A1"), (DECEMBER, 7, "A1")]


@pytest.mark.parametrize(
    "one",
    [
        version(status="Draft"),
        version(plans=("server",)),
        version(group=None),
        version(term=("2024-12-02", "2024-12-30")),
    ],
)
def test_a_draft_an_add_on_and_a_month_not_finished_pay_for_no_group(one):
    assert paid([], [one]) == []


def test_the_newer_version_of_a_term_counts():
    assert paid([], [version(number=2), version(number=1)])[-1] == (DECEMBER, 7, "A2")


@pytest.fixture
def dotcom():
    """GitLab.com with the groups 7 and 9, and 8 below 7."""
    raw = RawRows()
    for key, path in ((7, "{7}"), (8, "{7,8}"), (9, "{9}")):
        raw.add("tap_postgres.gitlab_db_namespaces", id=key, traversal_ids=path)
    return Dotcom(raw, AS_OF)


def test_one_paid_row_anywhere_below_makes_the_whole_group_a_paying_one(dotcom):
    found = [
        (Row(DECEMBER, 7, None, None), "Trial All Matching"),
        (Row(DECEMBER, 8, None, None), "Order Linked to Non-Ultimate Parent Namespace"),
        (Row(DECEMBER, 9, None, None), "Free Namespace"),
        (Row(DECEMBER - 1, 7, None, None), "Trial All Matching"),
        (Row(DECEMBER, None, None, None), "Free Namespace"),
    ]
    assert free(found, dotcom) == {(DECEMBER, 9), (DECEMBER - 1, 7)}


def test_groups_are_counted_by_whether_they_pay_and_ping():
    use = Use(date(2024, 12, 29), {"issues": 1})
    found = [GroupMonth(DECEMBER, 7, version(), use), GroupMonth(DECEMBER, 8, version(), None)]
    counts = [
        row for row in group_usage_answers([*found, GroupMonth(DECEMBER, 9, None, use)]) if row.dimension != "digest"
    ]
    name = "groups of GitLab.com"
    assert sorted(counts) == [
        Answer(name, "2024-12-01", "free", "1"),
        Answer(name, "2024-12-01", "paying", "2"),
        Answer(name, "2024-12-01", "paying, with a ping", "1"),
    ]


@pytest.mark.parametrize(
    ("age", "utilization", "expected"),
    [
        (2, "0.9", None),
        (None, "0.9", None),
        (3, "0.10", 25),
        (6, "0.50", 63),
        (6, "0.51", 88),
        (7, "0.50", 25),
        (9, "0.75", 63),
        (9, "0.76", 88),
        (10, "0.75", 25),
        (10, "0.76", 88),
    ],
)
def test_seats_are_judged_by_age(age, utilization, expected):
    assert seat_points(Customer(age, Decimal(utilization), False)) == expected


def test_the_known_customer_scores_by_weight():
    premium = scores(Customer(24, Decimal("0.8"), False), 80, HEALTH_COUNTERS)
    assert (premium["seats"], premium["scm"], premium["ci"], premium["security"]) == (88, 63, 88, None)
    assert round(premium["cd"], 2) == Decimal("71.33")
    assert round(overall(premium), 2) == Decimal("79.67")
    ultimate = scores(Customer(24, Decimal("0.8"), True), 80, HEALTH_COUNTERS)
    assert round(ultimate["security"], 2) == Decimal("79.67")


def test_what_is_not_known_has_no_score():
    nothing = scores(Customer(None, None, True), 80, {})
    assert set(nothing.values()) == {None}
    assert overall(nothing) is None
    assert color(overall(nothing)) == "None"
    assert scores(Customer(24, Decimal("0.8"), False), 0, HEALTH_COUNTERS)["ci"] is None
    assert mean([None, Decimal(25), Decimal(88)]) == Decimal("56.5")


@pytest.mark.parametrize(
    ("score", "expected"), [("50", "Red"), ("50.1", "Yellow"), ("75", "Yellow"), ("75.1", "Green")]
)
def test_a_score_has_one_color(score, expected):
    assert color(Decimal(score)) == expected


def test_an_installation_is_free_when_its_last_ping_of_the_month_is():
    def ping(installation, day, tier="Free", deployment="Self-Managed"):
        return Ping(installation, datetime(2024, 12, day), tier, deployment, None, ())

    pings = [
        ping("free", 5),
        ping("free", 9),
        ping("bought", 5),
        ping("bought", 9, "Premium"),
        ping("com", 9, deployment="GitLab.com"),
    ]
    assert free_installation_answers(pings) == [Answer("free installations", "2024-12-01", "", "1")]
