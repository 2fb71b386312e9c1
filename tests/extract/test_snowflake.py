"""The same extraction into the emulated Snowflake account: a stage, a Parquet file, COPY INTO."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from scripts.core.errors import EdpError
from scripts.extract.sheets import LocalSpreadsheets, Sheet, SheetsFile, load_sheets
from scripts.extract.snowflake import SnowflakeTarget, open_snowflake
from scripts.snowflake.offline import OfflineAccount
from scripts.snowflake.server import serving
from tests.extract.work import NOW, Source, entry, loaded, problem, raw

pytestmark = pytest.mark.xdist_group("postgres")


PERMISSIONS = """
databases: [{raw: {shared: no}}]
warehouses: [{loading: {size: x-small}}]
roles:
  - loader:
      warehouses: [loading]
      owns: {databases: [raw], schemas: [raw.*], tables: [raw.*.*]}
      privileges:
        databases: {read: [raw], write: [raw]}
        schemas: {read: [raw.*], write: [raw.*]}
        tables: {read: [raw.*.*], write: [raw.*.*]}
users:
  - loader: {member_of: [loader]}
"""

WHO = {"SNOWFLAKE_USER": "loader", "SNOWFLAKE_ROLE": "loader", "SNOWFLAKE_WAREHOUSE": "loading"}


@pytest.fixture
def account(tmp_path: Path) -> Iterator[SnowflakeTarget]:
    """The real connector, speaking to the emulated account over HTTP."""
    (tmp_path / "roles.yml").write_text(PERMISSIONS)
    offline = OfflineAccount()
    offline.configure(tmp_path / "roles.yml")
    with serving(offline) as port, open_snowflake({**WHO, "EDP_SNOWFLAKE_PORT": str(port)}) as opened:
        yield opened


def test_values_arrive_in_the_account_as_they_are(source: Source, account: SnowflakeTarget) -> None:
    source(
        'CREATE TABLE item (id bigint, "order" numeric(38,10), words text[], empty text, nothing text, day date,'
        " moment timestamptz, flag boolean, share float8, body jsonb)"
    )
    source(
        "INSERT INTO item VALUES (9007199254740993, 1234567890123456789012345678.0123456789,"
        " '{\"NA\",NULL,\"null\"}', '', NULL, '0001-01-01', '2024-03-31 02:30:00.123456+05:30',"
        ' true, 0.1, \'{"a": "\\n\\\\"}\')'
    )
    assert loaded(source, account, entry(strategy="scd")) == 1
    expected_body = source.rows("SELECT body::text FROM item")[0][0]
    assert raw(account, "* EXCLUDE (_uploaded_at, _task_instance)", "1") == [
        (
            9007199254740993,
            Decimal("1234567890123456789012345678.0123456789"),
            '{NA,NULL,"null"}',
            "",
            None,
            date(1, 1, 1),
            datetime(2024, 3, 30, 21, 0, 0, 123456),
            True,
            0.1,
            expected_body,
        )
    ]
    assert raw(account, "_uploaded_at, _task_instance", "1")[0][1] == "edp_item_20310101"


def test_windows_columns_deletes_and_state_work_as_on_duckdb(source: Source, account: SnowflakeTarget) -> None:
    source("CREATE TABLE item (id bigint PRIMARY KEY, updated_at timestamp DEFAULT now() - interval '1 hour')")
    source("INSERT INTO item VALUES (1), (2), (3)")
    start = NOW - timedelta(hours=2)
    assert [loaded(source, account, now=start), loaded(source, account, now=start)] == [3, 0]
    source("ALTER TABLE item ADD colour text; INSERT INTO item VALUES (4, now(), 'red'); DELETE FROM item WHERE id = 2")
    assert loaded(source, account, now=start + timedelta(minutes=1)) == 1
    assert loaded(source, account, deletes=True) == 1
    assert raw(account, "id, colour, pgp_is_deleted", "1, 3 NULLS FIRST") == [
        (1, None, None),
        (2, None, None),
        (2, None, True),
        (3, None, None),
        (4, "red", None),
    ]
    assert account.query("SELECT id, pgp_is_deleted FROM raw.deletes_tap_postgres.item") == [(2, True)]
    assert (
        loaded(
            source, account, entry(strategy="replace", dropped_columns=["pgp_is_deleted", "pgp_is_deleted_updated_at"])
        )
        == 3
    )


def test_a_sheet_takes_the_place_of_its_table(account: SnowflakeTarget, tmp_path: Path) -> None:
    (tmp_path / "Plan").mkdir()
    file = SheetsFile(sheets=(Sheet(name="Plan", owner="o", tabs=("targets",), description="d"),))
    for text, rows in (("Month,Target\nJan,5\n", 1), ("Quarter,Target\nQ1,\nQ2,7\n", 2)):
        (tmp_path / "Plan" / "targets.csv").write_text(text)
        [outcome] = load_sheets(file, LocalSpreadsheets(tmp_path), account, NOW, act=True)
        assert (outcome.problem, outcome.rows) == (None, rows)
    assert account.query("SELECT quarter, target FROM raw.sheetload.targets ORDER BY 1") == [("Q1", None), ("Q2", "7")]
    [outcome] = load_sheets(file, LocalSpreadsheets(tmp_path), account, NOW, act=True)
    assert not outcome.is_due


def test_no_file_stays_on_the_stage(source: Source, account: SnowflakeTarget) -> None:
    source("CREATE TABLE item (id bigint, updated_at timestamp DEFAULT now()); INSERT INTO item VALUES (1)")
    loaded(source, account, entry(strategy="scd"))
    assert account.query(f"LIST @{account._stage}") == []


def test_a_source_that_stops_leaves_nothing_in_the_account(source: Source, account: SnowflakeTarget) -> None:
    source("CREATE TABLE item (id bigint, price numeric(4,2)); INSERT INTO item VALUES (1, 1), (2, 'NaN')")
    assert "column price holds what" in problem(source, account, entry(strategy="scd"))
    assert raw(account, "COUNT(*)", "1") == [(0,)]
    assert account.query("SELECT COUNT(*) FROM raw.edp.extract_load") == [(0,)]


@pytest.mark.parametrize("value", ["infinity", "-infinity", "10000-01-01", "0001-12-31 BC"])
def test_what_snowflake_has_no_value_for_is_refused(source: Source, account: SnowflakeTarget, value: str) -> None:
    source(f"CREATE TABLE item (id bigint, day date); INSERT INTO item VALUES (1, '{value}')")
    assert "column day holds infinity or a year Snowflake does not have" in problem(
        source, account, entry(strategy="scd")
    )


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"SNOWFLAKE_ACCOUNT": "a"}, "set SNOWFLAKE_USER, SNOWFLAKE_ROLE, SNOWFLAKE_WAREHOUSE, DBT_ENV_SECRET"),
        ({"EDP_SNOWFLAKE_PORT": "1"}, "set SNOWFLAKE_USER, SNOWFLAKE_ROLE, SNOWFLAKE_WAREHOUSE to reach Snowflake"),
        ({**WHO, "EDP_SNOWFLAKE_PORT": "x"}, "EDP_SNOWFLAKE_PORT: 'x' is no port"),
    ],
)
def test_missing_settings_of_the_account_are_named(environment: dict[str, str], said: str) -> None:
    with pytest.raises(EdpError, match=said), open_snowflake(environment):
        pass


def test_a_key_that_is_none_is_refused_and_not_repeated() -> None:
    secret = {"SNOWFLAKE_ACCOUNT": "a", "DBT_ENV_SECRET_SNOWFLAKE_PRIVATE_KEY": "s3cret!"}
    with pytest.raises(EdpError) as caught, open_snowflake({**WHO, **secret}):
        pass
    assert "s3cret" not in str(caught.value)
