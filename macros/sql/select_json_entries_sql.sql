{#- SELECT of one row per entry of a JSON object, as the columns `entry_name` and `entry`, beside
    the named columns of its row. A row whose object is NULL, empty or no object gives none. -#}
{% macro select_json_entries_sql(relation, object, columns=[]) -%}
  {{ return(adapter.dispatch('select_json_entries_sql', 'edp')(relation, object, columns)) }}
{%- endmacro %}

{% macro snowflake__select_json_entries_sql(relation, object, columns) -%}
  SELECT
    {%- for column in columns %}
    {{ relation }}.{{ column }},
    {%- endfor %}
    line.key AS entry_name,
    line.value AS entry
  FROM {{ relation }},
    LATERAL FLATTEN(INPUT => {{ relation }}.{{ object }}, MODE => 'OBJECT') AS line
{%- endmacro %}

{% macro duckdb__select_json_entries_sql(relation, object, columns) -%}
  SELECT
    {%- for column in columns %}
    {{ relation }}.{{ column }},
    {%- endfor %}
    line.key AS entry_name,
    line.value AS entry
  FROM {{ relation }}, LATERAL JSON_EACH({{ relation }}.{{ object }}) AS line
  WHERE JSON_TYPE({{ relation }}.{{ object }}) = 'OBJECT'
{%- endmacro %}
