"""The raw build: same input, same rows; waves in sequence or at once; all or nothing."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.core.errors import EdpError
from scripts.core.settings import PROJECT
from scripts.raw.build import State, build_raw, plan, read_state
from scripts.raw.model import Wave
from scripts.raw.registry import all_families
from tests.scripts.raw_warehouse import TABLES, build, built, digests, row_counts, warehouse_in

STATE = State(scale=1, seed=42, wave=Wave.W0, fingerprint="f")
EXISTING = {table.relation for table in TABLES}


def test_the_same_scale_and_seed_give_the_same_rows_in_the_same_order(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    build(tmp_path, Wave.W2)
    assert digests(tmp_path) == digests(built(tmp_path_factory, Wave.W2))


def test_the_rows_do_not_depend_on_how_many_threads_write_them(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    for threads in (1, 7):
        with warehouse_in(tmp_path / str(threads)) as warehouse:
            warehouse.execute(f"SET threads = {threads}")
            build_raw(warehouse, scale=5, wave=Wave.W2)
        assert digests(tmp_path / str(threads)) == digests(built(tmp_path_factory, Wave.W2, scale=5)), threads


def test_another_seed_gives_other_companies(tmp_path_factory: pytest.TempPathFactory) -> None:
    ours, other = (digests(built(tmp_path_factory, Wave.W2, seed=seed)) for seed in (42, 7))
    same = {table for table in ours if ours[table] == other[table]}
    # price lists, charts, definitions and fitted curves are no matter of chance
    assert same == {
        "raw.gitlab_data_yaml.stages",
        "raw.gitlab_data_yaml.usage_ping_metrics",
        "raw.sales_analytics.xray_curves_fy_n4q_fitted",
        "raw.sales_analytics.xray_curves_qtd_fitted",
        "raw.tap_postgres.gitlab_db_plans",
        "raw.zuora_stitch.product",
        "raw.zuora_stitch.productrateplan",
        "raw.zuora_stitch.productrateplancharge",
        "raw.zuora_stitch.productrateplanchargetier",
        "raw.netsuite_fivetran.accounts",
    }


def test_waves_one_after_the_other_equal_the_last_one_at_once(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    for wave in Wave:
        build(tmp_path, wave)
        assert digests(tmp_path) == digests(built(tmp_path_factory, wave)), wave


def test_going_back_a_wave_restores_it(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    build(tmp_path, Wave.W2)
    build(tmp_path, Wave.W0)
    assert digests(tmp_path) == digests(built(tmp_path_factory, Wave.W0))


@pytest.mark.parametrize("wave", [Wave.W1, Wave.W2])
def test_a_table_is_announced_to_change_exactly_at_the_waves_where_it_does(
    wave: Wave, tmp_path_factory: pytest.TempPathFactory
) -> None:
    before, after = (digests(built(tmp_path_factory, one)) for one in (Wave(f"W{wave.number - 1}"), wave))
    changed = {relation for relation in before if before[relation] != after[relation]}
    assert changed == {table.relation for table in TABLES if wave.number in table.changes}


def test_a_second_build_of_the_same_wave_writes_nothing(tmp_path: Path) -> None:
    assert build(tmp_path, Wave.W1).rows_written > 20_000
    again = build(tmp_path, Wave.W1)
    assert again.rows_written == 0
    assert {result.table for result in again.tables} == set(TABLES)


def test_a_table_somebody_dropped_comes_back(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    build(tmp_path, Wave.W0)
    with warehouse_in(tmp_path) as warehouse:
        warehouse.execute("DROP TABLE raw.zuora_stitch.contact")
    written = [result.table.name for result in build(tmp_path, Wave.W0).tables if result.written]
    assert written == ["contact"]
    assert digests(tmp_path) == digests(built(tmp_path_factory, Wave.W0))


def test_rows_grow_linearly_with_the_scale(tmp_path_factory: pytest.TempPathFactory) -> None:
    one, five = (row_counts(built(tmp_path_factory, Wave.W2, scale=scale)) for scale in (1, 5))
    constant = {relation for relation in one if one[relation] == five[relation]}
    # one row per upload, a company of one size, lists
    assert constant == {
        "raw.data_science.churn_forecasting_scores",
        "raw.data_science.ptc_scores",
        "raw.data_science.pte_scores",
        "raw.data_science.ptpt_scores",
        "raw.gitlab_data_yaml.stages",
        "raw.gitlab_data_yaml.usage_ping_metrics",
        "raw.netsuite_fivetran.accounts",
        "raw.qualtrics.post_purchase_survey_responses",
        "raw.saas_usage_ping.instance_combined_metrics",
        "raw.sales_analytics.xray_curves_fy_n4q_fitted",
        "raw.sales_analytics.xray_curves_qtd_fitted",
        "raw.sales_analytics.xray_qtd_aggregates",
        "raw.salesforce_v2_stitch.user",
        "raw.sheetload.sales_funnel_targets_matrix",
        "raw.tap_postgres.gitlab_db_plans",
        "raw.workday.compensation",
        "raw.workday.directory",
        "raw.zuora_query_api.users",
        "raw.zuora_stitch.product",
        "raw.zuora_stitch.productrateplan",
        "raw.zuora_stitch.productrateplancharge",
        "raw.zuora_stitch.productrateplanchargetier",
        "static.sensitive.qualtrics_post_purchase_survey_answers",
    }
    for relation in one.keys() - constant:
        assert 4 < five[relation] / one[relation] < 5.5, relation


def test_scored_accounts_grow_with_the_scale(tmp_path_factory: pytest.TempPathFactory) -> None:
    def scored(scale: int) -> int:
        with warehouse_in(built(tmp_path_factory, Wave.W2, scale=scale), read_only=True) as warehouse:
            sql = "SELECT SUM(json_array_length(jsontext)) FROM raw.data_science.ptc_scores"
            return int(warehouse.query(sql)[0][0])

    # three uploads of 410 accounts per unit of scale, 4 unknown ones and 2 of the cast
    assert (scored(1), scored(5)) == (3 * 416, 3 * 2056)


class Interrupted(KeyboardInterrupt):
    """Ctrl-C at a chosen moment."""


@pytest.mark.parametrize("moment", ["the world", "salesforce_v2_stitch.account", "zuora_stitch.rateplancharge"])
def test_an_interrupted_wave_leaves_the_one_before(
    moment: str, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    build(tmp_path, Wave.W0)

    def interrupt(what: str, done: int, total: int) -> None:
        if what == moment and done > 0:
            raise Interrupted

    with pytest.raises(Interrupted):
        build(tmp_path, Wave.W1, progress=interrupt)
    assert digests(tmp_path) == digests(built(tmp_path_factory, Wave.W0))
    with warehouse_in(tmp_path, read_only=True) as warehouse:
        state = read_state(warehouse)
    assert state is not None
    assert state.wave is Wave.W0


def test_a_killed_first_build_leaves_no_table_and_can_be_repeated(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    code = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from scripts.raw.model import Wave\n"
        "from tests.scripts.raw_warehouse import build\n"
        "def die(what, done, total):\n"
        "    if what == 'zuora_stitch.rateplan':\n"
        "        os.kill(os.getpid(), signal.SIGKILL)\n"
        "build(Path(sys.argv[1]), Wave.W0, progress=die)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], cwd=PROJECT, capture_output=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr
    with warehouse_in(tmp_path, read_only=True) as warehouse:
        assert warehouse.query("SELECT * FROM duckdb_tables() WHERE database_name = 'raw'") == []
    build(tmp_path, Wave.W0)
    assert digests(tmp_path) == digests(built(tmp_path_factory, Wave.W0))


def test_the_build_writes_raw_and_static_only(tmp_path_factory: pytest.TempPathFactory) -> None:
    with warehouse_in(built(tmp_path_factory, Wave.W2), read_only=True) as warehouse:
        databases = warehouse.query("SELECT DISTINCT database_name FROM duckdb_tables() WHERE NOT temporary")
    assert sorted(databases) == [("raw",), ("static",)]


def test_progress_counts_up_to_its_total_and_names_every_table(tmp_path: Path) -> None:
    steps: list[tuple[str, int, int]] = []
    build(tmp_path, Wave.W0, progress=lambda *step: steps.append(step))
    assert [done for _, done, _ in steps] == list(range(len(steps)))
    assert {total for _, _, total in steps} == {len(steps) - 1}
    assert {what for what, _, _ in steps} == {f"{table.schema}.{table.name}" for table in TABLES} | {
        "the world",
        "done",
    }


def test_a_later_wave_with_other_numbers_is_refused_and_nothing_is_written(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    build(tmp_path, Wave.W0)
    with pytest.raises(EdpError, match=r"^raw: built at W0 with --scale 1 --seed 42, so W1 cannot .* use the same"):
        build(tmp_path, Wave.W1, scale=2)
    with pytest.raises(EdpError, match=r"cannot have --scale 1 --seed 9"):
        build(tmp_path, Wave.W2, seed=9)
    assert digests(tmp_path) == digests(built(tmp_path_factory, Wave.W0))


def test_the_first_wave_or_a_restart_may_have_other_numbers(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    build(tmp_path, Wave.W2)
    build(tmp_path, Wave.W0, seed=7)
    build(tmp_path, Wave.W2, seed=42, restart=True)
    assert digests(tmp_path) == digests(built(tmp_path_factory, Wave.W2))


@pytest.mark.parametrize(
    ("numbers", "says"), [((0, 42), "--scale 0"), ((-3, 42), "--scale -3"), ((1, -1), "--seed -1")]
)
def test_impossible_numbers_are_refused(numbers: tuple[int, int], says: str, tmp_path: Path) -> None:
    scale, seed = numbers
    with pytest.raises(EdpError, match=f"^{says}: must be a whole number from "):
        build(tmp_path, Wave.W0, scale=scale, seed=seed)
    with warehouse_in(tmp_path, read_only=True) as warehouse:
        assert warehouse.query("SELECT * FROM duckdb_tables() WHERE database_name = 'raw'") == []


def test_the_plan_is_everything_when_nothing_is_there_or_the_generator_changed() -> None:
    families = all_families()
    assert plan(families, None, STATE, set()) == list(TABLES)
    changed = State(1, 42, Wave.W0, "another")
    assert plan(families, changed, STATE, EXISTING) == list(TABLES)


def test_the_plan_of_two_waves_holds_what_either_changes() -> None:
    target = State(1, 42, Wave.W2, "f")
    todo = plan(all_families(), STATE, target, EXISTING)
    assert todo == [table for table in TABLES if table.changes]
    names = {f"{table.schema}.{table.name}" for table in todo}
    assert {"data_science.pte_scores", "zuora_stitch.subscription", "snowplow.gitlab_events"} <= names
    assert {"zuora_stitch.product", "netsuite_fivetran.transactions", "zuora_stitch.contact"}.isdisjoint(names)
