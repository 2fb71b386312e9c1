"""Rules of the CRM as expressions: every branch and both sides of every bound."""

import datetime

import pytest

SCORES = """
  scores AS (
    SELECT * FROM (
      VALUES
        ('A', 0.1, 1, DATE '2024-12-01', NULL),
        ('A', 0.9, 5, DATE '2024-12-15', NULL),
        ('B', 0.5, 3, DATE '2024-12-15', NULL)
    ) AS given (crm_account_id, score, score_group, score_date, uploaded_at)
  )
"""


def quoted(value):
    return "NULL::VARCHAR" if value is None else f"'{value}'"


def one(rows, macro, *arguments):
    """The value of one macro call whose arguments are SQL expressions."""
    given = ", ".join('"' + argument + '"' for argument in arguments)
    return rows("SELECT {{ " + f"{macro}({given})" + " }}")[0][0]


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        ("NULL", "0) Unknown"),
        ("0", "1) < 5k"),
        ("4999.99", "1) < 5k"),
        ("5000", "2) 5k - < 25k"),
        ("-24999.99", "2) 5k - < 25k"),
        ("25000", "3) 25k - < 100k"),
        ("99999.99", "3) 25k - < 100k"),
        ("-100000", "4) >= 100k"),
    ],
)
def test_every_amount_has_one_size(rows, amount, expected):
    assert one(rows, "deal_size", amount) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (None, "SMB"),
        (" ", "SMB"),
        ("smb", "SMB"),
        ("Unknown", "SMB"),
        ("MM", "Mid-Market"),
        ("mid market", "Mid-Market"),
        ("Mid-Market ", "Mid-Market"),
        ("LRG", "Large"),
        ("large", "Large"),
        ("pubsec", "PubSec"),
        ("JIHU", "JiHu"),
        ("Alien", "Alien"),
    ],
)
def test_a_segment_has_one_spelling(rows, typed, expected):
    assert one(rows, "clean_sales_segment", quoted(typed)) == expected


@pytest.mark.parametrize(
    ("typed", "clean", "grouped"),
    [
        ("BDR Generated", "SDR Generated", "Sales Generated"),
        ("SDR Generated", "SDR Generated", "Sales Generated"),
        ("Channel Generated", "Partner Generated", "Partner Generated"),
        ("Web Direct Generated", "Web Direct Generated", "Web Direct Generated"),
        ("", "Missing sales_qualified_source_name", "Missing sales_qualified_source_name_grouped"),
        (None, "Missing sales_qualified_source_name", "Missing sales_qualified_source_name_grouped"),
    ],
)
def test_a_source_has_todays_name_and_a_group(rows, typed, clean, grouped):
    assert one(rows, "clean_sales_qualified_source", quoted(typed)) == clean
    assert one(rows, "sales_qualified_source_grouped", quoted(clean)) == grouped


@pytest.mark.parametrize(
    ("order_type", "expected"),
    [
        ("1. New - First Order", "1) New"),
        ("2. New - Connected", "2) Growth"),
        ("4. Contraction", "2) Growth"),
        ("6. Churn - Final", "2) Growth"),
        ("7. PS / Other", "3) Other"),
        ("Missing order_type_name", "Missing order_type_name_grouped"),
        (None, "Missing order_type_name_grouped"),
    ],
)
def test_an_order_type_belongs_to_a_group(rows, order_type, expected):
    assert one(rows, "order_type_grouped", quoted(order_type)) == expected


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("NULL", "Unknown"),
        ("0", "Unknown"),
        ("1", "1-100"),
        ("100", "1-100"),
        ("101", "101-500"),
        ("500", "101-500"),
        ("501", "501-2,000"),
        ("2000", "501-2,000"),
        ("2001", "2,001+"),
    ],
)
def test_a_size_band_is_closed_at_the_top(rows, number, expected):
    assert one(rows, "employee_count_band", number) == expected


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ('<a href="/0014M00001lbBt1" target="_blank">Top</a>', "0014M00001lbBt1QAE"),
        ('<a href="/0014M00001lbBt1QAE">Top</a>', "0014M00001lbBt1QAE"),
        ('<a href="/0014M0000">cut off</a>', None),
        ('<a href="/" target="_blank">Account</a>', None),
        ("Top", None),
        ("", None),
        (None, None),
    ],
)
def test_a_parent_is_the_id_in_the_link(rows, link, expected):
    assert rows("SELECT {{ linked_account_id('given.link') }} FROM (SELECT " + quoted(link) + " AS link) AS given") == [
        (expected,)
    ]


