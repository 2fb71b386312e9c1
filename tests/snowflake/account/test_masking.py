"""A masked column shows what the reader's role allows, however it is reached, until the relation is made anew."""

import pytest
from snowflake.connector.errors import ProgrammingError

READS = [
    "SELECT name FROM prod.common.person ORDER BY person_id",
    "SELECT person.name FROM prod.common.person AS person ORDER BY person.person_id",
    "SELECT name FROM person ORDER BY person_id",
    "WITH person AS (SELECT * FROM prod.common.person) SELECT name FROM person ORDER BY person_id",
    "SELECT name FROM (SELECT * FROM prod.common.person) ORDER BY person_id",
    "SELECT b.name FROM prod.common.person AS a INNER JOIN prod.common.person AS b "
    "ON a.person_id = b.person_id ORDER BY b.person_id",
    "SELECT MIN(name) FROM prod.common.person GROUP BY person_id ORDER BY person_id",
    "SELECT UPPER(name) AS name FROM prod.common.person UNION ALL SELECT name FROM prod.common.person WHERE FALSE",
    "SELECT name AS shown FROM prod.common.person ORDER BY person_id",
]


@pytest.mark.parametrize("sql", READS)
def test_a_reader_sees_the_mask_however_the_column_is_reached(people, ana, sql):
    assert ana(sql) == [("***",), ("***",)]


@pytest.mark.parametrize("sql", READS[:6])
def test_a_member_of_the_masking_role_and_the_builder_see_clear_values(people, builder, pia, sql):
    assert pia(sql) == builder(sql) == [("Jo",), ("Mo",)]


def test_a_view_shows_its_reader_s_mask_and_not_its_owner_s(people, builder, ana, pia):
    builder("CREATE VIEW prod.common.shout AS (SELECT UPPER(name) AS loud FROM prod.common.person)")
    builder("CREATE VIEW prod.common.echo AS (SELECT loud FROM prod.common.shout)")
    assert ana("SELECT DISTINCT loud FROM prod.common.echo") == [("***",)]
    assert pia("SELECT loud FROM prod.common.echo ORDER BY loud") == [("JO",), ("MO",)]


def test_a_view_can_have_a_mask_of_its_own(builder, ana, pia):
    builder("CREATE SCHEMA IF NOT EXISTS prod.masking")
    builder(
        "CREATE MASKING POLICY prod.masking.people AS (val VARCHAR) RETURNS VARCHAR -> "
        "CASE WHEN IS_ROLE_IN_SESSION('PEOPLE_DATA_MASKING') THEN val ELSE '***' END"
    )
    builder("CREATE VIEW prod.common.one (name WITH MASKING POLICY prod.masking.people) AS (SELECT 'Jo' AS name)")
    assert (ana("SELECT name FROM prod.common.one"), pia("SELECT name FROM prod.common.one")) == ([("***",)], [("Jo",)])


def test_a_column_keeps_its_type_under_the_mask(builder, ana):
    builder(
        "CREATE MASKING POLICY prod.masking.amount AS (val NUMBER(18, 2)) RETURNS NUMBER(18, 2) -> "
        "CASE WHEN CURRENT_ROLE() = 'BUILDER' THEN val END"
    )
    builder("CREATE TABLE prod.common.pay AS (SELECT 1.25::NUMBER(18, 2) AS amount)")
    builder("ALTER TABLE prod.common.pay MODIFY COLUMN amount SET MASKING POLICY prod.masking.amount")
    assert ana("SELECT amount FROM prod.common.pay") == [(None,)]
    assert str(builder("SELECT amount FROM prod.common.pay")) == "[(Decimal('1.25'),)]"


def test_a_new_body_takes_effect_at_once(people, builder, ana):
    builder("ALTER MASKING POLICY prod.masking.people SET BODY -> '(' || val || ')'")
    assert ana("SELECT name FROM prod.common.person ORDER BY person_id") == [("(Jo)",), ("(Mo)",)]


