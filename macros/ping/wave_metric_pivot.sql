{#- The wave metrics as aggregates over rows with metrics_path and metric_value, as a select list. A
    metric nobody reported stays NULL: zero would mean that a feature is not used. -#}
{% macro wave_metric_pivot() -%}
  {{ return(adapter.dispatch('wave_metric_pivot', 'edp')()) }}
{%- endmacro %}

{% macro default__wave_metric_pivot() -%}
  {%- set columns = [] -%}
  {%- for column, metrics_path, kind in wave_metrics() -%}
    {%- set value = 'MAX(CASE WHEN metrics_path = ' ~ text_literal(metrics_path)
      ~ ' THEN metric_value END)' -%}
    {%- do columns.append(value ~ (' = 1' if kind == 'setting' else '') ~ ' AS ' ~ column) -%}
  {%- endfor -%}
  {{ return(columns | join(',\n    ')) }}
{%- endmacro %}
