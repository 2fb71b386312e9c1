-- grain: one row per subscription version (dim_subscription_id)
WITH prep_subscription AS (
  SELECT * FROM {{ ref('prep_subscription') }}
),

prep_subscription_lineage AS (
  SELECT * FROM {{ ref('prep_subscription_lineage') }}
),

cohorts AS (
  -- a name that never got past Draft has no lineage: it is its own cohort
  SELECT
    prep_subscription.dim_subscription_id,
    prep_subscription.subscription_name_slugify,
    COALESCE(
      lineages.subscription_lineage, prep_subscription.subscription_name_slugify
    ) AS subscription_lineage,
    COALESCE(
      lineages.oldest_subscription_in_cohort,
      prep_subscription.subscription_name_slugify
    ) AS oldest_subscription_in_cohort,
    COALESCE(
      lineages.subscription_cohort_month,
      DATE_TRUNC('month', prep_subscription.contract_effective_date)
    ) AS subscription_cohort_month,
    COALESCE(lineages.is_circular_lineage, FALSE) AS is_circular_lineage
  FROM prep_subscription
  LEFT OUTER JOIN prep_subscription_lineage AS lineages
    ON prep_subscription.subscription_name_slugify = lineages.subscription_name_slugify
),

final AS (
  SELECT
    -- primary key
    dim_subscription_id::VARCHAR AS dim_subscription_id,
    -- attributes
    subscription_name_slugify::VARCHAR AS subscription_name_slugify,
    subscription_lineage::VARCHAR AS subscription_lineage,
    oldest_subscription_in_cohort::VARCHAR AS oldest_subscription_in_cohort,
    -- flags
    is_circular_lineage::BOOLEAN AS is_circular_lineage,
    -- dates
    subscription_cohort_month::DATE AS subscription_cohort_month,
    DATE_TRUNC('quarter', subscription_cohort_month)::DATE AS subscription_cohort_quarter,
    DATE_TRUNC('year', subscription_cohort_month)::DATE AS subscription_cohort_year
  FROM cohorts
)

SELECT * FROM final
