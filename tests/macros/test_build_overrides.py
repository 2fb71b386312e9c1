"""What dbt does on DuckDB in fewer statements: unit tests, tables and views. Same results, same errors."""

from __future__ import annotations

import pytest

from tests.conftest import DbtRefusedError

FILES = {
    "models/thing.sql": """
      SELECT 1 AS thing_id, 'a' AS "Name", DATE '2024-12-31' AS day, TRUE AS is_new, 1.5::DECIMAL(18, 2) AS amount,
        NULL::VARCHAR AS note
    """,
    "models/doubled.sql": """
      SELECT thing_id, "Name" AS thing_name, day, is_new, amount * 2 AS amount, COALESCE(note, 'none') AS note
      FROM {{ ref('thing') }}
    """,
    "models/growing.sql": """
      {{ config(materialized='incremental') }}
      SELECT thing_id FROM {{ ref('thing') }}
      {% if is_incremental() %}WHERE thing_id > (SELECT MAX(thing_id) FROM {{ this }}){% endif %}
    """,
}


def unit(name: str, given: str, expect: str, model: str = "doubled", overrides: str = "{}") -> str:
    return (
        f"unit_tests:\n  - name: {name}\n    model: {model}\n    overrides: {overrides}\n"
        f"    given: {given}\n    expect: {{rows: {expect}}}\n"
    )


def thing(rows: str) -> str:
    return f"[{{input: ref('thing'), rows: {rows}}}]"


@pytest.fixture(scope="module")
def project(sandbox):
    sandbox.write(FILES)
    sandbox("run")
    return sandbox


def told(project, text: str) -> str:
    """pass or fail; a refusal raises."""
    project.write({"models/unit.yml": text})
    done = project("test", "--select", "test_type:unit", check=False)
    assert done.result is not None, done.exception
    [result] = [result for result in done.result.results if result.node.resource_type == "unit_test"]
    if str(result.status) == "error":
        raise DbtRefusedError(result.message)
    return str(result.status)


GIVEN = """[
  {thing_id: 1, name: "it's", day: "2024-01-31", is_new: false, amount: 1.005},
  {THING_ID: 2, note: "a\\\\b"},
  {thing_id: 3, amount: null, day: 2024-02-29 }
]""".replace("day: 2024-02-29 ", 'day: "2024-02-29"')


@pytest.mark.parametrize(
    ("expect", "status"),
    [
        (
            """[
              {thing_id: 1, thing_name: "it's", day: "2024-01-31", is_new: false, amount: 2.02, note: none},
              {thing_id: 2, thing_name: null, day: null, is_new: null, amount: null, note: "a\\\\b"},
              {thing_id: 3, thing_name: null, day: "2024-02-29", is_new: null, amount: null, note: none}
            ]""",
            "pass",
        ),
        ("[{thing_id: 1}, {thing_id: 3}, {thing_id: 2}]", "pass"),
        ("[{Thing_Id: 1, NOTE: none}, {thing_id: 2, note: 'a\\b'}, {thing_id: 3, note: none}]", "pass"),
        ("[{thing_id: 1}, {thing_id: 2}]", "fail"),
        ("[{thing_id: 1}, {thing_id: 2}, {thing_id: 4}]", "fail"),
        ("[{thing_id: 1, note: null}, {thing_id: 2, note: null}, {thing_id: 3, note: null}]", "fail"),
        ("[]", "fail"),
    ],
)
def test_fixtures_reach_the_model_with_their_types_and_the_answer_is_compared(project, expect, status):
    assert told(project, unit("told", thing(GIVEN), expect)) == status


def test_nothing_in_nothing_out_and_rows_without_values_are_still_rows(project):
    assert told(project, unit("told", thing("[]"), "[]")) == "pass"
    two = "[{note: none}, {note: none}]"
    assert told(project, unit("told", thing("[{thing_id: null}, {thing_id: null}]"), two)) == "pass"
    assert told(project, unit("told", thing("[{thing_id: null}]"), two)) == "fail"


