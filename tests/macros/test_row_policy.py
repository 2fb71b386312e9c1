"""Row access policies: what a model may declare, which statements follow, and the hook on real relations."""

import json

import pytest

from tests.conftest import DbtRefusedError

TARGET = """
  SELECT 1 AS target_id, 'EMEA'::VARCHAR AS geo UNION ALL SELECT 2, 'APAC'
  -- depends_on: {{ ref('entitlement') }}
"""
RLS = "{rls_policy: analyst_sales, rls_config: {column: geo, entitlement: entitlement}}"
COLUMNS = "[{name: target_id, data_type: INTEGER}, {name: geo, data_type: VARCHAR}]"
TABLE = "materialized: table, contract: {enforced: true}"


def declared(meta: str = RLS, config: str = TABLE, columns: str = COLUMNS) -> str:
    return f"""
      version: 2
      models: [{{name: target, config: {{{config}, meta: {meta}}}, columns: {columns}}}]
    """


FILES = {
    "models/target.sql": TARGET,
    "models/target.yml": declared(),
    "models/target_view.sql": "SELECT * FROM {{ ref('target') }}",
    "models/target_view.yml": f"""
      version: 2
      models:
        - name: target_view
          config: {{materialized: view, meta: {{rls_policy: analyst_people}}}}
          columns: {COLUMNS}
    """,
    "seeds/entitlement.csv": "role_name,entitled_value\nanalyst_core,EMEA\nanalyst_core,APAC\nanalyst_people,O'Land\n",
    "seeds/entitlement.yml": """
      version: 2
      seeds: [{name: entitlement, columns: [{name: role_name}, {name: entitled_value}]}]
    """,
}


@pytest.fixture(scope="module")
def targets(sandbox):
    sandbox.write(FILES)
    sandbox("build")
    return sandbox


def witness(targets, column):
    comment = targets.comments().get(column)
    return comment and json.loads(comment.removeprefix("row_access_policy: "))


def test_the_hook_writes_down_who_sees_which_rows(targets):
    assert witness(targets, "target.geo") == {
        "role": "analyst_sales",
        "entitled": {"analyst_core": ["APAC", "EMEA"], "analyst_people": ["O'Land"]},
    }
    # without an entitlement the policy is about the role alone and lies on the first column
    assert witness(targets, "target_view.target_id") == {"role": "analyst_people", "entitled": {}}


def test_a_changed_entitlement_and_a_removed_policy_show_at_the_next_build(targets):
    targets.write({"seeds/entitlement.csv": "role_name,entitled_value\nanalyst_core,AMER\n"})
    targets("build", "--select", "+target")
    assert witness(targets, "target.geo")["entitled"] == {"analyst_core": ["AMER"]}
    targets.write({"models/target.yml": declared(meta="{}")})
    targets("build", "--select", "+target")
    assert witness(targets, "target.geo") is None
    targets.write(FILES)
    targets("build", "--select", "+target")
    assert witness(targets, "target.geo")["role"] == "analyst_sales"


WRONG = {
    "rls_policy: 'no role'": ("key rls_policy: 'no role' is no name of a role", TABLE, COLUMNS),
    "rls_policy: a": ("key rls_policy: rows are hidden in views and in tables with", "materialized: table", COLUMNS),
    "rls_policy: b": ("key rls_policy: rows are hidden in views and in tables", "materialized: incremental", COLUMNS),
    "rls_policy: c": ("key rls_policy: declare the columns", "materialized: view", "[]"),
    "rls_config: {column: geo}": ("key rls_config: give column and entitlement and nothing else", TABLE, COLUMNS),
    "rls_config: {column: geo, entitlement: entitlement, role: x}": (
        "key rls_config: give column and entitlement and nothing else",
        TABLE,
        COLUMNS,
    ),
    "rls_config: {column: area, entitlement: entitlement}": (
        "key rls_config: there is no declared column area",
        TABLE,
        COLUMNS,
    ),
    "rls_config: {column: target_id, entitlement: entitlement}": (
        "key rls_config: column target_id is no text",
        TABLE,
        COLUMNS,
    ),
    "rls_config: {column: geo, entitlement: nobody}": (
        "there is no model, seed or snapshot named nobody",
        TABLE,
        COLUMNS,
    ),
    "rls_config: {column: geo, entitlement: target_view}": (
        "key rls_config: target_view must declare the columns role_name and entitled_value",
        TABLE,
        COLUMNS,
    ),
    "rls_config: {column: geo, entitlement: entitlement}": (
        "key rls_config: column geo is masked; Snowflake lets a column belong to one kind of policy",
        TABLE,
        COLUMNS.replace("VARCHAR}", "VARCHAR, config: {meta: {masking_policy: sales_data_masking}}}"),
    ),
}


