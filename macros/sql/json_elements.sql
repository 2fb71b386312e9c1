{#- One row per element of a JSON array, for the FROM clause after the relation it belongs to:
      FROM invoices, {{ json_elements('invoices.lines', 'line') }}
    Each element is then the column <alias>.value, read with json_text('line.value', ...). A row
    whose array is NULL, empty or no array gives no element. -#}
{% macro json_elements(expression, alias) -%}
  {{ return(adapter.dispatch('json_elements', 'edp')(expression, alias)) }}
{%- endmacro %}

{% macro snowflake__json_elements(expression, alias) -%}
  {{ return("LATERAL FLATTEN(INPUT => " ~ expression ~ ", MODE => 'ARRAY') AS " ~ alias) }}
{%- endmacro %}

{% macro duckdb__json_elements(expression, alias) -%}
  {#- A bare UNNEST here is planned as a join that keeps the whole array beside each element:
      quadratic memory. -#}
  {%- set elements = "UNNEST(JSON_EXTRACT(" ~ expression ~ ", '$[*]'))" -%}
  {{ return("LATERAL (SELECT " ~ elements ~ " AS value) AS " ~ alias) }}
{%- endmacro %}
