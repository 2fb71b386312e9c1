"""A row access policy hides rows from a role, wherever the relation is read, until the policy is taken off."""

import pytest
from snowflake.connector.errors import ProgrammingError

ALL = [(1,), (2,), (3,)]
ADD = "ALTER TABLE prod.common.sale ADD ROW ACCESS POLICY prod.masking.region ON (region)"


@pytest.fixture
def sale(builder):
    """prod.common.sale: readers see region EMEA only; the policy is not attached yet."""
    builder(
        "CREATE ROW ACCESS POLICY prod.masking.region AS (place VARCHAR) RETURNS BOOLEAN -> "
        "CURRENT_ROLE() = 'BUILDER' OR place = 'EMEA'"
    )
    builder("CREATE TABLE prod.common.sale (sale_id NUMBER(38, 0), region VARCHAR)")
    builder("INSERT INTO prod.common.sale VALUES (1, 'EMEA'), (2, 'APAC'), (3, NULL)")


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT sale_id FROM prod.common.sale ORDER BY sale_id",
        "WITH x AS (SELECT * FROM prod.common.sale) SELECT sale_id FROM x ORDER BY sale_id",
        "SELECT b.sale_id FROM prod.common.sale AS a RIGHT JOIN prod.common.sale AS b ON a.sale_id = b.sale_id "
        "ORDER BY b.sale_id",
        "SELECT sale_id FROM prod.common.seen ORDER BY sale_id",
        "SELECT sale_id FROM prod.common.seen_again ORDER BY sale_id",
    ],
)
def test_a_reader_gets_only_allowed_rows(sale, builder, ana, sql):
    builder("CREATE VIEW prod.common.seen AS (SELECT sale_id FROM prod.common.sale)")
    builder("CREATE VIEW prod.common.seen_again AS (SELECT * FROM prod.common.seen)")
    assert ana(sql) == ALL
    builder(ADD)
    assert (ana(sql), builder(sql)) == ([(1,)], ALL)


@pytest.mark.parametrize(
    "create",
    [
        "CREATE TABLE prod.common.copy (sale_id NUMBER, region VARCHAR) "
        "WITH ROW ACCESS POLICY prod.masking.region ON (region) AS (SELECT * FROM prod.common.sale)",
        "CREATE OR REPLACE TRANSIENT TABLE prod.common.copy ROW ACCESS POLICY prod.masking.region ON (region) "
        "AS SELECT * FROM prod.common.sale",
        "CREATE VIEW prod.common.copy WITH ROW ACCESS POLICY prod.masking.region ON (region) "
        "AS (SELECT * FROM prod.common.sale)",
    ],
)
def test_a_policy_inside_create_protects_from_the_start(sale, builder, ana, create):
    builder(create)
    assert ana("SELECT sale_id FROM prod.common.copy ORDER BY sale_id") == [(1,)]


def test_a_relation_whose_policy_does_not_fit_is_not_made(sale, builder):
    with pytest.raises(ProgrammingError, match="does not fit"):
        builder("CREATE TABLE prod.common.copy (n NUMBER) WITH ROW ACCESS POLICY prod.masking.region ON (n)")
    with pytest.raises(ProgrammingError, match="does not exist"):
        builder("SELECT * FROM prod.common.copy")


def test_hidden_rows_are_found_before_values_are_masked(sale, builder, ana):
    builder(
        "CREATE MASKING POLICY prod.masking.place AS (val VARCHAR) RETURNS VARCHAR -> "
        "CASE WHEN CURRENT_ROLE() = 'BUILDER' THEN val ELSE '***' END"
    )
    builder(ADD)
    builder("ALTER TABLE prod.common.sale MODIFY COLUMN region SET MASKING POLICY prod.masking.place")
    assert ana("SELECT * FROM prod.common.sale") == [(1, "***")]


@pytest.mark.parametrize("off", ["DROP ROW ACCESS POLICY prod.masking.region", "DROP ALL ROW ACCESS POLICIES"])
def test_a_policy_is_taken_off_a_table(sale, builder, ana, off):
    builder(ADD)
    builder(f"ALTER TABLE prod.common.sale {off}")
    assert ana("SELECT sale_id FROM prod.common.sale ORDER BY sale_id") == ALL


def test_a_new_body_takes_effect_at_once(sale, builder, ana):
    builder(ADD)
    builder("ALTER ROW ACCESS POLICY prod.masking.region SET BODY -> place IS NULL")
    assert ana("SELECT sale_id FROM prod.common.sale") == [(3,)]


def test_policies_are_listed_and_described(sale, builder):
    assert builder("SHOW ROW ACCESS POLICIES") == [("PROD", "MASKING", "REGION", "ROW_ACCESS_POLICY")]
    assert builder("DESC ROW ACCESS POLICY prod.masking.region")[0][:3] == ("REGION", "(PLACE VARCHAR)", "BOOLEAN")


@pytest.mark.parametrize(
    ("sql", "problem"),
    [
        (ADD, "already has a row access policy"),
        ("DROP ROW ACCESS POLICY prod.masking.region", "associated with one or more"),
        ("ALTER TABLE prod.common.sale DROP ROW ACCESS POLICY prod.masking.other", "does not exist"),
        ("CREATE ROW ACCESS POLICY prod.masking.region AS (p VARCHAR) RETURNS BOOLEAN -> TRUE", "already exists"),
        ("CREATE ROW ACCESS POLICY prod.masking.odd AS (p VARCHAR) RETURNS VARCHAR -> p", "expected RETURNS BOOLEAN"),
    ],
)
def test_what_snowflake_refuses_is_refused(sale, builder, sql, problem):
    builder(ADD)
    with pytest.raises(ProgrammingError, match=problem):
        builder(sql)


@pytest.mark.parametrize("sql", [ADD, "ALTER ROW ACCESS POLICY prod.masking.region SET BODY -> TRUE"])
def test_only_the_owner_changes_who_sees_what(sale, ana, sql):
    with pytest.raises(ProgrammingError, match="not authorized"):
        ana(sql)
