"""A role reads what it, or a role it is a member of, was granted; everything else does not exist for it."""

import pytest
from snowflake.connector.errors import DatabaseError, ProgrammingError


@pytest.fixture
def shelf(builder):
    builder("CREATE SCHEMA prod.secret")
    builder("CREATE TABLE prod.common.open AS (SELECT 1 AS a)")
    builder("CREATE TABLE prod.secret.closed AS (SELECT 2 AS a)")


def test_a_future_grant_makes_new_tables_readable(shelf, ana):
    assert ana("SELECT a FROM prod.common.open") == [(1,)]


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT a FROM prod.secret.closed",
        "WITH x AS (SELECT * FROM prod.secret.closed) SELECT a FROM x",
        "SELECT (SELECT MAX(a) FROM prod.secret.closed) AS a",
        "SELECT a FROM prod.common.open WHERE a IN (SELECT a FROM prod.secret.closed)",
        "INSERT INTO prod.common.open VALUES (3)",
        "UPDATE prod.common.open SET a = 3",
        "DELETE FROM prod.common.open",
        "TRUNCATE TABLE prod.common.open",
        "DROP TABLE prod.common.open",
        "CREATE TABLE prod.common.mine AS (SELECT 1 AS a)",
        "CREATE SCHEMA prod.mine",
        "CREATE OR REPLACE TABLE prod.common.open AS (SELECT 9 AS a)",
        "CREATE VIEW prod.common.peek AS (SELECT a FROM prod.secret.closed)",
        "MERGE INTO prod.common.open AS o USING (SELECT 1 AS a) AS n ON o.a = n.a WHEN MATCHED THEN UPDATE SET a = 2",
    ],
)
def test_what_was_not_granted_does_not_exist(shelf, ana, builder, sql):
    with pytest.raises(ProgrammingError, match="does not exist or not authorized"):
        ana(sql)
    assert builder("SELECT a FROM prod.common.open") == [(1,)]


def test_a_view_runs_with_the_rights_of_its_owner(shelf, builder, ana):
    builder("CREATE VIEW prod.common.window AS (SELECT a FROM prod.secret.closed)")
    assert ana("SELECT a FROM prod.common.window") == [(2,)]


def test_grants_and_revokes_take_effect_at_once(shelf, builder, ana):
    builder("GRANT USAGE ON SCHEMA prod.secret TO ROLE reader")
    builder("GRANT SELECT ON ALL TABLES IN SCHEMA prod.secret TO ROLE reader")
    assert ana("SELECT a FROM prod.secret.closed") == [(2,)]
    builder("REVOKE SELECT ON TABLE prod.secret.closed FROM ROLE reader")
    with pytest.raises(ProgrammingError, match="not authorized"):
        ana("SELECT a FROM prod.secret.closed")


def test_membership_is_inherited_over_any_number_of_roles(shelf, offline, ana):
    setup = offline.connect()
    for sql in (
        "CREATE ROLE upper",
        "CREATE ROLE middle",
        "GRANT ROLE middle TO ROLE upper",
        "GRANT ROLE upper TO ROLE reader",
        "GRANT USAGE ON SCHEMA prod.secret TO ROLE middle",
        "GRANT SELECT ON FUTURE TABLES IN SCHEMA prod.secret TO ROLE middle",
        "GRANT SELECT ON TABLE prod.secret.closed TO ROLE middle",
    ):
        setup.cursor().execute(sql)
    assert ana("SELECT a FROM prod.secret.closed") == [(2,)]


def test_a_replaced_table_is_readable_only_through_future_grants(shelf, builder, ana):
    builder("GRANT USAGE ON SCHEMA prod.secret TO ROLE reader")
    builder("GRANT SELECT ON TABLE prod.secret.closed TO ROLE reader")
    builder("CREATE OR REPLACE TABLE prod.secret.closed AS (SELECT 3 AS a)")
    with pytest.raises(ProgrammingError, match="not authorized"):
        ana("SELECT a FROM prod.secret.closed")


def test_ownership_moves_with_its_rights(shelf, builder, offline):
    builder("GRANT OWNERSHIP ON TABLE prod.common.open TO ROLE reader")
    with pytest.raises(ProgrammingError, match="not authorized"):
        builder("DROP TABLE prod.common.open")


