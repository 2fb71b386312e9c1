{#- Lower case, every run of other characters than a-z, 0-9 and '|' one hyphen. '|' stays,
    because it separates parts of a joined key. -#}
{% macro slugify(expression) -%}
  {{ return(adapter.dispatch('slugify', 'edp')(expression)) }}
{%- endmacro %}

{% macro default__slugify(expression) -%}
  {{ return(regexp_replace_all("LOWER(" ~ expression ~ ")", '[^a-z0-9|]+', '-')) }}
{%- endmacro %}
