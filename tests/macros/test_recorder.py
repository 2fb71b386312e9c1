"""Stored test results: every status, true counts, no values from the data, idempotent, bulk."""

import datetime

import pytest

FILES = {
    "models/thing.sql": """
      SELECT i AS thing_id, CASE WHEN i <= 3 THEN 'secret@person.org' END AS email FROM range(10) AS t(i)
    """,
    "models/broken.sql": "SELECT CAST('secret@person.org' AS INTEGER) AS thing_id",
    "models/thing_view.sql": "SELECT * FROM {{ ref('thing') }}",
    "models/things.yml": """
      version: 2
      models:
        - name: thing
          config: {materialized: table, meta: {owner: finance, tier: "1"}}
          columns:
            - name: thing_id
              data_tests:
                - not_null: {name: thing_passes}
                - accepted_range:
                    name: thing_breaks
                    arguments: {max_value: 2}
                    config: {tags: [tdf, finance], meta: {owner: sales}}
            - name: email
              data_tests:
                - not_null: {name: thing_tolerates, config: {severity: warn, warn_if: ">8", error_if: ">100"}}
                - not_null: {name: thing_warns, config: {severity: warn}}
                - not_null: {name: thing_filtered, config: {where: "thing_id < 2"}}
                - expression_is_true: {name: thing_cannot_run, arguments: {expression: "::INTEGER = 1"}}
          data_tests:
            - row_count_between: {name: thing_row_count, arguments: {min: 1}}
        - name: broken
          config: {materialized: table}
          columns: [{name: thing_id, data_tests: [{not_null: {name: broken_is_skipped}}]}]
        - name: thing_view
          config: {materialized: view}
          columns: [{name: thing_id, data_tests: [{unique: {name: thing_view_unique}}]}]
      unit_tests:
        - name: thing_view_unit_passes
          model: thing_view
          given: [{input: ref('thing'), rows: [{thing_id: 1}]}]
          expect: {rows: [{thing_id: 1}]}
        - name: thing_view_unit_fails
          model: thing_view
          given: [{input: ref('thing'), rows: [{thing_id: 1}]}]
          expect: {rows: [{thing_id: 2}]}
    """,
    "tests/data/assert_custom.sql": "SELECT * FROM {{ ref('thing') }} WHERE thing_id > 100",
    "tests/data/assert_golden.sql": "{{ config(tags=['tdf', 'golden']) }} SELECT * FROM {{ ref('thing') }} WHERE FALSE",
}


@pytest.fixture(scope="module")
def recorded(sandbox):
    sandbox.write(FILES)
    sandbox("run", check=False)
    sandbox("test", "--exclude", "broken", check=False)
    sandbox("build", "--select", "broken", check=False)
    sandbox("test", "--select", "thing_view_unique")
    return sandbox


def results(recorded, columns):
    return {
        row[0]: row[1:] for row in recorded.warehouse(f"SELECT test_name, {columns} FROM prep.trusted_data.test_result")
    }


def test_every_result_is_stored_with_its_status_and_type(recorded):
    assert results(recorded, "test_type, test_status") == {
        "thing_passes": ("column_value", "pass"),
        "thing_breaks": ("column_value", "fail"),
        "thing_tolerates": ("column_value", "pass"),
        "thing_warns": ("column_value", "warn"),
        "thing_filtered": ("column_value", "pass"),
        "thing_cannot_run": ("column_value", "error"),
        "thing_row_count": ("row_count", "pass"),
        "broken_is_skipped": ("column_value", "skipped"),
        "thing_view_unique": ("column_value", "pass"),
        "thing_view_unit_passes": ("unit", "pass"),
        "thing_view_unit_fails": ("unit", "fail"),
        "assert_custom": ("custom", "pass"),
        "assert_golden": ("golden_record", "pass"),
    }


def test_counts_are_true_inside_a_threshold_too(recorded):
    assert results(recorded, "rows_tested, rows_failed") == {
        "thing_passes": (10, 0),
        "thing_breaks": (10, 7),
        "thing_tolerates": (10, 6),
        "thing_warns": (10, 6),
        "thing_filtered": (2, 0),
        "thing_cannot_run": (None, None),
        "thing_row_count": (10, 0),
        "broken_is_skipped": (None, None),
        "thing_view_unique": (None, 0),
        "thing_view_unit_passes": (None, 0),
        "thing_view_unit_fails": (None, 1),
        "assert_custom": (10, 0),
        "assert_golden": (10, 0),
    }


def test_who_and_what_is_stored(recorded):
    found = results(recorded, "owner, tier, subject, model_name, column_name, relation_name, layer")
    thing = "prod.preparation.thing"
    assert found["thing_breaks"] == ("sales", "1", "finance", "thing", "thing_id", thing, "thing")
    assert found["thing_row_count"] == ("finance", "1", None, "thing", None, thing, "thing")
    assert found["assert_custom"][3:6] == ("thing", None, thing)
    assert found["thing_view_unit_passes"][3] == found["thing_view_unit_fails"][3] == "thing_view"


