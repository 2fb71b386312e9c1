"""Billing: signs and months of true-ups, changes of a charge, walks over renewals, times with an offset."""

import datetime
from decimal import Decimal

import pytest


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        ("2024-01-01", "2024-12-31", 12),
        ("2024-01-01", "2024-06-30", 6),
        ("2024-01-15", "2024-07-14", 6),
        ("2024-01-31", "2024-02-29", 1),
        ("2024-01-01", "2024-01-31", 1),
        ("2024-01-01", "2024-01-15", 0),
        ("2024-01-20", "2025-02-04", 12),
        ("2024-01-20", "2025-02-06", 13),
    ],
)
def test_months_between_two_dates_are_rounded(rows, start, end, months):
    text = f"SELECT {{{{ rounded_months_between('a', 'b') }}}} FROM (SELECT DATE '{start}' AS a, DATE '{end}' AS b)"
    assert rows(text) == [(months,)]


@pytest.mark.parametrize(
    ("debit", "credit", "signed"),
    [
        ("Contract Liability", "Revenue", 100),
        ("Revenue", "Contract Liability", -100),
        ("Unbilled Receivable", "Revenue", 0),
        ("Revenue", "Unbilled Receivable", 0),
        ("Revenue", "Revenue", 0),
        (None, "Revenue", 0),
    ],
)
def test_only_moves_between_liability_and_revenue_have_a_sign(rows, debit, credit, signed):
    values = ", ".join("NULL" if value is None else f"'{value}'" for value in (debit, credit))
    text = (
        f"SELECT {{{{ signed_adjustment('d', 'c', 'amount') }}}} FROM (VALUES ({values}, 100)) AS entry (d, c, amount)"
    )
    assert rows(text) == [(signed,)]


@pytest.mark.parametrize(
    ("version", "previous", "now", "is_churned", "expected"),
    [
        (1, 0, 10, False, "New"),
        (1, 0, 10, True, "New"),
        (2, 10, 10, True, "Churn"),
        (2, 10, 20, True, "Churn"),
        (2, 10, 9, False, "Contraction"),
        (2, 10, 0, False, "Churn"),
        (2, 10, 11, False, "Expansion"),
        (2, 10, 10, False, "No Impact"),
        (2, 0, 0, False, "No Impact"),
    ],
)
def test_a_segment_is_named_after_what_it_changes(rows, version, previous, now, is_churned, expected):
    text = (
        "SELECT {{ type_of_arr_change('is_churned') }} FROM "
        f"(SELECT {version} AS charge_version, {previous} AS previous_arr, {now} AS arr, {is_churned} AS is_churned)"
    )
    assert rows(text) == [(expected,)]


def test_the_preceding_value_is_that_of_the_same_charge(rows):
    found = rows(
        "SELECT dim_charge_id, {{ preceding_value('mrr') }} FROM (VALUES "
        "('d', 'S', 'C-1', 2, 2, 2, 30), ('c', 'S', 'C-1', 1, 2, 2, 20), ('a', 'S', 'C-1', 1, 1, 1, 10), "
        "('e', 'S', 'C-1', 1, 3, 3, 25), "
        "('t', 'S', NULL, 1, 1, 1, 5), ('u', 'S', NULL, 1, 1, 1, 6), ('z', 'T', 'C-1', 1, 1, 1, 7)) AS charge "
        "(dim_charge_id, subscription_name, charge_number, charge_segment, charge_version, subscription_version, mrr) "
        "ORDER BY 1"
    )
    assert found == [("a", 0), ("c", 10), ("d", 25), ("e", 20), ("t", 0), ("u", 0), ("z", 0)]


