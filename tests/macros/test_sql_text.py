"""Text: literals, casts, regular expressions, lists, e-mail addresses, epochs."""

import datetime

import pytest


@pytest.mark.parametrize("value", ["plain", "it's", "a\\b", "\\'; DROP TABLE x; --", "line\nbreak", ""])
def test_text_literal_gives_the_value_back(rows, macros, value):
    text = f"{{{{ text_literal(var('nothing', {value!r})) }}}}"
    assert rows("SELECT " + text) == [(value,)]


def test_text_literal_escapes_backslashes_where_the_engine_reads_them(render):
    assert render(r"{{ text_literal('a\\b\'c') }}", "prod") == r"'a\\b''c'"
    assert render(r"{{ text_literal('a\\b\'c') }}", "ci") == r"'a\b''c'"
    assert render("{{ text_literal(none) }} {{ text_literal(7) }}", "prod") == "NULL '7'"


@pytest.mark.parametrize(
    ("value", "kind", "expected"),
    [
        ("'12'", "INTEGER", 12),
        ("'x'", "INTEGER", None),
        ("''", "INTEGER", None),
        ("NULL", "INTEGER", None),
        ("'2024-02-30'", "DATE", None),
        ("'2024-02-29'", "DATE", datetime.date(2024, 2, 29)),
        ("42", "VARCHAR", "42"),
    ],
)
def test_try_cast_to_gives_null_instead_of_an_error(rows, value, kind, expected):
    assert rows(f"SELECT {{{{ try_cast_to(\"{value}\", '{kind}') }}}}") == [(expected,)]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Gold Plan", "gold-plan"),
        ("A--b__C", "a-b-c"),
        ("x|Y z|", "x|y-z|"),
        ("Ünï", "-n-"),
        ("", ""),
        (None, None),
    ],
)
def test_slugify_keeps_letters_digits_and_bars(rows, value, expected):
    literal = "NULL" if value is None else f"'{value}'"
    assert rows(f'SELECT {{{{ slugify("{literal}") }}}}') == [(expected,)]


def test_regexp_replace_all_replaces_every_match_and_knows_groups(rows):
    found = rows(r"""SELECT {{ regexp_replace_all("'a1b22'", '[0-9]+', '#') }},
      {{ regexp_replace_all("'john smith'", '(\\w+) (\\w+)', '\\2 \\1') }},
      {{ regexp_replace_all("'it''s'", "'", '') }}, {{ regexp_replace_all('NULL', 'a', 'b') }}""")
    assert found == [("a#b#", "smith john", "its", None)]


@pytest.mark.parametrize(
    ("value", "group", "expected"),
    [("'id=42; id=43'", 0, "id=42"), ("'id=42'", 1, "42"), ("'none'", 1, None), ("NULL", 0, None), ("'id='", 1, None)],
)
def test_regexp_extract_takes_the_first_match_or_nothing(rows, value, group, expected):
    assert rows(f"SELECT {{{{ regexp_extract(\"{value}\", 'id=([0-9]*)', {group}) }}}}") == [(expected,)]


@pytest.mark.parametrize(
    ("value", "expected"),
    [(" A@B.Com ", "a@b.com"), ("", None), ("  ", None), (None, None)],
)
def test_normalise_email_trims_and_lowers(rows, value, expected):
    literal = "NULL" if value is None else f"'{value}'"
    assert rows(f'SELECT {{{{ normalise_email("{literal}") }}}}') == [(expected,)]


def test_sorted_list_is_distinct_sorted_and_null_when_empty(rows):
    found = rows("""SELECT g, {{ sorted_list('x') }}, {{ sorted_list('x', '|') }}
      FROM (VALUES (1, 'b'), (1, 'a'), (1, 'b'), (1, NULL), (2, NULL), (3, 'it''s')) AS t(g, x)
      GROUP BY g ORDER BY g""")
    assert found == [(1, "a, b", "a|b"), (2, None, None), (3, "it's", "it's")]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("0", datetime.datetime(1970, 1, 1)),
        ("1735689599", datetime.datetime(2024, 12, 31, 23, 59, 59)),
        ("'1735689599'", datetime.datetime(2024, 12, 31, 23, 59, 59)),
        ("1735689599.25", datetime.datetime(2024, 12, 31, 23, 59, 59, 250000)),
        ("-1", datetime.datetime(1969, 12, 31, 23, 59, 59)),
        ("'soon'", None),
        ("''", None),
        ("NULL", None),
    ],
)
def test_epoch_to_timestamp_is_utc(rows, value, expected):
    assert rows(f'SELECT {{{{ epoch_to_timestamp("{value}") }}}}') == [(expected,)]
