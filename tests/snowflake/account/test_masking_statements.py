"""The masking statements of the macros, executed on the emulated account: changed, renamed and removed policies."""

import pytest

from scripts.snowflake.loading import load_salts
from tests.snowflake.account.conftest import Someone

RENDERED = """
{%- set relation = api.Relation.create(database='prod', schema='common', identifier='person') -%}
{%- set masks = MASKS -%}
"""
NAME = "{'name': {'role': 'people_data_masking', 'type': 'VARCHAR'}}"
SALES = "{'name': {'role': 'sales_data_masking', 'type': 'VARCHAR'}}"
BOTH = NAME[:-1] + ", 'pay': {'role': 'people_data_masking', 'type': 'NUMBER(18, 2)'}}"
POLICIES = """
{%- for mask in masks.values() -%}{{ create_masking_policy_sql('prod', mask.role, mask.type) }}{%- endfor -%}
"""
CREATE = """
CREATE TABLE prod.common.person (person_id NUMBER(38, 0),
{{ column_with_mask('name VARCHAR', ['name', 'pay'], 0, masks, 'prod') }},
{{ column_with_mask('pay NUMBER(18, 2)', ['name', 'pay'], 1, masks, 'prod') }})
AS (SELECT 1 AS person_id, 'Jo' AS name, 2.50::NUMBER(18, 2) AS pay);
"""
ATTACH = "{{ snowflake__mask_relation_sql(relation, 'TABLE', masks, GONE) }}"
READ = "SELECT name, pay FROM prod.common.person"


@pytest.fixture
def statements(render):
    """Run statements of the macros: `statements(someone, jinja, masks=...)`."""

    def run(someone: Someone, jinja: str, masks: str = NAME, gone: str = "[]") -> None:
        text = render(RENDERED.replace("MASKS", masks) + jinja.replace("GONE", gone), "prod")
        for statement in filter(None, (part.strip() for part in text.split(";"))):
            someone(statement)

    return run


@pytest.fixture
def person(statements, builder):
    statements(builder, POLICIES + CREATE, masks=BOTH)


def shown(someone):
    [(name, pay)] = someone(READ)
    return name, None if pay is None else float(pay)


def test_a_table_is_born_masked(person, ana, pia):
    assert shown(ana) == ("***MASKED***", None)
    assert shown(pia) == ("Jo", 2.5)


def test_another_policy_replaces_the_first_by_force(person, statements, builder, ana, pia):
    statements(builder, POLICIES + ATTACH, masks=SALES)
    assert shown(pia) == ("***MASKED***", 2.5)
    assert shown(ana) == ("***MASKED***", None)


def test_what_is_no_longer_declared_is_taken_off(person, statements, builder, ana):
    statements(builder, ATTACH, gone="['pay']")
    assert shown(ana) == ("***MASKED***", 2.5)


def test_a_renamed_column_is_masked_under_its_new_name(person, statements, builder, ana):
    builder("DROP TABLE prod.common.person")
    renamed = BOTH.replace("'name':", "'full_name':")
    create = CREATE.replace("'name VARCHAR', ['name'", "'full_name VARCHAR', ['full_name'").replace(
        "AS name", "AS full_name"
    )
    statements(builder, POLICIES + create, masks=renamed)
    assert ana("SELECT full_name FROM prod.common.person") == [("***MASKED***",)]


def test_a_second_run_changes_nothing(person, statements, builder, ana):
    statements(builder, POLICIES + ATTACH, masks=BOTH)
    statements(builder, POLICIES + ATTACH, masks=BOTH)
    assert shown(ana) == ("***MASKED***", None)


def test_a_view_is_masked_under_its_own_name(person, statements, builder, ana, pia):
    view = "{{ masked_view_sql(api.Relation.create(database='prod', schema='common', identifier='seen'),"
    view += " 'SELECT name AS shown, person_id FROM prod.common.person', ['SHOWN', 'PERSON_ID'], masks, true) }}"
    statements(builder, view, masks=NAME.replace("'name':", "'shown':"))
    assert (ana("SELECT shown FROM prod.common.seen"), pia("SELECT shown FROM prod.common.seen")) == (
        [("***MASKED***",)],
        [("Jo",)],
    )


def test_the_question_about_salts_finds_the_public_ones_of_the_emulated_account(offline, render):
    load_salts(offline.setup)
    cursor = offline.connect().cursor()
    cursor.execute(render("{{ salts_sql() }}", "prod"))
    assert cursor.fetchall() == [(kind, 1, 1) for kind in ("email", "ip", "name", "other")]
