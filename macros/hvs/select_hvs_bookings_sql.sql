{#- SELECT of what each account booked of one kind: one row per account and close date, with the
    close date of its next booking, so that every day finds the newest one it could know. -#}
{% macro select_hvs_bookings_sql(opportunities, condition) -%}
  SELECT
    dim_crm_account_id,
    close_date,
    SUM(net_arr) AS net_arr,
    ROW_NUMBER() OVER (PARTITION BY dim_crm_account_id ORDER BY close_date) = 1 AS is_first,
    COALESCE(
      LEAD(close_date) OVER (PARTITION BY dim_crm_account_id ORDER BY close_date),
      '9999-12-31'::DATE
    ) AS next_close_date
  FROM {{ opportunities }}
  WHERE
    is_booked_net_arr
    AND {{ condition }}
  GROUP BY dim_crm_account_id, close_date
{%- endmacro %}
