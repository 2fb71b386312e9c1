"""Raw data in the account: what a loader would have left there, and what it leaves alone."""

from dataclasses import replace

import duckdb
import pytest

from scripts.core.errors import EdpError
from scripts.core.settings import PROJECT, Settings
from scripts.snowflake.loading import SALTS, VARIANTS, load_salts, load_wave
from scripts.snowflake.offline import OfflineAccount

TICKETS = "CREATE SCHEMA IF NOT EXISTS tap_zendesk; CREATE OR REPLACE TABLE tap_zendesk.tickets AS SELECT "
FIRST = TICKETS + """1 AS id, 'Open' AS "Status", '{"channel": "web"}' AS via"""
SECOND = TICKETS + """2 AS id, 'Shut' AS "Status", '{"channel": "mail"}' AS via"""
OTHERS = """
    CREATE SCHEMA edp; CREATE TABLE edp.build AS SELECT 1 AS scale;
    CREATE SCHEMA snapshots; CREATE TABLE snapshots.ticket_snapshot AS SELECT 1 AS id
"""
STAFF = """
databases: [{raw: {shared: no}}, {prep: {shared: no}}, {static: {shared: no}}]
warehouses: [{small: {size: x-small}}]
roles:
  - loader: {owns: {tables: [raw.tap_zendesk.*]}}
  - transformer:
      warehouses: [small]
      privileges:
        databases: {read: [raw], write: [raw]}
        schemas: {read: [raw.*], write: [raw.*]}
        tables: {read: [raw.*.*], write: [raw.snapshots.*]}
users:
  - transformer: {member_of: [transformer]}
"""


class Loader:
    """A warehouse whose raw file changes, and an account it is loaded into."""

    def __init__(self, account, home, staff):
        self.account, self.home, self.staff = account, home, staff
        for name in ("raw", "static"):
            self.write(name, "SELECT 1")

    def write(self, name, sql):
        with duckdb.connect(str(self.home / "warehouse" / f"{name}.duckdb")) as database:
            database.execute(sql)

    def load(self, sql):
        self.write("raw", sql)
        return load_wave(self.account.setup, Settings(project=PROJECT, home=self.home), lambda _table: None)

    def grant(self):
        self.account.grant(self.staff)

    def ask(self, sql):
        cursor = self.account.connect("transformer", "transformer", warehouse="small", database="raw").cursor()
        return cursor.execute(sql).fetchall()


@pytest.fixture
def loader(tmp_path):
    (tmp_path / "warehouse").mkdir()
    staff = tmp_path / "roles.yml"
    staff.write_text(STAFF)
    account = OfflineAccount()
    account.configure(staff)
    return Loader(account, tmp_path, staff)


def test_text_that_holds_json_is_a_variant(loader):
    loader.load(FIRST)
    loader.grant()
    assert loader.ask("SELECT id, \"Status\", via['channel']::VARCHAR FROM raw.tap_zendesk.tickets") == [
        (1, "Open", "web")
    ]
    assert loader.account.setup.columns(("RAW", "TAP_ZENDESK", "TICKETS"))["VIA"] == "JSON"


def test_text_that_is_no_json_is_refused_where_a_variant_is_meant(loader):
    with pytest.raises(duckdb.ConversionException, match="Malformed JSON"):
        loader.load(FIRST.replace('{"channel": "web"}', "web"))


def test_what_no_loader_fills_is_not_loaded(loader):
    assert loader.load(FIRST + ";" + OTHERS) == 1
    assert ("RAW", "SNAPSHOTS") not in loader.account.setup.schemas("RAW")


def test_a_later_wave_replaces_rows_and_nothing_else(loader):
    loader.load(FIRST + ";" + OTHERS)
    loader.account.setup.run("CREATE SCHEMA raw.snapshots")
    loader.grant()
    loader.ask("CREATE TABLE raw.snapshots.ticket_snapshot AS SELECT id FROM raw.tap_zendesk.tickets")
    loader.account.setup.run("ALTER TABLE raw.tap_zendesk.tickets SET DATA_RETENTION_TIME_IN_DAYS = 7")
    loader.load(SECOND)
    assert loader.ask("SELECT id, via['channel']::VARCHAR FROM raw.tap_zendesk.tickets") == [(2, "mail")]
    assert loader.ask("SELECT id FROM raw.snapshots.ticket_snapshot") == [(1,)]
    assert loader.account.account.retention(("RAW", "TAP_ZENDESK", "TICKETS")) == 7


def test_a_source_that_changed_its_columns_gives_a_new_table(loader):
    loader.load(FIRST)
    loader.load(SECOND + ", 5 AS priority")
    loader.grant()
    assert loader.ask("SELECT id, priority FROM raw.tap_zendesk.tickets") == [(2, 5)]


def test_a_load_that_fails_leaves_the_account_ready_for_the_next(loader):
    with pytest.raises(duckdb.ConversionException):
        loader.load(FIRST.replace('{"channel": "web"}', "web"))
    assert loader.load(SECOND) == 1


def test_raw_data_that_is_not_there_is_said(loader, tmp_path):
    (tmp_path / "warehouse" / "static.duckdb").unlink()
    with pytest.raises(EdpError, match=r"static\.duckdb: no raw data to load"):
        loader.load(FIRST)


def test_a_salt_is_that_of_the_other_engine(render):
    assert {kind: f"'{salt}'" for kind, salt in SALTS.items()} == {
        kind: render(f"{{{{ hash_salt('{kind}') }}}}") for kind in ("email", "name", "ip", "other")
    }


def test_salts_are_loaded_once(loader):
    loader.load(FIRST)
    loader.grant()
    load_salts(loader.account.setup)
    assert sorted(loader.ask("SELECT salt_kind, salt FROM raw.security.hash_salt")) == sorted(SALTS.items())


def test_the_variants_are_the_columns_of_the_generator_that_hold_json(built_warehouse):
    found = {}
    settings = replace(Settings.from_environment(), home=built_warehouse)
    with duckdb.connect() as connection:
        for name in ("raw", "static"):
            connection.execute(f"ATTACH '{settings.database(name)}' AS {name} (READ_ONLY)")
        columns = connection.execute(
            "SELECT database_name, schema_name, table_name, column_name FROM duckdb_columns() "
            "WHERE database_name IN ('raw', 'static') AND schema_name NOT IN ('edp', 'snapshots') "
            "AND data_type = 'VARCHAR' ORDER BY ALL"
        ).fetchall()
        for database, schema, table, column in columns:
            # in a list of numbers such as traversal_ids the warehouse reads nothing: it came as text
            [(documents,)] = connection.execute(
                f'SELECT COUNT(*) FROM {database}.{schema}."{table}" WHERE '
                f"JSON_VALID(\"{column}\") AND LEFT(LTRIM(\"{column}\"), 1) IN ('{{', '[')"
            ).fetchall()
            if documents:
                found.setdefault(f"{database}.{schema}.{table}", set()).add(column)
    assert found == {table: set(columns) for table, columns in VARIANTS.items()}
