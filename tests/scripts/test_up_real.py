"""`edp up` on the real project: what it says is what there is, and what it suggests works."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from scripts.core.settings import PROJECT, Settings
from scripts.core.warehouse import open_warehouse
from scripts.up.report import EXAMPLES, raw_schemas, table_rows
from tests.support.built import run_edp
from tests.support.cli import edp, refusal


def test_the_last_table_counts_what_is_really_there(built_warehouse: Path) -> None:
    printed = (built_warehouse / "up.out").read_text()
    found = re.findall(r"│ (\S[^│]*?)\s*│\s*(\d*) │\s*(\d*) │\s*([\d,]*) │", printed)
    lines = {name: (tables, views, rows.replace(",", "")) for name, tables, views, rows in found}
    with open_warehouse(Settings(project=PROJECT, home=built_warehouse), read_only=True) as warehouse:
        rows = table_rows(warehouse)
        marts = "prod.restricted_safe_common_mart_sales."
        for schema, (tables, count) in raw_schemas(rows).items():
            assert lines[f"raw.{schema}"] == (str(tables), "", str(count))
        assert int(lines["sales marts"][2]) == sum(count for name, count in rows.items() if name.startswith(marts))
        assert int(lines["snapshots"][0]) == sum(name.startswith("raw.snapshots.") for name in rows)
        [(views,)] = warehouse.query(
            "SELECT COUNT(*) FROM duckdb_views() WHERE database_name = 'prep' AND NOT internal"
        )
        assert int(lines["source models"][1]) == views
        total, passed, warned = warehouse.query(
            "SELECT COUNT(*), COUNT(*) FILTER (test_status = 'pass'), COUNT(*) FILTER (test_status = 'warn')"
            " FROM prod.workspace_data.test_results_latest"
        )[0]
    tests = next(line for line in printed.splitlines() if line.startswith("tests"))
    assert f"{total:,} run: {passed:,} passed" in tests
    assert f"{warned} warned" in tests
    assert tests.endswith(" 0 failed")
    assert str(built_warehouse / "warehouse") in printed


@pytest.mark.parametrize(("what", "sql"), EXAMPLES)
def test_every_suggested_query_is_printed_and_answers(built_warehouse: Path, what: str, sql: str) -> None:
    assert f'edp query "{sql}"' in (built_warehouse / "up.out").read_text()
    done = edp(built_warehouse, "query", sql, "--format", "csv")
    assert done.code == 0, done.error
    if "handbook" not in what and "repository" not in what:
        assert len(list(csv.reader(io.StringIO(done.out)))) > 1


def test_the_planted_customer_has_its_agreed_mrr(built_warehouse: Path) -> None:
    sql = (
        "SELECT SUM(mrr) AS mrr, COUNT(DISTINCT arr_month) AS months"
        " FROM prod.restricted_safe_common_mart_sales.mart_arr WHERE subscription_name = 'CAST-C01'"
    )
    answer = json.loads(edp(built_warehouse, "query", sql, "--format", "json").out, parse_float=Decimal)
    assert answer == [{"mrr": Decimal(11176), "months": 20}]


def test_a_second_run_is_told_apart_and_changes_no_mart_and_no_history(copied_warehouse: Callable[[], Path]) -> None:
    home = copied_warehouse()
    settings = Settings(project=PROJECT, home=home)
    before = _fingerprints(settings)
    done = run_edp(home, "up")
    assert done.returncode == 0, done.stderr
    assert done.stderr.startswith("The warehouse is current: building and testing it again\n")
    assert "W0" not in done.stderr
    assert _fingerprints(settings) == before


def _fingerprints(settings: Settings) -> dict[str, tuple[int, int]]:
    """Rows and a hash of all values of every table, but for the record of test runs, which grows, and load times."""
    with open_warehouse(settings, read_only=True) as warehouse:
        return {
            name: warehouse.query(f"SELECT COUNT(*), COALESCE(bit_xor(hash(line)), 0) FROM {name} AS line")[0]
            for name in table_rows(warehouse)
            if not name.startswith(("prep.trusted_data.", "raw.handbook."))
        }


def test_wrong_waves_and_numbers_of_the_generator_are_one_line_each(tmp_path: Path) -> None:
    assert "'W3' is not one of 'W0', 'W1', 'W2', 'all'" in refusal(edp(tmp_path, "raw", "build", "--wave", "W3"))
    assert "--scale 0: must be a whole number from 1" in refusal(edp(tmp_path, "raw", "build", "--scale", "0"))
    assert list(tmp_path.iterdir()) == []
