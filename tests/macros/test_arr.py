"""ARR from month to month: the type of a change, the months of an entity, the split of a change into reasons."""

import datetime
from decimal import Decimal

import pytest

day = datetime.date.fromisoformat

COLUMNS = "(parent, subscription, arr_month, arr, quantity, product_tier_name, product_ranking)"


def query(macro, rows, select, entity="['parent']"):
    """A query over `macro` with `rows` as mart_arr and the calendar of 2024 and 2025 as dim_date."""
    values = ", ".join(f"({row})" for row in rows)
    return (
        f"WITH mart_arr AS (SELECT * FROM (VALUES {values}) AS mart {COLUMNS}), "
        "days AS ({{ date_spine('2024-01-01', '2025-12-31') }}), "
        "dim_date AS (SELECT date_actual, DATE_TRUNC('month', date_actual)::DATE AS first_day_of_month FROM days) "
        f"SELECT {select} FROM ({{{{ {macro}('mart_arr', 'dim_date', {entity}) }}}}) AS answer ORDER BY ALL"
    )


def row(month, arr, quantity=0, tier="X", rank=0, parent="p", subscription="s"):
    return f"'{parent}', '{subscription}', DATE '{month}', {arr}, {quantity}, '{tier}', {rank}"


@pytest.mark.parametrize(
    ("previous", "now", "is_first", "expected"),
    [
        (0, 10, True, "New"),
        (0, 10, False, "Expansion"),
        (10, 11, False, "Expansion"),
        (10, 9, False, "Contraction"),
        (10, 0, False, "Churn"),
        (10, 10, False, "No Impact"),
        (0, 0, False, "No Impact"),
        (10, -5, False, "Contraction"),
        (-5, 0, False, "Expansion"),
        (0, -5, True, "New"),
    ],
)
def test_every_pair_of_months_has_one_type(rows, previous, now, is_first, expected):
    sql = f"SELECT {{{{ monthly_arr_change_type('{now}', '{previous}', '{is_first}') }}}}"
    assert rows(sql) == [(expected,)]


def test_an_entity_lives_from_its_first_arr_to_the_month_after_its_last(rows):
    given = [row("2024-02-01", 0, 300), row("2024-03-01", 5), row("2024-05-01", 7), row("2024-06-01", 0, 300)]
    found = rows(query("arr_entity_month", given, "arr_month, arr, quantity, is_first_month"))
    assert found == [
        (day("2024-03-01"), 5, 0, True),
        (day("2024-04-01"), 0, 0, False),
        (day("2024-05-01"), 7, 0, False),
        (day("2024-06-01"), 0, 300, False),
    ]


def test_the_future_is_neither_shown_nor_churned(rows):
    given = [row("2024-12-01", 5), row("2025-01-01", 5), row("2025-02-01", 5, parent="later")]
    assert rows(query("arr_entity_month", given, "parent, arr_month")) == [("p", day("2024-12-01"))]


def test_the_grain_decides_what_is_a_churn(rows):
    given = [row("2024-03-01", 5, subscription="old"), row("2024-04-01", 5, subscription="new")]
    select = "arr_month, type_of_arr_change"
    by_parent = rows(query("delta_arr_month", given, select))
    assert [kind for month, kind in by_parent if month == day("2024-04-01")] == ["No Impact"]
    by_subscription = rows(query("delta_arr_month", given, select, "['parent', 'subscription']"))
    assert [kind for month, kind in by_subscription if month == day("2024-04-01")] == ["Churn", "New"]


def test_keys_tell_entities_and_months_apart(rows):
    given = [row("2024-03-01", 5, subscription=name, parent=parent) for name in "ab" for parent in "xy"]
    found = rows(query("delta_arr_month", given, "primary_key", "['parent', 'subscription']"))
    assert len(found) == len(set(found)) == 8


@pytest.mark.parametrize("quantities", [(3, 4), (3, 0), (0, 3), (0, 0), (7, 7), (3, 1)])
@pytest.mark.parametrize("amounts", [("100", "120.01"), ("0.01", "99999999.99"), ("33.33", "33.33"), ("-7", "14.2")])
@pytest.mark.parametrize("ranks", [(2, 2), (2, 3)])
def test_the_parts_always_add_up_to_the_change(rows, quantities, amounts, ranks):
    months = ("2024-03-01", "2024-04-01")
    given = [row(months[at], amounts[at], quantities[at], f"tier {at}", ranks[at]) for at in (0, 1)]
    parts = "beg_arr, end_arr, seat_change_arr, price_change_arr, tier_change_arr, other_change_arr"
    found = rows(query("delta_arr_month", given, f"arr_month, {parts}"))
    assert len(found) == 3
    for _, begin, end, seat, price, tier, other in found:
        assert begin + seat + price + tier + other == end
        assert all(isinstance(value, Decimal) for value in (begin, end, seat, price, tier, other))


def test_other_explains_only_what_has_no_seats(rows):
    given = [row("2024-03-01", 100, 3), row("2024-04-01", 77, 2), row("2024-05-01", 30, 0)]
    found = rows(query("delta_arr_month", given, "arr_month, seat_change_arr, price_change_arr, other_change_arr"))
    assert [parts[1:] for parts in found] == [
        (100, 0, 0),
        (Decimal("-33.33"), Decimal("10.33"), 0),
        (-77, 0, 30),
        (0, 0, -30),
    ]


@pytest.mark.parametrize("macro", ["arr_entity_month", "delta_arr_month"])
def test_an_entity_needs_a_list_of_columns(refused, macro):
    assert "entity must be a list" in refused(f"{{{{ {macro}('mart_arr', 'dim_date', 'parent') }}}}")
    assert "entity must be a list" in refused(f"{{{{ {macro}('mart_arr', 'dim_date', []) }}}}")


@pytest.mark.parametrize("macro", ["arr_entity_month", "delta_arr_month"])
def test_the_statement_is_valid_for_snowflake(render, assert_snowflake, macro):
    assert_snowflake(render(f"{{{{ {macro}('mart_arr', 'dim_date', ['parent', 'subscription']) }}}}", "prod"))
