{#- A DATE from text that must be a real day written YYYY-MM-DD; anything else is an error before the warehouse sees it. -#}
{% macro date_literal(text) -%}
  {%- set day = text | string | trim -%}
  {%- if not modules.re.fullmatch('[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])', day) -%}
    {{ exceptions.raise_compiler_error("'" ~ text ~ "' is not a date; write it as YYYY-MM-DD") }}
  {%- endif -%}
  {{ return(adapter.dispatch('date_literal', 'edp')(day)) }}
{%- endmacro %}

{% macro default__date_literal(text) -%}
  {{ return("'" ~ text ~ "'::DATE") }}
{%- endmacro %}
