-- Net retention keeps growth, gross retention caps it, a cancellation ends both.
{{ config(tags=['golden', 'tdf', 'finance']) }}
WITH golden_retention AS (
  SELECT * FROM {{ ref('golden_retention') }}
),

mart_retention_parent_account AS (
  SELECT * FROM {{ ref('mart_retention_parent_account') }}
),

dim_crm_account AS (
  SELECT * FROM {{ ref('dim_crm_account') }}
),

expected AS (
  SELECT
    retention_month,
    prior_year_arr,
    net_retention_arr,
    gross_retention_arr,
    churn_arr,
    prior_year_quantity,
    net_retention_quantity
  FROM golden_retention
  WHERE cast_id = 'CAST-C01'
),

actual AS (
  SELECT
    mart_retention_parent_account.retention_month,
    mart_retention_parent_account.prior_year_arr::DECIMAL(18, 2) AS prior_year_arr,
    mart_retention_parent_account.net_retention_arr::DECIMAL(18, 2) AS net_retention_arr,
    mart_retention_parent_account.gross_retention_arr::DECIMAL(18, 2) AS gross_retention_arr,
    mart_retention_parent_account.churn_arr::DECIMAL(18, 2) AS churn_arr,
    mart_retention_parent_account.prior_year_quantity::DECIMAL(18, 6) AS prior_year_quantity,
    mart_retention_parent_account.net_retention_quantity::DECIMAL(18, 6) AS net_retention_quantity
  FROM mart_retention_parent_account
  INNER JOIN dim_crm_account
    ON mart_retention_parent_account.dim_parent_crm_account_id = dim_crm_account.dim_crm_account_id
  WHERE dim_crm_account.crm_account_name = 'CAST-C01'
),

final AS (
  {{ golden_difference('expected', 'actual', [
    'retention_month',
    'prior_year_arr',
    'net_retention_arr',
    'gross_retention_arr',
    'churn_arr',
    'prior_year_quantity',
    'net_retention_quantity'
  ]) }}
)

SELECT * FROM final
