-- What the CRM calls self-service was also created by the web shop's own user in billing.
{{ config(tags=['tdf', 'sales']) }}
WITH mart_crm_opportunity AS (
  SELECT * FROM {{ ref('mart_crm_opportunity') }}
),

dim_subscription AS (
  SELECT * FROM {{ ref('dim_subscription') }}
),

final AS (
  SELECT
    dim_subscription.dim_subscription_id,
    dim_subscription.subscription_sales_type,
    mart_crm_opportunity.dim_crm_opportunity_id,
    mart_crm_opportunity.sales_motion
  FROM dim_subscription
  INNER JOIN mart_crm_opportunity
    ON dim_subscription.dim_crm_opportunity_id = mart_crm_opportunity.dim_crm_opportunity_id
  -- later versions may be amended by somebody else than the one who sold
  WHERE dim_subscription.subscription_version = 1
    AND (dim_subscription.subscription_sales_type = 'Self-Service')
    != (mart_crm_opportunity.sales_motion = 'Self-Service')
)

SELECT * FROM final
