{#- MD5 over the parts as text, joined with '|'. NULL only when every part is NULL, so that a row
    without any key part has no key instead of a shared one; a single missing part counts as
    '<null>'. -#}
{% macro surrogate_key(expressions) -%}
  {%- if expressions is string or expressions | length == 0 -%}
    {{ exceptions.raise_compiler_error(
      "surrogate_key: expressions must be a list with at least one entry, not " ~ expressions
    ) }}
  {%- endif -%}
  {{ return(adapter.dispatch('surrogate_key', 'edp')(expressions)) }}
{%- endmacro %}

{% macro default__surrogate_key(expressions) -%}
  {%- set parts = [] -%}
  {%- set hashed = [] -%}
  {%- for expression in expressions -%}
    {%- do parts.append("CAST(" ~ expression ~ " AS VARCHAR)") -%}
    {%- do hashed.append("COALESCE(CAST(" ~ expression ~ " AS VARCHAR), '<null>')") -%}
  {%- endfor -%}
  {%- if parts | length == 1 -%}{{ return("MD5(" ~ parts[0] ~ ")") }}{%- endif -%}
  {{ return(
    "CASE WHEN COALESCE(" ~ parts | join(', ') ~ ") IS NOT NULL THEN MD5("
    ~ hashed | join(" || '|' || ") ~ ") END"
  ) }}
{%- endmacro %}
