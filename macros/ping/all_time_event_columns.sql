{#- The wave metrics that count events since the installation began, in their fixed order: the only
    ones whose growth from ping to ping tells what happened in between. -#}
{% macro all_time_event_columns() -%}
  {%- set names = [] -%}
  {%- for name in wave_metric_columns() if name.endswith('_all_time_event') -%}
    {%- do names.append(name) -%}
  {%- endfor -%}
  {{ return(names) }}
{%- endmacro %}
