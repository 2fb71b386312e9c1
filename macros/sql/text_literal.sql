{#- A text value as a SQL string literal: the only way a value may enter a statement. Snowflake
    reads backslashes in a literal as escapes, DuckDB does not. none becomes NULL. -#}
{% macro text_literal(value) -%}
  {{ return(adapter.dispatch('text_literal', 'edp')(value)) }}
{%- endmacro %}

{% macro snowflake__text_literal(value) -%}
  {%- if value is none -%}{{ return('NULL') }}{%- endif -%}
  {{ return("'" ~ (value | string).replace('\\', '\\\\').replace("'", "''") ~ "'") }}
{%- endmacro %}

{% macro duckdb__text_literal(value) -%}
  {%- if value is none -%}{{ return('NULL') }}{%- endif -%}
  {{ return("'" ~ (value | string).replace("'", "''") ~ "'") }}
{%- endmacro %}
