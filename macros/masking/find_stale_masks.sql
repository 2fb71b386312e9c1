{#- Columns of a relation that carry one of our masks and do not declare it any more. Asked at
    execution only, and only for what survives a run (incremental tables, snapshots, seeds):
    everything else is created anew without them. -#}
{% macro find_stale_masks(relation, masks) -%}
  {{ return(adapter.dispatch('find_stale_masks', 'edp')(relation, masks)) }}
{%- endmacro %}

{% macro snowflake__find_stale_masks(relation, masks) -%}
  {{ return(stale_columns(run_query(policy_references_sql(relation)), masks)) }}
{%- endmacro %}

{% macro policy_references_sql(relation) -%}
SELECT ref_column_name
FROM TABLE({{ relation.database }}.INFORMATION_SCHEMA.POLICY_REFERENCES(
  REF_ENTITY_NAME => {{ text_literal(relation | string) }}, REF_ENTITY_DOMAIN => 'TABLE'
))
WHERE policy_kind = 'MASKING_POLICY'
{%- endmacro %}

{% macro duckdb__find_stale_masks(relation, masks) -%}
  {{ return(stale_columns(run_query(
    "SELECT column_name FROM duckdb_columns()"
    ~ " WHERE database_name = " ~ text_literal(relation.database)
    ~ " AND schema_name = " ~ text_literal(relation.schema)
    ~ " AND table_name = " ~ text_literal(relation.identifier)
    ~ " AND comment LIKE 'masking_policy: %'"
  ), masks)) }}
{%- endmacro %}

{% macro stale_columns(rows, masks) -%}
  {%- set gone = [] -%}
  {%- for row in rows if row[0] | lower not in masks -%}
    {%- do gone.append(row[0] | lower) -%}
  {%- endfor -%}
  {{ return(gone) }}
{%- endmacro %}
