"""There is no way around a role: every escape is refused in one line that tells nothing."""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb
import pytest

from scripts.core.errors import EdpError
from scripts.core.settings import PROJECT, Settings
from scripts.query.functions import FUNCTIONS, TABLE_FUNCTIONS, TYPES
from scripts.query.session import open_session
from tests.scripts.role_warehouse import SECRETS, ask, make, reader

PERSON = "prod.common.person"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("escape"))


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
    "table macro of DuckDB with an aggregate's name": "FROM histogram('prod.pumps.unnamed', 'note')",
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
    "nesting too deep to look into": "SELECT " + "[" * 3000 + "]" * 3000,
    "forbidden table below deep nesting": "SELECT " + "1 + " * 200 + "(SELECT LENGTH(note) FROM prod.pumps.unnamed)",
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


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("catalog type", "type REGCLASS is not allowed in a statement run as a role"),
        ("time travel", "AT (time travel) is not allowed in a statement run as a role"),
        ("SHOW ALL TABLES", "a role has no list of tables here; name one, e.g. DESCRIBE prod.common.dim_date"),
        ("duckdb_tables()", "function duckdb_tables is not allowed in a statement run as a role"),
        (
            "table macro of DuckDB with an aggregate's name",
            "function histogram is not allowed in a statement run as a role",
        ),
        ("EXPLAIN", "a role may run one SELECT, DESCRIBE or SUMMARIZE and nothing else"),
        ("parameter", "parameter is not allowed in a statement run as a role"),
        ("two-part name", "pumps.unnamed is no full name; write database.schema.table"),
        ("DELETE inside WITH", "delete_query_node is not allowed in a statement run as a role"),
    ],
)
def test_a_refusal_names_what_is_refused(home: Path, name: str, says: str) -> None:
    with pytest.raises(EdpError) as caught:
        ask(home, reader("reader"), ESCAPES[name])
    assert str(caught.value) == f"query: {says}"


def test_what_is_too_deep_for_python_is_not_run(home: Path) -> None:
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(300)
    try:
        with pytest.raises(EdpError, match="the statement is nested too deep to be checked"):
            ask(home, reader("reader"), "SELECT " + "[" * 300 + "]" * 300)
    finally:
        sys.setrecursionlimit(before)


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
