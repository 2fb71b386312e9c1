{#- SELECT of the one row per key that comes first in `order_by`. The order must be total, or the
    choice is not repeatable: end it with a unique column. -#}
{% macro latest_record(relation, key, order_by) -%}
  {{ return(adapter.dispatch('latest_record', 'edp')(relation, key, order_by)) }}
{%- endmacro %}

{% macro default__latest_record(relation, key, order_by) -%}
  {%- set keys = key if key is string else key | join(', ') -%}
  {{ return(
    "SELECT * FROM " ~ relation
    ~ " QUALIFY ROW_NUMBER() OVER (PARTITION BY " ~ keys ~ " ORDER BY " ~ order_by ~ ") = 1"
  ) }}
{%- endmacro %}