@pytest.fixture(scope="module")
def wrong(targets):
    """A model for each wrong declaration, parsed at once."""
    for number, (meta, (_, config, columns)) in enumerate(WRONG.items()):
        text = declared(meta=f"{{{meta}}}", config=config, columns=columns).replace("target,", f"wrong_{number},", 1)
        sql = "SELECT 1 AS target_id, 'EMEA'::VARCHAR AS geo"
        targets.write({f"models/wrong_{number}.sql": sql, f"models/wrong_{number}.yml": text})
    return targets


@pytest.mark.parametrize("meta", WRONG)
def test_a_wrong_row_policy_is_refused_in_one_line(wrong, meta):
    number = list(WRONG).index(meta)
    with pytest.raises(DbtRefusedError) as caught:
        wrong.compile(f"{{% if execute %}}{{{{ row_policy(graph.nodes['model.edp.wrong_{number}']) }}}}{{% endif %}}")
    assert [line for line in str(caught.value).splitlines() if WRONG[meta][0] in line]


def test_a_wrong_row_policy_stops_the_build(wrong):
    with pytest.raises(DbtRefusedError, match="model wrong_0, key rls_policy: 'no role' is no name of a role"):
        wrong("run", "--select", "wrong_0")


SNOWFLAKE = """
{%- set relation = api.Relation.create(database='prod', schema='common', identifier='target') -%}
{%- set rows = {'column': 'geo', 'type': 'VARCHAR', 'role': 'analyst_sales', 'entitlement': 'entitlement'} -%}
{%- set entitled = [['analyst_people', "O'Land"], ['Analyst_Core', 'EMEA'], ['analyst_core', 'APAC']] -%}
"""
BUILDERS = "CURRENT_ROLE() IN ('TRANSFORMER', 'LOADER')"


def test_snowflake_creates_the_policy_closed(render, assert_snowflake):
    text = render(SNOWFLAKE + "{{ create_row_policy_sql(relation, rows.type) }}", "prod")
    assert text == (
        "CREATE ROW ACCESS POLICY IF NOT EXISTS prod.masking.rows_of_common_target AS (val VARCHAR)"
        f" RETURNS BOOLEAN -> {BUILDERS};"
    )
    # sqlfluff takes a name of one part here
    assert_snowflake(text.replace("prod.masking.", ""))


def test_snowflake_opens_it_to_the_entitled_in_a_total_order(render, assert_snowflake):
    text = render(SNOWFLAKE + "{{ open_row_policy_sql(relation, rows, entitled) }}", "prod")
    assert text == (
        f"ALTER ROW ACCESS POLICY prod.masking.rows_of_common_target SET BODY -> {BUILDERS}"
        " OR IS_ROLE_IN_SESSION('ANALYST_SALES')"
        " OR (IS_ROLE_IN_SESSION('ANALYST_CORE') AND val IN ('EMEA', 'APAC'))"
        " OR (IS_ROLE_IN_SESSION('ANALYST_PEOPLE') AND val IN ('O''Land'));"
    )
    assert_snowflake(text)


def test_snowflake_relations_are_born_with_their_policy(render, assert_snowflake):
    view = render(SNOWFLAKE + "{{ masked_view_sql(relation, 'SELECT 1', ['GEO'], {}, false, rows) }}", "prod")
    clause = "WITH ROW ACCESS POLICY prod.masking.rows_of_common_target ON (geo)"
    assert view == f"CREATE OR REPLACE VIEW prod.common.target (geo) {clause} AS ( SELECT 1 );"
    assert_snowflake(view)
    assert render(SNOWFLAKE + "{{ row_policy_clause(relation, rows) }}", "prod") == clause
    assert render(SNOWFLAKE + "x{{ row_policy_clause(relation, none) }}", "prod") == "x"


def test_snowflake_creates_the_policies_of_the_selection_before_it_is_built(targets, assert_snowflake):
    nodes = "graph.nodes.values() | selectattr('name', 'in', ['target', 'target_view', 'entitlement'])"
    text = targets.compile("{% if execute %}{{ masking_policies_sql(" + nodes + ") }}{% endif %}", "prod")
    created = [line.split(" AS ")[0].split()[-1] for line in text.splitlines() if line.startswith("CREATE ROW")]
    assert sorted(created) == [
        "prod.masking.rows_of_preparation_target",
        "prod.masking.rows_of_preparation_target_view",
    ]
    assert_snowflake(text.replace("EXISTS prod.masking.", "EXISTS "))
