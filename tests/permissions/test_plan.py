"""What a plan says: its SQL in order, and what it refuses."""

import json
from dataclasses import replace

import pytest

from scripts.core.errors import EdpError
from scripts.permissions.account.difference import difference
from scripts.permissions.account.plan import make_plan, read_plan, require_current, require_revokes
from scripts.permissions.account.recording import Recording, read_recording, record, state_of
from scripts.permissions.account.state import AccountDatabase
from scripts.permissions.file import PermissionsFile
from tests.permissions.small_file import MASKED, SPEC, said, spec, sql, with_users
from tests.support.snowflake import parse_problems


def test_an_empty_account_is_made_what_the_file_says_in_a_safe_order(world):
    assert sql(world.plan(spec())) == [
        "USE ROLE sysadmin",
        "CREATE WAREHOUSE IF NOT EXISTS dev_xs WITH"
        " WAREHOUSE_SIZE = 'x-small' AUTO_SUSPEND = 60 INITIALLY_SUSPENDED = TRUE",
        "USE ROLE securityadmin",
        "CREATE ROLE IF NOT EXISTS ana",
        "CREATE ROLE IF NOT EXISTS bob",
        "CREATE ROLE IF NOT EXISTS people_data_masking",
        "CREATE ROLE IF NOT EXISTS reader",
        "CREATE USER IF NOT EXISTS ana DEFAULT_ROLE = 'ANA'",
        "CREATE USER IF NOT EXISTS bob DEFAULT_ROLE = 'BOB'",
        "GRANT USAGE, MONITOR, OPERATE ON WAREHOUSE dev_xs TO ROLE reader",
        "GRANT USAGE ON DATABASE prod TO ROLE reader",
        "GRANT USAGE ON SCHEMA prod.common TO ROLE reader",
        "GRANT SELECT ON ALL TABLES IN SCHEMA prod.common TO ROLE reader",
        "GRANT SELECT ON FUTURE TABLES IN SCHEMA prod.common TO ROLE reader",
        "GRANT SELECT ON VIEW prod.common.person_view TO ROLE reader",
        "GRANT SELECT ON FUTURE VIEWS IN SCHEMA prod.common TO ROLE reader",
        "GRANT SELECT ON FUTURE DYNAMIC TABLES IN SCHEMA prod.common TO ROLE reader",
        "GRANT ROLE ana TO USER ana",
        "GRANT ROLE bob TO USER bob",
        "GRANT ROLE reader TO ROLE ana",
        "GRANT ROLE reader TO ROLE bob",
    ]


def test_tables_that_are_named_one_by_one_are_granted_one_by_one(granted):
    named = {"tables": {"read": ["prod.common.order_line", "prod.common.person"]}}
    plan = granted.plan(spec(people_data_masking={"privileges": named}))
    assert sql(plan) == [
        "GRANT SELECT ON TABLE prod.common.order_line TO ROLE people_data_masking",
        "GRANT SELECT ON TABLE prod.common.person TO ROLE people_data_masking",
    ], "a table made meanwhile is nobody's wish"


def test_what_was_planned_is_what_the_account_then_does(granted):
    assert granted.as_user("ana", "ana", "SELECT * FROM prod.common.order_line") == []
    assert granted.plan(spec()).statements == ()
    granted.run("CREATE TABLE prod.common.new AS SELECT 1 AS a")
    assert granted.as_user("bob", "bob", "SELECT a FROM prod.common.new") == [(1,)]
    assert granted.plan(spec()).statements == ()


def test_two_plans_of_one_change_are_the_same_bytes(granted):
    changed = spec(ana={"member_of": ["people_data_masking", "reader"]}, bob={})
    assert granted.plan(changed, MASKED).as_json() == granted.plan(changed, MASKED).as_json()
    text = record(granted.bot.cursor()).model_dump_json()
    assert state_of(Recording.model_validate_json(text)) == granted.state()


def test_what_a_system_role_holds_is_never_taken_away(granted):
    granted.run("GRANT SELECT ON TABLE prod.secret.salary TO ROLE sysadmin")
    content = json.loads(json.dumps(SPEC))
    content["roles"].insert(0, {"sysadmin": {}})
    assert granted.plan(PermissionsFile.model_validate(content)).statements == ()


def test_a_grant_nobody_asked_for_is_revoked(granted):
    granted.run("GRANT SELECT ON TABLE prod.secret.salary TO ROLE reader")
    plan = granted.plan(spec())
    assert sql(plan) == ["REVOKE SELECT ON TABLE prod.secret.salary FROM ROLE reader"]
    assert plan.consequences == (), "without usage of the schema nobody could see it"


