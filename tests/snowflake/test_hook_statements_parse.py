"""Every statement a hook of this project would send to Snowflake follows Snowflake's grammar."""

import json

import pytest

from tests.support.snowflake import parse_problems

# One JSON document: for each model, seed and snapshot the statements its hooks and its masked CREATE stand for.
STATEMENTS = """
{%- set found = {} -%}
{%- for node in graph.nodes.values() if node.resource_type in ('model', 'seed', 'snapshot') -%}
  {%- set relation = api.Relation.create(database=node.database, schema=node.schema, identifier=node.alias) -%}
  {%- set masks = masked_columns(node.name, node.columns) -%}
  {%- set kind = 'VIEW' if node.config.materialized == 'view' else 'TABLE' -%}
  {%- set texts = [] -%}
  {%- if masks -%}
    {%- do texts.append(masking_policies_sql([node])) -%}
    {%- do texts.append(snowflake__mask_relation_sql(relation, kind, masks, masks.keys() | list)) -%}
    {%- do texts.append(policy_references_sql(relation)) -%}
    {%- if kind == 'VIEW' -%}
      {%- do texts.append(masked_view_sql(relation, 'SELECT 1', node.columns.keys() | list, masks, true)) -%}
    {%- endif -%}
  {%- endif -%}
  {%- set rows = row_policy(node) -%}
  {%- if rows -%}
    {%- do texts.append(masking_policies_sql([node])) -%}
    {%- do texts.append(open_row_policy_sql(relation, rows, [['tableau', 'EMEA']])) -%}
  {%- endif -%}
  {%- if (node.config.meta or {}).get('backup') -%}
    {%- do texts.append(show_retention_sql(relation)) -%}
    {%- do texts.append(set_retention_sql(relation, '1', 30)) -%}
  {%- endif -%}
  {%- do found.update({node.name: texts}) if texts -%}
{%- endfor -%}
{%- set row = ['a', "it's", 'c \\\\ d'] + [none] * 17 -%}
{%- do found.update({'on-run-start': [create_record_tables()]}) -%}
{%- do found.update({'on-run-end': [insert_records_batches_sql(
  record_table('test_result'), test_result_columns(), [row, row]
), insert_records_batches_sql(record_table('source_freshness_result'), source_freshness_columns(), [row[:13]])]}) -%}
{{ tojson(found) }}
"""


@pytest.fixture(scope="module")
def statements(dbt):
    return json.loads(dbt.compile(STATEMENTS, target="prod"))


def test_every_hook_statement_parses_as_snowflake_sql(statements, assert_snowflake):
    for texts in statements.values():
        for text in texts:
            for statement in filter(str.strip, text.split(";\n")):
                assert_snowflake(statement)


def test_every_masked_node_creates_and_attaches_a_policy(statements, dbt):
    masked = {
        node.name
        for node in dbt.manifest("prod").nodes.values()
        if any(column.config.meta.get("masking_policy") for column in getattr(node, "columns", {}).values())
    }
    assert masked
    for name in masked:
        text = "\n".join(statements[name])
        assert "CREATE MASKING POLICY IF NOT EXISTS" in text
        assert "SET MASKING POLICY" in text


def test_the_sales_targets_are_shown_by_entitlement(statements):
    created, opened = statements["fct_sales_funnel_target"]
    assert "prod.masking.rows_of_restricted_safe_common_fct_sales_funnel_target AS (val VARCHAR)" in created
    assert "IS_ROLE_IN_SESSION('ANALYST_SALES') OR (IS_ROLE_IN_SESSION('TABLEAU') AND val IN ('EMEA'))" in opened


def test_every_snapshot_asks_for_30_days(statements, dbt):
    snapshots = [node.name for node in dbt.manifest("prod").nodes.values() if node.resource_type == "snapshot"]
    assert len(snapshots) >= 5
    for name in snapshots:
        assert any(text.endswith("SET DATA_RETENTION_TIME_IN_DAYS = 30") for text in statements[name])


def test_a_statement_that_is_no_sql_would_be_seen():
    assert parse_problems("ALTER TABLE t MODIFY COLUMN c SET MASKNG POLICY p FORCE")
