"""Dynamic masking: which columns, which policy, which statements; and the hook on real relations."""

import pytest

from tests.conftest import DbtRefusedError

MASKED = "config: {meta: {masking_policy: people_data_masking}}"
PERSON = "SELECT 1 AS person_id, 'a@b.c'::VARCHAR AS email, 12.5::DECIMAL(18, 2) AS salary"

FILES = {
    "models/person_table.sql": PERSON,
    "models/person_view.sql": PERSON,
    "models/person_incremental.sql": PERSON,
    "models/person_open.sql": PERSON,
    "models/people.yml": f"""
      version: 2
      models:
        - name: person_table
          config: {{materialized: table, contract: {{enforced: true}}, alias: person_in_table}}
          columns:
            - {{name: person_id, data_type: INTEGER}}
            - {{name: email, data_type: VARCHAR, {MASKED}}}
            - {{name: salary, data_type: "DECIMAL(18,2)", {MASKED}}}
        - name: person_view
          config: {{materialized: view}}
          columns: [{{name: EMAIL, {MASKED}}}]
        - name: person_incremental
          config: {{materialized: incremental}}
          columns: [{{name: email, {MASKED}}}]
        - name: person_open
          config: {{materialized: table}}
    """,
    "snapshots/person_snapshot.yml": f"""
      version: 2
      snapshots:
        - name: person_snapshot
          relation: ref('person_open')
          config: {{strategy: check, check_cols: all, unique_key: person_id}}
          columns: [{{name: email, {MASKED}}}]
    """,
    "seeds/person_seed.csv": "person_id,email\n1,a@b.c\n",
    "seeds/person_seed.yml": f"""
      version: 2
      seeds:
        - name: person_seed
          columns: [{{name: email, {MASKED}}}]
    """,
}


@pytest.fixture(scope="module")
def people(sandbox):
    sandbox.write(FILES)
    sandbox("build")
    return sandbox


def test_the_hook_masks_declared_columns_and_nothing_else(people):
    assert {name: text for name, text in people.comments().items() if name.startswith("person") and "." in name} == {
        "person_in_table.email": "masking_policy: people_data_masking",
        "person_in_table.salary": "masking_policy: people_data_masking",
        "person_view.email": "masking_policy: people_data_masking",
        "person_incremental.email": "masking_policy: people_data_masking",
        "person_snapshot.email": "masking_policy: people_data_masking",
        "person_seed.email": "masking_policy: people_data_masking",
    }


def test_the_mask_survives_a_second_run_of_everything(people):
    before = people.comments()
    people("build")
    assert people.comments() == before


def test_a_mask_that_is_no_longer_declared_is_taken_off_where_the_table_survives(people):
    kept = FILES["models/people.yml"]
    assert people.comments()["person_incremental.email"]
    people.write(
        {"models/people.yml": kept.replace(f"columns: [{{name: email, {MASKED}}}]", "columns: [{name: email}]")}
    )
    people("run", "--select", "person_incremental")
    assert "person_incremental.email" not in people.comments()
    people.write({"models/people.yml": kept})
    people("run", "--select", "person_incremental")
    assert people.comments()["person_incremental.email"] == "masking_policy: people_data_masking"


