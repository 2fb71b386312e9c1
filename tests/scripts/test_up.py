"""How `edp up` goes, on a project of one model: waves leave history, failures cost nothing, runs go on."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from scripts.core.errors import EdpError
from scripts.core.settings import PROJECT, Settings
from scripts.core.warehouse import open_warehouse
from scripts.raw.model import Wave
from scripts.up import files, run
from scripts.up.run import Result, bring_up
from tests.conftest import macro_project
from tests.support.cli import edp, refusal
from tests.support.repository import TestRepository

SNAPSHOT = """snapshots:
  - name: day_snapshot
    relation: ref('day')
    config: {unique_key: day_id, strategy: check, check_cols: all}
"""
MODEL_YML = "models: [{name: day, columns: [{name: day_id, data_tests: [unique: {name: day_is_one_row}]}]}]"
SOURCES_YML = """sources:
  - name: zuora
    database: raw
    schema: zuora_stitch
    config: {loaded_at_field: _sdc_batched_at, freshness: {error_after: {count: 1, period: hour}}}
    tables: [{name: account}]
"""


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small project and the warehouse `edp up` makes of it."""
    folder = macro_project(tmp_path_factory.mktemp("up"))
    shutil.copytree(PROJECT / "profiles", folder / "profiles")
    for name, text in {
        "models/day.sql": "SELECT 1 AS day_id, {{ as_of_date() }}::DATE AS told",
        "models/day.yml": MODEL_YML,
        "models/customer.sql": "SELECT accountnumber AS account_number FROM {{ source('zuora', 'account') }}",
        "models/sources.yml": SOURCES_YML,
        "snapshots/day_snapshot.yml": SNAPSHOT,
    }.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    up(Settings(project=folder, home=folder))
    return folder


@pytest.fixture
def settings(template: Path, tmp_path: Path) -> Settings:
    shutil.copytree(template, tmp_path / "project")
    return Settings(project=tmp_path / "project", home=tmp_path / "project")


def up(settings: Settings, *, scale: int = 1, fresh: bool = False) -> Result:
    return bring_up(settings, scale=scale, seed=42, fresh=fresh, begin=lambda _: None, report=lambda *_: None)


def query(settings: Settings, sql: str) -> list[tuple[Any, ...]]:
    with open_warehouse(settings, read_only=True) as warehouse:
        return warehouse.query(sql)


def versions(settings: Settings) -> list[tuple[date, bool]]:
    sql = "SELECT told, dbt_valid_to IS NULL FROM raw.snapshots.day_snapshot ORDER BY ALL"
    return [(told, is_newest) for told, is_newest in query(settings, sql)]


def content(settings: Settings) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in settings.warehouse.glob("*.duckdb")}


THREE_DAYS = [(date(2024, 12, 29), False), (date(2024, 12, 30), False), (date(2024, 12, 31), True)]


def test_every_wave_leaves_its_version_behind(settings: Settings) -> None:
    assert versions(settings) == THREE_DAYS
    assert query(settings, "SELECT wave, scale FROM raw.edp.build") == [("W2", 1)]
    assert not files.aside(settings).home.exists()


def test_the_age_of_the_sources_is_measured_at_the_last_load_and_an_old_one_stops_nothing(settings: Settings) -> None:
    sql = "SELECT freshness_status, measured_at::DATE FROM prep.trusted_data.source_freshness_result"
    assert query(settings, sql) == [("error", date(2025, 1, 1))]


def test_a_second_run_builds_in_place_and_changes_no_history(settings: Settings) -> None:
    before = query(settings, "FROM raw.snapshots.day_snapshot ORDER BY ALL")
    done = up(settings)
    assert (done.plan.aside, done.plan.waves) == (False, (Wave.W2,))
    assert query(settings, "FROM raw.snapshots.day_snapshot ORDER BY ALL") == before


def test_fresh_and_another_scale_make_a_new_warehouse_with_the_same_history(settings: Settings) -> None:
    assert up(settings, fresh=True).plan.aside
    assert versions(settings) == THREE_DAYS
    rows = query(settings, "SELECT COUNT(*) FROM raw.salesforce_v2_stitch.account")[0][0]
    done = up(settings, scale=2)
    assert done.plan.reason.startswith("The warehouse was built with scale 1")
    assert versions(settings) == THREE_DAYS
    assert query(settings, "SELECT COUNT(*) FROM raw.salesforce_v2_stitch.account")[0][0] > rows * 1.5


def test_a_broken_model_keeps_the_warehouse_and_mending_it_is_enough(settings: Settings) -> None:
    before = content(settings)
    model = settings.project / "models" / "day.sql"
    good = model.read_text()
    model.write_text(good + "\nFROM prod.common.nowhere")
    with pytest.raises(EdpError, match=r"^up: model day \(models/day\.sql\): Catalog Error: .*nowhere") as caught:
        up(settings)
    assert "\n" not in str(caught.value)
    assert content(settings) == before

    model.write_text(good + " -- mended")
    assert up(settings).plan.reason == "The project has changed since the warehouse was built: making a new one"
    assert versions(settings) == THREE_DAYS


