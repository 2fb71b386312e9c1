{#- The missing member of a dimension as a SELECT of one row. `columns` maps column name to SQL
    value in the order of the dimension's own columns; values carry their casts. -#}
{% macro missing_member_row(columns) -%}
  {%- if columns is not mapping or columns | length == 0 -%}
    {{ exceptions.raise_compiler_error(
      "missing_member_row: columns must map at least one column to its SQL value"
    ) }}
  {%- endif -%}
  {{ return(adapter.dispatch('missing_member_row', 'edp')(columns)) }}
{%- endmacro %}

{% macro default__missing_member_row(columns) -%}
  {%- set lines = [] -%}
  {%- for column, value in columns.items() -%}
    {%- do lines.append(value ~ " AS " ~ column) -%}
  {%- endfor -%}
  {{ return("SELECT\n    " ~ lines | join(",\n    ")) }}
{%- endmacro %}
