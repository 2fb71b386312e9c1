"""The ledger has a line for everything that was built, and fails where no reason explains a difference."""

import csv
import json

import duckdb
import pytest

from scripts.core.errors import EdpError
from scripts.snowflake.parity.compare import Side
from scripts.snowflake.parity.ledger import HEADER, make_ledger
from scripts.snowflake.parity.reasons import Reasons, read_reasons
from scripts.snowflake.parity.relations import Built, read_built

CLOCK = "dbt's own clock stamps these rows; no two runs have the same"
ORDERS = Built("fct_order", "model", ("prod", "common", "fct_order"))
PEOPLE = Built("dim_person", "model", ("prod", "common", "dim_person"))


def ledger(mine, theirs, *excused, built=(ORDERS,)):
    """The ledger of two engines, each given as its tables and their queries."""
    engines = []
    for tables in (mine, theirs):
        engine = duckdb.connect()
        for name, sql in tables.items():
            engine.execute(f"CREATE TABLE {name} AS {sql}")
        engines.append(lambda text, to=engine: to.execute(text).fetchall())
    listed = [{"name": "clock", "text": CLOCK, "columns": excused}] if excused else []
    return make_ledger(
        built,
        lambda each: tuple(Side(query, each.node) for query in engines),
        Reasons.model_validate({"reasons": listed}),
    )


def test_equal_relations_are_a_clean_ledger(tmp_path):
    tables = {"fct_order": "SELECT 1 AS order_id, 2 AS amount", "dim_person": "SELECT 'Jo' AS name"}
    found = ledger(tables, tables, built=(ORDERS, PEOPLE))
    assert (found.problems, found.counts()) == ([], {"equal": 2, "explained": 0, "different": 0})
    found.write(tmp_path / "new" / "ledger.csv")
    assert list(csv.reader((tmp_path / "new" / "ledger.csv").open())) == [
        list(HEADER),
        ["model", "fct_order", "1", "1", "2", "equal", "", ""],
        ["model", "dim_person", "1", "1", "1", "equal", "", ""],
    ]


@pytest.mark.parametrize(
    ("mine", "theirs", "problem"),
    [
        ("SELECT 1 AS id, 2 AS amount", "SELECT 1 AS id, 3 AS amount", "differs in amount"),
        ("SELECT 1 AS id", "SELECT 1 AS id FROM RANGE(2)", "1 rows on DuckDB, 2 on Snowflake"),
        ("VALUES (1, 2), (3, 4)", "VALUES (1, 4), (3, 2)", "the same values in other rows"),
        ("SELECT 1 AS id", "SELECT 'x' AS id", "id is INTEGER and VARCHAR"),
    ],
)
def test_a_difference_is_a_problem_of_one_line(mine, theirs, problem):
    assert ledger({"fct_order": mine}, {"fct_order": theirs}).problems == [f"model fct_order: {problem}"]


def test_a_named_reason_explains_its_column_and_no_other(tmp_path):
    mine = {"fct_order": "SELECT 1 AS id, 'monday' AS made_at, 5 AS amount"}
    theirs = {"fct_order": "SELECT 1 AS id, 'tuesday' AS made_at, 5 AS amount"}
    found = ledger(mine, theirs, "fct_order.made_at")
    assert (found.problems, found.counts()["explained"]) == ([], 1)
    found.write(tmp_path / "ledger.csv")
    [line] = list(csv.DictReader((tmp_path / "ledger.csv").open()))
    assert (line["status"], line["not_compared"], line["columns_compared"]) == ("explained", "made_at: clock", "2")
    wrong = {"fct_order": "SELECT 1 AS id, 'tuesday' AS made_at, 6 AS amount"}
    assert ledger(mine, wrong, "fct_order.made_at").problems == ["model fct_order: differs in amount"]


@pytest.mark.parametrize("column", ["fct_order.amount", "fct_order.none", "fct_other.amount"])
def test_a_reason_that_explains_nothing_is_a_problem(column):
    tables = {"fct_order": "SELECT 1 AS id, 5 AS amount"}
    assert ledger(tables, tables, column).problems == [
        f"reasons.yml, column {column}: is equal or not built; remove it"
    ]


def test_a_reason_for_what_has_no_rows_may_stay():
    tables = {"fct_order": "SELECT 1 AS id, 5 AS amount WHERE FALSE"}
    assert ledger(tables, tables, "fct_order.amount").problems == []


def test_what_was_not_built_is_a_problem():
    assert ledger({"fct_order": "SELECT 1 AS id"}, {}).problems == ["model fct_order: not built"]


def test_a_ledger_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(EdpError, match=r"file/ledger\.csv"):
        ledger({}, {}, built=()).write(tmp_path / "file" / "ledger.csv")


def test_the_reasons_of_the_project_can_be_read():
    assert all(column.count(".") == 1 for column in read_reasons().listed())


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("reasons: [{name: clock, text: short, columns: [a.b]}]", "text"),
        (f'reasons: [{{name: clock, text: "{CLOCK}", columns: []}}]', "columns"),
        (f'reasons: [{{name: clock, text: "{CLOCK}", columns: [a.b, a.b]}}]', "column a.b is listed twice"),
        (f'reasons: [{{name: clock, text: "{CLOCK}", columns: [a.b], why: x}}]', "why"),
    ],
)
def test_reasons_that_are_not_complete_are_refused(tmp_path, text, problem):
    file = tmp_path / "reasons.yml"
    file.write_text(text)
    with pytest.raises(EdpError, match=problem):
        read_reasons(file)


def test_a_manifest_gives_everything_that_becomes_a_relation(tmp_path):
    file = tmp_path / "manifest.json"
    node = {"database": "PROD", "schema": "common", "config": {"materialized": "table"}}
    kinds = {"dim_b": "snapshot", "dim_a": "model", "dim_t": "test"}
    nodes = {name: {**node, "name": name, "alias": name, "resource_type": kind} for name, kind in kinds.items()}
    nodes["dim_e"] = {**nodes["dim_a"], "name": "dim_e", "config": {"materialized": "ephemeral"}}
    file.write_text(json.dumps({"nodes": nodes}))
    assert read_built(file) == [
        Built("dim_a", "model", ("prod", "common", "dim_a")),
        Built("dim_b", "snapshot", ("prod", "common", "dim_b")),
    ]


@pytest.mark.parametrize("text", ["[]", "no json", '{"nodes": [1]}', '{"nodes": {"a": {}}}'])
def test_a_file_that_is_no_manifest_is_said(tmp_path, text):
    file = tmp_path / "manifest.json"
    file.write_text(text)
    with pytest.raises(EdpError, match=r"manifest\.json: this is no manifest"):
        read_built(file)
    with pytest.raises(EdpError, match="build the warehouse with `edp up`"):
        read_built(tmp_path / "none.json")
