-- The day after the namespace, 31 and 111 days after a trial, and on an own server: four buckets.
{{ config(tags=['golden', 'tdf', 'sales']) }}
WITH golden_fo_bucket AS (
  SELECT * FROM {{ ref('golden_fo_bucket') }}
),

wk_sales_hvs_fo_bucket AS (
  SELECT * FROM {{ ref('wk_sales_hvs_fo_bucket') }}
),

mart_crm_opportunity AS (
  SELECT * FROM {{ ref('mart_crm_opportunity') }}
),

expected AS (
  SELECT
    opportunity_name,
    fo_bucket,
    days_from_creation_to_close,
    days_from_trial_to_close
  FROM golden_fo_bucket
),

actual AS (
  SELECT
    mart_crm_opportunity.opportunity_name,
    wk_sales_hvs_fo_bucket.fo_bucket,
    wk_sales_hvs_fo_bucket.days_from_creation_to_close,
    wk_sales_hvs_fo_bucket.days_from_trial_to_close
  FROM wk_sales_hvs_fo_bucket
  INNER JOIN mart_crm_opportunity
    ON wk_sales_hvs_fo_bucket.dim_crm_opportunity_id = mart_crm_opportunity.dim_crm_opportunity_id
  WHERE mart_crm_opportunity.opportunity_name LIKE 'CAST-C18%'
),

final AS (
  {{ golden_difference('expected', 'actual', [
    'opportunity_name',
    'fo_bucket',
    'days_from_creation_to_close',
    'days_from_trial_to_close'
  ]) }}
)

SELECT * FROM final
