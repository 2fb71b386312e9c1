{#- CTEs up to `subscription_months`: one row per subscription, installation and month between the
    first and the last month with a ping or a seat report, with the last ping and the last seat
    report of that month, if any. A month without either belongs to the version of the subscription
    that reported last. Needs the CTEs `pings`, `seat_reports` and `prep_date`. -#}
{% macro select_subscription_months_sql() -%}
  {{ return(adapter.dispatch('select_subscription_months_sql', 'edp')()) }}
{%- endmacro %}

{% macro default__select_subscription_months_sql() -%}
  {%- set key = ['dim_subscription_id_original', 'dim_installation_id'] -%}
last_pings AS (
  {{ latest_record(
    'pings', key + ['snapshot_month'], 'ping_created_at DESC, dim_ping_instance_id DESC'
  ) }}
),

last_seat_reports AS (
  {{ latest_record(
    'seat_reports', key + ['snapshot_month'], 'report_date DESC, dim_subscription_id DESC'
  ) }}
),

reported AS (
  SELECT
    {%- for column in key + ['snapshot_month', 'dim_subscription_id'] %}
    COALESCE(last_pings.{{ column }}, last_seat_reports.{{ column }}) AS {{ column }},
    {%- endfor %}
    last_pings.dim_ping_instance_id,
    last_seat_reports.seat_link_key
  FROM last_pings
  FULL OUTER JOIN last_seat_reports
    ON last_pings.dim_subscription_id_original = last_seat_reports.dim_subscription_id_original
      AND last_pings.dim_installation_id = last_seat_reports.dim_installation_id
      AND last_pings.snapshot_month = last_seat_reports.snapshot_month
),

periods AS (
  SELECT
    reported.*,
    LEAD(snapshot_month, 1, {{ dbt.dateadd('month', 1, 'snapshot_month') }}::DATE) OVER (
      PARTITION BY {{ key | join(', ') }} ORDER BY snapshot_month
    ) AS next_month,
    ROW_NUMBER() OVER (PARTITION BY {{ key | join(', ') }} ORDER BY snapshot_month DESC) = 1
      AS is_newest
  FROM reported
),

subscription_months AS (
  SELECT
    periods.dim_subscription_id_original,
    periods.dim_installation_id,
    periods.dim_subscription_id,
    prep_date.date_actual AS snapshot_month,
    periods.snapshot_month = prep_date.date_actual AS is_reported,
    periods.is_newest,
    CASE WHEN periods.snapshot_month = prep_date.date_actual THEN periods.dim_ping_instance_id END
      AS dim_ping_instance_id,
    CASE WHEN periods.snapshot_month = prep_date.date_actual THEN periods.seat_link_key END
      AS seat_link_key
  FROM periods
  INNER JOIN prep_date
    ON periods.snapshot_month <= prep_date.date_actual
      AND periods.next_month > prep_date.date_actual
  WHERE prep_date.date_actual = prep_date.first_day_of_month
)
{%- endmacro %}
