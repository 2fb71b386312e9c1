"""`edp permissions record`, `plan`, `apply` and the commands for people, against the served account."""

import json
import os
import subprocess
import sys

import pytest

from scripts.core.settings import PROJECT
from scripts.snowflake.server import serving
from scripts.snowflake.statements import HANDLERS, access
from tests.permissions.people_world import LIST
from tests.permissions.served import Served
from tests.support.cli import edp, refusal

TODAY = ("--today", "2024-12-31")


@pytest.fixture
def served(tmp_path):
    made = Served(tmp_path)
    with serving(made.offline) as made.port:
        yield made


def test_a_plan_is_saved_applied_and_then_empty(served):
    plan = served.folder / "plan.json"
    assert served.permissions("plan", "--against", "live").out.splitlines()[-1].startswith("nothing to do")
    served.edit("member_of: [engineer, restricted_safe, snowflake_analyst]", "member_of: [snowflake_analyst]")
    served.edit("- dev_m: {size: medium}", "- dev_m: {size: large}")
    outcome = served.permissions("plan", "--against", "live", "--out", plan)
    assert outcome.code == 2
    wanted = [
        "USE ROLE sysadmin",
        "ALTER WAREHOUSE dev_m SET WAREHOUSE_SIZE = 'large'",
        "USE ROLE securityadmin",
        "REVOKE ROLE restricted_safe FROM ROLE bob",
        "REVOKE ROLE engineer FROM ROLE bob",
    ]
    assert [each["sql"] for each in json.loads(plan.read_text())["statements"]] == wanted
    recorded = served.folder / "state.json"
    assert served.permissions("record", recorded).code == 0
    again = served.permissions("plan", "--against", recorded, "--format", "json")
    assert (again.code, again.out) == (2, plan.read_text())
    applied = served.permissions("apply", plan)
    assert (applied.code, applied.error) == (0, "")
    assert applied.out.splitlines() == [*(f"applied: {sql}" for sql in wanted), "5 statements applied"]
    assert served.permissions("plan", "--against", "live").code == 0
    assert "the account has changed since" in refusal(served.permissions("apply", plan))


def test_a_plan_or_an_old_plan_that_takes_too_much_away_stops(served):
    plan = served.folder / "plan.json"
    served.edit("[engineer, restricted_safe, snowflake_analyst]", "[snowflake_analyst]")
    problem = "takes 2 grants away, more than --max-revokes 1"
    assert problem in refusal(served.permissions("plan", "--against", "live", "--out", plan, "--max-revokes", "1"))
    assert not plan.exists()
    assert served.permissions("plan", "--against", "live", "--out", plan).code == 2
    assert problem in refusal(served.permissions("apply", plan, "--max-revokes", "1"))
    assert served.permissions("plan", "--against", "live").code == 2


def test_two_processes_print_the_same_bytes(served):
    recorded = served.folder / "state.json"
    assert served.permissions("record", recorded).code == 0
    served.roles.write_text(served.roles.read_text().replace("member_of: [bob]", "member_of: [bob, dora]"))
    options = ("--against", recorded, "--roles", served.roles, "--manifest", served.manifest, "--format", "json")
    printed = [
        subprocess.run(
            [sys.executable, "-W", "ignore", "-m", "scripts", "permissions", "plan", *map(str, options)],
            cwd=PROJECT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=False,
        )
        for seed in ("1", "2")
    ]
    assert [done.returncode for done in printed] == [2, 2]
    assert printed[0].stdout == printed[1].stdout


def test_apply_stops_at_the_first_failure_and_says_what_was_applied(served, monkeypatch):
    plan = served.folder / "plan.json"
    served.edit("      member_of: [snowflake_analyst]\n\nusers", "\nusers")
    served.edit("[engineer, restricted_safe, snowflake_analyst]", "[snowflake_analyst]")
    assert served.permissions("plan", "--against", "live", "--out", plan).code == 2
    statements = [each["sql"] for each in json.loads(plan.read_text())["statements"]]
    assert len(statements) == 3
    # somebody drops a role between the look at the account and the second statement
    take = access.HANDLERS["REVOKE"]

    def revoke(session, words):
        reply = take(session, words)
        session.account.roles.discard("ENGINEER")
        session.account.roles.discard("RESTRICTED_SAFE")
        return reply

    monkeypatch.setitem(HANDLERS, "REVOKE", [revoke])
    outcome = served.permissions("apply", plan)
    assert outcome.code == 1
    assert outcome.out.splitlines() == [f"applied: {statements[0]}"]
    assert f"statement 2 failed: {statements[1]}:" in outcome.error
    assert "1 of 3 statements were applied, the rest was not; plan again" in outcome.error


