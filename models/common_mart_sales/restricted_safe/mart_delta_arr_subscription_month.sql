-- grain: one row per subscription and month
WITH mart_arr AS (
  SELECT * FROM {{ ref('mart_arr') }}
),

dim_date AS (
  SELECT * FROM {{ ref('dim_date') }}
),

final AS (
  {{ delta_arr_month('mart_arr', 'dim_date', [
    'dim_subscription_id_original', 'subscription_name',
    'dim_crm_account_id', 'dim_parent_crm_account_id'
  ]) }}
)

SELECT * FROM final
