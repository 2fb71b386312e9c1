{#- SELECT of the newest day of every top-level group in every month: the seats as they were at the
    end of the month, or now in the month that runs. `days` is a CTE with the columns of
    gitlab_subscriptions_daily_snapshot. -#}
{% macro select_month_seats_sql(days) -%}
  {{ return(adapter.dispatch('select_month_seats_sql', 'edp')(days)) }}
{%- endmacro %}

{% macro default__select_month_seats_sql(days) -%}
SELECT
    *,
    DATE_TRUNC('month', snapshot_date)::DATE AS snapshot_month
  FROM {{ days }}
  QUALIFY ROW_NUMBER() OVER (
    PARTITION BY dim_namespace_id, DATE_TRUNC('month', snapshot_date) ORDER BY snapshot_date DESC
  ) = 1
{%- endmacro %}