def test_an_incremental_model_reads_its_own_fixture(project):
    given = "[{input: ref('thing'), rows: [{thing_id: 1}, {thing_id: 5}]}, {input: this, rows: [{thing_id: 4}]}]"
    switch = "{macros: {is_incremental: true}}"
    assert told(project, unit("told", given, "[{thing_id: 5}]", "growing", switch)) == "pass"
    assert told(project, unit("told", given, "[{thing_id: 1}, {thing_id: 5}]", "growing", switch)) == "fail"


@pytest.mark.parametrize(
    ("given", "expect", "problem"),
    [
        ("[{thing_key: 1}]", "[]", "fixture of 'thing': there is no column 'thing_key'; it has thing_id, Name"),
        ("[]", "[{thing_key: 1}]", "expected output"),
        ("[]", "[{thing_id: 1}, {note: a}]", "unit test told, expect: a row has other columns than the first"),
        ("[{thing_id: one}]", "[]", "Could not convert string 'one' to INT32"),
    ],
)
def test_a_wrong_fixture_is_an_error_that_names_it(project, given, expect, problem):
    with pytest.raises(DbtRefusedError, match=problem.replace("(", r"\(")):
        told(project, unit("told", thing(given), expect))


def kind(project, name: str) -> str:
    sql = "SELECT table_type FROM information_schema.tables WHERE table_catalog = 'prod' AND table_name = '{}'"
    [(found,)] = project.warehouse(sql.format(name))
    return str(found)


def test_a_table_becomes_a_view_and_a_view_a_table(project):
    for wanted, found in (("table", "BASE TABLE"), ("view", "VIEW"), ("table", "BASE TABLE"), ("table", "BASE TABLE")):
        project.write({"models/turning.sql": f"{{{{ config(materialized='{wanted}') }}}} SELECT 1 AS turning_id"})
        project("run", "--select", "turning")
        assert kind(project, "turning") == found
        assert project.warehouse("SELECT turning_id FROM prod.preparation.turning") == [(1,)]


def test_a_query_that_fails_leaves_the_old_relation(project):
    for wanted in ("table", "view"):
        name = f"failing_{wanted}"
        head = f"{{{{ config(materialized='{wanted}') }}}} "
        project.write({f"models/{name}.sql": head + "SELECT 1 AS failing_id"})
        project("run", "--select", name)
        project.write({f"models/{name}.sql": head + "SELECT missing AS failing_id FROM {{ ref('thing') }}"})
        assert not project("run", "--select", name, check=False).success
        assert project.warehouse(f"SELECT failing_id FROM prod.preparation.{name}") == [(1,)]
        (project.project / f"models/{name}.sql").unlink()
    project.forget()


def test_a_table_with_a_contract_keeps_it_when_it_is_replaced(project):
    yml = "models: [{name: kept, config: {contract: {enforced: true}}, columns: [{name: kept_id, data_type: bigint}]}]"
    sql = "{{ config(materialized='table') }} SELECT 1::BIGINT AS kept_id"
    project.write({"models/kept.sql": sql, "models/kept.yml": yml})
    for _ in range(2):
        project("run", "--select", "kept")
    project.write({"models/kept.sql": sql.replace("BIGINT", "VARCHAR")})
    with pytest.raises(DbtRefusedError, match="contract"):
        project("run", "--select", "kept")
    assert project.warehouse("SELECT kept_id FROM prod.preparation.kept") == [(1,)]
    for file in ("kept.sql", "kept.yml"):
        (project.project / "models" / file).unlink()
    project.forget()


def test_stored_failures_are_still_stored(project):
    project.write(
        {"tests/data/assert_stored.sql": "{{ config(store_failures=true) }} SELECT * FROM {{ ref('thing') }}"}
    )
    assert not project("test", "--select", "assert_stored", check=False).success
    found = project.warehouse(
        "SELECT schema_name FROM duckdb_tables() WHERE table_name = 'assert_stored' AND estimated_size = 1"
    )
    assert len(found) == 1
