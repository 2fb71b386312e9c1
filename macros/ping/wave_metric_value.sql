{#- A wave metric out of a JSON payload: a switch as boolean, a counter as whole number. A counter
    below zero is no count: -1 stands for a query that ran too long. -#}
{% macro wave_metric_value(document, metrics_path, kind) -%}
  {{ return(adapter.dispatch('wave_metric_value', 'edp')(document, metrics_path, kind)) }}
{%- endmacro %}

{% macro default__wave_metric_value(document, metrics_path, kind) -%}
  {%- if kind == 'setting' -%}{{ return(json_boolean(document, metrics_path)) }}{%- endif -%}
  {%- set number = json_number(document, metrics_path, 'BIGINT') -%}
  {{ return("CASE WHEN " ~ number ~ " >= 0 THEN " ~ number ~ " END::BIGINT") }}
{%- endmacro %}
