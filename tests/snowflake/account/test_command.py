"""`edp snowflake`: serve, run a command against the account, read what was asked."""

import json
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import time

import duckdb
import pytest

from scripts.core.settings import PROJECT
from tests.support.cli import edp, refusal

ASK = """
import os, sys, snowflake.connector
connection = snowflake.connector.connect(
    host="127.0.0.1", port=int(os.environ["EDP_SNOWFLAKE_PORT"]), protocol="http", account="offline",
    user="transformer", password="offline", role="transformer", warehouse="transforming_xs", database="prep",
    login_timeout=20, network_timeout=20,
)
cursor = connection.cursor()
print(os.environ["DBT_TARGET"], *cursor.execute(sys.argv[1]).fetchone())
"""
ASK_RAW = "SELECT account_name FROM raw.crm.account"


@pytest.fixture
def home(tmp_path):
    """A home whose raw data is one table with one row."""
    (tmp_path / "warehouse").mkdir()
    for name in ("raw", "static"):
        with duckdb.connect(str(tmp_path / "warehouse" / f"{name}.duckdb")) as database:
            if name == "raw":
                database.execute("CREATE SCHEMA crm; CREATE TABLE crm.account AS SELECT 'Acme' AS account_name")
    return tmp_path


def edp_process(home, *arguments, **settings):
    return subprocess.Popen(
        [sys.executable, "-m", "scripts", "snowflake", *arguments],
        cwd=PROJECT,
        env={**os.environ, "EDP_HOME": str(home), "DBT_TARGET": "", **settings},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(home, *command, **settings):
    process = edp_process(home, "run", "--", *command, **settings)
    out, error = process.communicate(timeout=120)
    return process.returncode, out, error


def has_ended(process):
    for _ in range(100):
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False


def log_entries(home):
    return [json.loads(line) for line in (home / "logs" / "snowflake_statements.jsonl").read_text().splitlines()]


def test_a_command_finds_the_account_with_the_raw_data(home):
    code, out, error = run(home, sys.executable, "-W", "ignore", "-c", ASK, ASK_RAW)
    assert (code, out) == (0, "snowflake_offline Acme\n"), error
    assert error == f"statements: {home / 'logs' / 'snowflake_statements.jsonl'}\n"
    assert [(entry["sql"], entry["role"]) for entry in log_entries(home)][-1] == (ASK_RAW, "TRANSFORMER")


def test_dbt_connects_to_it(home):
    code, out, _ = run(home, "dbt", "debug", "--connection", "--log-path", str(home / "dbt_logs"))
    assert code == 0, out
    assert "All checks passed" in out
    assert log_entries(home)[-1]["user"] == "TRANSFORMER"


def test_the_salts_are_those_of_the_other_engine(home):
    query = "SELECT LISTAGG(salt, ' ') WITHIN GROUP (ORDER BY salt) FROM raw.security.hash_salt"
    code, out, error = run(home, sys.executable, "-W", "ignore", "-c", ASK, query)
    assert code == 0, error
    assert out.split()[1:] == [f"offline-{kind}-salt" for kind in ("email", "ip", "name", "other")]


@pytest.mark.parametrize("code", [0, 3])
def test_the_exit_code_is_that_of_the_command(home, code):
    assert run(home, sys.executable, "-c", f"raise SystemExit({code})")[0] == code


def test_another_target_of_the_account_stays(home):
    code, out, _ = run(home, sys.executable, "-c", "import os; print(os.environ['DBT_TARGET'])", DBT_TARGET="prod")
    assert (code, out) == (0, "snowflake_offline\n")
    command = (sys.executable, "-c", "import os; print(os.environ['DBT_TARGET'])")
    assert run(home, *command, DBT_TARGET="snowflake_offline_dev")[1] == "snowflake_offline_dev\n"


def test_a_command_ends_with_its_account(home):
    process = edp_process(
        home, "run", "--", sys.executable, "-c", "import os, time; print(os.getpid(), flush=True); time.sleep(60)"
    )
    child = int(process.stdout.readline())
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=30)
    assert process.returncode == 130
    assert has_ended(child)


