"""Comments and literals never count as code, places survive, and SQL handed to macros does count."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.checks.text import code_of, ctes, inputs, split_terms, sql_of, windows, yaml_code_of


@pytest.mark.parametrize(
    ("sql", "code", "pure"),
    [
        ("a -- now()\nb", "a         \nb", "a         \nb"),
        ("a /* x\n' */ b", "a     \n     b", "a     \n     b"),
        ("a {# 'x' #} b", "a           b", "a           b"),
        ("'it''s' || b", "'     ' || b", "'     ' || b"),
        ("'-- no comment' AS a", "'             ' AS a", "'             ' AS a"),
        ("'{{ target.name }}' AS a", "'{{ target.name }}' AS a", "'                 ' AS a"),
        ("{{ f('NVL(x)') }}", "{{ f('NVL(x)') }}", "      NVL(x)     "),
        ("{{ f(\"COALESCE(x, 'a')\") }}", "{{ f(\"COALESCE(x, ' ')\") }}", "      COALESCE(x, ' ')     "),
        ("{{ f('}}') }} x", "{{ f('}}') }} x", "      }}      x"),
        ('"from" AS a', '"from" AS a', '"from" AS a'),
    ],
)
def test_comments_and_literals_are_blanked_in_place(sql: str, code: str, pure: str) -> None:
    assert code_of(sql) == code
    assert sql_of(sql) == pure


@given(st.text(alphabet="ab'\"-/*{}#%\n (),;", max_size=60))
def test_blanking_never_moves_a_character(text: str) -> None:
    for blanked in (code_of(text), sql_of(text)):
        assert len(blanked) == len(text)
        assert [i for i, c in enumerate(blanked) if c == "\n"] == [i for i, c in enumerate(text) if c == "\n"]


def test_yaml_comments_are_blanked_but_not_colours() -> None:
    assert yaml_code_of("a: '#1' # x\n# y") == "a: '#1'    \n   "


def test_ctes_are_found_behind_set_statements_and_through_brackets_in_jinja() -> None:
    sql = (
        "{% set a = 1 %}\nWITH RECURSIVE a AS (\n  SELECT {{ f('(') }} FROM {{ ref('a') }}\n)"
        ", b (x) AS (SELECT (1))\nSELECT 1"
    )
    assert [(cte.line, cte.name, cte.imports) for cte in ctes(code_of(sql))] == [(2, "a", None), (4, "b", None)]


@pytest.mark.parametrize(
    ("body", "imports"),
    [
        ("SELECT * FROM {{ ref('a') }}", "a"),
        ("SELECT a, b\nFROM {{ source('s', 't') }}", "s.t"),
        ("SELECT * FROM {{ ref('a') }} WHERE x", None),
        ("SELECT MAX(a) FROM {{ ref('a') }}", None),
        ("SELECT * FROM {{ ref('a') }} CROSS JOIN {{ ref('b') }}", None),
        ("{{ latest_record(ref('a'), 'k', 'x') }}", None),
    ],
)
def test_an_import_only_selects_from_one_input(body: str, imports: str | None) -> None:
    assert [cte.imports for cte in ctes(f"WITH a AS ({body}) SELECT 1")] == [imports]


def test_a_macro_that_writes_ctes_does_not_hide_those_behind_it() -> None:
    sql = "WITH a AS (SELECT 1),\n{{ select_recent_sql('a', ['x']) }},\n\nb AS (SELECT 2)\n\nSELECT * FROM b"
    assert [(cte.line, cte.name) for cte in ctes(code_of(sql))] == [(1, "a"), (4, "b")]


def test_a_statement_that_does_not_open_with_with_has_no_ctes() -> None:
    assert ctes("SELECT 1") == []
    assert ctes("WITH a AS (SELECT 1") == []


def test_inputs_name_the_node_with_and_without_a_package() -> None:
    found = [(kind, name) for _, kind, name in inputs("{{ ref('a') }} {{ ref('p', 'b') }} {{ source(\"s\", 't') }}")]
    assert found == [("ref", "a"), ("ref", "b"), ("source", "s.t")]


def test_windows_have_their_three_clauses() -> None:
    frame = "ROWS BETWEEN 1 PRECEDING AND 2 FOLLOWING"
    sql = f"LAST_VALUE(f(a) IGNORE NULLS) OVER (PARTITION BY a, b ORDER BY g(c, 1) DESC, d {frame})"
    [window] = windows(sql)
    assert (window.function, window.partition_by) == ("last_value", "a, b")
    assert window.order_by == ["g(c, 1) DESC", "d"]
    assert window.frame == frame


def test_terms_are_split_outside_brackets_only() -> None:
    assert split_terms(" a , f(b, c), [d, e] ,") == ["a", "f(b, c)", "[d, e]"]


@pytest.mark.parametrize("piece", ["{% if a %}\n", "{{ it's }} ", "{{ 'a' ", "'", "WITH a AS ( ", "{# ", "f( OVER ("])
def test_reading_stays_quick_on_unfinished_text(piece: str) -> None:
    text = piece * 400
    started = time.perf_counter()
    for read in (code_of, sql_of, ctes, windows):
        read(text)
    assert time.perf_counter() - started < 2
