{#- Growth and monthly share of every counter since the beginning as aggregates over rows with
    counter_name, since_last_ping and estimated_monthly, as a select list. -#}
{% macro counter_growth_pivot() -%}
  {{ return(adapter.dispatch('counter_growth_pivot', 'edp')()) }}
{%- endmacro %}

{% macro default__counter_growth_pivot() -%}
  {%- set columns = [] -%}
  {%- for counter in all_time_event_columns() -%}
    {%- for measure in ['since_last_ping', 'estimated_monthly'] -%}
      {%- do columns.append(
        'MAX(CASE WHEN counter_name = ' ~ text_literal(counter) ~ ' THEN ' ~ measure ~ ' END) AS '
        ~ counter ~ '_' ~ measure
      ) -%}
    {%- endfor -%}
  {%- endfor -%}
  {{ return(columns | join(',\n    ')) }}
{%- endmacro %}
