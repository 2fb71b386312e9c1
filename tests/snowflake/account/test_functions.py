"""Functions of Snowflake's the SQL engine lacks give what Snowflake gives."""

import pytest

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