def test_a_user_that_may_not_log_in_is_disabled_after_all_grants(granted):
    plan = granted.plan(with_users({"ana": {"can_login": False, "member_of": []}}, SPEC["users"][1]))
    assert sql(plan) == ["ALTER USER ana SET DISABLED = TRUE", "REVOKE ROLE ana FROM USER ana"]
    assert ("ana", "may log in no more", "") in said(plan)
    granted.apply(plan)
    with pytest.raises(Exception, match="disabled"):
        granted.as_user("ana", "ana", "SELECT 1")


def test_a_grant_on_a_whole_database_holds_in_schemas_that_have_grants_of_their_own(granted):
    everywhere = {
        "databases": {"read": ["prod"]},
        "schemas": {"read": ["prod.*"]},
        "tables": {"read": ["prod.*.*"]},
    }
    granted.apply(granted.plan(spec(bob={"privileges": everywhere})))
    for schema in ("common", "secret"):
        granted.run(f"CREATE TABLE prod.{schema}.fresh AS SELECT 7 AS a")
        assert granted.as_user("bob", "bob", f"SELECT a FROM prod.{schema}.fresh") == [(7,)]


def test_ownership_moves_in_one_statement_and_keeps_the_readers(granted):
    owner = spec(people_data_masking={"owns": {"tables": ["prod.common.person"]}})
    plan = granted.plan(owner)
    assert sql(plan) == ["GRANT OWNERSHIP ON TABLE prod.common.person TO ROLE people_data_masking COPY CURRENT GRANTS"]
    granted.apply(plan)
    assert granted.plan(owner).statements == ()
    assert granted.as_user("ana", "ana", "SELECT * FROM prod.common.person") == []


def test_a_database_the_file_does_not_name_is_left_alone_and_said_so(granted):
    granted.run("CREATE DATABASE copy_prod")
    granted.run("GRANT USAGE ON DATABASE copy_prod TO ROLE reader")
    plan = granted.plan(spec())
    assert plan.statements == ()
    assert "database copy_prod is not in the file; grants on it are left alone" in plan.notes


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        (
            {"ana": {"owns": {"tables": ["raw.*.*"]}}, "bob": {"owns": {"tables": ["raw.crm.account"]}}},
            "owned by ana and",
        ),
        ({"ana": {"member_of": ["nobody"]}}, "role ana: role nobody is not defined"),
        ({"ana": {"warehouses": ["none"]}}, "role ana: warehouse none is not defined"),
    ],
)
def test_a_file_that_contradicts_itself_has_no_plan(world, changes, problem):
    with pytest.raises(EdpError, match=problem):
        world.plan(spec(**changes))


def test_a_plan_that_takes_too_much_away_is_refused(granted):
    plan = granted.plan(PermissionsFile.model_validate({**SPEC, "roles": [{"reader": {}}, {"ana": {}}, {"bob": {}}]}))
    assert plan.revokes > 5
    require_revokes(plan, plan.revokes)
    with pytest.raises(EdpError, match=f"takes {plan.revokes} grants away, more than --max-revokes 5"):
        require_revokes(plan, 5)


def test_an_edited_an_outdated_and_a_foreign_plan_are_refused(granted, tmp_path):
    changed = spec(bob={})
    file = tmp_path / "plan.json"
    plan = granted.plan(changed)
    file.write_text(plan.as_json())
    assert read_plan(file) == plan
    require_current(plan, file, changed, granted.state())
    with pytest.raises(EdpError, match="the permissions file has changed since"):
        require_current(plan, file, spec(), granted.state())
    granted.run("GRANT ROLE people_data_masking TO ROLE bob")
    with pytest.raises(EdpError, match="the account has changed since"):
        require_current(plan, file, changed, granted.state())
    file.write_text(plan.as_json().replace("ROLE bob", "ROLE ana"))
    with pytest.raises(EdpError, match="was changed after it was saved"):
        read_plan(file)
    file.write_text("{}")
    with pytest.raises(EdpError, match="account: Field required"):
        read_plan(file)


@pytest.mark.parametrize("nth", [1, 2, 5, 9])
def test_a_failing_statement_is_named_and_what_follows_is_not_run(world, nth):
    plan = world.plan(spec())
    broken = list(plan.statements)
    broken[nth - 1] = broken[nth - 1].model_copy(update={"sql": "GRANT ROLE nobody TO ROLE ana"})
    with pytest.raises(EdpError, match=f"statement {nth} failed: GRANT ROLE nobody TO ROLE ana: .*{nth - 1} of 21 "):
        world.apply(plan.model_copy(update={"statements": tuple(broken)}))
    world.apply(world.plan(spec()))
    assert world.plan(spec()).statements == ()


