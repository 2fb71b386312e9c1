"""dbt in this process: small typed results, one line per problem, deaf to the shell's dbt settings."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from scripts.core.dbt import DbtProject, Node, Outcome, one_line
from scripts.core.errors import EdpError
from scripts.core.settings import PROJECT, Settings
from scripts.core.warehouse import open_warehouse
from tests.conftest import macro_project

MODEL_YML = """models:
  - name: amount
    description: One row.
    columns:
      - name: amount_id
        description: "Key"
        data_tests:
          - not_null: {name: amount_id_is_present}
"""
SOURCES_YML = """sources:
  - name: shop
    database: raw
    schema: shop_stitch
    tables:
      - name: sale
"""
MODEL = "SELECT sale_id::INTEGER AS amount_id, {{ as_of_date() }}::VARCHAR AS told FROM {{ source('shop', 'sale') }}\n"


def node(
    name: str, kind: str = "model", status: str = "success", message: str = "", inputs: tuple[str, ...] = ()
) -> Node:
    return Node(name, kind, f"{name}.sql", kind, status, message, inputs, None, "table", 0.1)


def test_the_problem_of_an_outcome_is_its_first_failed_node_with_what_it_reads() -> None:
    assert Outcome((node("a"), node("b", "test", "warn"), node("c", "test", "pass"))).problem() is None
    broken = node("x", status="error", message="column b is gone", inputs=("raw.s.t",))
    outcome = Outcome((node("a"), node("t", "test", "fail", "Got 3 results"), broken, node("z", status="skipped")))
    assert outcome.problem() == "model x (x.sql) reads raw.s.t: column b is gone (and 1 more)"
    assert Outcome((node("t", "unit_test", "fail", "differs"),)).problem() == "unit test t (t.sql): differs"


def test_a_message_of_dbt_becomes_one_line_without_its_headings() -> None:
    assert one_line(
        "Compilation Error\n  [WARNING][SomeDeprecation]: Deprecated functionality\nCustom key `x` found"
    ) == ("Custom key `x` found")
    assert one_line("Parsing Error\n  Syntax error near line 2\n  -----------------\n  1 | models: [") == (
        "Syntax error near line 2"
    )
    assert one_line("first\n\nsecond") == "first"


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with this project's macros and one model on one source, and its warehouse."""
    folder = macro_project(tmp_path_factory.mktemp("small"))
    shutil.copytree(PROJECT / "profiles", folder / "profiles")
    (folder / "models").mkdir()
    (folder / "models" / "amount.sql").write_text(MODEL)
    (folder / "models" / "amount.yml").write_text(MODEL_YML)
    (folder / "models" / "_sources.yml").write_text(SOURCES_YML)
    with open_warehouse(Settings(project=folder, home=folder), create=True) as warehouse:
        warehouse.execute("CREATE SCHEMA raw.shop_stitch")
        warehouse.execute("CREATE TABLE raw.shop_stitch.sale AS SELECT 1 AS sale_id")
    DbtProject(Settings(project=folder, home=folder)).parse()
    return folder


@pytest.fixture
def small(template: Path, tmp_path: Path) -> Settings:
    shutil.copytree(template, tmp_path / "small")
    return Settings(project=tmp_path / "small", home=tmp_path / "small")


def told(settings: Settings) -> str:
    with open_warehouse(settings, read_only=True) as warehouse:
        return str(warehouse.query("SELECT told FROM prod.preparation.amount")[0][0])


def test_one_parse_serves_builds_of_several_days(small: Settings) -> None:
    project = DbtProject(small)
    steps: list[tuple[str, int, int]] = []
    for day in ("2024-12-29", "2024-12-30"):
        done = project.build(
            variables={"as_of_date": day}, progress=lambda name, done, total: steps.append((name, done, total))
        )
        assert [(entry.name, entry.status) for entry in done.nodes] == [
            ("amount", "success"),
            ("amount_id_is_present", "pass"),
        ]
        assert day in told(small)
    assert steps == [("amount", 1, 2), ("amount_id_is_present", 2, 2)] * 2


def test_the_files_are_let_go_after_every_invocation(small: Settings) -> None:
    DbtProject(small).build(variables={})
    with open_warehouse(small) as warehouse:
        warehouse.execute("CREATE TABLE raw.main.mine AS SELECT 1 AS one")


def test_dbt_settings_of_the_shell_change_nothing(small: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "DBT_TARGET": "prod",
        "DBT_PROFILES_DIR": "/nowhere",
        "DBT_PROJECT_DIR": "/nowhere",
        "DBT_TARGET_PATH": "/nowhere",
        "DBT_EMPTY": "true",
        "DBT_EXCLUDE_RESOURCE_TYPES": "model",
        "DBT_DEFER": "true",
        "DBT_LOG_LEVEL": "debug",
    }.items():
        monkeypatch.setenv(name, value)
    done = DbtProject(small).build(variables={})
    assert {entry.name: entry.status for entry in done.nodes} == {"amount": "success", "amount_id_is_present": "pass"}
    with open_warehouse(small, read_only=True) as warehouse:
        assert warehouse.query("SELECT COUNT(*) FROM prod.preparation.amount") == [(1,)]


def test_a_source_that_lost_a_column_is_named_with_the_column(small: Settings) -> None:
    with open_warehouse(small) as warehouse:
        warehouse.execute("ALTER TABLE raw.shop_stitch.sale RENAME COLUMN sale_id TO sold")
    problem = DbtProject(small).build(variables={}).problem()
    assert problem is not None
    assert "\n" not in problem
    assert problem.startswith("model amount (models/amount.sql) reads raw.shop_stitch.sale: ")
    assert '"sale_id"' in problem


def test_a_failing_test_is_named_with_its_file_and_count(small: Settings) -> None:
    with open_warehouse(small) as warehouse:
        warehouse.execute("INSERT INTO raw.shop_stitch.sale VALUES (NULL), (NULL)")
    problem = DbtProject(small).build(variables={}).problem()
    assert problem == "test amount_id_is_present (models/amount.yml): Got 2 results, configured to fail if != 0"


def complaint(settings: Settings) -> str:
    try:
        return DbtProject(settings).build(variables={}).problem() or "nothing was wrong"
    except EdpError as error:
        return str(error)


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("models/amount.yml", "description: One", "descripton: One", "Custom key `descripton` found at `models[0]`"),
        ("models/amount.yml", "data_tests", "data_test", "`data_test`"),
        ("models/amount.yml", "columns:", "config: {materialised: table}\n    columns:", "`materialised`"),
        ("models/amount.yml", "models:", "modles:", "modles"),
        ("models/amount.yml", "models:", "models: [", "Syntax error near line"),
        ("models/_sources.yml", "schema:", "shema:", "`shema`"),
        ("models/amount.sql", "'sale'", "'sail'", "'shop.sail' which was not found"),
        ("models/amount.sql", "source(", "soruce(", "soruce"),
        ("models/amount.sql", "}}::VARCHAR", "}::VARCHAR", "unexpected"),
    ],
)
def test_a_wrong_file_is_one_line_that_names_it(small: Settings, file: str, old: str, new: str, says: str) -> None:
    path = small.project / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    line = complaint(small)
    assert says in line
    assert file.removeprefix("models/") in line
    assert "\n" not in line


def test_a_locked_warehouse_is_one_line(small: Settings) -> None:
    project = DbtProject(small)
    project.parse()
    with open_warehouse(small), pytest.raises(EdpError, match=r"raw\.duckdb|prep\.duckdb") as caught:
        project.build(variables={})
    assert "\n" not in str(caught.value)
