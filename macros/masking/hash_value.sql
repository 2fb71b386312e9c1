{#- Salted SHA-256 (64 hex digits) of a value as trimmed, lower-cased text; NULL and '' have no
    hash. -#}
{% macro hash_value(expression, kind) -%}
  {%- set normalised = "NULLIF(LOWER(TRIM(CAST(" ~ expression ~ " AS VARCHAR))), '')" -%}
  {{ return(adapter.dispatch('hash_value', 'edp')(normalised, hash_salt(kind))) }}
{%- endmacro %}

{% macro snowflake__hash_value(normalised, salt) -%}
  {{ return("SHA2(" ~ salt ~ " || " ~ normalised ~ ", 256)") }}
{%- endmacro %}

{% macro duckdb__hash_value(normalised, salt) -%}
  {{ return("SHA256(" ~ salt ~ " || " ~ normalised ~ ")") }}
{%- endmacro %}
