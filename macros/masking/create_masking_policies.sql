{#- on-run-start: every policy that a selected node needs exists, with today's body, before the
    node is built: its CREATE statement names the policy. Nothing to do on DuckDB, where the
    witness is a comment. -#}
{% macro create_masking_policies() -%}
  {%- if not execute -%}{{ return('') }}{%- endif -%}
  {{ return(adapter.dispatch('create_masking_policies', 'edp')(selected_resources)) }}
{%- endmacro %}

{% macro duckdb__create_masking_policies(selected) -%}{%- endmacro %}

{% macro snowflake__create_masking_policies(selected) -%}
  {%- set nodes = [] -%}
  {%- for id in selected if id in graph.nodes -%}
    {%- do nodes.append(graph.nodes[id]) -%}
  {%- endfor -%}
  {{ return(masking_policies_sql(nodes)) }}
{%- endmacro %}

{% macro masking_policies_sql(nodes) -%}
  {%- set statements = {} -%}
  {%- for node in nodes if node.resource_type in ('model', 'seed', 'snapshot') -%}
    {%- for mask in masked_columns(node.name, node.columns).values() -%}
      {%- set schema = 'CREATE SCHEMA IF NOT EXISTS ' ~ node.database ~ '.masking;' -%}
      {%- set policy = create_masking_policy_sql(node.database, mask.role, mask.type) -%}
      {%- do statements.update({schema: true, policy: true}) -%}
    {%- endfor -%}
    {%- set rows = row_policy(node) -%}
    {%- if rows -%}
      {%- set relation = api.Relation.create(node.database, node.schema, node.alias) -%}
      {%- set schema = 'CREATE SCHEMA IF NOT EXISTS ' ~ node.database ~ '.masking;' -%}
      {%- do statements.update({schema: true, create_row_policy_sql(relation, rows.type): true}) -%}
    {%- endif -%}
  {%- endfor -%}
  {{ return(statements | join('\n')) }}
{%- endmacro %}
