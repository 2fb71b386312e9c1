"""The judges of a statement log see what is wrong with a statement, and nothing where nothing is."""

import pytest

from scripts.snowflake.project.statements import form_of, outline, shown_in_clear, ungrammatical, unsigned

COMMENT = '/* {"app": "edp", "engine": "snowflake", "invocation": "1-2", "node": "model.edp.one", "target": "x"} */'
ENTRY = {
    "sql": f"SELECT 1 {COMMENT}",
    "role": "TRANSFORMER",
    "user": "TRANSFORMER",
    "warehouse": "TRANSFORMING_XS",
    "tag": "edp",
    "node": "model.edp.one",
    "clear": [],
    "error": "",
}


def entry(**changes):
    return {**ENTRY, **changes}


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"role": ""}, "without role:"),
        ({"warehouse": None}, "without warehouse:"),
        ({"tag": ""}, "without query tag:"),
        ({"sql": "SELECT 1"}, "without comment:"),
        ({"sql": "DROP TABLE a.b.c " + COMMENT.replace('"model.edp.one"', "null")}, "without node:"),
    ],
)
def test_a_statement_that_does_not_say_who_sent_it_is_named(changes, problem):
    assert [line[: len(problem)] for line in unsigned([entry(**changes)])] == [problem]


def test_what_the_run_itself_asks_has_no_node():
    nobody = COMMENT.replace('"model.edp.one"', "null")
    assert unsigned([ENTRY, entry(sql=f"show objects in prep.zuora {nobody}", node="")]) == []


def test_only_builders_may_have_read_a_clear_value():
    seen = {"clear": ["prod.common.person.name"]}
    assert shown_in_clear([entry(**seen), entry(role="LOADER", **seen), entry(role="READER")]) == []
    assert shown_in_clear([entry(role="READER", **seen)]) == [
        f"reader: prod.common.person.name in: {' '.join(ENTRY['sql'].split())[:120]}"
    ]


@pytest.mark.parametrize(
    ("sql", "node"),
    [
        ("ALTER TABLE prod.common.a MODIFY COLUMN b SET MASKNG POLICY prod.masking.p", "model.edp.a"),
        ("CREATE OR REPLACE TRANSIET TABLE a.b.c AS (SELECT 1)", "model.edp.a"),
        ("MERGE INTO a.b.c USING a.b.d ON c.x = d.x WHEN MATCHED UPDATE SET x = 1", "snapshot.edp.a"),
    ],
)
def test_a_statement_snowflake_would_not_read_is_named(sql, node):
    assert len(ungrammatical([entry(sql=f"{sql} {COMMENT}", node=node)])) == 1


def test_a_query_that_was_parsed_elsewhere_is_left_out_of_a_statement():
    sql = "CREATE TABLE a.b.c (d VARCHAR) AS ( WITH x AS (SELECT ')' AS d) SELECT d FROM x ) " + COMMENT
    assert " ".join(outline(sql).split()) == "CREATE TABLE a.b.c (d VARCHAR) AS (SELECT 1)"


def test_statements_of_one_form_differ_in_names_texts_and_numbers_only():
    one, other = "ALTER TABLE a.b.c SET x = 30", "ALTER TABLE d.e.f SET y = 1"
    assert form_of(one) == form_of(other) != form_of("ALTER VIEW a.b.c SET x = 30")
