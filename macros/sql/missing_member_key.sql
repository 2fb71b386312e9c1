{#- A fact's foreign key: the missing member where there is no value, so that every fact row
    joins its dimension. -#}
{% macro missing_member_key(expression) -%}
  {{ return(adapter.dispatch('missing_member_key', 'edp')(expression)) }}
{%- endmacro %}

{% macro default__missing_member_key(expression) -%}
  {{ return("COALESCE(" ~ expression ~ ", " ~ missing_member_id() ~ ")") }}
{%- endmacro %}
