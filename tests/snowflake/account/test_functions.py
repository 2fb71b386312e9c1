"""Functions of Snowflake's the SQL engine lacks give what Snowflake gives."""

import pytest
from snowflake.connector.errors import ProgrammingError

DOCUMENTS = """
  CREATE TABLE prod.common.event AS (
    SELECT 1 AS event_id, PARSE_JSON('{"data": [{"kind": "page", "id": 7}, {"kind": "click", "id": 8}]}') AS context
    UNION ALL SELECT 2, PARSE_JSON('{"data": []}')
    UNION ALL SELECT 3, PARSE_JSON('{"data": "page"}')
    UNION ALL SELECT 4, NULL
  )
"""


@pytest.mark.parametrize(
    ("condition", "first"),
    [
        ("entity['kind']::VARCHAR = 'click'", "8"),
        ("CONTAINS(entity['kind']::VARCHAR, 'age')", "7"),
        ("entity['kind']::VARCHAR = 'none'", None),
    ],
)
def test_elements_of_a_variant_can_be_filtered(builder, condition, first):
    builder(DOCUMENTS)
    found = f"FILTER(AS_ARRAY(context['data']), entity -> {condition})[0]['id']::VARCHAR"
    assert builder(f"SELECT event_id, {found} FROM prod.common.event ORDER BY event_id") == [
        (1, first),
        (2, None),
        (3, None),
        (4, None),
    ]


NESTED = """
  CREATE TABLE prod.common.ping AS (
    SELECT 1 AS ping_id, PARSE_JSON(
      '{"counts": {"a b": 1, "list": [1.5, {"on": true}]}, "none": null, "t": "x"}'
    ) AS doc
    UNION ALL SELECT 2, PARSE_JSON('[7, 8]')
    UNION ALL SELECT 3, PARSE_JSON('5')
    UNION ALL SELECT 4, NULL
  )
"""
LEAVES = "LATERAL FLATTEN(INPUT => ping.doc, RECURSIVE => TRUE) AS leaf"


def test_a_document_can_be_flattened_to_its_last_leaf(builder):
    builder(NESTED)
    found = "leaf.path, leaf.key, leaf.index, TYPEOF(leaf.value), leaf.value::VARCHAR"
    assert builder(f"SELECT ping.ping_id, {found} FROM prod.common.ping AS ping, {LEAVES} ORDER BY 1, 2") == [
        (1, "counts", "counts", None, "OBJECT", '{"a b":1,"list":[1.5,{"on":true}]}'),
        (1, "counts.list", "list", None, "ARRAY", '[1.5,{"on":true}]'),
        (1, "counts.list[0]", None, 0, "DECIMAL", "1.5"),
        (1, "counts.list[1]", None, 1, "OBJECT", '{"on":true}'),
        (1, "counts.list[1].on", "on", None, "BOOLEAN", "true"),
        (1, "counts['a b']", "a b", None, "INTEGER", "1"),
        (1, "none", "none", None, "NULL_VALUE", None),
        (1, "t", "t", None, "VARCHAR", "x"),
        (2, "[0]", None, 0, "INTEGER", "7"),
        (2, "[1]", None, 1, "INTEGER", "8"),
    ]


def test_an_element_found_by_flatten_knows_what_it_lies_in(builder):
    builder(NESTED)
    found = f"SELECT leaf.this::VARCHAR FROM prod.common.ping AS ping, {LEAVES} WHERE leaf.key = 'on'"
    assert builder(found) == [('{"on":true}',)]


@pytest.mark.parametrize(("mode", "documents"), [("ARRAY", [2, 2]), ("OBJECT", [1, 1, 1]), ("BOTH", [1, 1, 1, 2, 2])])
def test_flatten_passes_over_what_is_not_of_its_mode(builder, mode, documents):
    builder(NESTED)
    flat = f"LATERAL FLATTEN(INPUT => ping.doc, MODE => '{mode}') AS line"
    assert builder(f"SELECT ping.ping_id FROM prod.common.ping AS ping, {flat} ORDER BY 1") == [
        (number,) for number in documents
    ]


@pytest.mark.parametrize(
    "arguments",
    ["PATH => 'counts'", "OUTER => TRUE", "MODE => 'LIST'", "RECURSIVE => 1", "RECURSIVE => TRUE, MODE => 'ARRAY'"],
)
def test_flatten_refuses_what_it_would_pass_over(builder, arguments):
    builder(NESTED)
    with pytest.raises(ProgrammingError, match="not supported offline"):
        builder(f"SELECT 1 FROM prod.common.ping AS ping, LATERAL FLATTEN(INPUT => ping.doc, {arguments}) AS line")


def test_what_is_no_time_is_null_when_it_is_tried(builder):
    tried = "TRY_CAST('{}' AS TIMESTAMP)::VARCHAR"
    assert builder(f"SELECT {tried.format('2024-12-31 10:00:00')}, {tried.format('2024-13-45')}") == [
        ("2024-12-31 10:00:00", None)
    ]


def test_a_sum_of_decimals_loses_no_cent(builder):
    builder("CREATE TABLE prod.common.cents AS (SELECT 0.1::NUMBER(18, 2) AS a UNION ALL SELECT 0.2)")
    exact = "SUM(a) = 0.3::NUMBER(18, 2), -SUM(a) = -0.3::NUMBER(18, 2), SUM(SUM(a)) OVER () = 0.3::NUMBER(18, 2)"
    assert builder(f"SELECT {exact} FROM prod.common.cents") == [(True, True, True)]


@pytest.mark.parametrize("function", ["SUM", "AVG"])
def test_a_text_is_no_number_to_add_up(builder, function):
    with pytest.raises(ProgrammingError, match="VARCHAR"):
        builder(f"SELECT {function}(a) FROM (SELECT '1' AS a)")


def test_a_sum_of_whole_numbers_is_one(builder):
    builder("CREATE TABLE prod.common.counted AS (SELECT SUM(a) AS n FROM (SELECT 2 AS a UNION ALL SELECT 3))")
    assert builder("SELECT n FROM prod.common.counted") == [(5,)]
    assert [row[:2] for row in builder("DESCRIBE TABLE prod.common.counted")] == [("N", "NUMBER(38,0)")]
