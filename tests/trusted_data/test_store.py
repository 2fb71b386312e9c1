"""The store: whose a test is, what the project has, and results that survive crashes, repeats and parallel runs."""

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import duckdb
import pytest

from scripts.core.errors import EdpError
from scripts.core.settings import PROJECT, Settings
from scripts.trusted_data.load import read_run, store

FILES = {
    "models/sources/billing_source.sql": "SELECT * FROM {{ source('billing', 'invoice') }}",
    "models/sources/crm_source.sql": "SELECT * FROM {{ source('crm', 'account') }}",
    "models/both.sql": "SELECT b.id FROM {{ ref('billing_source') }} AS b, {{ ref('crm_source') }}",
    "models/facts_financial/fct.sql": "SELECT id FROM {{ ref('both') }}",
    "models/tolerant.sql": "SELECT 1 AS id UNION ALL SELECT NULL",
    "models/models.yml": """
      version: 2
      sources:
        - {name: billing, database: raw, schema: billing, config: {meta: {data_source: Billing}},
           tables: [{name: invoice}]}
        - {name: crm, database: raw, schema: crm, config: {meta: {data_source: CRM}}, tables: [{name: account}]}
      models:
        - {name: billing_source, columns: [{name: id, data_tests: [not_null: {name: of_a_source}]}]}
        - {name: both, columns: [{name: id, data_tests: [not_null: {name: of_two_sources}]}]}
        - name: fct
          columns:
            - name: id
              data_tests:
                - not_null: {name: of_a_folder}
                - not_null: {name: of_somebody, config: {tags: [tdf, people], meta: {owner: ana, tier: 3}}}
        - name: tolerant
          columns:
            - name: id
              data_tests: [not_null: {name: tolerates, config: {severity: warn, warn_if: ">10", error_if: ">10"}}]
    """,
    "tests/data/assert_both_agree.sql": "SELECT 1 FROM {{ ref('fct') }}, {{ ref('crm_source') }} WHERE FALSE",
}


@pytest.fixture(scope="module")
def built(sandbox):
    sandbox.write(FILES)
    shutil.copytree(PROJECT / "profiles", sandbox.project / "profiles")
    for sql in (
        "CREATE SCHEMA raw.billing",
        "CREATE SCHEMA raw.crm",
        "CREATE SCHEMA prep.seeds",
        "CREATE TABLE raw.billing.invoice AS SELECT 1 AS id",
        "CREATE TABLE raw.crm.account AS SELECT 1 AS id",
        "CREATE TABLE prep.seeds.data_sources AS FROM (VALUES ('Billing', 'Finance', 'analyst_finance', 2),"
        " ('CRM', 'Sales', 'analyst_sales', 1)) AS t(data_source, audience, owner_role, tier)",
        "CREATE TABLE prep.seeds.project_tags AS FROM (VALUES ('finance', 'finance analytics'), ('tdf', 'x')) AS"
        " t(tag, owner)",
    ):
        sandbox.change(sql)
    sandbox("build")
    return sandbox


def stored(sandbox, columns="test_name", where="TRUE"):
    return sandbox.warehouse(f"SELECT {columns} FROM prep.trusted_data.test_result WHERE {where} ORDER BY ALL")


def catalogues(sandbox):
    return sandbox.warehouse(
        "SELECT COUNT(*), COUNT(DISTINCT unique_id) FROM prep.trusted_data.project_node"
        " GROUP BY invocation_id, run_at ORDER BY run_at"
    )


def test_a_test_says_whose_it_is_or_the_registers_do(built):
    found = {name: whose for name, *whose in stored(built, "test_name, subject, owner, tier")}
    assert found["of_somebody"] == ["people", "ana", "3"]
    assert found["of_a_source"] == ["finance", "analyst_finance", "2"]
    # two sources that do not agree: the more important one decides the tier, nobody's subject, the platform's owner
    assert found["of_two_sources"] == [None, "data_platform", "1"]
    assert found["of_a_folder"] == ["finance", "finance_analytics", "1"]
    assert found["assert_both_agree"] == [None, "data_platform", "1"]


def test_one_bad_row_below_a_threshold_of_ten_is_stored_as_one(built):
    assert stored(built, "test_status, rows_failed, threshold", "test_name = 'tolerates'")[0][:2] == ("pass", 1)