def test_an_amount_counts_only_under_its_condition(rows):
    assert [one(rows, "amount_if", condition, "7.5") for condition in ("TRUE", "FALSE", "NULL")] == [7.5, 0, 0]
    assert one(rows, "amount_if", "TRUE", "NULL") == 0


def test_a_score_counts_until_the_day_before_the_next(rows):
    found = rows(
        f"WITH {SCORES}, periods AS ({{{{ score_periods_sql('scores') }}}}) "
        "SELECT crm_account_id, score_group, score_date, next_score_date FROM periods ORDER BY 1, 2"
    )
    day = datetime.date
    assert found == [
        ("A", 1, day(2024, 12, 1), day(2024, 12, 15)),
        ("A", 5, day(2024, 12, 15), day(9999, 12, 31)),
        ("B", 3, day(2024, 12, 15), day(9999, 12, 31)),
    ]


def test_a_value_is_measured_against_its_own_group(rows):
    found = rows(
        "SELECT g, ROUND({{ z_score('v', 'g') }}, 6) "
        "FROM (VALUES ('a', 1), ('a', 3), ('b', 5), ('b', 5), ('c', 1)) AS t (g, v) ORDER BY g, v"
    )
    assert found == [("a", -0.707107), ("a", 0.707107), ("b", None), ("b", None), ("c", None)]


def first_changed_day(rows, snapshot, published):
    """The day a rebuild starts, for versions (id, from, to, version) and published rows (day, version)."""
    versions = ", ".join(
        f"('{key}', '{start}'::TIMESTAMP, {quoted(end)}::TIMESTAMP, '{name}')" for key, start, end, name in snapshot
    )
    known = ", ".join(f"('{date}'::DATE, '{name}')" for date, name in published) or "(NULL::DATE, NULL::VARCHAR)"
    return rows(
        f"WITH snap AS (SELECT * FROM (VALUES {versions}) AS v (id, dbt_valid_from, dbt_valid_to, dbt_scd_id)), "
        f"done AS (SELECT * FROM (VALUES {known}) AS p (snapshot_date, snapshot_version_id)), "
        "answer AS ({{ find_first_changed_day_sql('snap', 'done', 'id') }}) SELECT first_day FROM answer"
    )[0][0]


OLD = ("A", "2024-12-01 08:00:00", None, "v1")


@pytest.mark.parametrize(
    ("snapshot", "published", "expected"),
    [
        ([OLD], [("2024-12-30", "v1")], "2024-12-27"),
        ([OLD, ("B", "2024-12-10 08:00:00", None, "late")], [("2024-12-30", "v1")], "2024-12-10"),
        (
            [OLD, ("B", "2024-12-10 08:00:00", "2024-12-10 09:00:00", "gone the same day")],
            [("2024-12-30", "v1")],
            "2024-12-27",
        ),
        ([OLD, ("A", "2024-12-01 07:00:00", "2024-12-01 08:00:00", "v0")], [("2024-12-30", "v1")], "2024-12-27"),
        ([("A", "2024-12-01 08:00:00", "2024-12-20", "closed"), OLD], [("2024-12-30", "v1")], "2024-12-27"),
        ([OLD, ("B", "2025-01-10 08:00:00", None, "not yet")], [("2024-12-30", "v1")], "2024-12-27"),
        ([OLD], [], "2024-12-01"),
    ],
    ids=[
        "nothing new",
        "late version",
        "gone the same day",
        "replaced the same day",
        "opened again",
        "after the as-of date",
        "first run",
    ],
)
def test_a_rebuild_starts_at_the_oldest_unpublished_version(rows, snapshot, published, expected):
    assert str(first_changed_day(rows, snapshot, published)) == expected