def test_another_policy_and_another_name_of_a_column_count_from_the_next_build(people):
    changed = {
        name: text.replace("people_data_masking", "sales_data_masking")
        for name, text in FILES.items()
        if name.endswith(".yml")
    }
    changed["models/person_table.sql"] = PERSON.replace("AS email", "AS work_email")
    changed["models/people.yml"] = changed["models/people.yml"].replace("{name: email", "{name: work_email", 1)
    people.write(changed)
    people("build")
    masked = {name: text for name, text in people.comments().items() if name.startswith("person") and "." in name}
    people.write(FILES)
    people("build")
    assert set(masked.values()) == {"masking_policy: sales_data_masking"}
    assert sorted(masked) == [
        "person_in_table.salary",
        "person_in_table.work_email",
        "person_incremental.email",
        "person_seed.email",
        "person_snapshot.email",
        "person_view.email",
    ]


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        (
            f"[{{name: nobody, {MASKED}}}]",
            "model broken, column nobody: masked in the .yml but not a column of the relation",
        ),
        (
            f"[{{name: salary, {MASKED}}}]",
            "model broken, column salary: the mask is for VARCHAR but the column is NUMBER(18, 2)",
        ),
        (
            "[{name: email, config: {meta: {masking_policy: sysadmin}}}]",
            "model broken, column email, key masking_policy: 'sysadmin' is no masking role",
        ),
    ],
)
def test_a_wrong_mask_stops_the_build_in_one_line(people, columns, message):
    yml = f"version: 2\nmodels: [{{name: broken, config: {{materialized: table}}, columns: {columns}}}]\n"
    people.write({"models/broken.sql": PERSON, "models/broken.yml": yml})
    try:
        with pytest.raises(DbtRefusedError) as caught:
            people("run", "--select", "broken")
    finally:
        for name in ("broken.sql", "broken.yml"):
            (people.project / "models" / name).unlink()
        people.forget()
    assert [line for line in str(caught.value).splitlines() if message in line]
    assert people.warehouse("SELECT * FROM duckdb_tables() WHERE table_name = 'broken'") == []


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        ("varchar", "VARCHAR"),
        ("VARCHAR(10)", "VARCHAR"),
        ("text", "VARCHAR"),
        ("INTEGER", "NUMBER(38, 0)"),
        ("DECIMAL(18,6)", "NUMBER(18, 6)"),
        ("number(18, 2)", "NUMBER(18, 2)"),
        ("DATE", "DATE"),
        ("timestamp", "TIMESTAMP_NTZ"),
        ("BOOLEAN", "BOOLEAN"),
    ],
)
def test_a_policy_keeps_the_type_of_its_column(render, declared, expected):
    assert render(f"{{{{ masking_type('{declared}') }}}}") == expected


SNOWFLAKE = """
{%- set relation = api.Relation.create(database='prod', schema='common', identifier='dim_user') -%}
{%- set masked = {'config': {'meta': {'masking_policy': 'sales_data_masking'}}} -%}
{%- set amount = {'data_type': 'DECIMAL(18,2)', 'config': {'meta': {'masking_policy': 'people_data_masking'}}} -%}
{%- set masks = masked_columns('m', {'Email': masked, 'plain': {}, 'amount': amount}) -%}
"""


def test_snowflake_policies_are_created_and_then_given_their_body(render, assert_snowflake):
    text = render("{{ create_masking_policy_sql('prod', 'people_data_masking', 'VARCHAR') }}", "prod")
    create, alter = (part.strip() for part in text.rstrip(";").split(";"))
    assert create.startswith(
        "CREATE MASKING POLICY IF NOT EXISTS prod.masking.people_data_masking_varchar AS (val VARCHAR)"
    )
    assert alter.startswith("ALTER MASKING POLICY prod.masking.people_data_masking_varchar SET BODY ->")
    body = create.split("-> ", 1)[1]
    assert alter.endswith(body)
    assert body == (
        "CASE WHEN CURRENT_ROLE() IN ('TRANSFORMER', 'LOADER') OR IS_ROLE_IN_SESSION('PEOPLE_DATA_MASKING')"
        " THEN val ELSE '***MASKED***' END"
    )
    assert_snowflake(text)


@pytest.mark.parametrize("kind", ["NUMBER(18, 2)", "DATE", "TIMESTAMP_NTZ", "BOOLEAN"])
def test_snowflake_masks_everything_but_text_as_null(render, assert_snowflake, kind):
    text = render(f"{{{{ create_masking_policy_sql('prep', 'sales_data_masking', '{kind}') }}}}", "prod")
    assert text.count("ELSE NULL END") == 2
    assert f"(val {kind}) RETURNS {kind}" in text
    assert_snowflake(text)


