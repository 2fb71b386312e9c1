"""Two relations are the same exactly when a person who lays their rows side by side finds them the same."""

import duckdb
import pytest

from scripts.snowflake.parity.compare import Side, compare


def sides(mine, theirs):
    """The two queries as relations of two separate engines."""
    found = []
    for sql in (mine, theirs):
        connection = duckdb.connect()
        connection.execute(f"SET TimeZone = 'UTC'; CREATE VIEW relation AS {sql}")
        found.append(Side(lambda text, to=connection: to.execute(text).fetchall(), "relation"))
    return found


def compared(mine, theirs, left_out=()):
    return compare(*sides(mine, theirs), left_out)


SAME = {
    "rows in another order": ("VALUES (1, 'a'), (2, NULL)", "VALUES (2, NULL), (1, 'a')"),
    "rows that repeat": ("VALUES (1), (1), (2)", "VALUES (2), (1), (1)"),
    "no rows": ("SELECT 1 AS a WHERE FALSE", "SELECT 1 AS a WHERE FALSE"),
    "a number of another scale": ("SELECT 1.50::DECIMAL(18, 2) AS a", "SELECT 1.5::DECIMAL(38, 6) AS a"),
    "a whole number of another width": ("SELECT 7::INTEGER AS a", "SELECT 7::BIGINT AS a"),
    "a float summed in another order": ("SELECT 0.1 + 0.2::DOUBLE AS a", "SELECT 0.3::DOUBLE AS a"),
    "a day that is a moment": ("SELECT DATE '2024-12-31' AS a", "SELECT TIMESTAMP '2024-12-31 00:00:00' AS a"),
    "a document with other spaces": ("""SELECT '{"a": [1, 2]}' AS a""", """SELECT '{"a":[1,2]}'::JSON AS a"""),
    "a list that is a document": ("SELECT ['x', 'y'] AS a", """SELECT '["x", "y"]'::JSON AS a"""),
    "a name in capitals": ("SELECT 1 AS account_id", "SELECT 1 AS ACCOUNT_ID"),
}
DIFFERENT = {
    "a value": ("VALUES (1, 'a')", "VALUES (1, 'b')", ("col1",), ""),
    "a NULL": ("SELECT NULL::VARCHAR AS a", "SELECT '' AS a", ("a",), ""),
    "a row twice": ("VALUES (1), (1), (2)", "VALUES (1), (2), (2)", ("col0",), ""),
    "a row more": ("VALUES (0)", "VALUES (0), (0)", (), ""),
    "values in other rows": ("VALUES (1, 'a'), (2, 'b')", "VALUES (1, 'b'), (2, 'a')", (), ""),
    "the last digit of an amount": ("SELECT 1.01 AS a", "SELECT 1.02 AS a", ("a",), ""),
    "the sixth digit of a rate": (
        "SELECT 0.333333::DECIMAL(18, 6) AS a",
        "SELECT 0.33333::DECIMAL(18, 5) AS a",
        ("a",),
        "",
    ),
    "the time of a day": ("SELECT DATE '2024-12-31' AS a", "SELECT TIMESTAMP '2024-12-31 00:00:01' AS a", ("a",), ""),
    "a value of a document": ("""SELECT '{"a": 1}'::JSON AS a""", """SELECT '{"a": 2}' AS a""", ("a",), ""),
    "a space at the end": ("SELECT 'a' AS a", "SELECT 'a ' AS a", ("a",), ""),
    "text for a number": ("SELECT 1 AS a", "SELECT '1' AS a", ("a",), "a is INTEGER and VARCHAR"),
    "a column": ("SELECT 1 AS a, 2 AS b", "SELECT 1 AS a", (), "columns on one side only: b"),
    "the order of columns": ("SELECT 1 AS a, 2 AS b", "SELECT 2 AS b, 1 AS a", (), "columns in another order"),
}


@pytest.mark.parametrize(("mine", "theirs"), SAME.values(), ids=SAME)
def test_equal_rows_are_found_equal(mine, theirs):
    found = compared(mine, theirs)
    assert (found.same_rows, found.differing, found.remark) == (True, (), "")


@pytest.mark.parametrize(("mine", "theirs", "differing", "remark"), DIFFERENT.values(), ids=DIFFERENT)
def test_a_difference_is_found_and_named(mine, theirs, differing, remark):
    found = compared(mine, theirs)
    assert (found.differing, found.remark) == (differing, remark)
    assert not found.same_rows or remark


def test_a_column_that_is_left_out_does_not_count_but_is_told(tmp_path):
    found = compared("VALUES (1, 'a')", "VALUES (1, 'b')", {"col1"})
    assert (found.same_rows, found.differing) == (True, ("col1",))


def test_a_column_of_another_type_can_be_left_out():
    found = compared("SELECT 1 AS a, 2 AS b", "SELECT '1' AS a, 2 AS b", {"a"})
    assert (found.same_rows, found.differing, found.remark) == (True, ("a",), "")


def test_what_one_engine_did_not_build_is_told():
    one, other = sides("SELECT 1 AS a", "SELECT 1 AS a")
    found = compare(one, Side(other.query, "nowhere"))
    assert (found.rows, found.remark) == ((1, None), "not built")
    assert compare(Side(one.query, "nowhere"), other).rows == (None, 1)
