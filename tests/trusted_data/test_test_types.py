"""The test types of the Trusted Data Framework: each passes where its rule is kept and counts what breaks it."""

import pytest

DAYS = "SELECT CAST(d AS DATE) AS created_at FROM (VALUES %s) AS t(d)"
GOLDEN = "SELECT * FROM (VALUES (1, 'a'), (2, NULL)) AS t(thing_id, thing)"

FILES = {
    # two new rows on the last day, one on the day before; what is new on the business date itself is not counted yet
    "models/grows.sql": DAYS % "('2024-12-30'), ('2024-12-30'), ('2024-12-29'), ('2024-12-31')",
    "models/golden.sql": GOLDEN,
    "models/has_golden.sql": GOLDEN + " UNION ALL SELECT 3, 'more'",
    "models/lost_golden.sql": "SELECT 1 AS thing_id, 'changed' AS thing",
    "models/sources.yml": """
      version: 2
      sources:
        - name: crm
          database: raw
          schema: crm_stitch
          tables:
            - name: account
              data_tests:
                - raw_table_existence: {name: tables_pass, arguments: {tables: [Account, lead]}}
                - raw_table_existence: {name: tables_fail, arguments: {tables: [account, contact, opportunity]}}
                - source_rowcount: {name: source_rows_pass, arguments: {min: 2}}
                - source_rowcount: {name: source_rows_fail, arguments: {min: 3}}
                - source_golden_records_comparison:
                    {name: source_golden_pass, arguments: {golden: ref('golden'), columns: [thing_id]}}
                - source_golden_records_comparison:
                    {name: source_golden_fail, arguments: {golden: ref('golden'), columns: [thing_id, thing]}}
            - name: gone
              data_tests:
                - raw_table_existence: {name: gone_fails, arguments: {tables: [gone]}}
      models:
        - name: grows
          columns:
            - name: created_at
              data_tests:
                - model_new_rows_per_day: {name: daily_pass, arguments: {min: 1, max: 2, days: 2}}
                - model_new_rows_per_day: {name: daily_min_fail, arguments: {min: 2, days: 3}}
                - model_new_rows_per_day: {name: daily_max_fail, arguments: {min: 0, max: 1}}
        - name: has_golden
          data_tests:
            - model_rowcount: {name: rows_pass, arguments: {min: 2}, config: {where: "thing IS NOT NULL"}}
            - model_rowcount: {name: rows_fail, arguments: {min: 3}, config: {where: "thing IS NOT NULL"}}
            - model_golden_data_comparison:
                {name: golden_pass, arguments: {golden: ref('golden'), columns: [thing_id, thing]}}
        - name: lost_golden
          data_tests:
            - model_golden_data_comparison:
                {name: golden_fail, arguments: {golden: ref('golden'), columns: [thing_id, thing]}}
    """,
}


@pytest.fixture(scope="module")
def outcomes(sandbox):
    sandbox.write(FILES)
    sandbox.change("CREATE SCHEMA raw.crm_stitch")
    sandbox.change("CREATE TABLE raw.crm_stitch.account AS FROM (VALUES (1, 'a'), (2, 'b')) AS t(thing_id, thing)")
    sandbox.change("CREATE TABLE raw.crm_stitch.lead (lead_id VARCHAR)")
    sandbox("build", check=False)
    rows = sandbox.warehouse("SELECT test_name, test_type, test_status, rows_failed FROM prep.trusted_data.test_result")
    return {name: outcome for name, *outcome in rows}


@pytest.mark.parametrize(
    ("name", "test_type", "failing"),
    [
        ("tables", "schema", 2),
        ("source_rows", "row_count", 1),
        ("rows", "row_count", 1),
        ("source_golden", "golden_record", 1),
        ("golden", "golden_record", 2),
    ],
)
def test_passes_where_the_rule_is_kept_and_counts_what_breaks_it(outcomes, name, test_type, failing):
    assert outcomes[f"{name}_pass"] == [test_type, "pass", 0]
    assert outcomes[f"{name}_fail"] == [test_type, "fail", failing]


def test_new_rows_are_counted_by_day_before_the_business_date_and_a_day_without_any_is_0(outcomes):
    assert outcomes["daily_pass"] == ["row_count", "pass", 0]
    assert outcomes["daily_min_fail"] == ["row_count", "fail", 2]
    assert outcomes["daily_max_fail"] == ["row_count", "fail", 1]


def test_a_table_that_was_never_delivered_fails_its_test_instead_of_breaking_it(outcomes):
    assert outcomes["gone_fails"] == ["schema", "fail", 1]
