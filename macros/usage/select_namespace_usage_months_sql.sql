{#- SELECT of one row per top-level group and month with a column for every wave counter. Of several
    pings in a month the last that could be counted stands for it, counter by counter; what no ping
    of the month could count is NULL. `pings` is a CTE with the columns of
    prep_saas_usage_ping_namespace. -#}
{% macro select_namespace_usage_months_sql(pings) -%}
  {{ return(adapter.dispatch('select_namespace_usage_months_sql', 'edp')(pings)) }}
{%- endmacro %}

{% macro default__select_namespace_usage_months_sql(pings) -%}
WITH counted AS (
    SELECT
      *,
      DATE_TRUNC('month', ping_date)::DATE AS snapshot_month
    FROM {{ pings }}
    WHERE ping_date <= {{ as_of_date() }}
  ),

  last_counted AS (
    {{ latest_record(
      'counted', key=['dim_namespace_id', 'ping_name', 'snapshot_month'], order_by='ping_date DESC'
    ) }}
  )

  SELECT
    dim_namespace_id,
    snapshot_month,
    MAX(ping_date) AS ping_date,
    {%- for column, metrics_path, kind in wave_metrics() if kind != 'setting' %}
    MAX(CASE WHEN ping_name = {{ text_literal(metrics_path) }} THEN counter_value END)::BIGINT
      AS {{ column }}
    {{- ',' if not loop.last }}
    {%- endfor %}
  FROM last_counted
  GROUP BY
    dim_namespace_id,
    snapshot_month
{%- endmacro %}
