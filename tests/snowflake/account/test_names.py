"""A name in mixed case is found under its quoted name only, as on Snowflake."""

import pytest
from snowflake.connector.errors import ProgrammingError

USERS = """CREATE TABLE prod.common.users AS (SELECT 1 AS "Id", 'Jo' AS "FirstName", 2 AS team_id)"""
FOUND = [
    'SELECT "Id" FROM prod.common.users',
    'SELECT users."Id" FROM prod.common.users AS users',
    'WITH source AS (SELECT * FROM prod.common.users) SELECT "Id" AS user_id FROM source',
    'SELECT "Id" AS id FROM prod.common.users ORDER BY id',
    "SELECT team_id, TEAM_ID FROM prod.common.users WHERE Team_Id = 2",
    'WITH source AS (SELECT "Id" AS id FROM prod.common.users) SELECT id FROM source',
]
MISSED = [
    "SELECT Id FROM prod.common.users",
    "SELECT users.id FROM prod.common.users AS users",
    "WITH source AS (SELECT * FROM prod.common.users) SELECT id AS user_id FROM source",
    'WITH source AS (SELECT "Id" FROM prod.common.users) SELECT id AS user_id FROM source',
    'SELECT "Id" FROM prod.common.users WHERE firstname IS NULL',
    "SELECT COUNT(*) FROM (SELECT * FROM prod.common.users) AS inner_users WHERE inner_users.id = 1",
    "CREATE VIEW prod.common.listed AS (SELECT id AS user_id FROM prod.common.users)",
    "INSERT INTO prod.common.users SELECT id, 'Mo', 3 FROM prod.common.users",
]


@pytest.mark.parametrize("sql", FOUND)
def test_a_quoted_name_finds_its_column(builder, sql):
    builder(USERS)
    assert len(builder(sql)) == 1


@pytest.mark.parametrize("sql", MISSED)
def test_an_unquoted_name_does_not_find_it(builder, sql):
    builder(USERS)
    with pytest.raises(ProgrammingError, match=r"invalid identifier '(ID|FIRSTNAME)'"):
        builder(sql)
