{#- An e-mail address for comparison: trimmed and lower case; '' is NULL. -#}
{% macro normalise_email(expression) -%}
  {{ return(adapter.dispatch('normalise_email', 'edp')(expression)) }}
{%- endmacro %}

{% macro default__normalise_email(expression) -%}
  {{ return("NULLIF(LOWER(TRIM(" ~ expression ~ ")), '')") }}
{%- endmacro %}
