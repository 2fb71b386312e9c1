"""The row policy statements of the macros, executed on the emulated account: who sees which rows, and since when."""

import pytest

from tests.snowflake.account.conftest import Someone

RENDERED = """
{%- set relation = api.Relation.create(database='prod', schema='common', identifier='target') -%}
{%- set rows = {'column': 'geo', 'type': 'VARCHAR', 'role': ROLE, 'entitlement': 'e'} -%}
"""


@pytest.fixture
def statements(render):
    """Run statements of the macros: `statements(someone, jinja, role=..., entitled=...)`."""

    def run(someone: Someone, jinja: str, role: str = "none", entitled: str = "[]") -> None:
        text = RENDERED.replace("ROLE", role) + "{%- set entitled = " + entitled + " -%}" + jinja
        for statement in filter(None, (part.strip() for part in render(text, "prod").split(";"))):
            someone(statement)

    return run


CREATE = """{{ create_row_policy_sql(relation, rows.type) }}
CREATE TABLE prod.common.target (target_id NUMBER(38, 0), geo VARCHAR){{ row_policy_clause(relation, rows) }}
AS (SELECT * FROM (VALUES (1, 'EMEA'), (2, 'APAC'), (3, NULL)) AS listed (target_id, geo));"""
OPEN = "{{ open_row_policy_sql(relation, rows, entitled) }}"
IDS = "SELECT target_id FROM prod.common.target ORDER BY 1"


@pytest.fixture
def target(statements, builder) -> None:
    statements(builder, CREATE)


def test_a_table_is_born_closed_to_everybody_but_the_builders(target, statements, ana, pia, builder):
    assert ana(IDS) == pia(IDS) == []
    statements(builder, OPEN)
    assert ana(IDS) == []


def test_an_entitled_role_sees_its_rows_and_the_named_role_all(target, statements, builder, ana, pia):
    statements(builder, OPEN, role="'people_data_masking'", entitled="[['reader', 'EMEA'], ['reader', 'AMER']]")
    assert ana(IDS) == [(1,)]
    # a row without a value is nobody's who is entitled by value
    assert pia(IDS) == [(1,), (2,), (3,)]


def test_an_entitlement_that_is_taken_away_takes_effect_with_the_next_body(target, statements, builder, ana):
    statements(builder, OPEN, entitled="[['reader', 'EMEA']]")
    assert ana(IDS) == [(1,)]
    statements(builder, OPEN, entitled="[]")
    assert ana(IDS) == []


def test_a_second_build_finds_its_policy_and_keeps_it(target, statements, builder, ana):
    statements(builder, OPEN, entitled="[['reader', 'APAC']]")
    builder("DROP TABLE prod.common.target")
    statements(builder, CREATE)
    assert ana(IDS) == [(2,)]


def test_a_view_is_filtered_like_a_table(statements, builder, ana):
    query = "\"SELECT 1 AS target_id, 'EMEA' AS geo\", ['TARGET_ID', 'GEO']"
    view = "{{ masked_view_sql(relation, " + query + ", {}, false, rows) }}"
    statements(builder, "{{ create_row_policy_sql(relation, rows.type) }}" + view)
    assert ana(IDS) == []
    statements(builder, OPEN, entitled="[['reader', 'EMEA']]")
    assert ana(IDS) == [(1,)]
