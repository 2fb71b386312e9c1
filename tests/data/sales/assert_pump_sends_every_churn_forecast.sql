-- The pump has the rows of the mart, no more and no fewer, with the same batch times.
{{ config(tags=['tdf', 'data_science']) }}
WITH mart_crm_subscription_id AS (
  SELECT * FROM {{ ref('mart_crm_subscription_id') }}
),

pump_churn_forecasting_scores AS (
  SELECT * FROM {{ ref('pump_churn_forecasting_scores') }}
),

expected AS (
  SELECT
    updated_at,
    COUNT(*) AS records,
    SUM(current_arr)::DECIMAL(18, 2) AS current_arr
  FROM mart_crm_subscription_id
  GROUP BY updated_at
),

actual AS (
  SELECT
    updated_at,
    COUNT(*) AS records,
    SUM(current_arr)::DECIMAL(18, 2) AS current_arr
  FROM pump_churn_forecasting_scores
  GROUP BY updated_at
),

final AS (
  {{ golden_difference('expected', 'actual', ['updated_at', 'records', 'current_arr']) }}
)

SELECT * FROM final
