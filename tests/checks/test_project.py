"""A small real dbt project is parsed by dbt, loaded and checked through the command."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from scripts.checks import command
from scripts.checks.project import Project, is_fresh, load, load_artifacts, read_artifact
from scripts.core.errors import EdpError
from scripts.core.settings import PROJECT, Settings

DBT_PROJECT = """name: edp
version: "0.1.0"
profile: edp
test-paths: [tests/data]
models: {edp: {+database: prod, common_prep: {+schema: common_prep}}}
flags: {require_generic_test_arguments_property: true, validate_macro_args: true}
"""
SOURCES = """sources:
  - name: zuora
    database: raw
    tables:
      - name: account
        description: One row per account.
        config: {tags: [mnpi], loaded_at_field: t, freshness: {warn_after: {count: 6, period: hour}}}
"""
SQL = """-- grain: one row per account
WITH account AS (
  SELECT * FROM {{ source('zuora', 'account') }}
), final AS (
  SELECT id AS account_id FROM account
)

SELECT * FROM final
"""
YML = """models:
  - name: prep_account
    description: One row per account.
    config: {tags: [mnpi_exception], meta: {mnpi_exception_reason: No amounts.}}
    columns:
      - name: account_id
        description: The key
        config: {meta: {masking_policy: sales_data_masking}}
        data_tests:
          - unique: {name: prep_account_is_unique}
          - not_null: {name: prep_account_is_given}
unit_tests:
  - name: prep_account_keeps_all
    model: prep_account
    given: [{input: "source('zuora', 'account')", rows: []}]
    expect: {rows: []}
"""
SNAPSHOT = """snapshots:
  - name: account_snapshots
    relation: source('zuora', 'account')
    description: One row per version of an account.
    config: {unique_key: id, strategy: timestamp, updated_at: t, database: raw, schema: snapshots}
"""
MACROS = """macros:
  - name: half
    description: Half of it.
    arguments: [{name: x, type: string, description: An expression}]