@pytest.mark.parametrize("kind", ["TABLE", "VIEW"])
def test_snowflake_attaches_by_force_and_takes_off_what_is_gone(render, assert_snowflake, kind):
    call = "{{ adapter.dispatch('mask_relation_sql', 'edp')(relation, '" + kind + "', masks, ['old']) }}"
    text = render(SNOWFLAKE + call, "prod")
    alter = f"ALTER {kind} prod.common.dim_user MODIFY COLUMN"
    assert text.split("; ") == [
        f"{alter} old UNSET MASKING POLICY",
        f"{alter} email SET MASKING POLICY prod.masking.sales_data_masking_varchar FORCE",
        f"{alter} amount SET MASKING POLICY prod.masking.people_data_masking_number_18_2 FORCE;",
    ]
    assert_snowflake(text)


def test_snowflake_views_are_masked_in_their_create_statement(render, assert_snowflake):
    text = render(SNOWFLAKE + "{{ masked_view_sql(relation, 'SELECT 1', ['EMAIL', 'PLAIN'], masks, true) }}", "prod")
    assert text == (
        "CREATE OR REPLACE SECURE VIEW prod.common.dim_user"
        " (email WITH MASKING POLICY prod.masking.sales_data_masking_varchar, plain) AS ( SELECT 1 );"
    )
    assert_snowflake(text)


def test_snowflake_tables_are_masked_in_their_column_list(render, assert_snowflake):
    call = "{{ column_with_mask('amount NUMBER(18, 2) NOT NULL', ['email', 'amount'], 1, masks, 'prod') }}"
    column = render(SNOWFLAKE + call, "prod")
    assert column == "amount NUMBER(18, 2) NOT NULL WITH MASKING POLICY prod.masking.people_data_masking_number_18_2"
    assert_snowflake(f"CREATE TABLE t ({column}, plain VARCHAR) AS (SELECT 1, 'x')")
    assert (
        render(SNOWFLAKE + "{{ column_with_mask('plain VARCHAR', ['plain'], 0, masks, 'prod') }}", "prod")
        == "plain VARCHAR"
    )


def test_snowflake_seeds_are_masked_before_their_first_row(render, assert_snowflake):
    types = "{'email': 'VARCHAR(16777216)', 'plain': 'NUMBER(38, 0)'}"
    text = render(SNOWFLAKE + "{{ masked_seed_sql(relation, " + types + ", masks) }}", "prod")
    assert text == (
        "CREATE TABLE prod.common.dim_user (email VARCHAR(16777216)"
        " WITH MASKING POLICY prod.masking.sales_data_masking_varchar, plain NUMBER(38, 0))"
    )
    assert_snowflake(text)


def test_snowflake_creates_each_policy_of_the_selection_once(people, assert_snowflake):
    nodes = "graph.nodes.values() | selectattr('name', 'in', ['person_table', 'person_view', 'person_open'])"
    text = people.compile("{% if execute %}{{ masking_policies_sql(" + nodes + ") }}{% endif %}", "prod")
    created = [line.split(" AS ")[0].split()[-1] for line in text.splitlines() if line.startswith("CREATE MASKING")]
    assert sorted(created) == [
        "prod.masking.people_data_masking_number_18_2",
        "prod.masking.people_data_masking_varchar",
    ]
    assert text.index("CREATE SCHEMA IF NOT EXISTS prod.masking") < text.index("CREATE MASKING POLICY")
    assert_snowflake(text)


def test_snowflake_asks_which_policies_a_table_has(render, assert_snowflake):
    text = render(SNOWFLAKE + "{{ policy_references_sql(relation) }}", "prod")
    assert "REF_ENTITY_NAME => 'prod.common.dim_user'" in text
    assert_snowflake(text)


def test_only_undeclared_masks_are_stale(render):
    assert render("{{ stale_columns([['EMAIL'], ['OLD']], {'email': {}}) }}") == "['old']"
