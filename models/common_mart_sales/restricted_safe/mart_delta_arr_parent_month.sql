-- grain: one row per ultimate parent account and month
WITH mart_arr AS (
  SELECT * FROM {{ ref('mart_arr') }}
),

dim_date AS (
  SELECT * FROM {{ ref('dim_date') }}
),

final AS (
  {{ delta_arr_month('mart_arr', 'dim_date', ['dim_parent_crm_account_id']) }}
)

SELECT * FROM final