def test_a_true_up_that_is_shorter_than_half_a_month_is_not_divided_by_zero(rows):
    found = rows(
        "WITH lines AS (SELECT 'l' AS revenue_contract_line_id, 'S' AS subscription_name, "
        "'p' AS product_rate_plan_charge_id, 'True-up ARR Allocation' AS attribute_16, "
        "DATE '2024-01-25' AS revenue_start_date, DATE '2024-02-03' AS revenue_end_date), "
        "entries AS (SELECT 'l' AS revenue_contract_line_id, 'Contract Liability' AS debit_activity_type, "
        "'Revenue' AS credit_activity_type, 90.00 AS amount), "
        "subscriptions AS (SELECT 'S' AS subscription_name, 's1' AS dim_subscription_id, TRUE AS is_latest_version) "
        "SELECT mrr, tcv FROM ({{ select_true_up_charges_sql('lines', 'entries', 'subscriptions') }}) AS charges"
    )
    assert found == [(Decimal(90), Decimal(90))]


def walk(edges, starts, depth=25):
    """The furthest depth and the places every start reaches along `edges`."""
    steps = " UNION ALL ".join(
        f"SELECT 'down' AS walk_kind, '{a}' AS near_slugify, '{b}' AS far_slugify" for a, b in edges
    )
    places = ", ".join(f"('{start}')" for start in starts)
    return (
        f"WITH RECURSIVE places AS (SELECT * FROM (VALUES {places}) AS place (name)), steps AS ({steps}), "
        f"walks AS ({{{{ walk_paths('places', 'name', ['down'], 'steps', depth={depth}) }}}}) "
        "SELECT start_slugify, reached_slugify, MIN(depth) FROM walks GROUP BY ALL ORDER BY ALL"
    )


def test_a_walk_ends_where_it_has_been(rows):
    assert rows(walk([("a", "b"), ("b", "a"), ("b", "b")], "ab")) == [
        ("a", "a", 0),
        ("a", "b", 1),
        ("b", "a", 1),
        ("b", "b", 0),
    ]


def test_a_walk_does_not_repeat_a_place_on_its_path(rows):
    circle = walk([("a", "b"), ("b", "a")], "a", depth=4).split("SELECT start_slugify")[0]
    assert rows(circle + "SELECT visited FROM walks ORDER BY ALL") == [(">a>",), (">a>b>",)]


def test_a_walk_tells_a_name_from_one_that_contains_it(rows):
    assert rows(walk([("s1", "s11"), ("s11", "s")], ["s1"])) == [("s1", "s", 2), ("s1", "s1", 0), ("s1", "s11", 1)]


def test_a_walk_is_as_deep_as_asked(rows):
    chain = [("a", "b"), ("b", "c"), ("c", "d")]
    assert [row[1] for row in rows(walk(chain, "a", depth=2))] == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-05-01T22:30:00-07:00", datetime.datetime(2024, 5, 2, 5, 30)),
        ("2024-05-01T22:30:00.500+00:00", datetime.datetime(2024, 5, 1, 22, 30, 0, 500000)),
        ("yesterday", None),
    ],
)
def test_a_time_with_an_offset_becomes_utc(rows, text, expected):
    assert rows(f"SELECT {{{{ utc_timestamp(\"'{text}'\") }}}}") == [(expected,)]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT {{ rounded_months_between('t.a', 't.b') }} AS x FROM t",
        "SELECT {{ signed_adjustment('t.d', 't.c', 't.amount') }} AS x FROM t",
        "SELECT {{ type_of_arr_change('t.is_churned') }} AS x FROM t",
        "SELECT {{ preceding_value('mrr') }} AS x FROM t",
        "SELECT {{ utc_timestamp('t.a') }} AS x FROM t",
        "{{ select_true_up_charges_sql('p.q.lines', 'p.q.entries', 'p.q.subscriptions') }}",
        "WITH RECURSIVE walks AS ({{ walk_paths('t', 'name', ['down', 'any'], 's') }}) SELECT * FROM walks",
    ],
)
@pytest.mark.parametrize("target", ["prod", "dev"])
def test_the_sql_is_valid_on_snowflake(render, assert_snowflake, query, target):
    assert_snowflake(render(query, target))