def test_a_recording_that_is_none_is_refused(world, tmp_path):
    file = tmp_path / "state.json"
    with pytest.raises(EdpError, match="cannot be read"):
        read_recording(file)
    file.write_text('{"shows": []}')
    with pytest.raises(EdpError, match="shows: Input should be an object"):
        read_recording(file)
    whole = record(world.direct)
    rest = {statement: rows for statement, rows in whole.shows.items() if statement != "SHOW USERS"}
    with pytest.raises(EdpError, match="no answer to `SHOW USERS`"):
        state_of(Recording(shows=rest))
    with pytest.raises(EdpError, match="lacks the column size"):
        state_of(Recording(shows={**whole.shows, "SHOW WAREHOUSES": [{"name": "X"}]}))


def test_the_use_of_an_integration_is_granted_and_taken_back(granted):
    granted.run("CREATE STORAGE INTEGRATION lake TYPE = EXTERNAL_STAGE STORAGE_PROVIDER = 'GCS' ENABLED = TRUE")
    granted.run("CREATE STORAGE INTEGRATION pond TYPE = EXTERNAL_STAGE STORAGE_PROVIDER = 'GCS' ENABLED = TRUE")
    granted.run("GRANT USAGE ON INTEGRATION pond TO ROLE reader")
    content = {**SPEC, "integrations": [{"lake": {"category": "storage"}}]}
    using = PermissionsFile.model_validate(
        {**content, "roles": [*SPEC["roles"][:3], {"bob": {"integrations": ["lake"]}}]}
    )
    plan = granted.plan(using)
    assert sql(plan) == ["GRANT USAGE ON INTEGRATION lake TO ROLE bob", "REVOKE ROLE reader FROM ROLE bob"]
    granted.apply(plan)
    assert granted.plan(using).statements == ()
    back = granted.plan(PermissionsFile.model_validate(content))
    assert sql(back) == ["GRANT ROLE reader TO ROLE bob", "REVOKE USAGE ON INTEGRATION lake FROM ROLE bob"]


def test_a_shared_database_is_granted_as_a_whole_and_only_if_the_file_names_it(granted):
    state = granted.state()
    state = replace(state, databases={**state.databases, "snowflake": AccountDatabase(shared=True)})
    content = json.loads(json.dumps(SPEC))
    content["databases"].append({"snowflake": {"shared": True}})
    named = PermissionsFile.model_validate(content)
    content["roles"][2]["ana"]["privileges"] = {"databases": {"read": ["snowflake"]}}
    reading = difference(PermissionsFile.model_validate(content), state)
    assert [each.sql for each in reading.statements] == ["GRANT IMPORTED PRIVILEGES ON DATABASE snowflake TO ROLE ana"]
    back = difference(named, reading.after)
    assert [each.sql for each in back.statements] == ["REVOKE IMPORTED PRIVILEGES ON DATABASE snowflake FROM ROLE ana"]
    unnamed = difference(spec(), reading.after)
    assert unnamed.statements == ()
    assert "database snowflake is not in the file; grants on it are left alone" in unnamed.notes
    content["roles"][2]["ana"]["privileges"] = {"databases": {"write": ["snowflake"]}}
    with pytest.raises(EdpError, match="snowflake is in a shared database, which can only be read"):
        difference(PermissionsFile.model_validate(content), state)


def test_the_sql_is_snowflakes(world):
    owning = {"databases": ["prod"], "schemas": ["prod.*"], "tables": ["prod.*.*"]}
    everything = {"databases": {"write": ["prod"]}, "schemas": {"write": ["prod.*"]}, "tables": {"write": ["prod.*.*"]}}
    plans = [world.plan(spec(ana={"owns": owning, "privileges": everything}))]
    world.apply(plans[0])
    users = ({"ana": {"can_login": False}}, {"eva": {"email": "eva's@example.com", "member_of": ["bob"]}})
    plans.append(world.plan(with_users(*users)))
    statements = [*sql(plans[0]), *sql(plans[1])]
    assert {statement.split()[0] for statement in statements} == {"USE", "CREATE", "GRANT", "REVOKE", "ALTER"}
    problems = {statement: parse_problems(f"{statement};") for statement in statements}
    assert {statement: said for statement, said in problems.items() if said} == {}


def test_names_that_need_quotes_are_left_alone(world):
    shows = dict(record(world.direct).shows)
    shows["SHOW USERS"] = [{"name": "jo@example.com", "disabled": "false", "comment": "", "type": ""}]
    shows["SHOW GRANTS TO ROLE SYSADMIN"] = [
        {"privilege": "SELECT", "granted_on": "TABLE", "name": 'PROD.COMMON."a b"'}
    ]
    state = state_of(Recording(shows=shows))
    assert state.unread == {"jo@example.com", 'PROD.COMMON."a b"'}
    assert "jo@example.com needs quotes on Snowflake" in "\n".join(make_plan(spec(), state, {}).notes)
