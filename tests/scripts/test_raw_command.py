"""`edp raw build` as a person runs it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from scripts.core.settings import DATABASES
from scripts.oracle import read_answers
from scripts.raw.model import Wave
from tests.scripts.raw_warehouse import build, built, digests, warehouse_in
from tests.support.cli import edp, refusal


def test_without_options_it_ends_at_the_last_wave_of_scale_one(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outcome = edp(tmp_path, "raw", "build")
    assert outcome.code == 0, outcome.error
    assert "raw at W2 (2024-12-31), scale 1, seed 42" in outcome.error
    assert digests(tmp_path) == digests(built(tmp_path_factory, Wave.W2))


def test_the_tables_of_the_git_log_are_made_empty(tmp_path: Path) -> None:
    assert edp(tmp_path, "raw", "build").code == 0
    with warehouse_in(tmp_path) as warehouse:
        assert warehouse.query("SELECT COUNT(*) FROM raw.handbook.git_commits") == [(0,)]
        assert warehouse.query("SELECT COUNT(*) FROM raw.handbook.git_commit_files") == [(0,)]


def test_a_wave_says_which_tables_it_changed(tmp_path: Path) -> None:
    assert edp(tmp_path, "raw", "build", "--wave", "W0").code == 0
    outcome = edp(tmp_path, "raw", "build", "--wave", "W1")
    assert outcome.code == 0
    told = {
        line.split("│")[1].strip(): line.split("│")[3].strip() for line in outcome.error.splitlines() if "raw." in line
    }
    assert told["raw.zuora_stitch.subscription"] == "yes"
    assert told["raw.zuora_stitch.product"] == "unchanged"
    # the table of the static database is loaded once and listed beside them
    assert len(told) == 56


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--scale", "0"], "--scale 0: must be a whole number from 1"),
        (["--scale", "1.5"], "Invalid value for '--scale': Input should be a valid integer"),
        (["--scale", "many"], "Invalid value for '--scale': Input should be a valid integer"),
        (["--seed", "-1"], "--seed -1: must be a whole number from 0"),
        (["--wave", "W3"], "'W3' is not one of 'W0', 'W1', 'W2', 'all'"),
        (["--answers", "."], "--answers .: is a folder; name a file"),
    ],
)
def test_a_wrong_option_is_one_line_and_writes_nothing(options: list[str], says: str, tmp_path: Path) -> None:
    assert says in refusal(edp(tmp_path, "raw", "build", *options))
    assert list(tmp_path.iterdir()) == []


def test_a_later_wave_of_another_scale_is_one_line(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    build(tmp_path, Wave.W0)
    says = refusal(edp(tmp_path, "raw", "build", "--wave", "W1", "--scale", "3"))
    assert says.startswith("raw: built at W0 with --scale 1 --seed 42, so W1 cannot have --scale 3")
    assert digests(tmp_path) == digests(built(tmp_path_factory, Wave.W0))


def test_a_file_that_is_no_database_is_one_line_and_stays(tmp_path: Path) -> None:
    (tmp_path / "warehouse").mkdir()
    file = tmp_path / "warehouse" / "raw.duckdb"
    file.write_text("these are notes, not a database, and they are longer than a header would be")
    assert "raw.duckdb: not a readable DuckDB file" in refusal(edp(tmp_path, "raw", "build"))
    assert file.read_text().startswith("these are notes")


def test_a_warehouse_in_use_is_one_line(tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path\n"
        "from tests.scripts.raw_warehouse import warehouse_in\n"
        "with warehouse_in(Path(sys.argv[1])):\n"
        "    print('open', flush=True); time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True) as other:
        try:
            assert other.stdout is not None
            assert other.stdout.readline() == "open\n"
            assert "another process has the warehouse open" in refusal(edp(tmp_path, "raw", "build"))
        finally:
            other.kill()


def test_the_answers_have_seen_every_wave(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path / "deep" / "answers.csv"
    outcome = edp(tmp_path / "home", "raw", "build", "--answers", str(path))
    assert outcome.code == 0, outcome.error
    answers = {(answer.metric, answer.period, answer.dimension): answer.value for answer in read_answers(path)}
    assert answers["ledger variance", "2024-07-01", ""] == "1250.00"
    assert {answers["account snapshot", wave.value, "changed"] for wave in Wave} == {"0", "35", "25"}
    assert digests(tmp_path / "home") == digests(built(tmp_path_factory, Wave.W2))


def test_what_dbt_builds_is_made_and_left_empty(tmp_path: Path) -> None:
    build(tmp_path, Wave.W0)
    assert {path.stem for path in (tmp_path / "warehouse").glob("*.duckdb")} == set(DATABASES)
    with warehouse_in(tmp_path, read_only=True) as warehouse:
        held = warehouse.query("SELECT DISTINCT database_name FROM duckdb_tables() WHERE NOT temporary")
    assert sorted(held) == [("raw",), ("static",)]
