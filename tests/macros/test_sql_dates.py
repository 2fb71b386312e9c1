"""Time: the business date, the date spine, the snapshot spine, snapshot clocks."""

import datetime

import pytest

day = datetime.date.fromisoformat

VERSIONS = """(VALUES
  ('a', 'a1', TIMESTAMP '2024-12-01 10:00:00', TIMESTAMP '2024-12-03 09:00:00'),
  ('a', 'a2', TIMESTAMP '2024-12-03 09:00:00', TIMESTAMP '2024-12-03 18:00:00'),
  ('a', 'a3', TIMESTAMP '2024-12-03 18:00:00', NULL),
  ('b', 'b1', TIMESTAMP '2024-12-02 00:00:00', TIMESTAMP '2024-12-04 00:00:00'),
  ('b', 'b2', TIMESTAMP '2024-12-06 12:00:00', NULL),
  ('c', 'c1', TIMESTAMP '2024-12-04 23:59:59', TIMESTAMP '2024-12-04 23:59:59')
) AS versions(id, version, dbt_valid_from, dbt_valid_to)"""


def spine(as_of, versions=VERSIONS):
    return (
        "WITH versions AS (SELECT * FROM " + versions + "), days AS ({{ date_spine('2024-12-01', '2024-12-31') }}) "
        "SELECT id, snapshot_date, version FROM ({{ snapshot_spine('versions', 'days', 'id', as_of=\"DATE '"
        + as_of
        + "'\") }}) ORDER BY 1, 2"
    )


def test_snapshot_spine_shows_the_end_of_each_day(rows):
    assert rows(spine("2024-12-05")) == [
        ("a", day("2024-12-01"), "a1"),
        ("a", day("2024-12-02"), "a1"),
        ("a", day("2024-12-03"), "a3"),
        ("a", day("2024-12-04"), "a3"),
        ("a", day("2024-12-05"), "a3"),
        ("b", day("2024-12-02"), "b1"),
        ("b", day("2024-12-03"), "b1"),
    ]


def test_snapshot_spine_leaves_out_the_days_of_a_deleted_record_only(rows):
    found = [row[1:] for row in rows(spine("2024-12-07")) if row[0] == "b"]
    assert [date.day for date, _ in found] == [2, 3, 6, 7]


def test_snapshot_spine_has_one_row_per_key_and_day_even_when_versions_overlap(rows):
    overlapping = """(VALUES
      ('a', 'old', TIMESTAMP '2024-12-01', TIMESTAMP '2024-12-04'),
      ('a', 'new', TIMESTAMP '2024-12-02', NULL)
    ) AS versions(id, version, dbt_valid_from, dbt_valid_to)"""
    found = rows(spine("2024-12-04", overlapping))
    assert [version for _, _, version in found] == ["old", "new", "new", "new"]


def test_snapshot_spine_ends_at_the_business_date_and_adds_no_helper_columns(rows):
    text = (
        "WITH versions AS (SELECT * FROM " + VERSIONS + "), days AS ({{ date_spine('2024-12-01', '2025-01-31') }}) "
        "SELECT * FROM ({{ snapshot_spine('versions', 'days', ['id']) }})"
    )
    found = rows(text)
    assert max(row[0] for row in found) == day("2024-12-31")
    assert {len(row) for row in found} == {5}


def test_date_spine_has_every_day_once_with_both_ends(rows):
    found = [date for (date,) in rows("{{ date_spine('2024-02-28', '2024-03-01') }}")]
    assert sorted(found) == [day("2024-02-28"), day("2024-02-29"), day("2024-03-01")]
    assert rows("{{ date_spine('2024-02-29', '2024-02-29') }}") == [(day("2024-02-29"),)]


def test_date_spine_counts_the_days_for_snowflake(render):
    assert "GENERATOR(ROWCOUNT => 366)" in render("{{ date_spine('2024-01-01', '2024-12-31') }}", "prod")


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ("date_spine('2024-01-02', '2024-01-01')", "start 2024-01-02 is after end 2024-01-01"),
        ("date_spine('01.02.2024', '2024-01-01')", "'01.02.2024' is not a date; write a real day as YYYY-MM-DD"),
        ("date_literal('2024-13-01')", "'2024-13-01' is not a date"),
        ("date_literal('2024-02-30')", "'2024-02-30' is not a date"),
        ('date_literal("2024-01-01\' OR 1=1")', "is not a date"),
    ],
)
def test_an_impossible_date_is_refused(refused, call, message):
    assert message in refused("{{ " + call + " }}")


def test_as_of_date_is_the_last_generated_day_offline(rows):
    assert rows("SELECT {{ as_of_date() }}") == [(day("2024-12-31"),)]


def test_as_of_date_is_the_utc_day_of_the_run_on_snowflake(render):
    today = datetime.datetime.now(datetime.UTC).date()
    found = day(render("{{ as_of_date() }}", "prod").split("'")[1])
    assert today - found <= datetime.timedelta(days=1)


@pytest.mark.parametrize("target", ["ci", "prod"])
def test_what_asks_for_the_day_follows_the_variable(macros, target):
    text = "{{ as_of_date() }}, {{ snapshot_get_time() }}"
    options = ("--no-introspect", "--no-populate-cache", "--vars", "as_of_date: 2024-12-29")
    done = macros("compile", *options, "--inline", text, target=target)
    found = done.result.results[0].node.compiled_code
    assert found == "'2024-12-29'::DATE, CAST('2024-12-29'::DATE AS TIMESTAMP)"


def test_snapshots_take_the_business_date_offline_and_the_clock_in_production(rows, render):
    assert rows("SELECT {{ snapshot_get_time() }}") == [(datetime.datetime(2024, 12, 31),)]
    assert "current_timestamp" in render("{{ snapshot_get_time() }}", "prod")


def test_latest_record_keeps_the_first_row_of_each_key(rows):
    found = rows("""WITH t AS (SELECT * FROM (VALUES
      (1, 'x', 1), (1, 'x', 3), (1, 'y', 2), (2, 'x', NULL), (2, 'x', 1)) AS t(a, b, n))
      SELECT 'one', a, b, n FROM ({{ latest_record('t', 'a', 'n DESC NULLS LAST') }})
      UNION ALL SELECT 'two', a, b, n FROM ({{ latest_record('t', ['a', 'b'], 'n NULLS LAST') }}) ORDER BY 1, 2, 3""")
    assert found == [("one", 1, "x", 3), ("one", 2, "x", 1), ("two", 1, "x", 1), ("two", 1, "y", 2), ("two", 2, "x", 1)]
