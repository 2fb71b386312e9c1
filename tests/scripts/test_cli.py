"""The command line itself: help, exit codes, one line per mistake."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.core.errors import EdpError
from scripts.core.settings import PROJECT, Settings
from scripts.core.warehouse import open_warehouse
from tests.support.cli import edp, refusal

EDP = [sys.executable, "-m", "scripts"]


def test_help_names_every_command_and_loads_nothing_heavy(tmp_path: Path) -> None:
    code = (
        "import sys; from scripts.cli import main; code = main(['--help'])\n"
        "heavy = {'dbt', 'duckdb', 'pyarrow', 'sqlglot', 'pandas', 'numpy', 'snowflake', 'fakesnow'}\n"
        "heavy &= set(sys.modules)\n"
        "sys.exit(f'imported {heavy}' if heavy else code)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    for command in ("up", "raw", "extract", "check", "permissions", "lint", "query", "snowflake"):
        assert f"│ {command} " in done.stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["frobnicate"], "No such command 'frobnicate'"),
        (["query"], "Missing argument 'SQL'"),
        (["query", "SELECT 1", "--nope"], "unexpected extra argument"),
        (["query", "SELECT 1", "--format", "xml"], "'xml' is not one of 'table', 'json', 'csv'"),
        (["query", "SELECT 1", "--limit", "0"], "greater than or equal to 1"),
        (["query", "SELECT 1", "--limit", "many"], "--limit"),
        (["extract", "nothing"], "No such command 'nothing'"),
    ],
)
def test_a_usage_mistake_is_one_line_and_exit_1(tmp_path: Path, arguments: list[str], says: str) -> None:
    line = refusal(edp(tmp_path, *arguments))
    assert says in line
    assert "--help`" in line


def test_edp_alone_prints_its_help_and_exits_1(tmp_path: Path) -> None:
    outcome = edp(tmp_path)
    assert (outcome.code, outcome.error) == (1, "")
    assert "Usage" in outcome.out


def test_a_reader_that_leaves_early_is_no_error(tmp_path: Path) -> None:
    _empty_warehouse(tmp_path)
    line = f"{sys.executable} -m scripts query 'FROM range(1000000)' --format csv | head -n 1"
    command = ["bash", "-o", "pipefail", "-c", line]
    done = subprocess.run(command, cwd=PROJECT, env=_environment(tmp_path), capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"range\r\n", b"")


def test_ctrl_c_ends_quietly_with_130(tmp_path: Path) -> None:
    _empty_warehouse(tmp_path)
    endless = "SELECT COUNT(*) FROM range(100000000000) AS many CROSS JOIN range(1000) AS more"
    with subprocess.Popen(
        [*EDP, "query", f"{endless} WHERE many.range % 7 = more.range % 5"],
        cwd=PROJECT,
        env=_environment(tmp_path),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # a test run in the background ignores Ctrl-C, and its children would, too
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as process:
        try:
            # long enough for a busy machine to have imported everything and begun the query
            with pytest.raises(subprocess.TimeoutExpired):
                process.wait(timeout=8)
            process.send_signal(signal.SIGINT)
            out, error = process.communicate(timeout=60)
        finally:
            process.kill()
    assert process.returncode == 130
    assert b"Traceback" not in out + error


def _empty_warehouse(home: Path) -> None:
    with open_warehouse(Settings(project=PROJECT, home=home), create=True):
        pass


def _environment(home: Path) -> dict[str, str]:
    return {"EDP_HOME": str(home), "PATH": os.environ["PATH"], "PYTHONWARNINGS": "ignore"}


def test_memory_that_runs_out_is_one_line(tmp_path: Path) -> None:
    _empty_warehouse(tmp_path)

    def want_too_much() -> None:
        with open_warehouse(Settings(project=PROJECT, home=tmp_path)) as small:
            small.execute("SET memory_limit = '10MB'")
            small.execute("SET max_temp_directory_size = '0KB'")
            small.query("SELECT string_agg(repeat('x', 100), ',') FROM range(1000000)")

    with pytest.raises(EdpError, match=r"Out of Memory Error: .*free memory") as caught:
        want_too_much()
    assert "\n" not in str(caught.value)
