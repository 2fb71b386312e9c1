"""`edp query --role`: what a role sees, and that there is no way around it."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from scripts.core.errors import EdpError
from scripts.core.settings import PROJECT, Settings
from scripts.query.functions import FUNCTIONS, TABLE_FUNCTIONS, TYPES
from scripts.query.session import open_session
from tests.scripts.role_warehouse import SECRETS, ask, make, reader
from tests.support.cli import edp, refusal

MASK = "***MASKED***"
PERSON = "prod.common.person"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("role"))


def test_a_masked_text_shows_the_mask_and_any_other_type_nothing(home: Path) -> None:
    first, second = ask(home, reader("reader"), f"FROM {PERSON} ORDER BY person_id")
    assert first == (1, MASK, MASK, None, None, "DE")
    # a mask that passed NULL through would tell who has no pay
    assert second == (2, MASK, MASK, None, None, "FR")


def test_a_masked_column_keeps_its_type(home: Path) -> None:
    types = [row[1] for row in ask(home, reader("reader"), f"DESCRIBE {PERSON}")]
    assert types == ["INTEGER", "VARCHAR", "VARCHAR", "DECIMAL(18,2)", "DATE", "VARCHAR"]


@pytest.mark.parametrize("name", ["people_reader", "transformer"])
def test_members_of_the_masking_role_and_the_builders_see_clear_values(home: Path, name: str) -> None:
    sql = f"SELECT name, pay, shown FROM {PERSON} JOIN prod.common.person_view USING (country) WHERE person_id = 1"
    assert ask(home, reader(name), sql) == [("Ana Secret", Decimal("98765.00"), "Ana Secret")]


def test_a_user_sees_what_all_its_roles_show(home: Path) -> None:
    assert ask(home, reader("ana", is_user=True), f"SELECT name FROM {PERSON} WHERE person_id = 1") == [(MASK,)]
    joined = f"SELECT p.name, s.full_name FROM {PERSON} AS p, prep.sensitive.person_source AS s WHERE p.person_id = 1"
    assert ask(home, reader("pia", is_user=True), joined) == [("Ana Secret", "Raw Secret")]


def test_a_view_is_read_without_the_right_to_what_it_reads(home: Path) -> None:
    assert ask(home, reader("preparer"), "FROM prep.sensitive.person_source") == [(1, MASK)]
    with pytest.raises(EdpError, match=r"raw\.workday\.directory does not exist or role preparer may not read it"):
        ask(home, reader("preparer"), "FROM prep.sensitive.person_source", "FROM raw.workday.directory")


def test_statements_of_one_session_share_their_tables(home: Path) -> None:
    assert ask(home, reader("reader"), f"FROM {PERSON}", f"SELECT COUNT(*) FROM {PERSON}") == [(2,)]


def test_a_missing_and_a_forbidden_table_get_the_same_answer(home: Path) -> None:
    lines = []
    for table in ("prod.pumps.unnamed", "prod.pumps.unnamex", "static.lists.salary", "nowhere.at.all"):
        with pytest.raises(EdpError) as caught:
            ask(home, reader("nobody"), f"FROM {table}")
        lines.append(str(caught.value).replace(table, "TABLE"))
    assert set(lines) == {"query: TABLE does not exist or role nobody may not read it"}


def test_a_near_name_is_offered_only_among_what_the_role_may_read(home: Path) -> None:
    with pytest.raises(EdpError, match=r"did you mean prod\.common\.person"):
        ask(home, reader("reader"), "FROM prod.common.persn WHERE person_id = 1")
    with pytest.raises(EdpError) as caught:
        ask(home, reader("reader"), "FROM static.lists.salry")
    assert "salary" not in str(caught.value)


@pytest.mark.parametrize(
    ("who", "is_user", "ids"),
    [
        ("reader", False, [1]),
        ("people_reader", False, [1, 2, 3]),
        ("transformer", False, [1, 2, 3]),
        ("ana", True, [1]),
        ("pia", True, [1, 2, 3]),
    ],
)
def test_a_row_policy_shows_the_rows_a_role_is_entitled_to(home: Path, who: str, is_user: bool, ids: list[int]) -> None:
    sql = "SELECT target_id FROM prod.common.target ORDER BY 1"
    assert [row[0] for row in ask(home, reader(who, is_user=is_user), sql)] == ids


def test_a_view_on_top_of_hidden_rows_does_not_show_them(home: Path) -> None:
    assert ask(home, reader("reader"), "FROM prod.common.target_view") == [("EMEA", "10")]


def test_a_closed_row_policy_shows_nothing_but_to_the_builders(home: Path) -> None:
    assert ask(home, reader("people_reader"), "FROM prod.common.closed") == []
    assert ask(home, reader("transformer"), "FROM prod.common.closed") == [(1,)]


def test_a_row_policy_nobody_can_read_opens_nothing(home: Path) -> None:
    with pytest.raises(EdpError, match="the row access policy on column broken_id is not readable; build it again"):
        ask(home, reader("transformer"), "FROM prod.common.broken")


def test_a_condition_that_fails_on_a_hidden_row_is_never_asked_there(home: Path) -> None:
    # 'Row Secret' is no number: whoever could ask it would read it in the error
    sql = "SELECT geo FROM prod.common.target WHERE amount::INTEGER > 0"
    assert ask(home, reader("reader"), sql) == [("EMEA",)]


SEEN = {
    "alias": f"SELECT name AS harmless FROM {PERSON}",
    "table alias": f"SELECT p.name, p.* FROM {PERSON} AS p",
    "column alias list": f"SELECT a, b, c, d, e FROM {PERSON} AS p (a, b, c, d, e, f)",
    "quoted and upper case": 'SELECT "NAME" FROM "PROD"."Common"."PERSON"',
    "fully qualified column": f"SELECT {PERSON}.name FROM {PERSON}",
    "CTE": f"WITH person AS (FROM {PERSON}) SELECT name, email FROM person",
    "CTE of the table's own name": f"WITH person AS MATERIALIZED (FROM {PERSON}) FROM person",
    "recursive CTE": f"WITH RECURSIVE r AS (SELECT name, 1 AS n FROM {PERSON} UNION ALL SELECT name, n + 1 FROM r"
    " WHERE n < 3) FROM r",
    "subquery": f"SELECT (SELECT MAX(name) FROM {PERSON}), x FROM (SELECT email AS x FROM {PERSON})",
    "lateral join": f"SELECT l.n FROM {PERSON} AS p, LATERAL (SELECT p.name AS n) AS l",
    "positional join": f"SELECT b.name FROM {PERSON} AS a POSITIONAL JOIN {PERSON} AS b",
    "positional reference": f"SELECT #2, #3 FROM {PERSON}",
    "COLUMNS": f"SELECT COLUMNS('na.*|pay') FROM {PERSON}",
    "COLUMNS lambda": f"SELECT COLUMNS(LAMBDA c: c LIKE '%a%') FROM {PERSON}",
    "star REPLACE": f"SELECT * REPLACE (UPPER(name) AS name) FROM {PERSON}",
    "row as a struct": f"SELECT p FROM {PERSON} AS p",
    "row as JSON": f"SELECT TO_JSON(p) FROM {PERSON} AS p",
    "aggregates": f"SELECT MIN(name), MAX(email), SUM(pay), LIST(born), STRING_AGG(name), MODE(pay) FROM {PERSON}",
    "window": f"SELECT FIRST_VALUE(name) OVER (ORDER BY person_id), LAG(pay) OVER (ORDER BY born) FROM {PERSON}",
    "set operation": f"SELECT country FROM {PERSON} UNION ALL BY NAME SELECT name AS country FROM {PERSON}",
    "unpivot": f"FROM {PERSON} UNPIVOT (v FOR n IN (name, email))",
    "pivot": f"FROM (FROM {PERSON}) PIVOT (MAX(name) FOR country IN ('DE', 'FR'))",
    "SUMMARIZE": f"SUMMARIZE {PERSON}",
    "DESCRIBE": f"DESCRIBE {PERSON}",
    "TABLE": f"TABLE {PERSON}",
    "sample": f"SELECT name FROM {PERSON} USING SAMPLE 100%",
    "view": "FROM prod.common.person_view",
    "view of a view with renamed columns": "FROM prod.common.person_names",
    "cast error": f"SELECT TRY_CAST(name AS INTEGER), name::VARCHAR FROM {PERSON}",
    "hash of the value": f"SELECT MD5(name) = MD5('Ana Secret'), LENGTH(name) FROM {PERSON}",
}


@pytest.mark.parametrize("sql", SEEN.values(), ids=SEEN.keys())
def test_a_masked_column_stays_masked_however_it_is_reached(home: Path, sql: str) -> None:
    assert ask(home, reader("people_reader"), sql)
    rows = ask(home, reader("reader"), sql)
    assert not [secret for secret in SECRETS if secret in repr(rows)], rows
    assert not [value for row in rows for value in row if isinstance(value, Decimal) and value > 100], rows


@pytest.mark.parametrize(
    "condition", ["name = 'Ana Secret'", "pay > 1", "born < DATE '2000-01-01'", "email LIKE 'ana%'", "name IS NULL"]
)
def test_a_filter_on_a_masked_column_tells_nothing(home: Path, condition: str) -> None:
    assert ask(home, reader("reader"), f"SELECT COUNT(*) FROM {PERSON} WHERE {condition}") == [(0,)]


ESCAPES = {
    "forbidden table": "FROM prod.pumps.unnamed",
    "forbidden table in a subquery": f"SELECT (SELECT note FROM prod.pumps.unnamed) FROM {PERSON}",
    "forbidden table in EXISTS": f"FROM {PERSON} WHERE EXISTS (FROM prod.pumps.unnamed WHERE note LIKE 'B%')",
    "forbidden table in a CTE never read": "WITH x AS (FROM prod.pumps.unnamed) SELECT 1",
    "forbidden table behind a comment": "SELECT * FROM /* prod.common. */ prod.pumps.unnamed -- person",
    "forbidden table in the order": f"FROM {PERSON} ORDER BY (SELECT note FROM prod.pumps.unnamed)",
    "forbidden table in the limit": f"FROM {PERSON} LIMIT (SELECT LENGTH(note) FROM prod.pumps.unnamed)",
    "forbidden table in a sample's source": "FROM prod.pumps.unnamed TABLESAMPLE 100%",
    "forbidden table described": "DESCRIBE prod.pumps.unnamed",
    "forbidden table summarized": "SUMMARIZE prod.pumps.unnamed",
    "forbidden table by Unicode case folding": "FROM \u017ftatic.lists.salary",
    "base table of a view": "FROM raw.workday.directory",
    "two-part name": "FROM pumps.unnamed",
    "one-part name": "FROM unnamed",
    "CTE name used outside its scope": "SELECT * FROM (WITH unnamed AS (SELECT 1) FROM unnamed), unnamed",
    "hidden database by guess": "FROM hidden.main.relation_0",
    "system table": "FROM system.main.duckdb_tables",
    "information schema": "FROM prod.information_schema.columns",
    "information schema, short": "FROM information_schema.tables",
    "pg_catalog": "FROM pg_catalog.pg_class",
    "sqlite_master": "FROM sqlite_master",
    "duckdb_tables()": "FROM duckdb_tables()",
    "duckdb_views()": "SELECT sql FROM duckdb_views()",
    "duckdb_columns()": "SELECT comment FROM duckdb_columns()",
    "duckdb_databases()": "FROM duckdb_databases()",
    "duckdb_settings()": "FROM duckdb_settings()",
    "duckdb_secrets()": "FROM duckdb_secrets()",
    "pragma_table_info()": "FROM pragma_table_info('prod.pumps.unnamed')",
    "pragma_storage_info()": "FROM pragma_storage_info('prod.common.person')",
    "pragma statement": "PRAGMA database_list",
    "SHOW ALL TABLES": "SHOW ALL TABLES",
    "SHOW DATABASES": "SHOW DATABASES",
    "EXPLAIN": f"EXPLAIN FROM {PERSON}",
    "EXPLAIN ANALYZE": f"EXPLAIN ANALYZE FROM {PERSON}",
    "query()": "FROM query('FROM prod.pumps.unnamed')",
    "query_table()": "FROM query_table('prod.pumps.unnamed')",
    "query_table() of a list": "FROM query_table(['prod.pumps.unnamed'])",
    "table macro of the warehouse": "FROM prod.common.peek()",
    "scalar macro of the warehouse": "SELECT prod.common.peek_one()",
    "read_csv()": "FROM read_csv('/etc/passwd')",
    "read_text()": "FROM read_text('/etc/passwd')",
    "read_blob()": "FROM read_blob('/etc/passwd')",
    "read_parquet()": "FROM read_parquet('x.parquet')",
    "read_json()": "FROM read_json('x.json')",
    "read_duckdb()": "FROM read_duckdb('prod.duckdb')",
    "glob()": "FROM glob('/*')",
    "sniff_csv()": "FROM sniff_csv('/etc/passwd')",
    "file as a table": "FROM '/etc/passwd'",
    "file as a quoted name": 'FROM "warehouse/prod.duckdb"',
    "arrow or Python variable": "FROM statement",
    "getvariable()": "SELECT getvariable('x')",
    "current_setting()": "SELECT current_setting('temp_directory')",
    "getenv()": "SELECT getenv('HOME')",
    "current_query()": "SELECT current_query()",
    "current_schemas()": "SELECT current_schemas(true)",
    "in_search_path()": "SELECT in_search_path('prod', 'common')",
    "stats()": f"SELECT stats(name) FROM {PERSON}",
    "json_execute_serialized_sql()": "FROM json_execute_serialized_sql(json_serialize_sql('FROM prod.pumps.unnamed'))",
    "json_serialize_plan()": "SELECT json_serialize_plan('FROM prod.pumps.unnamed')",
    "write_log()": "SELECT write_log('x')",
    "nextval()": "SELECT nextval('x')",
    "qualified function": "SELECT main.upper('x')",
    "method call": f"SELECT name.stats() FROM {PERSON}",
    "function chosen by name": "SELECT list_aggregate([1], 'sum')",
    "catalog type": "SELECT 'prod.common.person'::REGCLASS",
    "time travel": f"FROM {PERSON} AT (VERSION => 1)",
    "parameter": "SELECT $1",
    "two statements": f"FROM {PERSON}; FROM prod.pumps.unnamed",
    "COPY to a file": f"COPY {PERSON} TO '/tmp/stolen.csv'",
    "COPY inside WITH": f"WITH x AS (COPY {PERSON} TO '/tmp/stolen.csv') FROM x",
    "EXPORT": "EXPORT DATABASE prod TO '/tmp/stolen'",
    "ATTACH": "ATTACH 'prod.duckdb' AS stolen",
    "DETACH": "DETACH prod",
    "USE": "USE prod.pumps",
    "SET": "SET enable_external_access = true",
    "SET VARIABLE": "SET VARIABLE x = (SELECT note FROM prod.pumps.unnamed)",
    "RESET": "RESET lock_configuration",
    "CREATE VIEW": f"CREATE VIEW v AS FROM {PERSON}",
    "CREATE TEMP TABLE": "CREATE TEMP TABLE t AS FROM prod.pumps.unnamed",
    "CREATE MACRO": "CREATE MACRO peek() AS (SELECT note FROM prod.pumps.unnamed)",
    "DELETE inside WITH": f"WITH x AS (DELETE FROM {PERSON} RETURNING *) FROM x",
    "UPDATE": f"UPDATE {PERSON} SET name = country",
    "PREPARE": f"PREPARE p AS FROM {PERSON}",
    "LOAD": "LOAD httpfs",
    "CALL": "CALL duckdb_tables()",
    "PIVOT statement": f"PIVOT {PERSON} ON country USING MAX(name)",
}


@pytest.mark.parametrize("sql", ESCAPES.values(), ids=ESCAPES.keys())
def test_an_escape_is_refused_in_one_line_that_tells_nothing(home: Path, sql: str) -> None:
    with open_session(Settings(project=PROJECT, home=home), reader("reader")) as session:
        list(session.run(f"FROM {PERSON}").rows)
        with pytest.raises(EdpError) as caught:
            list(session.run(sql).rows)
        assert session.run(f"SELECT COUNT(*) FROM {PERSON}").rows.__next__() == (2,)
    line = str(caught.value)
    assert "\n" not in line
    assert "hidden_" not in line
    assert not [secret for secret in SECRETS if secret in line]


def test_the_builders_may_not_leave_the_tables_either(home: Path) -> None:
    for sql in ("FROM read_text('/etc/hostname')", "FROM duckdb_tables()", "SELECT current_setting('threads')"):
        with pytest.raises(EdpError, match="is not allowed in a statement run as a role"):
            ask(home, reader("transformer"), sql)


@pytest.mark.parametrize("word", ["current_user", "current_database", "current_schema", "current_catalog", "user"])
def test_a_word_that_stands_for_the_session_names_nothing_hidden(home: Path, word: str) -> None:
    try:
        rows = ask(home, reader("reader"), f"SELECT {word}")
    except EdpError as error:
        rows = [(str(error),)]
    assert "hidden_" not in repr(rows)


def test_everything_on_the_list_exists_and_nothing_on_it_is_known_to_reach_out() -> None:
    rows = duckdb.execute("SELECT DISTINCT LOWER(function_name) FROM duckdb_functions()").fetchall()
    # the parser gives these names itself; the binder knows what they mean
    assert FUNCTIONS - {name for (name,) in rows} <= {"unnest"}
    assert not TABLE_FUNCTIONS - FUNCTIONS
    reaching = ("read_", "duckdb_", "pragma_", "pg_get", "json_serialize")
    assert not [name for name in FUNCTIONS if name.startswith(reaching)]
    for name in sorted(TYPES - {"list", "map", "struct"}):
        duckdb.execute(f"SELECT CAST(NULL AS {name})")
    with pytest.raises(duckdb.Error):
        duckdb.execute("SELECT CAST(NULL AS nothing)")


def test_a_function_that_reads_the_engine_is_on_no_list() -> None:
    volatile = duckdb.execute(
        "SELECT DISTINCT function_name FROM duckdb_functions() WHERE has_side_effects OR stability = 'VOLATILE'"
    ).fetchall()
    harmless = {"random", "uuid", "gen_random_uuid"}
    assert FUNCTIONS & {name for (name,) in volatile} <= harmless


def test_the_command_shows_a_role_and_a_user_of_the_real_file_their_view(built_warehouse: Path) -> None:
    sql = "SELECT DISTINCT user_name FROM prod.common.dim_crm_user"
    masked = edp(built_warehouse, "query", sql, "--role", "analyst_core", "--format", "json")
    assert json.loads(masked.out) == [{"user_name": MASK}]
    clear = edp(built_warehouse, "query", sql, "--role", "transformer", "--format", "json")
    assert len(json.loads(clear.out)) > 10
    assert edp(built_warehouse, "query", sql, "--user", "tmurphy", "--format", "csv").code == 0


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (
            ("--role", "analyst_cor"),
            "config/permissions/roles.yml: there is no role analyst_cor; did you mean analyst_core?",
        ),
        (("--user", "zzz"), "config/permissions/roles.yml: there is no user zzz"),
        (("--role", "reporting", "--user", "tmurphy"), "query: give either --role or --user"),
    ],
)
def test_a_reader_who_does_not_exist_is_refused_in_one_line(home: Path, arguments: tuple[str, ...], says: str) -> None:
    assert refusal(edp(home, "query", "SELECT 1", *arguments)) == says
