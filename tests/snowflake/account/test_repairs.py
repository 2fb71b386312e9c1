"""Each repair of fakesnow is still needed: plain fakesnow, without it, still has the fault.

A test that turns red here means: the fault is gone upstream, take the repair out of scripts/snowflake/repairs.py.
"""

import importlib.metadata
import inspect
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from scripts.core.settings import PROJECT
from scripts.snowflake import engine
from scripts.snowflake.repairs import repair_all

PLAIN = """
    import fakesnow.instance, fakesnow.server, warnings
    warnings.simplefilter("ignore")
    account = fakesnow.instance.FakeSnow()
    connection = account.connect("DB", "SC")
    def ask(sql):
        cursor = connection.cursor()
        cursor.execute(sql)
        return cursor.fetchall()
    def fails(sql):
        try:
            ask(sql)
        except Exception as error:
            return f"{type(error).__name__}: {error}"
        return ""
"""

FAULTS = {
    "install_cursor": """
        assert "Error" in fails("CREATE MASKING POLICY p AS (v VARCHAR) RETURNS VARCHAR -> v")
        assert ask("SELECT CURRENT_ROLE()") == [("duckdb",)]
    """,
    "keep_null_timestamps": """
        import pyarrow, datetime
        from fakesnow.arrow import timestamp_to_sf_struct
        values = pyarrow.array([None, datetime.datetime(2024, 1, 1)], type=pyarrow.timestamp("us"))
        assert timestamp_to_sf_struct(values).null_count == 0
    """,
    "list_views": """
        ask("CREATE VIEW seen AS SELECT 1 AS a")
        assert ask("SELECT table_name FROM information_schema.tables WHERE table_name = 'SEEN'") == []
    """,
    "quote_comments": """
        assert fails("CREATE TABLE quoted (a NUMBER) COMMENT = 'Ana''s'")
        ask("CREATE TRANSIENT TABLE silent AS (SELECT 1 AS a)")
        assert ask("SELECT comment FROM information_schema.tables WHERE table_name = 'SILENT'") == [("None",)]
    """,
    "flatten_as_asked": """
        flat = "SELECT COUNT(*) FROM TABLE(FLATTEN(INPUT => PARSE_JSON('[[1, 2]]'), "
        assert ask(flat + "RECURSIVE => TRUE))") == ask(flat + "MODE => 'OBJECT'))") == [(1,)]
    """,
    "try_timestamps": """
        assert "Conversion Error" in fails("SELECT TRY_CAST('2024-13-45' AS TIMESTAMP)")
    """,
    "sum_exactly": """
        cents = "(VALUES (0.1::NUMBER(9, 2)), (0.2::NUMBER(9, 2))) AS t (a)"
        assert ask(f"SELECT SUM(a) = 0.3::NUMBER(9, 2) FROM {cents}") == [(False,)]
    """,
    "describe_whole_sums": """
        connection._duck_conn.execute("CREATE TABLE DB.SC.WHOLE AS SELECT SUM(1) AS N")
        assert [row[1] for row in ask("DESCRIBE TABLE db.sc.whole")] == ["HUGEINT"]
    """,
    "let_unparsed_through": """
        from snowflake.connector.errors import ProgrammingError
        try:
            fakesnow.server.parse_one("CREATE ROW ACCESS POLICY p AS (v VARCHAR) RETURNS BOOLEAN -> TRUE")
        except ProgrammingError:
            pass
        else:
            raise AssertionError("the server lets it through")
    """,
    "remove_stages": """
        import pathlib, shutil, subprocess, sys
        program = "import fakesnow.transforms.stage as stage; print(stage.LOCAL_BUCKET_PATH)"
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
        folder = pathlib.Path(done.stdout.strip())
        assert folder.is_dir()
        shutil.rmtree(folder)
    """,
}


@pytest.mark.parametrize("repair", FAULTS)
def test_the_fault_is_still_there_without_the_repair(repair):
    code = textwrap.dedent(PLAIN) + textwrap.dedent(FAULTS[repair])
    done = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-1500:]


