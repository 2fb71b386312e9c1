"""What one statement's columns carry, and that what cannot be understood carries everything."""

from __future__ import annotations

import pytest

from scripts.lineage.flow import Kind
from scripts.lineage.statement import read_statement

TABLES = {
    "db.s.people": ["id", "email", "boss_id", "city"],
    "db.s.visits": ["id", "person_id", "page"],
    "raw.s.any": None,
}
PEOPLE = "db.s.people"


def carries(sql: str, column: str, dialect: str = "duckdb") -> dict[str, Kind]:
    """The source columns of one column, `people.email` -> kind, after checking that everything was resolved."""
    output, unresolved = read_statement(sql, dialect, TABLES)
    assert unresolved == []
    flow = output.rows if column == "*" else output.columns[column]
    return {f"{relation.rpartition('.')[2]}.{name}": kind for (relation, name), kind in flow.items()}


EMAIL = "people.email"

CASES = {
    "a rename": ("SELECT email AS e FROM db.s.people", "e", {EMAIL: Kind.DIRECT}),
    "a cast of a trimmed value": (
        "SELECT LOWER(TRIM(email))::VARCHAR AS e FROM db.s.people",
        "e",
        {EMAIL: Kind.DIRECT},
    ),
    "a function": ("SELECT REVERSE(email) AS e FROM db.s.people", "e", {EMAIL: Kind.DERIVED}),
    "an aggregate of a function": ("SELECT MAX(REVERSE(email)) AS e FROM db.s.people", "e", {EMAIL: Kind.AGGREGATE}),
    "a count": ("SELECT COUNT(email) AS e FROM db.s.people", "e", {EMAIL: Kind.KEY}),
    "a comparison": ("SELECT email = 'x' AS e FROM db.s.people", "e", {EMAIL: Kind.KEY}),
    "a branch and its condition": (
        "SELECT CASE WHEN email IS NULL THEN city ELSE 'x' END AS e FROM db.s.people",
        "e",
        {EMAIL: Kind.KEY, "people.city": Kind.DERIVED},
    ),
    "a value under a condition about itself": (
        "SELECT CASE WHEN email IS NOT NULL THEN email END AS e FROM db.s.people",
        "e",
        {EMAIL: Kind.DERIVED},
    ),
    "a window and its order": (
        "SELECT FIRST_VALUE(city) OVER (PARTITION BY boss_id ORDER BY email) AS e FROM db.s.people",
        "e",
        {"people.city": Kind.AGGREGATE, "people.boss_id": Kind.KEY, EMAIL: Kind.KEY},
    ),
    "a filtered aggregate": (
        "SELECT MIN(city) FILTER (WHERE email = 'x') AS e FROM db.s.people",
        "e",
        {"people.city": Kind.AGGREGATE, EMAIL: Kind.KEY},
    ),
    "a listed aggregate in another order": (
        "SELECT STRING_AGG(city, ',' ORDER BY email) AS e FROM db.s.people",
        "e",
        {"people.city": Kind.AGGREGATE, EMAIL: Kind.KEY},
    ),
    "the salted hash": (
        "SELECT SHA256('offline-email-salt' || email) AS e FROM db.s.people",
        "e",
        {EMAIL: Kind.HASHED},
    ),
    "a join key": (
        "SELECT page FROM db.s.people AS p INNER JOIN db.s.visits AS v ON p.email = v.person_id",
        "*",
        {EMAIL: Kind.KEY, "visits.person_id": Kind.KEY},
    ),
    "USING": (
        "SELECT page FROM db.s.people INNER JOIN db.s.visits USING (id)",
        "*",
        {"people.id": Kind.KEY, "visits.id": Kind.KEY},
    ),
    "a group": ("SELECT COUNT(*) AS n FROM db.s.people GROUP BY email", "*", {EMAIL: Kind.KEY}),
    "a limit after an order": ("SELECT id FROM db.s.people ORDER BY email LIMIT 1", "*", {EMAIL: Kind.KEY}),
    "an order alone": ("SELECT id FROM db.s.people ORDER BY email", "*", {}),
    "a star without some": ("SELECT * EXCLUDE (city) FROM db.s.people", "email", {EMAIL: Kind.DIRECT}),
    "a star with another value": (
        "SELECT * REPLACE (UPPER(email) || city AS city) FROM db.s.people",
        "city",
        {EMAIL: Kind.DERIVED, "people.city": Kind.DERIVED},
    ),
    "a union by position": (
        "SELECT id, city FROM db.s.people UNION ALL SELECT id, email FROM db.s.people",
        "city",
        {EMAIL: Kind.DIRECT, "people.city": Kind.DIRECT},
    ),
    "a union by name": (
        "SELECT email, city FROM db.s.people UNION ALL BY NAME SELECT city, email FROM db.s.people",
        "city",
        {"people.city": Kind.DIRECT},
    ),
    "a derived table with column names": (
        "SELECT t.b FROM (SELECT id, email FROM db.s.people) AS t (a, b)",
        "b",
        {EMAIL: Kind.DIRECT},
    ),
    "a correlated subquery": (
        "SELECT (SELECT MAX(v.page) FROM db.s.visits AS v WHERE v.person_id = p.email) AS e FROM db.s.people AS p",
        "e",
        {"visits.page": Kind.AGGREGATE, "visits.person_id": Kind.KEY, EMAIL: Kind.KEY},
    ),
    "a field of a structured column": ("SELECT email.domain AS e FROM db.s.people", "e", {EMAIL: Kind.DERIVED}),
    "a lambda": ("SELECT LIST_TRANSFORM([email], x -> x || '!') AS e FROM db.s.people", "e", {EMAIL: Kind.DERIVED}),
    "a table whose columns nobody knows": ("SELECT Contact AS e FROM raw.s.any", "e", {"any.contact": Kind.DIRECT}),
    "a VALUES list": ("SELECT v.a FROM (VALUES (1), (2)) AS v (a)", "a", {}),
}


