{#- SELECT of one row per element of a JSON array, as the column `element`, beside the named columns
    of its row. A row whose array is NULL, empty or no array gives none. Unlike json_elements,
    memory stays linear whatever the array's length: DuckDB plans a lateral join on a CTE by
    carrying the whole array beside each of its elements. -#}
{% macro select_json_elements_sql(relation, array, columns=[]) -%}
  {{ return(adapter.dispatch('select_json_elements_sql', 'edp')(relation, array, columns)) }}
{%- endmacro %}

{% macro snowflake__select_json_elements_sql(relation, array, columns) -%}
  SELECT
    {%- for column in columns %}
    {{ relation }}.{{ column }},
    {%- endfor %}
    line.value AS element
  FROM {{ relation }}, LATERAL FLATTEN(INPUT => {{ relation }}.{{ array }}, MODE => 'ARRAY') AS line
{%- endmacro %}

{% macro duckdb__select_json_elements_sql(relation, array, columns) -%}
  SELECT
    {%- for column in columns %}
    {{ column }},
    {%- endfor %}
    UNNEST(JSON_EXTRACT({{ array }}, '$[*]')) AS element
  FROM {{ relation }}
{%- endmacro %}
