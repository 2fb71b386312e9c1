{#- A masked view is created with its policies, and never with the grants of its predecessor:
    nobody can read it before it is masked. Every other view is dbt's own. -#}
{% macro snowflake__create_view_as(relation, sql) -%}
  {%- set masks = masked_columns(model.name, model.columns) -%}
  {%- set rows = row_policy(model) -%}
  {%- if not masks and not rows -%}
    {{ return(snowflake__create_view_as_with_temp_flag(relation, sql)) }}
  {%- endif -%}
  {%- set columns = get_columns_in_query(sql) -%}
  {{ return(masked_view_sql(relation, sql, columns, masks, config.get('secure', false), rows)) }}
{%- endmacro %}

{% macro masked_view_sql(relation, sql, columns, masks, secure, rows=none) -%}
  {%- set lines = [] -%}
  {%- for column in columns -%}
    {%- set name = column | lower -%}
    {%- do lines.append(column_with_mask(name, columns, loop.index0, masks, relation.database)) -%}
  {%- endfor -%}
CREATE OR REPLACE {{ 'SECURE ' if secure }}VIEW {{ relation }} ({{ lines | join(', ') }})
{{- row_policy_clause(relation, rows) }} AS (
  {{ sql }}
);
{%- endmacro %}
