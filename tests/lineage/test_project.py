"""The lineage of this very project: complete, true to what is built, and a proof that nothing leaks."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from scripts.checks.engine import run_check
from scripts.checks.project import Project, load_artifacts, read_manifest
from scripts.checks.rules import find_check, read_checks, read_exceptions
from scripts.core.settings import PROJECT, Settings
from scripts.core.warehouse import open_warehouse
from scripts.lineage.project import Lineage, read_lineage
from scripts.lineage.reach import carried, read_marks
from tests.support.cli import edp, refusal

pytestmark = pytest.mark.xdist_group("project_lineage")

# Cached, on two cores; what is left is to be hoped from the machine.
CACHED_SECONDS = 5


@pytest.fixture(scope="module")
def lineage() -> Lineage:
    return read_lineage(PROJECT)


@pytest.fixture(scope="module")
def manifest(built_warehouse: Path) -> dict:
    return read_manifest(Project(PROJECT, built_warehouse))


@pytest.fixture(scope="module")
def connection(built_warehouse: Path, lineage: Lineage, manifest: dict) -> Iterator[duckdb.DuckDBPyConnection]:
    with load_artifacts(Project(PROJECT, built_warehouse), manifest, lineage, with_spigots=True) as tables:
        yield tables


def _violations(connection: duckdb.DuckDBPyConnection, check_id: str) -> list[str]:
    accepted = {(row.check_id, row.entry) for row in read_exceptions(PROJECT)}
    found = run_check(connection, find_check(read_checks(PROJECT), check_id))
    return [str(violation) for violation in found if (check_id, violation.entry) not in accepted]


def test_every_column_of_every_statement_of_both_engines_is_resolved(lineage: Lineage) -> None:
    assert lineage.unresolved == []
    assert {engine for edge in lineage.edges for engine in edge.engines} == {"duckdb", "snowflake"}


def test_the_columns_of_the_lineage_are_those_that_were_built(built_warehouse: Path, lineage: Lineage) -> None:
    sql = """
      SELECT LOWER(CONCAT_WS('.', database_name, schema_name, table_name)), LIST_SORT(LIST(LOWER(column_name)))
      FROM duckdb_columns() GROUP BY 1
    """
    with open_warehouse(Settings(project=PROJECT, home=built_warehouse), read_only=True) as warehouse:
        built = dict(warehouse.query(sql))
    models = {node: relation for node, relation in lineage.relations.items() if node.startswith("model.")}
    compared = {relation: lineage.columns[node] for node, relation in models.items() if relation in built}
    assert len(compared) > 150
    assert {name: columns for name, columns in compared.items() if built[name] != columns} == {}


def test_nothing_of_the_project_leaks(connection: duckdb.DuckDBPyConnection) -> None:
    for check_id in ("personal_published", "personal_declared", "mnpi_restricted", "lineage_resolved"):
        assert _violations(connection, check_id) == []


def test_the_proof_is_about_something(lineage: Lineage, manifest: dict) -> None:
    marks = read_marks(manifest)
    assert len(marks["personal"]) > 100
    assert len(marks["mnpi"]) > 25
    # masked columns of prod and the open pump's hashes are reached by it
    reached = {each.column for each in carried(lineage, marks)}
    assert ("model.edp.dim_crm_user", "user_email") in reached
    assert ("model.edp.mart_arr", "arr") in reached
    assert ("model.edp.pump_hash_marketing_contact", "email_hash") not in reached


def test_a_new_unmasked_e_mail_column_anywhere_in_prod_is_one_line_that_names_it(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    models = connection.execute(
        "SELECT unique_id, name FROM dbt.models WHERE database = 'prod' AND schema != 'pumps_sensitive' ORDER BY name"
    ).fetchall()
    assert len(models) > 80
    for unique_id, name in models:
        connection.execute("BEGIN")
        connection.execute("INSERT INTO dbt.columns (unique_id, name) VALUES (?, 'contact_email')", [unique_id])
        found = _violations(connection, "personal_declared")
        connection.execute("ROLLBACK")
        assert len(found) == 1
        assert f"{name}.contact_email is named like a personal column" in found[0]


def test_no_value_that_looks_like_an_address_is_readable_in_prod(built_warehouse: Path, manifest: dict) -> None:
    personal = read_marks(manifest)["personal"]
    nodes = {f"{node['schema']}.{node['name']}".lower(): node["unique_id"] for node in manifest["nodes"].values()}
    tables: dict[str, list[str]] = {}
    with open_warehouse(Settings(project=PROJECT, home=built_warehouse), read_only=True) as warehouse:
        for schema, table, column in warehouse.query(
            "SELECT schema_name, table_name, column_name FROM duckdb_columns() WHERE database_name = 'prod' "
            "AND data_type = 'VARCHAR' AND schema_name != 'pumps_sensitive' ORDER BY ALL"
        ):
            name = f"{schema}.{table}"
            if (nodes.get(name), column) not in personal:
                tables.setdefault(name, []).append(column)
        shown = [
            f"{name}.{column}"
            for name, columns in tables.items()
            for column, count in zip(columns, _addresses(warehouse, name, columns), strict=True)
            if count
        ]
    assert len(tables) > 80
    assert shown == []


def _addresses(warehouse: object, name: str, columns: list[str]) -> tuple[int, ...]:
    counts = ", ".join(
        f"COUNT(*) FILTER (WHERE REGEXP_MATCHES(\"{column}\", '[A-Za-z0-9._-]+@[A-Za-z0-9-]+[.][a-z]+'))"
        for column in columns
    )
    return warehouse.query(f"SELECT {counts} FROM prod.{name}")[0]


def test_a_cached_lineage_is_there_at_once(lineage: Lineage) -> None:
    started = time.process_time()
    again = read_lineage(PROJECT)
    assert time.process_time() - started < CACHED_SECONDS
    assert again == lineage


def test_the_command_prints_both_ways_of_a_column(built_warehouse: Path) -> None:
    done = edp(built_warehouse, "lineage", "dim_crm_user.user_email")
    assert done.code == 0
    lines = done.out.splitlines()
    assert lines[:2] == ["made from", "prod.common.dim_crm_user.user_email (masked: people_data_masking)"]
    assert "direct: raw.salesforce_v2_stitch.user.email" in done.out
    assert "goes to" in lines
    up = edp(built_warehouse, "lineage", "prod.common.dim_crm_user.user_email", "--up", "--format", "json")
    tree = json.loads(up.out)
    assert list(tree) == ["up"]
    assert tree["up"]["masked_for"] == "people_data_masking"
    assert [step["kind"] for step in tree["up"]["steps"]] == ["direct"]


def test_the_report_of_implicit_flows_names_their_ways_and_is_the_same_twice(built_warehouse: Path) -> None:
    one, other = (edp(built_warehouse, "lineage", "--implicit", "--format", "json") for _ in range(2))
    assert one.out == other.out
    flows = json.loads(one.out)
    assert {flow["mark"] for flow in flows} == {"mnpi", "personal"}
    assert ["prod.common_prep.prep_user.email_domain_class"] in [flow["path"][-1:] for flow in flows]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("dim_crm_user.usr_email",), "prod.common.dim_crm_user has no column 'usr_email'; did you mean user_email?"),
        (("dim_crm_usr.user_email",), "no relation is named 'dim_crm_usr'; did you mean dim_crm_user?"),
        (("user_email",), "write it as model.column"),
        (("account.id",), "may be a column of"),
        ((), "give one column"),
        (("dim_date.date_actual", "--implicit"), "give one column"),
    ],
)
def test_wrong_input_is_one_line(built_warehouse: Path, arguments: tuple[str, ...], expected: str) -> None:
    assert expected in refusal(edp(built_warehouse, "lineage", *arguments))
