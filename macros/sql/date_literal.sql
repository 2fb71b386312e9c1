{#- A DATE from text that must be a real day written YYYY-MM-DD; anything else is an error before
    the warehouse sees it. -#}
{% macro date_literal(text) -%}
  {%- set day = text | string | trim -%}
  {%- set real = false -%}
  {%- if modules.re.fullmatch('[0-9]{4}-(0[1-9]|1[0-2])-[0-9]{2}', day) -%}
    {%- set first = modules.datetime.datetime.strptime(day[:8] ~ '01', '%Y-%m-%d') -%}
    {%- set found = first + modules.datetime.timedelta(days=day[8:] | int - 1) -%}
    {%- set real = found.strftime('%Y-%m-%d') == day -%}
  {%- endif -%}
  {%- if not real -%}
    {{ exceptions.raise_compiler_error(
      "'" ~ text ~ "' is not a date; write a real day as YYYY-MM-DD"
    ) }}
  {%- endif -%}
  {{ return(adapter.dispatch('date_literal', 'edp')(day)) }}
{%- endmacro %}

{% macro default__date_literal(text) -%}
  {{ return("'" ~ text ~ "'::DATE") }}
{%- endmacro %}
