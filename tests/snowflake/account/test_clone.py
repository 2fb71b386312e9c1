"""Copies take the rules along, swaps and renames move them."""

import pytest
from snowflake.connector.errors import ProgrammingError


@pytest.fixture
def pair(builder):
    builder("CREATE SCHEMA prod.spare")
    builder("CREATE TABLE prod.common.one AS (SELECT 1 AS a)")
    builder("CREATE TABLE prod.common.two AS (SELECT 2 AS a)")
    builder("CREATE TABLE prod.spare.two AS (SELECT 22 AS a)")


def test_a_cloned_table_is_masked_and_changes_alone(people, builder, ana):
    builder("CREATE TRANSIENT TABLE prod.common.copy CLONE prod.common.person")
    builder("DELETE FROM prod.common.copy WHERE person_id = 2")
    assert ana("SELECT * FROM prod.common.copy") == [(1, "***")]
    assert len(builder("SELECT * FROM prod.common.person")) == 2


def test_or_replace_clones_over_a_table(pair, builder):
    builder("CREATE OR REPLACE TABLE prod.common.two CLONE prod.common.one")
    builder("CREATE TABLE IF NOT EXISTS prod.common.two CLONE prod.spare.two")
    assert builder("SELECT a FROM prod.common.two") == [(1,)]


@pytest.mark.parametrize(
    ("sql", "problem"),
    [
        ("CREATE TABLE prod.common.two CLONE prod.common.one", "already exists"),
        ("CREATE TABLE prod.common.copy CLONE prod.common.none", "does not exist"),
        ("CREATE TABLE prod.common.copy CLONE prod.common.person", "cannot be cloned to a permanent"),
        ("CREATE SCHEMA prod.spare CLONE prod.common", "already exists"),
        ("CREATE SCHEMA prod.copy CLONE prod.none", "does not exist"),
    ],
)
def test_a_clone_snowflake_refuses_is_refused(pair, people, builder, sql, problem):
    with pytest.raises(ProgrammingError, match=problem):
        builder(sql)


def test_a_reader_clones_nothing(pair, ana):
    with pytest.raises(ProgrammingError, match="not authorized"):
        ana("CREATE TABLE prod.common.mine CLONE prod.common.one")


def test_a_cloned_schema_has_tables_views_and_masks(people, builder, pia, offline):
    builder("CREATE VIEW prod.common.shout AS (SELECT UPPER(name) AS loud FROM prod.common.person)")
    builder("CREATE DYNAMIC TABLE prod.common.lazy TARGET_LAG = '1 day' WAREHOUSE = small AS (SELECT 1 AS a)")
    builder("CREATE TEMPORARY TABLE prod.common.short AS (SELECT 1 AS a)")
    builder("CREATE SCHEMA prod.copy CLONE prod.common")
    for kind in ("TABLES", "VIEWS"):
        builder(f"GRANT SELECT ON ALL {kind} IN SCHEMA prod.copy TO ROLE people_reader")
    builder("GRANT USAGE ON SCHEMA prod.copy TO ROLE people_reader")
    assert builder("SELECT loud FROM prod.copy.shout ORDER BY loud") == [("JO",), ("MO",)]
    assert builder("SELECT a FROM prod.copy.lazy") == [(1,)]
    assert pia("SELECT name FROM prod.copy.person ORDER BY name") == [("Jo",), ("Mo",)]
    assert offline.account.masks_of(("PROD", "COPY", "PERSON")).keys() == {"NAME"}
    with pytest.raises(ProgrammingError, match="does not exist"):
        builder("SELECT a FROM prod.copy.short")


def test_a_database_is_cloned_replaced_and_dropped(pair, builder, offline):
    admin = offline.setup
    admin.run("CREATE DATABASE copy CLONE prod")
    builder("INSERT INTO prod.common.one VALUES (11)")
    assert admin.duck("SELECT COUNT(*) FROM copy.common.one") == [(1,)]
    admin.run("CREATE OR REPLACE DATABASE copy CLONE prod")
    assert admin.duck("SELECT COUNT(*) FROM copy.common.one") == [(2,)]
    admin.run("DROP DATABASE copy")
    assert "COPY" not in admin.databases()
    assert not [name for name in offline.account.relations if name[0] == "COPY"]


@pytest.mark.parametrize("other", ["prod.common.two", "prod.spare.two"])
def test_swapped_tables_change_places_with_their_parameters(pair, builder, other):
    builder("ALTER TABLE prod.common.one SET DATA_RETENTION_TIME_IN_DAYS = 30")
    (theirs,) = builder(f"SELECT a FROM {other}")
    builder(f"ALTER TABLE prod.common.one SWAP WITH {other}")
    assert (builder("SELECT a FROM prod.common.one"), builder(f"SELECT a FROM {other}")) == ([theirs], [(1,)])
    assert builder(f"SHOW PARAMETERS LIKE 'DATA_RETENTION%' IN TABLE {other}")[0][1] == "30"


def test_a_renamed_table_leaves_its_name_free(pair, builder):
    builder("ALTER TABLE prod.common.one RENAME TO prod.spare.one")
    builder("CREATE TABLE prod.common.one AS (SELECT 7 AS a)")
    assert (builder("SELECT a FROM prod.spare.one"), builder("SELECT a FROM prod.common.one")) == ([(1,)], [(7,)])


def test_a_renamed_view_keeps_its_text(pair, builder):
    builder("CREATE VIEW prod.common.seen AS (SELECT a FROM prod.common.one)")
    builder("ALTER VIEW prod.common.seen RENAME TO prod.common.looked")
    assert builder("SELECT a FROM prod.common.looked") == [(1,)]


@pytest.mark.parametrize(
    ("sql", "problem"),
    [
        ("ALTER TABLE prod.common.one RENAME TO prod.common.two", "already exists"),
        ("ALTER VIEW prod.common.one RENAME TO prod.common.three", "type 'TABLE'"),
        ("ALTER TABLE prod.common.none RENAME TO prod.common.three", "does not exist"),
        ("ALTER TABLE prod.common.one SWAP WITH prod.common.none", "does not exist"),
        ("ALTER TABLE prod.common.one SWAP prod.common.two", "not supported offline"),
    ],
)
def test_a_move_snowflake_refuses_is_refused(pair, builder, sql, problem):
    with pytest.raises(ProgrammingError, match=problem):
        builder(sql)


@pytest.mark.parametrize("move", ["SWAP WITH prod.common.two", "RENAME TO prod.common.three"])
def test_only_the_owner_moves_a_table(pair, ana, move):
    with pytest.raises(ProgrammingError, match="not authorized"):
        ana(f"ALTER TABLE prod.common.one {move}")
