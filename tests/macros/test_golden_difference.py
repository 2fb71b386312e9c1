"""golden_difference: what two relations do not have in common."""

RELATIONS = """
WITH expected (cast_id, arr) AS (VALUES ('a', 1), ('b', NULL), ('c', 3)),
actual (arr, cast_id) AS (VALUES {actual})
SELECT * FROM ({{{{ golden_difference('expected', 'actual', ['cast_id', 'arr']) }}}}) ORDER BY 1, 2
"""


def test_equal_relations_have_no_difference_and_null_equals_null(rows):
    assert rows(RELATIONS.format(actual="(3, 'c'), (NULL, 'b'), (1, 'a')")) == []


def test_changed_missing_and_additional_rows_are_all_reported(rows):
    found = rows(RELATIONS.format(actual="(1, 'a'), (0, 'b'), (4, 'd')"))
    assert found == [("missing", "b", None), ("missing", "c", 3), ("unexpected", "b", 0), ("unexpected", "d", 4)]


def test_a_relation_without_rows_misses_every_row(rows):
    empty = RELATIONS.format(actual="(1, 'a')").replace("AS (VALUES (1, 'a'))", "AS (SELECT 1, 'a' WHERE FALSE)")
    assert [row[0] for row in rows(empty)] == ["missing"] * 3


def test_it_parses_on_snowflake(render, assert_snowflake):
    assert_snowflake(render("{{ golden_difference('expected', 'actual', ['cast_id', 'arr']) }}", "prod"))


def test_columns_must_be_a_list(refused):
    assert "must be a list" in refused("{{ golden_difference('expected', 'actual', 'cast_id') }}")
