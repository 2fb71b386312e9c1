{#- The wave counters of a relation, or of the only one there is, as a select list of whole
    numbers. -#}
{% macro wave_metric_casts(relation=none) -%}
  {%- set columns = [] -%}
  {%- for name in wave_metric_columns() -%}
    {%- do columns.append(
      (relation ~ '.' if relation is not none else '') ~ name ~ '::BIGINT AS ' ~ name
    ) -%}
  {%- endfor -%}
  {{ return(columns | join(',\n    ')) }}
{%- endmacro %}
