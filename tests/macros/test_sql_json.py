"""JSON: values at a path, elements of an array."""

import decimal

import pytest

DOCUMENT = """'{
  "a": {"b": "text", "n": 1.5, "t": true, "f": "FALSE", "z": null, "s p": 7}, "l": [{"k": 1}, {"k": 2}], "e": []
}'::JSON"""


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a.b", "text"),
        ("['a']['b']", "text"),
        ("['a']['s p']", "7"),
        ("a.n", "1.5"),
        ("a.z", None),
        ("a.x", None),
        ("a.b.c", None),
        ("l[1].k", "2"),
        ("['l'][0]['k']", "1"),
        ("l[9].k", None),
    ],
)
def test_json_text_reads_the_value_or_null(rows, path, expected):
    assert rows(f'SELECT {{{{ json_text("j", "{path}") }}}} FROM (SELECT {DOCUMENT} AS j)') == [(expected,)]


def test_json_numbers_and_booleans_are_typed_or_null(rows):
    found = rows(
        "SELECT {{ json_number('j', 'a.n') }}, {{ json_number('j', 'a.n', 'DECIMAL(18, 2)') }},"
        " {{ json_number('j', 'a.b') }}, {{ json_number('j', 'a.z') }},"
        " {{ json_boolean('j', 'a.t') }}, {{ json_boolean('j', 'a.f') }},"
        " {{ json_boolean('j', 'a.b') }}, {{ json_boolean('j', 'a.x') }} FROM (SELECT " + DOCUMENT + " AS j)"
    )
    assert found == [(decimal.Decimal("1.5"), decimal.Decimal("1.5"), None, None, True, False, None, None)]


def test_json_elements_gives_one_row_per_element(rows):
    found = rows("""SELECT d.i, {{ json_text('line.value', 'k') }}
      FROM (VALUES
        (1, '[{"k": "x"}, {"k": "y"}]'::JSON), (2, '[]'), (3, NULL), (4, '{"k": "no"}'), (5, '[1]')
      ) AS d(i, j), {{ json_elements('d.j', 'line') }}
      ORDER BY 1, 2""")
    assert found == [(1, "x"), (1, "y"), (5, None)]


def test_select_json_elements_keeps_the_named_columns_beside_each_element(rows):
    found = rows("""WITH documents AS (
      SELECT * FROM (VALUES
        (1, 'p', '[{"k": "x"}, {"k": "y"}]'::JSON), (2, 'q', '[]'), (3, 'r', NULL),
        (4, 's', '{"k": "no"}'), (5, 't', '[1]')
      ) AS d(i, c, j)
    ), elements AS ({{ select_json_elements_sql('documents', 'j', ['i', 'c']) }})
    SELECT i, c, {{ json_text('element', 'k') }} FROM elements ORDER BY 1, 3""")
    assert found == [(1, "p", "x"), (1, "p", "y"), (5, "t", None)]


@pytest.mark.parametrize("path", ["", "a..b", "a b", "['a'", "a; DROP", "['a\"b']", "['a'']"])
def test_a_malformed_path_is_refused(refused, path):
    assert "is no JSON path" in refused("{{ json_text('j', " + repr(path) + ") }}")


def test_the_path_is_a_bracket_path_on_snowflake(render):
    assert render("{{ json_text('j', 'a.b[0]') }}", "prod") == "CAST(j['a']['b'][0] AS VARCHAR)"


def test_parse_json_reads_documents_only(rows):
    found = rows("""SELECT {{ json_text(parse_json('j'), 'a') }}
      FROM (VALUES (1, '{"a": 7}'), (2, 'no document'), (3, NULL), (4, '')) AS d(i, j) ORDER BY i""")
    assert found == [("7",), (None,), (None,), (None,)]


def test_select_json_entries_gives_one_row_per_entry_of_an_object(rows):
    found = rows("""WITH documents AS (
      SELECT * FROM (VALUES
        (1, '{"x": {"k": 1}, "y": {"k": 2}}'::JSON), (2, '{}'), (3, NULL), (4, '[{"k": 3}]'), (5, '4')
      ) AS d(i, j)
    ), entries AS ({{ select_json_entries_sql('documents', 'j', ['i']) }})
    SELECT i, entry_name, {{ json_text('entry', 'k') }} FROM entries ORDER BY 1, 2""")
    assert found == [(1, "x", "1"), (1, "y", "2")]


def test_select_json_leaves_finds_numbers_and_booleans_at_any_depth(rows):
    found = rows("""WITH documents AS (
      SELECT * FROM (VALUES
        (1, '{"a": {"b-c": {"d": -1}, "e": 2.5}, "on": true, "t": "7", "z": null, "o": {}}'::JSON),
        (2, '{}'), (3, NULL)
      ) AS d(i, j)
    ), leaves AS ({{ select_json_leaves_sql('documents', 'j', ['i']) }})
    SELECT i, leaf_path, leaf_text FROM leaves ORDER BY 1, 2""")
    assert found == [(1, "a.b-c.d", "-1"), (1, "a.e", "2.5"), (1, "on", "true")]