def test_severity_and_threshold_are_stored(recorded):
    found = results(recorded, "severity, threshold")
    assert found["thing_tolerates"] == ("warn", "warn >8, error >100")
    assert found["thing_passes"] == ("error", "warn != 0, error != 0")
    assert found["thing_view_unit_passes"] == (None, None)


def test_messages_say_what_happened_without_values_from_the_data(recorded):
    found = results(recorded, "message")
    assert found["thing_breaks"] == ("7 failing rows",)
    assert found["thing_cannot_run"] == ("could not run: Runtime Error, Conversion Error",)
    assert found["thing_view_unit_fails"] == ("actual rows differ from expected rows",)
    assert found["thing_passes"] == found["broken_is_skipped"] == (None,)
    assert not [
        text
        for row in recorded.warehouse("SELECT * FROM prep.trusted_data.test_result")
        for text in row
        if "secret" in str(text)
    ]


def test_a_run_is_stored_in_utc_with_its_duration_and_its_commit(recorded, monkeypatch):
    now = datetime.datetime.now(datetime.UTC).replace(tzinfo=None)
    for started, duration in recorded.warehouse("SELECT run_at, duration_ms FROM prep.trusted_data.test_result"):
        assert datetime.timedelta(0) < now - started < datetime.timedelta(minutes=10)
        assert 0 <= duration < 60000
    recorded("test", "--select", "thing_passes", "--vars", "git_commit: abc123")
    commits = recorded.warehouse(
        "SELECT git_commit, COUNT(*) FROM prep.trusted_data.test_result WHERE test_name = 'thing_passes' GROUP BY 1"
    )
    assert sorted(commits, key=str) == [("abc123", 1), (None, 1)]


def test_each_invocation_is_kept(recorded):
    runs = recorded.warehouse(
        "SELECT COUNT(DISTINCT invocation_id) FROM prep.trusted_data.test_result WHERE test_name = 'thing_view_unique'"
    )
    assert runs == [(2,)]


ROW = "['i1', '2024-12-31 08:00:00', 'test.x', 'na''me', 'unit', 'pass'] + [none] * 11 + [1, 2, 3]"


def test_a_row_that_is_there_is_not_written_again(macros):
    import duckdb

    insert = macros.compile(
        "{{ insert_records_sql('t', test_result_columns(), [" + ROW.replace("''", "\\'\\\\\"") + "]) }}"
    )
    with duckdb.connect() as connection:
        connection.execute(macros.compile("{{ create_record_table_sql('main.t', test_result_columns()) }}"))
        for _ in range(2):
            connection.execute(insert)
        found = connection.execute("SELECT test_name, run_at, rows_tested, rows_failed, owner FROM t").fetchall()
    assert found == [("na'\\\"me", datetime.datetime(2024, 12, 31, 8), 1, 2, None)]


@pytest.mark.parametrize(("count", "statements"), [(1, 1), (500, 1), (501, 2), (1500, 3)])
def test_results_travel_in_batches_under_snowflakes_statement_limit(macros, count, statements):
    text = macros.compile(
        "{{ insert_records_batches_sql('t', test_result_columns(), [" + ROW + "] * " + str(count) + ") }}", "prod"
    )
    assert text.count("INSERT INTO t") == statements
    assert max(len(part) for part in text.split("INSERT INTO")) < 1_000_000


def test_no_test_no_statement(render):
    assert render("{{ insert_records_batches_sql('t', test_result_columns(), []) }}") == ""


def test_the_statements_parse_on_snowflake(render, assert_snowflake):
    assert_snowflake(render("{{ create_record_tables() }}", "prod"))
    assert_snowflake(render("{{ insert_records_sql('p.t.r', test_result_columns(), [" + ROW + "]) }}", "prod"))
    counted = render(
        "SELECT {{ rows_tested_sql({'attached_node': 'a', 'depends_on': {'nodes': []}, 'config': {'where': 'x > 1'}},"
        " {'nodes': {'a': {'config': {'materialized': 'table'}, 'relation_name': 'p.q.r'}}, 'sources': {}}) }} AS n",
        "prod",
    )
    assert counted == "SELECT (SELECT COUNT(*) FROM p.q.r WHERE x > 1) AS n"
    assert_snowflake(counted)


def test_results_live_in_the_target_s_own_prep_database(render):
    assert render("{{ record_table('test_result') }}", "prod") == "prep.trusted_data.test_result"
    assert render("{{ record_table('test_result') }}", "dev") == "offline_prep.trusted_data.test_result"