def test_serve_prints_what_dbt_needs_and_serves(home):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = home / "elsewhere.jsonl"
    process = edp_process(home, "serve", "--port", str(port), "--log", str(log))
    try:
        lines = [process.stdout.readline().strip() for _ in range(4)]
        assert f"127.0.0.1:{port}" in lines[0]
        settings = dict(line.removeprefix("export ").split("=", 1) for line in lines[1:])
        assert settings == {
            "EDP_SNOWFLAKE_PORT": str(port),
            "DBT_TARGET": "snowflake_offline",
            "DBT_PROFILES_DIR": str(PROJECT / "profiles"),
        }
        asked = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", ASK, ASK_RAW],
            env={**os.environ, **settings},
            capture_output=True,
            text=True,
            check=False,
        )
        assert asked.stdout == "snowflake_offline Acme\n", asked.stderr
        assert ASK_RAW in log.read_text()
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)


@pytest.fixture
def log(tmp_path):
    plain = {"user": "A", "warehouse": "W", "tag": "", "clear": [], "seconds": 0.5}
    file = tmp_path / "log.jsonl"
    file.write_text(
        "\n".join(
            json.dumps({**plain, **entry})
            for entry in (
                {"sql": "SELECT 1", "role": "READER", "node": "model.edp.one", "error": ""},
                {"sql": "SELECT\n  [2]", "role": "BUILDER", "node": "", "error": "ProgrammingError: no"},
            )
        )
    )
    return file


@pytest.mark.parametrize(
    ("options", "statements"),
    [
        ([], ["SELECT 1", "SELECT\n  [2]"]),
        (["--errors"], ["SELECT\n  [2]"]),
        (["--node", "model.edp.one"], ["SELECT 1"]),
        (["--role", "builder"], ["SELECT\n  [2]"]),
        (["--role", "reader", "--errors"], []),
    ],
)
def test_the_log_is_filtered(tmp_path, log, options, statements):
    outcome = edp(tmp_path, "snowflake", "log", str(log), *options, "--format", "json")
    assert outcome.code == 0
    assert [json.loads(line)["sql"] for line in outcome.out.splitlines()] == statements


def test_the_log_is_a_table_for_people(tmp_path, log):
    out = edp(tmp_path, "snowflake", "log", str(log)).out
    assert "SELECT [2]" in out
    assert out.splitlines()[-1] == "2 statements, 1 refused"


@pytest.mark.parametrize("text", ["no json", "[]", '{"sql": "SELECT 1"}'])
def test_a_file_that_is_no_log_is_said(tmp_path, text):
    file = tmp_path / "log.jsonl"
    file.write_text(text)
    assert f"{file}:1: this is no entry" in refusal(edp(tmp_path, "snowflake", "log", str(file)))


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["log", "none.jsonl"], "none.jsonl: No such file"),
        (["log", "--format", "csv"], "'csv' is not one of 'table', 'json'"),
        (["run", "--", "dbt"], "raw.duckdb: no raw data"),
        (["serve", "--port", "0"], "--port"),
        (["run"], "Missing argument"),
    ],
)
def test_a_mistake_is_one_line(tmp_path, arguments, problem):
    assert problem in refusal(edp(tmp_path, "snowflake", *arguments))


def documented():
    text = (PROJECT / "docs" / "snowflake-offline.md").read_text()
    for block in re.findall(r"```sh\n(.*?)```", text, flags=re.DOTALL):
        for line in block.splitlines():
            words = shlex.split(line, comments=True)
            if words[:2] == ["edp", "snowflake"]:
                yield pytest.param(words[1:], id=" ".join(words[2:6]))


@pytest.mark.parametrize("words", documented())
def test_documented_commands_have_the_options_they_show(tmp_path, words):
    own = words[: words.index("--")] if "--" in words else words
    shown = edp(tmp_path, *own[:2], "--help")
    assert shown.code == 0
    assert [option for option in own[2:] if option.startswith("--") and option not in shown.out] == []


def test_a_command_that_is_not_there_is_one_line(home):
    code, out, error = run(home, "no_such_command")
    assert (code, out, error) == (1, "", "edp: no_such_command: No such file or directory\n")
