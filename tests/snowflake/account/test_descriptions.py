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
