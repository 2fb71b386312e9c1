{#- SELECT of one row per number or boolean at any depth of a JSON object, as the columns
    `leaf_path` (the keys joined with dots) and `leaf_text`, beside the named columns of its row.
    Texts and nulls are left out: what is counted or switched is a number or a boolean. -#}
{% macro select_json_leaves_sql(relation, document, columns=[]) -%}
  {{ return(adapter.dispatch('select_json_leaves_sql', 'edp')(relation, document, columns)) }}
{%- endmacro %}

{% macro snowflake__select_json_leaves_sql(relation, document, columns) -%}
  {%- set document = relation ~ '.' ~ document -%}
  SELECT
    {%- for column in columns %}
    {{ relation }}.{{ column }},
    {%- endfor %}
    LTRIM(REGEXP_REPLACE(line.path, '\\[\'([^\']*)\'\\]', '.\\1'), '.') AS leaf_path,
    line.value::VARCHAR AS leaf_text
  FROM {{ relation }}, LATERAL FLATTEN(INPUT => {{ document }}, RECURSIVE => TRUE) AS line
  WHERE TYPEOF(line.value) IN ('BOOLEAN', 'DECIMAL', 'DOUBLE', 'INTEGER')
{%- endmacro %}

{% macro duckdb__select_json_leaves_sql(relation, document, columns) -%}
  SELECT
    {%- for column in columns %}
    {{ relation }}.{{ column }},
    {%- endfor %}
    REPLACE(SUBSTR(line.fullkey, 3), '"', '') AS leaf_path,
    JSON_EXTRACT_STRING(line.value, '$') AS leaf_text
  FROM {{ relation }}, LATERAL JSON_TREE({{ relation }}.{{ document }}) AS line
  WHERE line.type IN ('BIGINT', 'BOOLEAN', 'DOUBLE', 'HUGEINT', 'UBIGINT')
{%- endmacro %}
