-- Won deals and lost renewals are booked; JiHu, duplicates and what finance refused are not.
{{ config(tags=['golden', 'tdf', 'sales']) }}
WITH golden_opportunity AS (
  SELECT * FROM {{ ref('golden_opportunity') }}
),

mart_crm_opportunity AS (
  SELECT * FROM {{ ref('mart_crm_opportunity') }}
),

dim_crm_account AS (
  SELECT * FROM {{ ref('dim_crm_account') }}
),

expected AS (
  SELECT
    net_arr,
    is_booked_net_arr,
    booked_net_arr,
    open_4plus_net_arr
  FROM golden_opportunity
),

actual AS (
  SELECT
    mart_crm_opportunity.net_arr::DECIMAL(18, 2) AS net_arr,
    mart_crm_opportunity.is_booked_net_arr,
    mart_crm_opportunity.booked_net_arr::DECIMAL(18, 2) AS booked_net_arr,
    mart_crm_opportunity.open_4plus_net_arr::DECIMAL(18, 2) AS open_4plus_net_arr
  FROM mart_crm_opportunity
  INNER JOIN dim_crm_account
    ON mart_crm_opportunity.dim_crm_account_id = dim_crm_account.dim_crm_account_id
  WHERE dim_crm_account.crm_account_name LIKE 'CAST-C17%'
),

final AS (
  {{ golden_difference('expected', 'actual', [
    'net_arr',
    'is_booked_net_arr',
    'booked_net_arr',
    'open_4plus_net_arr'
  ]) }}
)

SELECT * FROM final
