"""Permanent tables remember; transient ones and views do not."""

import pytest
from snowflake.connector.errors import ProgrammingError


@pytest.fixture
def ledger(builder):
    builder("CREATE TABLE prod.common.ledger AS (SELECT 1 AS a)")
    builder("ALTER TABLE prod.common.ledger SET DATA_RETENTION_TIME_IN_DAYS = 30")


def past(builder) -> str:
    return str(builder("SELECT CURRENT_TIMESTAMP()::VARCHAR")[0][0])


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE prod.common.ledger SET a = 2",
        "DELETE FROM prod.common.ledger",
        "INSERT INTO prod.common.ledger SELECT 5",
        "TRUNCATE TABLE prod.common.ledger",
        "MERGE INTO prod.common.ledger AS l USING (SELECT 1 AS a) AS n ON l.a = n.a WHEN MATCHED THEN UPDATE SET a = 2",
    ],
)
def test_time_travel_shows_the_rows_before_a_change(ledger, builder, change):
    moment = past(builder)
    builder(change)
    assert builder(f"SELECT a FROM prod.common.ledger AT (TIMESTAMP => '{moment}'::TIMESTAMP_TZ)") == [(1,)]
    assert builder("SELECT a FROM prod.common.ledger") != [(1,)]


def test_a_clone_of_the_past_restores_it(ledger, builder):
    moment = past(builder)
    builder("UPDATE prod.common.ledger SET a = 2")
    builder(f"CREATE TABLE prod.common.kept CLONE prod.common.ledger AT (TIMESTAMP => '{moment}'::TIMESTAMP_TZ)")
    builder("ALTER TABLE prod.common.ledger SWAP WITH prod.common.kept")
    assert builder("SELECT a FROM prod.common.ledger") == [(1,)]
    assert builder("SELECT a FROM prod.common.kept") == [(2,)]


def test_undrop_brings_the_rows_back(ledger, builder):
    builder("DROP TABLE prod.common.ledger")
    builder("UNDROP TABLE prod.common.ledger")
    assert builder("SELECT a FROM prod.common.ledger") == [(1,)]


@pytest.mark.parametrize(
    ("sql", "problem"),
    [
        ("SELECT a FROM prod.common.ledger AT (OFFSET => -3600)", "not available"),
        ("SELECT a FROM prod.common.ledger AT (OFFSET => 3600)", "future"),
        ("SELECT a FROM prod.common.ledger BEFORE (STATEMENT => 'x')", "not supported offline"),
        ("UNDROP TABLE prod.common.ledger", "already exists"),
        ("UNDROP TABLE prod.common.never", "never existed"),
        ("ALTER TABLE prod.common.ledger SET DATA_RETENTION_TIME_IN_DAYS = 91", "invalid value"),
        ("ALTER TABLE prod.common.ledger SET DATA_RETENTION_TIME_IN_DAYS 30", "expected ="),
        ("ALTER TABLE prod.common.ledger SET DATA_RETENTION_TIME_IN_YEARS = 3", "not supported offline: ALTER"),
    ],
)
def test_what_the_past_cannot_give_is_refused(ledger, builder, sql, problem):
    with pytest.raises(ProgrammingError, match=problem):
        builder(sql)


def test_a_transient_table_takes_no_long_retention(builder):
    builder("CREATE TRANSIENT TABLE prod.common.short AS (SELECT 1 AS a)")
    with pytest.raises(ProgrammingError, match="invalid value"):
        builder("ALTER TABLE prod.common.short SET DATA_RETENTION_TIME_IN_DAYS = 30")
    with pytest.raises(ProgrammingError, match="not kept"):
        builder("SELECT a FROM prod.common.short AT (OFFSET => -0)")


def test_retention_is_inherited_and_a_replaced_table_loses_its_own(ledger, builder):
    def shown(kind: str, name: str) -> str:
        return str(builder(f"SHOW PARAMETERS LIKE 'DATA_RETENTION%' IN {kind} {name}")[0][1])

    assert shown("TABLE", "prod.common.ledger") == "30"
    builder("CREATE OR REPLACE TABLE prod.common.ledger AS (SELECT 1 AS a)")
    assert shown("TABLE", "prod.common.ledger") == "1"
    builder("ALTER SCHEMA prod.common SET DATA_RETENTION_TIME_IN_DAYS = 7")
    assert shown("TABLE", "prod.common.ledger") == "7"