"""
FILES = {
    "dbt_project.yml": DBT_PROJECT,
    "models/sources/zuora/_zuora__sources.yml": SOURCES,
    "models/common_prep/prep_account.sql": SQL,
    "models/common_prep/prep_account.yml": YML,
    "snapshots/account_snapshots.yml": SNAPSHOT,
    "macros/sql/half.sql": "{% macro half(x) %}{{ x }} / 2{% endmacro %}\n",
    "macros/sql/_macros.yml": MACROS,
    "seeds/governance/project_tags.csv": "tag,purpose,owner\nmnpi,a,b\nmnpi_exception,a,b\n",
    "seeds/governance/project_tags.yml": "seeds: [{name: project_tags, description: One row per tag.}]\n",
    "config/pumps.yml": "pumps:\n  - {model: a, owner: b}\n",
}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    for path, text in FILES.items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    shutil.copytree(PROJECT / "profiles", tmp_path / "profiles")
    shutil.copytree(PROJECT / "checks", tmp_path / "checks", ignore=shutil.ignore_patterns("*.csv"))
    return Project(tmp_path, tmp_path)


def run_command(project: Project, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> tuple[int, str]:
    settings = Settings(project=project.root, home=project.root)
    monkeypatch.setattr(Settings, "from_environment", classmethod(lambda _: settings))
    app = typer.Typer(pretty_exceptions_enable=False)
    app.command()(command.check)
    result = CliRunner().invoke(app, arguments)
    if isinstance(result.exception, EdpError):
        raise result.exception
    return result.exit_code, result.stdout


def test_what_dbt_writes_reaches_the_tables(project: Project) -> None:
    connection = load(project)

    def rows(sql: str) -> list[tuple]:
        return connection.execute(sql).fetchall()

    assert rows("SELECT name, layer, folder, materialized, contract, tags FROM dbt.models") == [
        ("prep_account", "prep", "common_prep", "view", False, ["mnpi_exception"])
    ]
    assert rows("SELECT meta ->> 'mnpi_exception_reason', patch_path FROM dbt.models") == [
        ("No amounts.", "models/common_prep/prep_account.yml")
    ]
    assert rows("SELECT name, position, meta ->> 'masking_policy' FROM dbt.columns") == [
        ("account_id", 1, "sales_data_masking")
    ]
    assert rows("SELECT test_name, column_name, attached_node, singular FROM dbt.tests ORDER BY 1") == [
        ("not_null", "account_id", "model.edp.prep_account", False),
        ("unique", "account_id", "model.edp.prep_account", False),
    ]
    assert rows("SELECT name, model FROM dbt.unit_tests") == [("prep_account_keeps_all", "prep_account")]
    assert rows("SELECT source_name, name, tags, loaded_at_field FROM dbt.sources") == [
        ("zuora", "account", ["mnpi"], "t")
    ]
    assert rows("SELECT name, strategy, unique_key FROM dbt.snapshots") == [("account_snapshots", "timestamp", '"id"')]
    assert rows("SELECT name FROM dbt.seeds") == [("project_tags",)]
    assert rows("SELECT unique_id, name, description FROM dbt.macro_arguments") == [
        ("macro.edp.half", "x", "An expression")
    ]
    assert rows("SELECT name, patch_path FROM dbt.macros") == [("half", "macros/sql/_macros.yml")]
    edges = {("source.edp.zuora.account", "model.edp.prep_account")}
    assert edges <= set(rows("SELECT parent, child FROM dbt.edges"))
    assert rows("SELECT key, value, line FROM config.entries ORDER BY 1") == [
        ("pumps[0].model", "a", 2),
        ("pumps[0].owner", "b", 2),
    ]
    assert rows("SELECT csv_line, tag FROM seed.project_tags") == [(2, "mnpi"), (3, "mnpi_exception")]
    assert rows("SELECT lines, first_line FROM dbt.files WHERE path LIKE '%/prep_account.sql'") == [
        (8, "-- grain: one row per account")
    ]
    assert rows("SELECT kind, name, line, in_import FROM dbt.inputs") == [("source", "zuora.account", 3, True)]
    assert rows("SELECT name, imports FROM dbt.ctes WHERE path LIKE 'models/%' ORDER BY position") == [
        ("account", "zuora.account"),
        ("final", None),
    ]


def test_catalog_and_run_results_are_loaded_where_dbt_left_them(project: Project) -> None:
    load(project)
    column = {"index": 1, "name": "ACCOUNT_ID", "type": "VARCHAR"}
    catalog = {"nodes": {"model.edp.prep_account": {"columns": {"ACCOUNT_ID": column}}}, "sources": {}}
    result = {"unique_id": "model.edp.prep_account", "status": "success", "execution_time": 1.5, "failures": None}
    (project.target / "catalog.json").write_text(json.dumps(catalog))
    (project.target / "run_results.json").write_text(json.dumps({"results": [{**result, "message": "OK"}]}))
    compiled = project.target / "compiled/edp/models/common_prep/prep_account.sql"
    compiled.parent.mkdir(parents=True)
    compiled.write_text("SELECT 1")
    connection = load_artifacts(project, read_artifact(project.target / "manifest.json"))
    assert connection.execute("SELECT name, data_type FROM dbt.catalog_columns").fetchall() == [
        ("account_id", "VARCHAR")
    ]
    assert connection.execute("SELECT status, execution_time FROM dbt.run_results").fetchall() == [("success", 1.5)]
    assert connection.execute("SELECT path FROM dbt.files WHERE compiled = 'SELECT 1'").fetchall() == [
        ("models/common_prep/prep_account.sql",)
    ]


def test_the_manifest_is_stale_after_a_change_an_addition_and_a_removal(project: Project) -> None:
    assert not is_fresh(project)
    load(project)
    assert is_fresh(project)
    model = project.root / "models/common_prep/prep_account.sql"
    later = (project.target / "manifest.json").stat().st_mtime + 10
    os.utime(model, (later, later))
    assert not is_fresh(project)
    os.utime(model, (0, 0))
    assert is_fresh(project)
    folder = model.parent
    (folder / "removed.sql").touch()
    (folder / "removed.sql").unlink()
    os.utime(folder, (later, later))
    assert not is_fresh(project)


def test_the_command_is_silent_about_a_clean_check_and_fails_a_broken_one(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, text = run_command(project, monkeypatch, "--select", "grain_line", "--select", "key_tested")
    assert (code, text) == (0, "check: 3 checks, 0 errors, 0 warnings, 0 excepted\n")
    (project.root / "models/common_prep/prep_account.yml").unlink()
    code, text = run_command(project, monkeypatch, "--select", "key_tested")
    assert code == 1
    assert text.splitlines()[0] == (
        "models/common_prep/prep_account.sql  key_tested  prep_account has no tested key; test one column with unique "
        "and not_null, or the columns together with unique_combination"
    )
    assert "check: 2 checks, 1 errors, 0 warnings, 0 excepted" in text


def test_the_command_prints_machine_formats_and_explains(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    _, text = run_command(project, monkeypatch, "--select", "key_tested", "--format", "json")
    assert json.loads(text)["failed"] is False
    code, text = run_command(project, monkeypatch, "--explain", "key_tested")
    assert code == 0
    assert text.startswith("key_tested (error): Every model's key is tested\nReason: ")
    _, text = run_command(project, monkeypatch, "--explain", "exceptions")
    assert text.startswith("exceptions (error): The register of exceptions only shrinks\n")
    with pytest.raises(EdpError, match="did you mean key_tested"):
        run_command(project, monkeypatch, "--explain", "key_test")


def test_a_project_dbt_cannot_parse_is_one_line(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    model = project.root / "models/common_prep/prep_account.sql"
    model.write_text("SELECT * FROM {{ ref('nothing') }}")
    with pytest.raises(EdpError, match=r"^dbt parse: .*nothing.*$"):
        run_command(project, monkeypatch)


def test_an_interrupted_artifact_a_bad_config_and_a_bad_seed_are_one_line(project: Project) -> None:
    load(project)
    manifest = read_artifact(project.target / "manifest.json")
    (project.root / "config/pumps.yml").write_text("pumps:\n  - {model: a\n")
    with pytest.raises(EdpError, match=r"^config/pumps.yml:\d+: not valid YAML, .*; correct the file$"):
        load_artifacts(project, manifest)
    (project.root / "config/pumps.yml").unlink()
    (project.root / "seeds/governance/project_tags.csv").write_text("tag,purpose\na,b,c,d\n")
    with pytest.raises(EdpError, match=r"^seeds/governance/project_tags.csv: not a readable CSV, "):
        load_artifacts(project, manifest)
    (project.root / "seeds/governance/project_tags.csv").write_text("tag,the purpose\na,b\n")
    with pytest.raises(EdpError, match=r"^seeds/governance/project_tags.csv: 'the purpose' is not a valid SQL name"):
        load_artifacts(project, manifest)
    (project.target / "manifest.json").write_text('{"metadata": ')
    with pytest.raises(EdpError, match=r"manifest.json: not readable JSON \(.*\); delete it and run again$"):
        read_artifact(project.target / "manifest.json")