def test_the_project_is_recorded_when_it_has_changed_and_whole_after_a_crash(built):
    ((nodes, distinct),) = catalogues(built)
    assert nodes == distinct
    built("test")
    built("run")
    assert len(catalogues(built)) == 1
    built.change("DELETE FROM prep.trusted_data.project_node WHERE node_kind = 'model'")
    built("test", "--select", "tolerates")
    assert catalogues(built)[-1] == (nodes, nodes)
    built.write({"models/tolerant.sql": "SELECT 1 AS id, 2 AS other", "models/new.sql": "SELECT 1 AS id"})
    built("test", "--select", "tolerates")
    assert catalogues(built)[-1] == (nodes + 1, nodes + 1)
    names = built.warehouse(
        "SELECT parts FROM prep.trusted_data.project_node WHERE node_name = 'of_two_sources'"
        " ORDER BY run_at DESC LIMIT 1"
    )
    assert json.loads(names[0][0]) == [{"name": "model.edp.both"}]


@pytest.fixture(scope="module")
def past(built, tmp_path_factory):
    """The target folder of a run with tests, and what that run stored itself."""
    built("test", "--vars", "{git_commit: abc}")
    folder = tmp_path_factory.mktemp("past")
    for name in ("run_results.json", "manifest.json"):
        shutil.copy(built.home / "target_ci" / name, folder / name)
    return folder, stored(built, "*", f"invocation_id = '{read_run(folder).invocation}'")


def load(built, folder):
    return store(Settings(built.project, built.home), read_run(folder))


def test_a_past_run_is_stored_from_its_files_exactly_as_it_would_have_stored_itself(built, past):
    folder, live = past
    run = read_run(folder)
    assert load(built, folder) == 0
    built.change(f"DELETE FROM prep.trusted_data.test_result WHERE invocation_id = '{run.invocation}'")
    assert load(built, folder) == len(live) == run.results
    again = stored(built, "*", f"invocation_id = '{run.invocation}'")
    # the files know the start of the command, not of the run: microseconds apart
    assert [row[:1] + row[2:] for row in again] == [row[:1] + row[2:] for row in live]
    assert abs(again[0][1] - live[0][1]) < timedelta(seconds=5)


def test_a_load_that_was_killed_halfway_is_completed_and_doubles_nothing(built, past):
    folder, _ = past
    where = f"invocation_id = '{read_run(folder).invocation}'"
    live = stored(built, "*", where)
    built.change(f"DELETE FROM prep.trusted_data.test_result WHERE {where} AND test_name < 'of_b'")
    left = len(stored(built, where=where))
    assert 0 < left < len(live)
    assert load(built, folder) == len(live) - left
    assert stored(built, "*", where) == live


def test_a_test_the_manifest_does_not_know_is_named_and_the_others_are_read(past, tmp_path):
    folder, live = past
    shutil.copytree(folder, tmp_path / "other")
    manifest = json.loads((folder / "manifest.json").read_text())
    gone = next(name for name in manifest["nodes"] if name.startswith("test."))
    del manifest["nodes"][gone]
    (tmp_path / "other" / "manifest.json").write_text(json.dumps(manifest))
    run = read_run(tmp_path / "other")
    assert (run.results, run.unknown) == (len(live) - 1, (gone,))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "No such file"),
        ('{"metadata": {"invo', "not JSON"),
        ("{}", "'metadata' is missing"),
        ("[]", "not what dbt"),
    ],
)
def test_a_damaged_file_is_one_clear_error(past, tmp_path, text, said):
    folder, _ = past
    shutil.copy(folder / "manifest.json", tmp_path / "manifest.json")
    if text is not None:
        (tmp_path / "run_results.json").write_text(text)
    with pytest.raises(EdpError, match=said) as caught:
        read_run(tmp_path)
    assert str(tmp_path / "run_results.json") in str(caught.value)


def test_runs_that_end_at_the_same_moment_store_everything_once(macros, tmp_path):
    rows = "[['%s', '2024-12-31 08:00:00', 'test.' ~ i] + [none] * 17]"
    text = "{%% set rows = [] %%}{%% for i in range(1000) %%}{%% do rows.extend(%s) %%}{%% endfor %%}" % (rows % "RUN")
    insert = macros.compile(text + "{{ insert_records_batches_sql('t', test_result_columns(), rows) }}")
    with duckdb.connect(str(tmp_path / "store.duckdb")) as connection:
        connection.execute(macros.compile("{{ create_record_table_sql('t', test_result_columns()) }}"))

        def run(name):
            with connection.cursor() as cursor:
                cursor.execute(insert.replace("RUN", name))

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(run, ["run_1", "run_2", "run_3", "run_4"]))
        run("run_1")
        counted = connection.execute(
            "SELECT COUNT(*), COUNT(DISTINCT unique_id) FROM t GROUP BY invocation_id"
        ).fetchall()
    assert insert.count("INSERT INTO") == 2
    assert counted == [(1000, 1000)] * 4
