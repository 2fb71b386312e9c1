"""What dbt persists as descriptions arrives unchanged, whatever it contains."""

import pytest
from snowflake.connector.errors import ProgrammingError

AWKWARD = ["plain", "Ana's people", "it's; -- no comment", 'a "quoted" name', "100 % of /* all */", "zwölf ✓"]


def quoted(text):
    return "'" + text.replace("'", "''") + "'"


def table_comment(builder, name):
    ((comment,),) = builder(
        f"SELECT comment FROM prod.information_schema.tables WHERE table_name = '{name}' AND table_schema = 'COMMON'"
    )
    return comment


def column_comments(builder, name):
    return dict(
        builder(
            "SELECT column_name, comment FROM prod.information_schema.columns "
            f"WHERE table_name = '{name}' AND table_schema = 'COMMON'"
        )
    )


@pytest.mark.parametrize("text", AWKWARD)
@pytest.mark.parametrize("literal", [quoted, "$${}$$".format])
def test_a_table_and_its_columns_keep_their_descriptions(people, builder, text, literal):
    builder(f"comment on table prod.common.person IS {literal(text)}")
    builder(f"alter table prod.common.person alter NAME COMMENT {literal(text)}, PERSON_ID COMMENT {literal('x')}")
    assert table_comment(builder, "PERSON") == text
    assert column_comments(builder, "PERSON") == {"NAME": text, "PERSON_ID": "x"}


@pytest.mark.parametrize("text", AWKWARD)
def test_a_view_is_made_with_its_descriptions(builder, text):
    builder(
        f"create or replace view prod.common.seen (A COMMENT {quoted(text)}, B) COMMENT = {quoted(text)} as "
        "(SELECT 1 AS a, 2 AS b)"
    )
    assert builder("SELECT a, b FROM prod.common.seen") == [(1, 2)]
    assert table_comment(builder, "SEEN") == text


def test_a_replaced_table_has_lost_its_description(people, builder):
    builder("COMMENT ON TABLE prod.common.person IS 'old'")
    builder("CREATE OR REPLACE TABLE prod.common.person AS (SELECT 1 AS person_id)")
    assert table_comment(builder, "PERSON") in (None, "")


@pytest.mark.parametrize(
    ("sql", "problem"),
    [
        ("COMMENT ON TABLE prod.common.none IS 'x'", "does not exist"),
        ("COMMENT ON VIEW prod.common.person IS 'x'", "type 'TABLE'"),
        ("COMMENT ON COLUMN prod.common.person.none IS 'x'", "invalid identifier 'NONE'"),
        ("ALTER TABLE prod.common.person ALTER none COMMENT 'x'", "invalid identifier 'NONE'"),
        ("COMMENT ON TABLE prod.common.person IS x", "expected a string"),
        ("COMMENT ON PIPE prod.common.person IS 'x'", "found 'PIPE'"),
    ],
)
def test_a_description_needs_its_object(people, builder, sql, problem):
    with pytest.raises(ProgrammingError, match=problem):
        builder(sql)


def test_a_reader_describes_nothing(people, ana):
    with pytest.raises(ProgrammingError, match="not authorized"):
        ana("COMMENT ON TABLE prod.common.person IS 'x'")


def test_a_relation_is_described_with_snowflakes_types(builder):
    builder(
        "CREATE TABLE prod.common.typed (n NUMBER(38, 0), d NUMBER(9, 2), f FLOAT, t VARCHAR, s VARCHAR(5) NOT NULL,"
        " b BOOLEAN, moment TIMESTAMP_NTZ, zoned TIMESTAMP_TZ, day DATE, v VARIANT)"
    )
    builder('CREATE VIEW prod.common.seen AS (SELECT SUM(n) AS total, d AS "Mixed" FROM prod.common.typed GROUP BY d)')
    described = builder("DESCRIBE TABLE prod.common.typed")
    assert [(name, kind, null) for name, kind, _, null, *_ in described] == [
        ("N", "NUMBER(38,0)", "Y"),
        ("D", "NUMBER(9,2)", "Y"),
        ("F", "FLOAT", "Y"),
        ("T", "VARCHAR(16777216)", "Y"),
        ("S", "VARCHAR(5)", "N"),
        ("B", "BOOLEAN", "Y"),
        ("MOMENT", "TIMESTAMP_NTZ(9)", "Y"),
        ("ZONED", "TIMESTAMP_TZ(9)", "Y"),
        ("DAY", "DATE", "Y"),
        ("V", "VARIANT", "Y"),
    ]
    assert [row[:2] for row in builder("DESC VIEW prod.common.seen")] == [
        ("TOTAL", "NUMBER(38,0)"),
        ("Mixed", "NUMBER(9,2)"),
    ]


def test_who_has_no_privilege_on_a_relation_cannot_describe_it(builder, ana):
    builder("CREATE SCHEMA prod.secret")
    builder("CREATE TABLE prod.secret.closed AS (SELECT 1 AS a)")
    builder("CREATE TABLE prod.common.open AS (SELECT 1 AS a)")
    assert [row[0] for row in ana("DESCRIBE TABLE prod.common.open")] == ["A"]
    for name in ("prod.secret.closed", "prod.common.missing"):
        with pytest.raises(ProgrammingError, match="does not exist or not authorized"):
            ana(f"DESCRIBE TABLE {name}")