def test_a_failing_test_keeps_the_warehouse_and_the_new_one_can_be_looked_into(settings: Settings) -> None:
    before = content(settings)
    model = settings.project / "models" / "day.sql"
    model.write_text(model.read_text() + "\nUNION ALL SELECT 1, NULL WHERE {{ as_of_date() }} = DATE '2024-12-31'")
    with pytest.raises(EdpError, match=r"test day_is_one_row \(models/day\.yml\): Got 1 result.*EDP_HOME=") as caught:
        up(settings)
    assert content(settings) == before
    home = Path(str(caught.value).split("EDP_HOME=")[1].split(";")[0])
    assert query(Settings(project=settings.project, home=home), "SELECT COUNT(*) FROM prod.preparation.day") == [(2,)]


def test_an_interrupted_run_goes_on_after_its_last_finished_wave(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = content(settings)
    build_raw = run.build_raw

    def interrupted(*arguments: Any, **options: Any) -> Any:
        if options["wave"] is Wave.W2:
            raise KeyboardInterrupt
        return build_raw(*arguments, **options)

    monkeypatch.setattr(run, "build_raw", interrupted)
    with pytest.raises(KeyboardInterrupt):
        up(settings, scale=2)
    monkeypatch.undo()
    assert content(settings) == before
    done = up(settings, scale=2)
    assert done.plan.waves == (Wave.W2,)
    assert versions(settings) == THREE_DAYS
    assert query(settings, "SELECT wave, scale FROM raw.edp.build") == [("W2", 2)]


def test_a_finished_warehouse_that_never_reached_its_place_is_put_there(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(_: Settings) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(files, "put_in_place", crash)
    with pytest.raises(KeyboardInterrupt):
        up(settings, scale=2)
    monkeypatch.undo()
    assert query(settings, "SELECT scale FROM raw.edp.build") == [(1,)]
    assert not up(settings, scale=2).plan.aside
    assert versions(settings) == THREE_DAYS


def test_a_source_without_a_column_is_one_line_that_names_both(settings: Settings) -> None:
    with open_warehouse(settings) as warehouse:
        warehouse.execute("ALTER TABLE raw.zuora_stitch.account DROP COLUMN accountnumber")
    with pytest.raises(EdpError) as caught:
        up(settings)
    line = str(caught.value)
    assert line.startswith("up: model customer (models/customer.sql) reads raw.zuora_stitch.account: Binder Error: ")
    assert '"accountnumber"' in line
    assert "\n" not in line
    # the generator's tables are mended by making them anew
    assert "--fresh" in line
    up(settings, fresh=True)


def test_a_checkout_without_history_has_empty_git_tables_and_one_with_history_its_commits(settings: Settings) -> None:
    count = "SELECT COUNT(*) FROM raw.handbook.git_commits"
    assert query(settings, count) == [(0,)]
    assert query(settings, "SELECT COUNT(*) FROM raw.handbook.git_commit_files") == [(0,)]
    checkout = TestRepository(settings.project / "checkout")
    checkout.write("a", "1\n")
    checkout.commit("one")
    (checkout.folder / ".git").rename(settings.project / ".git")
    up(settings)
    assert query(settings, count) == [(1,)]


def test_a_held_warehouse_is_one_line_and_stays_as_it_is(settings: Settings) -> None:
    before = content(settings)
    code = (
        f"import duckdb; held = duckdb.connect({str(settings.database('prod'))!r}); print('held', flush=True); input()"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        try:
            assert holder.stdout is not None
            holder.stdout.readline()
            line = refusal(edp(settings.home, "up"))
            assert "prod.duckdb: another process has the warehouse open" in line
        finally:
            holder.communicate(b"\n")
    assert content(settings) == before
    assert not files.aside(settings).home.exists()


@pytest.mark.parametrize("option", [("--scale", "0"), ("--scale", "-1"), ("--scale", "big"), ("--seed", "-1")])
def test_a_wrong_number_is_one_line_and_writes_nothing(tmp_path: Path, option: tuple[str, str]) -> None:
    line = refusal(edp(tmp_path, "up", *option))
    assert option[0] in line
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_database_is_one_line_and_stays(tmp_path: Path) -> None:
    home = Settings(project=PROJECT, home=tmp_path)
    with open_warehouse(home, create=True):
        pass
    home.database("prep").write_bytes(b"precious notes, no database" * 500)
    assert "prep.duckdb: not a readable DuckDB file" in refusal(edp(tmp_path, "up"))
    assert home.database("prep").read_bytes().startswith(b"precious notes")