def test_every_repair_has_its_fault_here():
    called = [line.strip() for line in inspect.getsource(repair_all).splitlines() if line.strip().endswith("()")]
    assert [name.removesuffix("()") for name in called] == list(FAULTS)


def test_repairing_twice_changes_nothing():
    repair_all()
    once = (
        engine.arrow.timestamp_to_sf_struct,
        engine.information_schema.insert_table_comment_sql,
        engine.information_schema.SQL_CREATE_INFORMATION_SCHEMA_TABLES_VIEW.template,
        engine.information_schema.SQL_CREATE_GLOBAL_INFORMATION_SCHEMA_COLUMNS_VIEW,
        engine.pipeline.numeric_agg_implicit_cast,
    )
    repair_all()
    assert once == (
        engine.arrow.timestamp_to_sf_struct,
        engine.information_schema.insert_table_comment_sql,
        engine.information_schema.SQL_CREATE_INFORMATION_SCHEMA_TABLES_VIEW.template,
        engine.information_schema.SQL_CREATE_GLOBAL_INFORMATION_SCHEMA_COLUMNS_VIEW,
        engine.pipeline.numeric_agg_implicit_cast,
    )


VERSIONS = {
    "fakesnow": "0.12.1",
    "duckdb": "2.0.0",
    "sqlglot": "30.22.0",
    "snowflake-connector-python": "4.8.0",
}
INTERNALS = {
    "arrow": ["timestamp_to_sf_struct"],
    "connection": ["FakeSnowflakeCursor", "FakeSnowflakeConnection"],
    "fakesnow": ["FakeSnow"],
    "information_schema": [
        "SQL_CREATE_INFORMATION_SCHEMA_TABLES_VIEW",
        "SQL_CREATE_GLOBAL_INFORMATION_SCHEMA_COLUMNS_VIEW",
        "SQL_CREATE_GLOBAL_INFORMATION_SCHEMA_STAGES_TABLE",
        "insert_table_comment_sql",
    ],
    "macros": ["FS_FLATTEN"],
    "pipeline": ["flatten", "numeric_agg_implicit_cast", "to_timestamp"],
    "server": [
        "ServerError",
        "login_request",
        "parse_one",
        "query_request",
        "routes",
        "session",
        "sessions",
        "shared_fs",
        "to_conn",
        "to_token",
    ],
    "stages": ["LOCAL_BUCKET_PATH", "internal_dir"],
}
CURSOR = ["execute", "check_db_and_schema", "_execute", "_transform", "_transform_explode", "_describe_last_sql"]
CONNECTION = ["database", "_schema", "_duck_conn", "_in_transaction"]


@pytest.mark.parametrize(("package", "version"), VERSIONS.items())
def test_the_versions_are_those_the_account_was_built_on(package, version):
    assert importlib.metadata.version(package) == version


@pytest.mark.parametrize(("module", "name"), [(module, name) for module in INTERNALS for name in INTERNALS[module]])
def test_the_internals_the_account_builds_on_are_there(module, name):
    assert hasattr(getattr(engine, module), name)


def test_engine_names_no_module_without_its_internals():
    named = {name for name, value in vars(engine).items() if inspect.ismodule(value) and name != "importlib"}
    assert named == set(INTERNALS)


def test_cursors_and_connections_have_what_the_account_uses(offline):
    connection = offline.connect()
    cursor = connection.cursor()
    assert [name for name in CURSOR if not hasattr(cursor, name)] == []
    assert [name for name in CONNECTION if not hasattr(connection, name)] == []


def test_the_folder_of_the_stages_goes_with_the_process():
    program = (
        "from scripts.snowflake import engine; from scripts.snowflake.repairs import remove_stages; "
        "remove_stages(); print(engine.stages.LOCAL_BUCKET_PATH)"
    )
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip()
    assert not Path(done.stdout.strip()).exists()