def test_show_grants_tells_what_was_granted(shelf, builder):
    rows = builder("SHOW GRANTS ON TABLE prod.common.open")
    shown = {(row[1], row[5]) for row in rows}
    assert {("OWNERSHIP", "BUILDER"), ("SELECT", "BUILDER"), ("SELECT", "READER")} <= shown
    assert {privilege for privilege, role in shown if role == "READER"} == {"SELECT"}
    assert ("SELECT", "TABLE", "PROD.COMMON.<TABLE>", "READER") in {
        (row[1], row[2], row[3], row[5]) for row in builder("SHOW FUTURE GRANTS TO ROLE reader")
    }


def test_a_role_and_a_user_of_one_name_have_grants_of_their_own(shelf, builder):
    assert [row[1:4] for row in builder("SHOW GRANTS TO USER builder")] == [("BUILDER", "USER", "BUILDER")]
    granted_on = {row[2] for row in builder("SHOW GRANTS TO ROLE builder")}
    assert "ROLE" not in granted_on
    assert {"DATABASE", "SCHEMA", "TABLE", "WAREHOUSE"} <= granted_on
    with pytest.raises(ProgrammingError, match="Role 'ANA'"):
        builder("SHOW GRANTS TO ROLE ana")


def test_a_user_is_shown_with_what_it_was_made_and_changed_to(offline):
    setup = offline.connect().cursor()
    setup.execute("CREATE USER eva LOGIN_NAME = 'eva@example.com' TYPE = PERSON")
    setup.execute("ALTER USER eva SET DISABLED = TRUE COMMENT = 'left'")
    setup.execute("SHOW USERS LIKE 'E%'")
    shown = dict(zip([column[0] for column in setup.description], setup.fetchone(), strict=True))
    assert (shown["name"], shown["disabled"], shown["comment"], shown["type"]) == ("EVA", "true", "left", "PERSON")


def test_what_a_dropped_role_owned_belongs_to_who_dropped_it(shelf, offline):
    setup = offline.connect().cursor()
    setup.execute("DROP ROLE builder")
    setup.execute("SHOW GRANTS ON TABLE prod.common.open")
    assert ("OWNERSHIP", "ACCOUNTADMIN") in {(row[1], row[5]) for row in setup.fetchall()}


def test_a_disabled_user_is_refused_at_the_door(offline):
    offline.setup.run("ALTER USER ana SET DISABLED = TRUE")
    with pytest.raises(DatabaseError, match="disabled"):
        offline.connect("ana", "reader")
    offline.setup.run("ALTER USER ana SET DISABLED = FALSE")
    assert offline.connect("ana", "reader")


@pytest.mark.parametrize(
    ("sql", "problem"),
    [
        ("GRANT SELECT ON TABLE prod.common.open TO ROLE nobody", "Role 'NOBODY'"),
        ("GRANT SELECT ON TABLE prod.common.none TO ROLE reader", "NONE"),
        ("GRANT USAGE ON SCHEMA prod.none TO ROLE reader", "PROD.NONE"),
        ("GRANT ROLE nobody TO ROLE reader", "Role 'NOBODY'"),
        ("GRANT ROLE reader TO USER nobody", "User 'NOBODY'"),
        ("GRANT SELECT prod.common.open TO ROLE reader", "syntax error"),
    ],
)
def test_a_grant_names_what_exists(shelf, builder, sql, problem):
    with pytest.raises(ProgrammingError, match=problem):
        builder(sql)


@pytest.mark.parametrize(
    ("user", "role", "problem"),
    [("nobody", "reader", "no user"), ("ana", "builder", "not assigned"), ("ana", "nothing", "not assigned")],
)
def test_a_session_needs_a_user_with_the_role(offline, builder, user, role, problem):
    with pytest.raises(DatabaseError, match=problem):
        offline.connect(user, role)


def test_use_role_needs_a_granted_role(ana, pia):
    with pytest.raises(ProgrammingError, match="not assigned"):
        ana("USE ROLE builder")
    pia("USE ROLE reader")
    assert pia("SELECT CURRENT_ROLE()") == [("READER",)]
