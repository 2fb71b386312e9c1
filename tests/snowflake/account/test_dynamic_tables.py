"""A dynamic table has the settings it was made with, and new rows when it is refreshed."""

import pytest
from snowflake.connector.errors import ProgrammingError

SHOW = "SHOW DYNAMIC TABLES LIKE 'COUNTED' IN SCHEMA prod.common"


@pytest.fixture
def counted(builder):
    builder("CREATE TABLE prod.common.event (n NUMBER(38, 0))")
    builder(
        "create dynamic table prod.common.counted target_lag = '1 hour' warehouse = small refresh_mode = AUTO "
        "initialize = ON_CREATE scheduler = 'ENABLE' as (SELECT COUNT(*) AS n FROM prod.common.event)"
    )


def test_it_is_listed_with_its_settings(counted, builder):
    ((name, schema, database, text, lag, warehouse, mode, *_),) = builder(SHOW)
    assert (name, schema, database, lag, warehouse, mode) == ("COUNTED", "COMMON", "PROD", "1 hour", "SMALL", "AUTO")
    assert "COUNT(*)" in text


def test_rows_follow_at_a_refresh(counted, builder):
    builder("INSERT INTO prod.common.event VALUES (1), (2)")
    assert builder("SELECT n FROM prod.common.counted") == [(0,)]
    builder("ALTER DYNAMIC TABLE prod.common.counted REFRESH")
    assert builder("SELECT n FROM prod.common.counted") == [(2,)]


def test_settings_are_altered(counted, builder):
    builder("alter dynamic table prod.common.counted set target_lag = '2 days' warehouse = small")
    builder("ALTER DYNAMIC TABLE prod.common.counted SUSPEND")
    (row,) = builder(SHOW)
    assert (row[4], row[-1]) == ("2 days", "SUSPENDED")


def test_it_is_replaced_and_dropped(counted, builder):
    builder(
        "create or replace dynamic table prod.common.counted target_lag = 'DOWNSTREAM' warehouse = small "
        "as (SELECT 7 AS n)"
    )
    assert (builder("SELECT n FROM prod.common.counted"), builder(SHOW)[0][4]) == ([(7,)], "DOWNSTREAM")
    builder("DROP DYNAMIC TABLE prod.common.counted")
    builder("DROP DYNAMIC TABLE IF EXISTS prod.common.counted")
    assert builder(SHOW) == []


@pytest.mark.parametrize(
    ("sql", "problem"),
    [
        ("DROP TABLE prod.common.counted", "type 'DYNAMIC TABLE'"),
        ("DROP DYNAMIC TABLE prod.common.event", "type 'TABLE'"),
        ("ALTER DYNAMIC TABLE prod.common.event REFRESH", "type 'TABLE'"),
        ("CREATE TABLE prod.common.counted (n NUMBER)", "already exists"),
        ("ALTER DYNAMIC TABLE prod.common.counted SET IMMUTABLE WHERE (n > 1)", "not supported offline"),
    ],
)
def test_what_snowflake_refuses_is_refused(counted, builder, sql, problem):
    with pytest.raises(ProgrammingError, match=problem):
        builder(sql)


@pytest.mark.parametrize(
    "sql", ["ALTER DYNAMIC TABLE prod.common.counted REFRESH", "DROP DYNAMIC TABLE prod.common.counted"]
)
def test_only_its_owner_changes_it(counted, ana, sql):
    with pytest.raises(ProgrammingError, match="not authorized"):
        ana(sql)
