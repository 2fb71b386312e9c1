{#- SELECT of one row per subscription, installation, month and counter since the beginning, from
    the columns of the monthly mart; months in which a counter was not reported are left out,
    because every counter has gaps of its own. -#}
{% macro select_counter_values_sql(relation) -%}
  {{ return(adapter.dispatch('select_counter_values_sql', 'edp')(relation)) }}
{%- endmacro %}

{% macro default__select_counter_values_sql(relation) -%}
  {%- for column in all_time_event_columns() -%}
  SELECT
    dim_subscription_id_original,
    dim_installation_id,
    snapshot_month,
    ping_created_at::DATE AS ping_date,
    {{ text_literal(column) }} AS counter_name,
    {{ column }} AS counter_value
  FROM {{ relation }}
  WHERE {{ column }} IS NOT NULL
  {{- '\n  UNION ALL\n  ' if not loop.last }}
  {%- endfor -%}
{%- endmacro %}
