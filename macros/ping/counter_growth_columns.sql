{#- Every counter since the beginning with its growth and its monthly share, as a select list of
    whole numbers: the counter from one relation, what follows from it from another. -#}
{% macro counter_growth_columns(counted, grown) -%}
  {{ return(adapter.dispatch('counter_growth_columns', 'edp')(counted, grown)) }}
{%- endmacro %}

{% macro default__counter_growth_columns(counted, grown) -%}
  {%- set columns = [] -%}
  {%- for counter in all_time_event_columns() -%}
    {%- for relation, suffix in [
      (counted, ''), (grown, '_since_last_ping'), (grown, '_estimated_monthly')
    ] -%}
      {%- set column = counter ~ suffix -%}
      {%- do columns.append(relation ~ '.' ~ column ~ '::BIGINT AS ' ~ column) -%}
    {%- endfor -%}
  {%- endfor -%}
  {{ return(columns | join(',\n    ')) }}
{%- endmacro %}
