"""What one session sets, sees and leaves behind."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from snowflake.connector.errors import ProgrammingError

from scripts.snowflake.cursor import Cursor
from tests.snowflake.account.conftest import Someone


@pytest.fixture
def amounts(builder):
    builder("CREATE TABLE prod.common.amount (k NUMBER(38, 0), v VARCHAR)")
    builder("INSERT INTO prod.common.amount VALUES (1, 'a'), (2, 'b'), (3, 'c')")


@pytest.fixture
def admin(offline):
    connection = offline.connect()

    def ask(sql):
        cursor = connection.cursor()
        cursor.execute(sql)
        return cursor.fetchall()

    return ask


ROWS = "SELECT k, v FROM prod.common.amount ORDER BY k"


def test_a_merge_says_how_many_rows_it_wrote(amounts, builder):
    counts = builder(
        "MERGE INTO prod.common.amount AS t USING (SELECT 1 AS k, 'x' AS v UNION ALL SELECT 2, 'gone' UNION ALL "
        "SELECT 8, 'n' UNION ALL SELECT 9, 'n') AS s ON t.k = s.k WHEN MATCHED AND s.v = 'gone' THEN DELETE "
        "WHEN MATCHED THEN UPDATE SET v = s.v WHEN NOT MATCHED THEN INSERT (k, v) VALUES (k, v)"
    )
    assert counts == [(2, 1, 1)]
    assert builder(ROWS) == [(1, "x"), (3, "c"), (8, "n"), (9, "n")]


def test_a_merge_into_one_row_twice_is_refused(amounts, builder):
    with pytest.raises(ProgrammingError, match="Duplicate row detected"):
        builder(
            "MERGE INTO prod.common.amount AS t USING (SELECT 1 AS k UNION ALL SELECT 1) AS s ON t.k = s.k "
            "WHEN MATCHED THEN UPDATE SET v = 'twice'"
        )
    assert builder(ROWS)[0] == (1, "a")


@pytest.mark.parametrize(
    "failing", ["SELECT nothing FROM prod.common.amount", "FROBNICATE", "SELECT 1/0::INT, 'x'::INT"]
)
def test_a_failed_statement_leaves_its_transaction_standing(amounts, builder, ana, failing):
    builder("BEGIN")
    builder("INSERT INTO prod.common.amount VALUES (4, 'd')")
    with pytest.raises(ProgrammingError):
        builder(failing)
    builder("DELETE FROM prod.common.amount WHERE k = 1")
    assert [row[0] for row in ana(ROWS)] == [1, 2, 3]
    builder("COMMIT")
    assert [row[0] for row in ana(ROWS)] == [2, 3, 4]


def test_a_rollback_undoes_also_after_a_failure(amounts, builder):
    builder("BEGIN")
    builder("DELETE FROM prod.common.amount")
    with pytest.raises(ProgrammingError):
        builder("FROBNICATE")
    builder("ROLLBACK")
    assert len(builder(ROWS)) == 3


@pytest.mark.parametrize("kind", ["TABLE", "VIEW"])
def test_what_is_temporary_is_the_session_s_own(offline, builder, kind):
    other = Someone(offline, "builder", "builder")
    builder(f"CREATE OR REPLACE TEMPORARY {kind} prod.common.scratch AS (SELECT 1 AS a)")
    assert builder("SELECT a FROM prod.common.scratch") == [(1,)]
    with pytest.raises(ProgrammingError, match="does not exist"):
        other("SELECT a FROM prod.common.scratch")
    builder.connection.emulated_session.end()
    other("CREATE TABLE prod.common.scratch AS (SELECT 2 AS a)")
    assert other("SELECT a FROM prod.common.scratch") == [(2,)]


def test_a_null_timestamp_is_null(builder):
    assert builder("SELECT NULL::TIMESTAMP AS a, NULL::TIMESTAMP_TZ AS b, NULL::DATE AS c") == [(None, None, None)]


def test_a_session_s_parameters_are_shown_and_unset(builder):
    def shown(key):
        return [row[1] for row in builder(f"SHOW PARAMETERS LIKE '{key}' IN SESSION")]

    builder("ALTER SESSION SET QUERY_TAG = 'nightly; build', TIMEZONE = 'Europe/Amsterdam'")
    assert (shown("QUERY_TAG"), shown("TIMEZONE")) == (["nightly; build"], ["Europe/Amsterdam"])
    builder("ALTER SESSION UNSET QUERY_TAG, TIMEZONE")
    assert (shown("QUERY_TAG"), shown("TIMEZONE")) == ([""], ["UTC"])
    with pytest.raises(ProgrammingError, match="invalid parameter 'QUERY_TAGG'"):
        builder("ALTER SESSION SET QUERY_TAGG = 'x'")


def test_the_log_knows_who_asked_what(people, offline, builder, ana):
    builder("ALTER SESSION SET QUERY_TAG = 'nightly'")
    builder('SELECT 1 /* {"app": "dbt", "node": "model.edp.dim_date"} */')
    with pytest.raises(ProgrammingError):
        ana("SELECT * FROM prod.common.none")
    asked, refused = offline.log.entries[-2:]
    assert [asked[key] for key in ("user", "role", "warehouse", "tag", "node", "error")] == [
        "BUILDER",
        "BUILDER",
        "SMALL",
        "nightly",
        "model.edp.dim_date",
        "",
    ]
    assert (refused["user"], refused["role"]) == ("ANA", "READER")
    assert "NONE" in str(refused["error"])


def test_use_moves_a_session(people, builder):
    builder("USE SCHEMA prod.common")
    assert len(builder("SELECT * FROM person")) == 2
    builder("USE DATABASE prep")
    with pytest.raises(ProgrammingError):
        builder("SELECT * FROM person")
    builder("USE WAREHOUSE small")
    assert builder("SELECT CURRENT_WAREHOUSE(), CURRENT_USER(), CURRENT_ROLE()") == [("SMALL", "BUILDER", "BUILDER")]


@pytest.mark.parametrize("what", ["DATABASE none", "SCHEMA prod.none", "WAREHOUSE none", "ROLE none", "ROLE reader"])
def test_use_needs_what_it_names(builder, what):
    with pytest.raises(ProgrammingError, match=r"NONE|not assigned"):
        builder(f"USE {what}")


def test_principals_are_made_listed_and_dropped(admin):
    for kind in ("ROLE", "USER", "WAREHOUSE"):
        admin(f"CREATE {kind} extra")
        assert [row[1 if kind == "ROLE" else 0] for row in admin(f"SHOW {kind}S LIKE 'ext%'")] == ["EXTRA"]
        with pytest.raises(ProgrammingError, match="already exists"):
            admin(f"CREATE {kind} extra")
        admin(f"CREATE {kind} IF NOT EXISTS extra")
        admin(f"DROP {kind} extra")
        admin(f"DROP {kind} IF EXISTS extra")
        with pytest.raises(ProgrammingError, match="EXTRA"):
            admin(f"DROP {kind} extra")


def test_a_warehouse_is_resized_and_resumed(admin):
    admin("ALTER WAREHOUSE small SET WAREHOUSE_SIZE = 'LARGE' AUTO_SUSPEND = 30")
    admin("ALTER WAREHOUSE small RESUME IF SUSPENDED")
    assert admin("SHOW WAREHOUSES LIKE 'small'") == [("SMALL", "STARTED", "STANDARD", "LARGE", "30")]


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE ROLE pirate",
        "CREATE USER pirate",
        "DROP USER ana",
        "DROP WAREHOUSE small",
        "ALTER USER ana SET PASSWORD = 'x'",
        "GRANT ROLE builder TO USER ana",
        "REVOKE ROLE reader FROM USER pia",
        "GRANT SELECT ON FUTURE TABLES IN DATABASE raw TO ROLE reader",
        "CREATE STORAGE INTEGRATION mine TYPE = EXTERNAL_STAGE STORAGE_ALLOWED_LOCATIONS = ('gcs://x/')",
        "ALTER ACCOUNT SET DATA_RETENTION_TIME_IN_DAYS = 0",
    ],
)
def test_only_administrators_change_the_account(builder, sql):
    with pytest.raises(ProgrammingError, match="Insufficient privileges"):
        builder(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "GRANT SELECT ON TABLE prod.common.person TO ROLE reader",
        "ALTER TABLE prod.common.person SET DATA_RETENTION_TIME_IN_DAYS = 0",
        "ALTER SCHEMA prod.common SET DATA_RETENTION_TIME_IN_DAYS = 0",
        "ALTER TABLE prod.common.person MODIFY COLUMN name UNSET MASKING POLICY",
        "ALTER MASKING POLICY prod.masking.people SET BODY -> val",
        "DROP MASKING POLICY prod.masking.people",
        "DROP SCHEMA prod.masking",
    ],
)
def test_a_reader_changes_nothing(people, ana, sql):
    with pytest.raises(ProgrammingError, match=r"not authorized|Insufficient privileges"):
        ana(sql)
    assert ana("SELECT DISTINCT name FROM prod.common.person") == [("***",)]


@pytest.mark.parametrize(
    ("sql", "names"),
    [
        ("SHOW DATABASES LIKE 'pr%'", ["PREP", "PROD"]),
        ("SHOW TERSE DATABASES LIMIT 1", ["PREP"]),
        ("SHOW TABLES LIKE 'pers%' IN SCHEMA prod.common", ["PERSON"]),
        ("SHOW OBJECTS IN SCHEMA prod.common LIMIT 10000", ["PERSON", "SEEN"]),
        ("SHOW TERSE OBJECTS IN prod.common", ["PERSON", "SEEN"]),
        ("SHOW VIEWS IN SCHEMA prod.common", ["SEEN"]),
        ("SHOW TERSE SCHEMAS LIKE 'com%' IN DATABASE prod", ["COMMON"]),
    ],
)
def test_show_lists_what_is_there(people, builder, sql, names):
    builder("CREATE VIEW prod.common.seen AS (SELECT 1 AS a)")
    assert [row[1] for row in builder(sql)] == names


def test_a_reader_is_shown_only_databases_of_its_own(ana):
    assert [row[1] for row in ana("SHOW DATABASES")] == ["PROD"]


def test_a_query_waits_for_nobody_and_a_change_for_everybody(people, builder, offline, monkeypatch):
    held = {}
    plain = Cursor.pass_on

    def asked(cursor, tree, params):
        held[type(tree).__name__] = offline.account.lock._is_owned()
        plain(cursor, tree, params)

    monkeypatch.setattr(Cursor, "pass_on", asked)
    builder("SELECT COUNT(*) FROM prod.common.person")
    builder("INSERT INTO prod.common.person VALUES (3, 'Lo')")
    builder("CREATE TABLE prod.common.other AS (SELECT * FROM prod.common.person)")
    assert held == {"Select": False, "Insert": True, "Create": True}


def test_sessions_at_once_see_only_what_was_finished(people, offline):
    def build(number):
        someone = Someone(offline, "builder", "builder")
        for turn in range(5):
            rows = " UNION ALL ".join(f"SELECT {turn} AS turn" for _ in range(50))
            someone(f"CREATE OR REPLACE TABLE prod.common.built_{number} AS ({rows})")
            assert someone(f"SELECT COUNT(*), COUNT(DISTINCT turn) FROM prod.common.built_{number}") == [(50, 1)]
        return someone("SELECT COUNT(*) FROM prod.common.person")

    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(build, range(6))) == [[(2,)]] * 6
