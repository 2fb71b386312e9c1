"""Stored ages of sources: every table of a run, by the business date, true also where nothing can be measured."""

import datetime
from decimal import Decimal

import pytest

from scripts.core.settings import Settings
from scripts.core.warehouse import open_warehouse

DAY = datetime.datetime(2024, 12, 31)
TOMORROW = "as_of_date: '2025-01-01'"
MIDNIGHT = datetime.datetime(2025, 1, 1)
FILES = {
    "models/thing.sql": "SELECT 1 AS thing_id",
    "models/sources.yml": """
      sources:
        - name: billing
          database: raw
          schema: billing
          config:
            meta: {data_source: Billing}
            loaded_at_field: loaded_at
            freshness: {warn_after: {count: 360, period: minute}, error_after: {count: 1, period: day}}
          tables:
            - {name: fresh}
            - {name: slow}
            - {name: old}
            - {name: empty}
            - {name: gone}
            - {name: unmeasured, config: {freshness: null}}
        - name: own
          database: raw
          schema: billing
          tables:
            - name: scores
              identifier: old
              config:
                loaded_at_field: loaded_at
                freshness: {warn_after: {count: 14, period: day}, filter: "loaded_at < '2024-12-01'"}
    """,
}


@pytest.fixture(scope="module")
def measured(sandbox):
    sandbox.write(FILES)
    with open_warehouse(Settings(project=sandbox.project, home=sandbox.home)) as warehouse:
        warehouse.execute("CREATE SCHEMA raw.billing")
        for table, hour in {"fresh": "18:00", "slow": "17:59", "old": "00:00", "empty": None}.items():
            warehouse.execute(f"CREATE TABLE raw.billing.{table} (loaded_at TIMESTAMP)")
            if hour:
                warehouse.execute(f"INSERT INTO raw.billing.{table} VALUES ('2024-12-31 {hour}'), ('2024-11-01')")
    sandbox("source", "freshness", check=False)
    sandbox("run")
    return sandbox


def test_every_measured_table_is_stored_with_its_age_at_the_end_of_the_business_date(measured):
    found = measured.warehouse(
        "SELECT table_name, freshness_status, last_loaded_at, measured_at"
        " FROM prep.trusted_data.source_freshness_result ORDER BY 1"
    )
    assert found == [
        ("empty", "error", None, MIDNIGHT),
        ("fresh", "pass", DAY.replace(hour=18), MIDNIGHT),
        ("gone", "runtime error", None, None),
        ("old", "warn", DAY, MIDNIGHT),
        ("scores", "warn", datetime.datetime(2024, 11, 1), MIDNIGHT),
        ("slow", "warn", DAY.replace(hour=17, minute=59), MIDNIGHT),
    ]


def test_what_was_promised_and_by_whom_is_stored_in_hours(measured):
    found = measured.warehouse(
        "SELECT DISTINCT source_name, data_source, relation_name, warn_after_hours, error_after_hours"
        " FROM prep.trusted_data.source_freshness_result WHERE table_name IN ('old', 'scores') ORDER BY 1"
    )
    assert found == [
        ("billing", "Billing", "raw.billing.old", Decimal("6.00"), Decimal("24.00")),
        ("own", None, "raw.billing.old", Decimal("336.00"), None),
    ]


def test_another_business_date_gives_another_age_and_both_are_kept(measured):
    measured("source", "freshness", "--select", "source:billing.fresh", "--vars", TOMORROW, check=False)
    found = measured.warehouse(
        "SELECT freshness_status, measured_at FROM prep.trusted_data.source_freshness_result"
        " WHERE table_name = 'fresh' ORDER BY measured_at"
    )
    assert found == [("pass", MIDNIGHT), ("error", datetime.datetime(2025, 1, 2))]


def test_production_keeps_its_own_clock_and_the_statements_parse_on_snowflake(render, assert_snowflake):
    assert_snowflake(render("{{ create_record_tables() }}", "prod"))
    row = "['i1', '2024-12-31 08:00:00', 'source.x', 'billing'] + [none] * 9"
    insert = (
        "{{ insert_records_sql(record_table('source_freshness_result'), source_freshness_columns(), [" + row + "]) }}"
    )
    assert_snowflake(render(insert, "prod"))
    assert (
        render("{{ record_table('source_freshness_result') }}", "dev")
        == "offline_prep.trusted_data.source_freshness_result"
    )