def test_a_person_is_provisioned_in_the_documented_order(served):
    served.list.write_text(LIST.replace("  - dora\n", "  - dora\n  - eva\n"))
    served.edit("  - bob_prep: {shared: no}\n", "  - bob_prep: {shared: no}\n  - eva_prod: {shared: no}\n")
    planned = served.permissions("provision", "eva", "--domain", "example.com")
    assert planned.code == 2
    wanted = [
        "CREATE USER IF NOT EXISTS eva LOGIN_NAME = 'eva@example.com' DISPLAY_NAME = 'eva'"
        " EMAIL = 'eva@example.com' DEFAULT_WAREHOUSE = 'DEV_XS' DEFAULT_ROLE = 'EVA' TYPE = 'PERSON'",
        "CREATE ROLE IF NOT EXISTS eva",
        "GRANT ROLE eva TO USER eva",
        "USE ROLE sysadmin",
        "CREATE DATABASE eva_prod",
        "DROP SCHEMA IF EXISTS eva_prod.public",
        "USE ROLE securityadmin",
        "GRANT USAGE, MONITOR, CREATE SCHEMA ON DATABASE eva_prod TO ROLE eva",
        "GRANT OWNERSHIP ON DATABASE eva_prod TO ROLE eva COPY CURRENT GRANTS",
    ]
    assert planned.out.splitlines() == [f"{sql};" for sql in wanted]
    assert "EVA" not in served.offline.account.users
    assert served.permissions("provision", "--domain", "example.com", "--apply").code == 0
    assert served.permissions("provision").out == "nothing to do\n"
    assert served.state().owners["database", ("eva_prod",)] == "eva"
    assert "mia: not in snowflake_users.yml" in refusal(served.permissions("provision", "mia"))


def test_a_person_who_left_is_disabled_first_and_dropped_when_the_days_are_over(served):
    served.leave("bob")
    first = served.permissions("deprovision", "bob", *TODAY)
    said = "ALTER USER bob SET DISABLED = TRUE COMMENT = 'deprovisioned on 2024-12-31';\n"
    assert (first.code, first.out) == (2, said)
    assert not served.disabled("bob")
    assert served.permissions("deprovision", "bob", *TODAY, "--apply").code == 0
    assert served.disabled("bob")
    early = served.permissions("deprovision", "bob", "--today", "2025-01-29")
    assert (early.code, early.out) == (
        0,
        "note: bob was disabled on 2024-12-31, dropped from 2025-01-30 on\nnothing to do\n",
    )
    assert served.permissions("deprovision", "bob", "--today", "2025-01-30", "--apply").out.splitlines() == [
        "applied: GRANT OWNERSHIP ON DATABASE bob_prod TO ROLE sysadmin COPY CURRENT GRANTS",
        "applied: USE ROLE sysadmin",
        "applied: DROP DATABASE IF EXISTS bob_prod",
        "applied: USE ROLE securityadmin",
        "applied: GRANT OWNERSHIP ON DATABASE bob_prep TO ROLE sysadmin COPY CURRENT GRANTS",
        "applied: USE ROLE sysadmin",
        "applied: DROP DATABASE IF EXISTS bob_prep",
        "applied: USE ROLE securityadmin",
        "applied: DROP USER IF EXISTS bob",
        "applied: DROP ROLE IF EXISTS bob",
        "10 statements applied",
    ]
    after = served.state()
    assert "bob" not in after.users
    assert "bob" not in after.roles
    gone = served.permissions("deprovision", "bob", *TODAY)
    assert (gone.code, gone.out) == (0, "note: bob has no user\nnothing to do\n")


