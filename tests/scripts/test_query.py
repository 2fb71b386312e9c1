"""`edp query`: exact values in three formats, one reading statement, nothing else reachable."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from scripts.core.settings import PROJECT, Settings
from scripts.core.warehouse import open_warehouse
from scripts.query.names import similar_names
from tests.support.cli import edp, refusal


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("query")
    with open_warehouse(Settings(project=PROJECT, home=folder), create=True) as warehouse:
        warehouse.execute("CREATE SCHEMA prod.shop")
        warehouse.execute(
            "CREATE TABLE prod.shop.sale AS SELECT * FROM (VALUES"
            " (1, 0.100000::DECIMAL(18, 6), DATE '2024-12-31', 'a,b', TIMESTAMP '2024-12-31 23:59:59.5'),"
            " (2, 12345678901.123456::DECIMAL(18, 6), NULL, '', NULL),"
            " (3, NULL, DATE '2024-02-29', 'say \"hi\"' || chr(10) || 'é [red]x[/red]', TIMESTAMP '2024-01-01'))"
            " AS sale (sale_id, amount, sold_date, note, sold_at)"
        )
        warehouse.execute("CREATE VIEW prod.shop.total AS SELECT SUM(amount) AS amount FROM prod.shop.sale")
    return folder


def test_json_keeps_every_digit_and_writes_iso_dates(home: Path) -> None:
    out = edp(home, "query", "FROM prod.shop.sale ORDER BY sale_id", "--format", "json").out
    rows = json.loads(out, parse_float=Decimal)
    assert rows[1]["amount"] == Decimal("12345678901.123456")
    assert rows[0] == {
        "sale_id": 1,
        "amount": Decimal("0.100000"),
        "sold_date": "2024-12-31",
        "note": "a,b",
        "sold_at": "2024-12-31T23:59:59.500000",
    }
    assert rows[2]["note"] == 'say "hi"\né [red]x[/red]'
    assert rows[2]["amount"] is None


def test_json_of_nested_values_and_of_numbers_json_does_not_know(home: Path) -> None:
    sql = "SELECT [1.5::DECIMAL(4, 2), NULL] AS list, {'a': TRUE} AS struct, 'nan'::DOUBLE AS nan, 'ab'::BLOB AS bytes"
    [row] = json.loads(edp(home, "query", sql, "--format", "json").out)
    assert row == {"list": [1.5, None], "struct": {"a": True}, "nan": None, "bytes": "6162"}


def test_json_without_rows_is_an_empty_array(home: Path) -> None:
    assert json.loads(edp(home, "query", "FROM prod.shop.sale WHERE FALSE", "--format", "json").out) == []


def test_csv_is_rfc_4180_and_tells_null_from_empty_text(home: Path) -> None:
    out = edp(home, "query", "SELECT sale_id, amount, note FROM prod.shop.sale ORDER BY 1", "--format", "csv").out
    assert out == (
        'sale_id,amount,note\r\n1,0.100000,"a,b"\r\n2,12345678901.123456,""\r\n3,,"say ""hi""\né [red]x[/red]"\r\n'
    )
    assert len(list(csv.reader(io.StringIO(out, newline="")))) == 4


def test_csv_comes_back_into_duckdb_unchanged(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "sale.csv"
    file.write_text(edp(home, "query", "FROM prod.shop.sale ORDER BY 1", "--format", "csv").out, newline="")
    types = "{'sale_id': 'INTEGER', 'amount': 'DECIMAL(18, 6)', 'sold_date': 'DATE', 'sold_at': 'TIMESTAMP'}"
    reader = f"read_csv('{file}', types = {types}, allow_quoted_nulls = false)"
    again = duckdb.execute(f"FROM {reader} ORDER BY 1").fetchall()
    with open_warehouse(Settings(project=PROJECT, home=home), read_only=True) as warehouse:
        assert again == warehouse.query("FROM prod.shop.sale ORDER BY 1")


def test_json_and_csv_write_all_rows_and_the_table_says_when_it_does_not(home: Path) -> None:
    many = "SELECT range AS number FROM range(5000)"
    assert len(json.loads(edp(home, "query", many, "--format", "json").out)) == 5000
    assert edp(home, "query", many, "--format", "csv").out.count("\r\n") == 5001
    table = edp(home, "query", many).out
    assert "first 50 rows" in table
    assert "49" in table
    assert "4999" not in table
    assert "first 3 rows" in edp(home, "query", many, "--limit", "3").out


def test_the_table_shows_null_control_characters_and_brackets_as_they_are(home: Path) -> None:
    out = edp(home, "query", "FROM prod.shop.sale ORDER BY sale_id").out
    assert "NULL" in out
    assert '"hi"\\né [red]x[/red]' in out
    assert "\x1b" not in edp(home, "query", "SELECT chr(27) || '[2J' AS trick").out
    assert out.splitlines()[-1] == "3 rows"


def test_numbers_stand_to_the_right_and_text_to_the_left(home: Path) -> None:
    pairs = "SELECT * FROM (VALUES (1, 'x'), (1000, 'yyyy')) AS pair (number, word)"
    lines = edp(home, "query", pairs).out.splitlines()
    assert lines[2].split("│")[0] == "     1 "
    assert lines[2].split("│")[1].startswith(" x")


@pytest.mark.parametrize(
    ("sql", "says"),
    [
        ("DELETE FROM prod.shop.sale", "DELETE is not allowed"),
        ("CREATE TABLE t (a INTEGER)", "CREATE is not allowed"),
        ("ATTACH ':memory:' AS other", "ATTACH is not allowed"),
        ("SET enable_external_access = true", "SET is not allowed"),
        ("COPY prod.shop.sale TO 'x.csv'", "COPY is not allowed"),
        ("PRAGMA database_list", "PRAGMA is not allowed"),
        ("CALL pragma_version()", "CALL is not allowed"),
        ("INSTALL httpfs", "LOAD is not allowed"),
        ("SELECT 1; SELECT 2", "2 statements"),
        ("SELECT 1; DROP TABLE prod.shop.sale", "2 statements"),
        ("-- nothing", "no statement"),
        ("SELEC 1", "syntax error"),
        ("SELECT * FROM read_text('/etc/hostname')", "disabled by configuration"),
        ("SELECT * FROM glob('/*')", "disabled by configuration"),
        ("WITH gone AS (DELETE FROM prod.shop.sale RETURNING *) SELECT * FROM gone", "read-only"),
        ("SELECT amont FROM prod.shop.sale", "amont"),
        ("SELECT 'x'::INTEGER", "Conversion Error"),
    ],
)
def test_anything_but_one_read_of_the_warehouse_is_refused_in_one_line(home: Path, sql: str, says: str) -> None:
    assert says in refusal(edp(home, "query", sql))
    count = edp(home, "query", "SELECT COUNT(*) AS rows_left FROM prod.shop.sale", "--format", "json")
    assert json.loads(count.out) == [{"rows_left": 3}]


def test_a_python_variable_of_the_tool_is_no_table(home: Path) -> None:
    assert "no table warehouse" in refusal(edp(home, "query", "SELECT * FROM warehouse"))


@pytest.mark.parametrize("sql", ["prod.shop.sales", "prod.shpo.sale", "sale"])
def test_an_unknown_table_is_answered_with_the_right_one(home: Path, sql: str) -> None:
    line = refusal(edp(home, "query", f"SELECT * FROM {sql}"))
    assert "did you mean prod.shop.sale?" in line


def test_similar_names_prefer_the_schema_that_was_meant() -> None:
    known = ["raw.netsuite.account", "raw.sfdc.account", "raw.zuora.account", "prod.common.dim_date"]
    assert similar_names("raw.zuora.acount", known)[0] == "raw.zuora.account"
    assert similar_names("dim_dates", known) == ["prod.common.dim_date"]
    assert similar_names("completely_else", known) == []


def test_two_columns_of_one_name_are_no_json_object(home: Path) -> None:
    assert "appears twice" in refusal(edp(home, "query", "SELECT 1 AS a, 2 AS a", "--format", "json"))
    assert edp(home, "query", "SELECT 1 AS a, 2 AS a", "--format", "csv").out == "a,a\r\n1,2\r\n"


def test_a_missing_a_broken_and_a_locked_warehouse_are_one_line_each(home: Path, tmp_path: Path) -> None:
    missing = refusal(edp(tmp_path, "query", "SELECT 1"))
    assert "raw.duckdb" in missing
    assert "run `edp up`" in missing
    assert list(tmp_path.iterdir()) == []

    folder = tmp_path / "warehouse"
    folder.mkdir()
    (folder / "raw.duckdb").write_bytes(b"this is no database" * 1000)
    assert "not a readable DuckDB file" in refusal(edp(tmp_path, "query", "SELECT 1"))

    file = str(home / "warehouse" / "prod.duckdb")
    code = f"import duckdb, sys; held = duckdb.connect({file!r}); print('held', flush=True); sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        line = refusal(edp(home, "query", "SELECT 1"))
        assert "another process has the warehouse open" in line
        assert "prod.duckdb" in line
        holder.communicate()


def test_two_readers_share_the_warehouse(home: Path) -> None:
    with open_warehouse(Settings(project=PROJECT, home=home), read_only=True):
        reader = [sys.executable, "-m", "scripts", "query", "SELECT 1 AS one", "--format", "csv"]
        done = subprocess.run(reader, cwd=PROJECT, env={"EDP_HOME": str(home)}, capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (0, b"one\r\n1\r\n")