@pytest.mark.parametrize("name", CASES)
def test_a_column_carries_exactly(name: str) -> None:
    sql, column, expected = CASES[name]
    assert carries(sql, column) == expected


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("SELECT SHA2((SELECT salt FROM raw.security.hash_salt WHERE salt_kind = 'email') || email, 256)", Kind.HASHED),
        ("SELECT SHA2((SELECT salt FROM raw.s.any WHERE salt_kind = 'email') || email, 256)", Kind.DERIVED),
        ("SELECT SHA2('pepper' || email, 256)", Kind.DERIVED),
        ("SELECT SHA2(email || (SELECT salt FROM raw.security.hash_salt), 256)", Kind.DERIVED),
        ("SELECT SHA2((SELECT salt FROM raw.security.hash_salt) || email, 224)", Kind.DERIVED),
        ("SELECT SHA1((SELECT salt FROM raw.security.hash_salt) || email)", Kind.DERIVED),
    ],
)
def test_only_the_platforms_own_salted_hash_ends_a_flow(sql: str, expected: Kind) -> None:
    assert carries(f"{sql} AS e FROM db.s.people", "e", "snowflake")[EMAIL] is expected


@pytest.mark.parametrize(
    ("sql", "missed"),
    [
        ("SELECT nothing AS e FROM db.s.people", "nothing"),
        ("SELECT p.nothing AS e FROM db.s.people AS p", "p.nothing"),
        ("SELECT elsewhere.email AS e FROM db.s.people", "elsewhere.email"),
        ("SELECT e FROM (SELECT email || nothing AS e FROM db.s.people) AS t", "nothing"),
    ],
)
def test_an_unresolved_column_is_named_and_carries_everything_around_it(sql: str, missed: str) -> None:
    output, unresolved = read_statement(sql, "duckdb", TABLES)
    assert unresolved == [missed]
    assert {(PEOPLE, name) for name in TABLES[PEOPLE]} <= set(output.columns["e"])
    assert all(kind.carries for kind in output.columns["e"].values())


def test_a_relation_nobody_knows_is_unresolved() -> None:
    output, unresolved = read_statement("SELECT email AS e FROM db.s.stranger", "duckdb", TABLES)
    assert unresolved == ["db.s.stranger"]
    assert output.columns["e"] == {("db.s.stranger", "email"): Kind.DIRECT}


@pytest.mark.parametrize("sql", ["SELECT FROM WHERE (", "DROP TABLE db.s.people", ""])
def test_a_statement_nobody_can_read_is_unresolved_as_a_whole(sql: str) -> None:
    output, unresolved = read_statement(sql, "duckdb", TABLES)
    assert len(unresolved) == 1
    assert output.columns == {}


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM db.s.people UNPIVOT (content FOR kind IN (email, city))",
        "SELECT COLUMNS('e.*') FROM db.s.people",
        "SELECT TO_JSON(people) AS content FROM db.s.people",
    ],
)
def test_columns_that_cannot_be_told_apart_carry_each_value(sql: str) -> None:
    output, unresolved = read_statement(sql, "duckdb", TABLES)
    flow = output.columns.get("content") or output.rest
    assert unresolved == []
    assert flow is not None
    assert flow[PEOPLE, "email"] is Kind.DERIVED


def test_a_column_of_an_unknown_table_goes_before_an_alias_of_its_name() -> None:
    output, _ = read_statement("SELECT LOWER(city) AS email, email AS e FROM raw.s.any", "duckdb", TABLES)
    assert output.columns["e"][("raw.s.any", "email")] is Kind.DIRECT