def test_a_person_who_comes_back_is_enabled_and_the_day_forgotten(served):
    before = served.roles.read_text()
    served.leave("dora")
    assert served.permissions("deprovision", "dora", *TODAY, "--apply").code == 0
    served.roles.write_text(before)
    served.list.write_text(LIST)
    assert served.permissions("provision", "--apply").out.splitlines()[0] == (
        "applied: ALTER USER dora SET DISABLED = FALSE COMMENT = ''"
    )
    assert not served.disabled("dora")
    served.edit("- dora: {can_login: yes, member_of: [dora]}", "- dora: {can_login: no, member_of: []}")
    served.offline.setup.run("ALTER USER dora SET DISABLED = TRUE")
    assert served.permissions("provision", "DORA").out == "nothing to do\n", "the file says she may not log in"


def test_service_accounts_and_present_people_are_never_removed(served):
    assert "loader is a service account" in refusal(served.permissions("deprovision", "loader", *TODAY))
    assert "bob is still in the permissions file" in refusal(served.permissions("deprovision", "bob", *TODAY))
    served.offline.setup.run("CREATE USER tool TYPE = SERVICE")
    assert "tool is a service account" in refusal(served.permissions("deprovision", "tool", *TODAY))
    outcome = served.permissions("cleanup", *TODAY)
    assert outcome.code == 0
    assert "user tool is a service account that the permissions file does not name; left alone" in outcome.out


def test_more_removals_than_the_caps_allow_are_refused(served):
    for nth in range(8):
        served.offline.setup.run(f"CREATE USER old_{nth}")
    said = refusal(served.permissions("cleanup", *TODAY))
    assert said.startswith(
        "8 of 10 people would lose their user, more than the 2 that --max-users 10 and --max-share 0.2"
    )
    assert served.permissions("cleanup", *TODAY, "--max-share", "1").code == 2
    assert "more than the 5" in refusal(served.permissions("cleanup", *TODAY, "--max-share", "1", "--max-users", "5"))


def test_cleanup_drops_old_copies_only(served):
    for name in ("feature_prod", "feature_prep", "sandbox", "dora_prod"):
        served.offline.setup.run(f"CREATE DATABASE {name}")
    outcome = served.permissions("cleanup", *TODAY)
    dropped = [line for line in outcome.out.splitlines() if line.startswith("DROP")]
    assert dropped == ["DROP DATABASE IF EXISTS feature_prep;", "DROP DATABASE IF EXISTS feature_prod;"]
    limited = served.permissions("cleanup", *TODAY, "--max-databases", "1")
    assert "2 databases would be dropped, more than --max-databases 1" in refusal(limited)
    assert "is no regular expression" in refusal(served.permissions("cleanup", *TODAY, "--pattern", "("))
    # the account gives every database the first day of 1970
    young = served.permissions("cleanup", "--today", "1970-01-07")
    assert (young.code, young.out) == (0, "nothing to do\n")
    assert served.permissions("cleanup", *TODAY, "--apply").code == 0
    assert served.permissions("cleanup", *TODAY).out == "nothing to do\n"
    assert {"sandbox", "dora_prod", "raw", "prod"} <= set(served.state().databases)


def test_a_recording_cannot_be_changed(served):
    file = served.folder / "state.json"
    assert served.permissions("record", file).code == 0
    refused = served.permissions("cleanup", "--against", file, *TODAY, "--apply")
    assert "a recording cannot be changed" in refusal(refused)


@pytest.mark.parametrize(
    ("variables", "problem"),
    [
        ({}, "set SNOWFLAKE_ACCOUNT, SNOWFLAKE_USER, DBT_ENV_SECRET_SNOWFLAKE_PRIVATE_KEY to reach Snowflake"),
        ({"EDP_SNOWFLAKE_PORT": "x"}, "EDP_SNOWFLAKE_PORT: 'x' is no port"),
    ],
)
def test_without_an_account_it_says_what_to_set(tmp_path, variables, problem):
    assert problem in refusal(edp(tmp_path, "permissions", "record", str(tmp_path / "state.json"), **variables))


def test_a_user_the_account_does_not_know_is_refused(served):
    served.offline.setup.run("DROP USER permifrost_bot_user")
    said = refusal(served.permissions("record", served.folder / "state.json"))
    assert said.startswith("Snowflake refuses the connection: ")
    assert "PERMIFROST_BOT_USER" in said
