{#- Names of the wave metric columns in their fixed order: the 34 counters, or the two settings. -#}
{% macro wave_metric_columns(are_settings=false) -%}
  {%- set names = [] -%}
  {%- for name, metrics_path, kind in wave_metrics() if (kind == 'setting') == are_settings -%}
    {%- do names.append(name) -%}
  {%- endfor -%}
  {{ return(names) }}
{%- endmacro %}
