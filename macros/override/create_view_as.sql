{#- A masked view is created with its policies in the column list, and never with the grants of
    its predecessor: nobody can read it before it is masked. Every other view is dbt's own. -#}
{% macro snowflake__create_view_as(relation, sql) -%}
  {%- set masks = masked_columns(model.name, model.columns) -%}
  {%- if not masks -%}
    {{ return(snowflake__create_view_as_with_temp_flag(relation, sql)) }}
  {%- endif -%}
  {%- set columns = get_columns_in_query(sql) -%}
  {{ return(masked_view_sql(relation, sql, columns, masks, config.get('secure', false))) }}
{%- endmacro %}

{% macro masked_view_sql(relation, sql, columns, masks, secure) -%}
  {%- set lines = [] -%}
  {%- for column in columns -%}
    {%- set name = column | lower -%}
    {%- do lines.append(column_with_mask(name, columns, loop.index0, masks, relation.database)) -%}
  {%- endfor -%}
CREATE OR REPLACE {{ 'SECURE ' if secure }}VIEW {{ relation }} ({{ lines | join(', ') }}) AS (
  {{ sql }}
);
{%- endmacro %}
