{#- Aggregates, comma-separated: one column per entry of `conditions` (column -> SQL condition) that
    tells whether the condition holds in any row of the group. -#}
{% macro any_of(conditions) -%}
  {%- set columns = [] -%}
  {%- for column, condition in conditions.items() -%}
    {%- do columns.append("MAX(CASE WHEN " ~ condition ~ " THEN 1 ELSE 0 END) = 1 AS " ~ column) -%}
  {%- endfor -%}
  {{ return(columns | join(",\n    ")) }}
{%- endmacro %}
