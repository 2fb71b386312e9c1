{#- The key of the one row every dimension has for "unknown": the hash of '-1'. -#}
{% macro missing_member_id() -%}
  {{ return(adapter.dispatch('missing_member_id', 'edp')()) }}
{%- endmacro %}

{% macro default__missing_member_id() -%}
  {{ return("MD5('-1')") }}
{%- endmacro %}