def test_create_or_replace_takes_the_mask_away(people, builder, ana):
    builder("CREATE OR REPLACE TABLE prod.common.person AS (SELECT 1 AS person_id, 'Jo' AS name)")
    assert ana("SELECT name FROM prod.common.person") == [("Jo",)]


def test_a_renamed_table_keeps_its_mask(people, builder, ana):
    builder("ALTER TABLE prod.common.person RENAME TO prod.common.human")
    assert ana("SELECT DISTINCT name FROM prod.common.human") == [("***",)]


def test_policy_references_lists_what_is_attached(people, builder):
    found = builder(
        "SELECT ref_entity_name, ref_column_name, policy_name FROM TABLE(prod.INFORMATION_SCHEMA.POLICY_REFERENCES("
        "REF_ENTITY_NAME => 'prod.common.person', REF_ENTITY_DOMAIN => 'TABLE')) WHERE policy_kind = 'MASKING_POLICY'"
    )
    assert found == [("PERSON", "NAME", "PEOPLE")]
    builder("ALTER TABLE prod.common.person MODIFY COLUMN name UNSET MASKING POLICY")
    assert (
        builder(
            "SELECT * FROM TABLE(prod.INFORMATION_SCHEMA.POLICY_REFERENCES(REF_ENTITY_NAME => 'prod.common.person', "
            "REF_ENTITY_DOMAIN => 'TABLE'))"
        )
        == []
    )


@pytest.mark.parametrize(
    ("sql", "problem"),
    [
        ("ALTER VIEW prod.common.person MODIFY COLUMN name SET MASKING POLICY prod.masking.people", "type 'TABLE'"),
        ("ALTER TABLE prod.common.person MODIFY COLUMN nam SET MASKING POLICY prod.masking.people", "identifier 'NAM'"),
        ("ALTER TABLE prod.common.person MODIFY COLUMN person_id SET MASKING POLICY prod.masking.people", "PERSON_ID"),
        (
            "ALTER TABLE prod.common.person MODIFY COLUMN name SET MASKING POLICY prod.masking.people",
            "already attached",
        ),
        ("ALTER TABLE prod.common.person MODIFY COLUMN name SET MASKING POLICY prod.masking.none", "does not exist"),
        ("ALTER TABLE prod.common.person MODIFY COLUMN person_id UNSET MASKING POLICY", "has no masking policy"),
        ("DROP MASKING POLICY prod.masking.people", "associated with one or more"),
        ("CREATE OR REPLACE MASKING POLICY prod.masking.people AS (v VARCHAR) RETURNS VARCHAR -> v", "associated"),
        ("CREATE MASKING POLICY prod.masking.people AS (v VARCHAR) RETURNS VARCHAR -> v", "already exists"),
        ("CREATE MASKING POLICY prod.masking.odd AS (v VARCHAR) RETURNS NUMBER -> 1", "must be the same"),
        ("CREATE MASKING POLICY prod.masking.odd (v VARCHAR) RETURNS VARCHAR -> v", "expected AS"),
        ("CREATE MASKING POLICY prod.nowhere.odd AS (v VARCHAR) RETURNS VARCHAR -> v", "does not exist"),
        ("CREATE MASKING POLICY prod.masking.odd AS (v VARCHAR) RETURNS VARCHAR -> CASE WHEN", "policy body"),
    ],
)
def test_what_snowflake_refuses_is_refused(people, builder, sql, problem):
    with pytest.raises(ProgrammingError, match=problem):
        builder(sql)


def test_force_replaces_the_policy_of_a_column(people, builder, ana):
    builder("CREATE MASKING POLICY prod.masking.other AS (v VARCHAR) RETURNS VARCHAR -> 'other'")
    builder("ALTER TABLE prod.common.person MODIFY COLUMN name SET MASKING POLICY prod.masking.other FORCE")
    assert ana("SELECT DISTINCT name FROM prod.common.person") == [("other",)]
