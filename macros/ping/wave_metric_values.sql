{#- The wave metrics out of a JSON document, as a select list: a switch as boolean, a counter as
    whole number. A counter below zero is no count: -1 stands for a query that ran too long. -#}
{% macro wave_metric_values(document) -%}
  {{ return(adapter.dispatch('wave_metric_values', 'edp')(document)) }}
{%- endmacro %}

{% macro default__wave_metric_values(document) -%}
  {%- set columns = [] -%}
  {%- for column, metrics_path, kind in wave_metrics() -%}
    {%- if kind == 'setting' -%}
      {%- do columns.append(json_boolean(document, metrics_path) ~ ' AS ' ~ column) -%}
    {%- else -%}
      {%- set number = json_number(document, metrics_path, 'BIGINT') -%}
      {%- do columns.append(
        'CASE WHEN ' ~ number ~ ' >= 0 THEN ' ~ number ~ ' END::BIGINT AS ' ~ column
      ) -%}
    {%- endif -%}
  {%- endfor -%}
  {{ return(columns | join(',\n    ')) }}
{%- endmacro %}
