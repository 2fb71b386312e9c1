"""`edp query --role`: what a role or a user sees, however it asks."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from scripts.core.errors import EdpError
from scripts.core.settings import PROJECT, Settings
from scripts.query.session import open_session
from tests.scripts.role_warehouse import SECRETS, ask, make, reader
from tests.support.cli import edp, refusal

MASK = "***MASKED***"
PERSON = "prod.common.person"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("role"))


def test_a_masked_text_shows_the_mask_and_any_other_type_nothing(home: Path) -> None:
    first, second = ask(home, reader("reader"), f"FROM {PERSON} ORDER BY person_id")
    assert first == (1, MASK, MASK, None, None, "DE")
    # a mask that passed NULL through would tell who has no pay
    assert second == (2, MASK, MASK, None, None, "FR")


def test_a_masked_column_keeps_its_type(home: Path) -> None:
    types = [row[1] for row in ask(home, reader("reader"), f"DESCRIBE {PERSON}")]
    assert types == ["INTEGER", "VARCHAR", "VARCHAR", "DECIMAL(18,2)", "DATE", "VARCHAR"]


@pytest.mark.parametrize("name", ["people_reader", "transformer"])
def test_members_of_the_masking_role_and_the_builders_see_clear_values(home: Path, name: str) -> None:
    sql = f"SELECT name, pay, shown FROM {PERSON} JOIN prod.common.person_view USING (country) WHERE person_id = 1"
    assert ask(home, reader(name), sql) == [("Ana Secret", Decimal("98765.00"), "Ana Secret")]


def test_a_user_sees_what_all_its_roles_show(home: Path) -> None:
    assert ask(home, reader("ana", is_user=True), f"SELECT name FROM {PERSON} WHERE person_id = 1") == [(MASK,)]
    joined = f"SELECT p.name, s.full_name FROM {PERSON} AS p, prep.sensitive.person_source AS s WHERE p.person_id = 1"
    assert ask(home, reader("pia", is_user=True), joined) == [("Ana Secret", "Raw Secret")]


def test_a_view_is_read_without_the_right_to_what_it_reads(home: Path) -> None:
    assert ask(home, reader("preparer"), "FROM prep.sensitive.person_source") == [(1, MASK)]
    with pytest.raises(EdpError, match=r"raw\.workday\.directory does not exist or role preparer may not read it"):
        ask(home, reader("preparer"), "FROM prep.sensitive.person_source", "FROM raw.workday.directory")


def test_statements_of_one_session_share_their_tables(home: Path) -> None:
    assert ask(home, reader("reader"), f"FROM {PERSON}", f"SELECT COUNT(*) FROM {PERSON}") == [(2,)]


def test_a_missing_and_a_forbidden_table_get_the_same_answer(home: Path) -> None:
    lines = []
    for table in ("prod.pumps.unnamed", "prod.pumps.unnamex", "static.lists.salary", "nowhere.at.all"):
        with pytest.raises(EdpError) as caught:
            ask(home, reader("nobody"), f"FROM {table}")
        lines.append(str(caught.value).replace(table, "TABLE"))
    assert set(lines) == {"query: TABLE does not exist or role nobody may not read it"}


def test_a_near_name_is_offered_only_among_what_the_role_may_read(home: Path) -> None:
    with pytest.raises(EdpError, match=r"did you mean prod\.common\.person"):
        ask(home, reader("reader"), "FROM prod.common.persn WHERE person_id = 1")
    with pytest.raises(EdpError) as caught:
        ask(home, reader("reader"), "FROM static.lists.salry")
    assert "salary" not in str(caught.value)


@pytest.mark.parametrize(
    ("who", "is_user", "ids"),
    [
        ("reader", False, [1]),
        ("people_reader", False, [1, 2, 3]),
        ("transformer", False, [1, 2, 3]),
        ("ana", True, [1]),
        ("pia", True, [1, 2, 3]),
    ],
)
def test_a_row_policy_shows_the_rows_a_role_is_entitled_to(home: Path, who: str, is_user: bool, ids: list[int]) -> None:
    sql = "SELECT target_id FROM prod.common.target ORDER BY 1"
    assert [row[0] for row in ask(home, reader(who, is_user=is_user), sql)] == ids


def test_a_view_on_top_of_hidden_rows_does_not_show_them(home: Path) -> None:
    assert ask(home, reader("reader"), "FROM prod.common.target_view") == [("EMEA", "10")]


def test_a_closed_row_policy_shows_nothing_but_to_the_builders(home: Path) -> None:
    assert ask(home, reader("people_reader"), "FROM prod.common.closed") == []
    assert ask(home, reader("transformer"), "FROM prod.common.closed") == [(1,)]


def test_a_row_policy_nobody_can_read_opens_nothing(home: Path) -> None:
    with pytest.raises(EdpError, match="the row access policy on column broken_id is not readable; build it again"):
        ask(home, reader("transformer"), "FROM prod.common.broken")


def test_a_condition_that_fails_on_a_hidden_row_is_never_asked_there(home: Path) -> None:
    # 'Row Secret' is no number: whoever could ask it would read it in the error
    sql = "SELECT geo FROM prod.common.target WHERE amount::INTEGER > 0"
    assert ask(home, reader("reader"), sql) == [("EMEA",)]


def test_a_statement_reads_a_copy_that_lacks_the_hidden_rows(home: Path) -> None:
    # whatever order DuckDB asks conditions in, there is nothing to ask them of
    with open_session(Settings(project=PROJECT, home=home), reader("reader")) as session:
        list(session.run("FROM prod.common.target").rows)
        copies = "SELECT database_name, estimated_size FROM duckdb_tables() WHERE table_name LIKE 'relation_%'"
        [(database, rows)] = session.connection.execute(copies).fetchall()
    assert database.startswith("hidden_")
    assert rows == 1


SEEN = {
    "alias": f"SELECT name AS harmless FROM {PERSON}",
    "table alias": f"SELECT p.name, p.* FROM {PERSON} AS p",
    "column alias list": f"SELECT a, b, c, d, e FROM {PERSON} AS p (a, b, c, d, e, f)",
    "quoted and upper case": 'SELECT "NAME" FROM "PROD"."Common"."PERSON"',
    "fully qualified column": f"SELECT {PERSON}.name FROM {PERSON}",
    "CTE": f"WITH person AS (FROM {PERSON}) SELECT name, email FROM person",
    "CTE of the table's own name": f"WITH person AS MATERIALIZED (FROM {PERSON}) FROM person",
    "recursive CTE": f"WITH RECURSIVE r AS (SELECT name, 1 AS n FROM {PERSON} UNION ALL SELECT name, n + 1 FROM r"
    " WHERE n < 3) FROM r",
    "subquery": f"SELECT (SELECT MAX(name) FROM {PERSON}), x FROM (SELECT email AS x FROM {PERSON})",
    "lateral join": f"SELECT l.n FROM {PERSON} AS p, LATERAL (SELECT p.name AS n) AS l",
    "positional join": f"SELECT b.name FROM {PERSON} AS a POSITIONAL JOIN {PERSON} AS b",
    "positional reference": f"SELECT #2, #3 FROM {PERSON}",
    "COLUMNS": f"SELECT COLUMNS('na.*|pay') FROM {PERSON}",
    "COLUMNS lambda": f"SELECT COLUMNS(LAMBDA c: c LIKE '%a%') FROM {PERSON}",
    "star REPLACE": f"SELECT * REPLACE (UPPER(name) AS name) FROM {PERSON}",
    "row as a struct": f"SELECT p FROM {PERSON} AS p",
    "row as JSON": f"SELECT TO_JSON(p) FROM {PERSON} AS p",
    "aggregates": f"SELECT MIN(name), MAX(email), SUM(pay), LIST(born), STRING_AGG(name), MODE(pay) FROM {PERSON}",
    "window": f"SELECT FIRST_VALUE(name) OVER (ORDER BY person_id), LAG(pay) OVER (ORDER BY born) FROM {PERSON}",
    "set operation": f"SELECT country FROM {PERSON} UNION ALL BY NAME SELECT name AS country FROM {PERSON}",
    "unpivot": f"FROM {PERSON} UNPIVOT (v FOR n IN (name, email))",
    "pivot": f"FROM (FROM {PERSON}) PIVOT (MAX(name) FOR country IN ('DE', 'FR'))",
    "SUMMARIZE": f"SUMMARIZE {PERSON}",
    "DESCRIBE": f"DESCRIBE {PERSON}",
    "TABLE": f"TABLE {PERSON}",
    "sample": f"SELECT name FROM {PERSON} USING SAMPLE 100%",
    "view": "FROM prod.common.person_view",
    "view of a view with renamed columns": "FROM prod.common.person_names",
    "cast error": f"SELECT TRY_CAST(name AS INTEGER), name::VARCHAR FROM {PERSON}",
    "hash of the value": f"SELECT MD5(name) = MD5('Ana Secret'), LENGTH(name) FROM {PERSON}",
}


@pytest.mark.parametrize("sql", SEEN.values(), ids=SEEN.keys())
def test_a_masked_column_stays_masked_however_it_is_reached(home: Path, sql: str) -> None:
    assert ask(home, reader("people_reader"), sql)
    rows = ask(home, reader("reader"), sql)
    assert not [secret for secret in SECRETS if secret in repr(rows)], rows
    assert not [value for row in rows for value in row if isinstance(value, Decimal) and value > 100], rows


@pytest.mark.parametrize(
    "condition", ["name = 'Ana Secret'", "pay > 1", "born < DATE '2000-01-01'", "email LIKE 'ana%'", "name IS NULL"]
)
def test_a_filter_on_a_masked_column_tells_nothing(home: Path, condition: str) -> None:
    assert ask(home, reader("reader"), f"SELECT COUNT(*) FROM {PERSON} WHERE {condition}") == [(0,)]


def test_the_command_shows_a_role_and_a_user_of_the_real_file_their_view(built_warehouse: Path) -> None:
    sql = "SELECT DISTINCT user_name FROM prod.common.dim_crm_user"
    masked = edp(built_warehouse, "query", sql, "--role", "analyst_core", "--format", "json")
    assert json.loads(masked.out) == [{"user_name": MASK}]
    clear = edp(built_warehouse, "query", sql, "--role", "transformer", "--format", "json")
    assert len(json.loads(clear.out)) > 10
    assert edp(built_warehouse, "query", sql, "--user", "tmurphy", "--format", "csv").code == 0


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (
            ("--role", "analyst_cor"),
            "config/permissions/roles.yml: there is no role analyst_cor; did you mean analyst_core?",
        ),
        (("--user", "zzz"), "config/permissions/roles.yml: there is no user zzz"),
        (("--role", "reporting", "--user", "tmurphy"), "query: give either --role or --user"),
    ],
)
def test_a_reader_who_does_not_exist_is_refused_in_one_line(home: Path, arguments: tuple[str, ...], says: str) -> None:
    assert refusal(edp(home, "query", "SELECT 1", *arguments)) == says
