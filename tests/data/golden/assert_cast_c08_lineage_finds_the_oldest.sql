-- A family of renewals that forks and joins, and two that renew each other.
{{ config(tags=['golden', 'tdf', 'finance']) }}
WITH golden_lineage AS (
  SELECT * FROM {{ ref('golden_lineage') }}
),

dim_subscription AS (
  SELECT * FROM {{ ref('dim_subscription') }}
),

expected AS (
  SELECT
    subscription_name,
    oldest_subscription_in_cohort,
    subscription_cohort_month,
    is_circular_lineage
  FROM golden_lineage
),

actual AS (
  SELECT
    subscription_name,
    oldest_subscription_in_cohort,
    subscription_cohort_month,
    is_circular_lineage
  FROM dim_subscription
  WHERE
    subscription_name LIKE 'CAST-C08%'
    AND is_latest_version
),

final AS (
  {{ golden_difference('expected', 'actual', [
    'subscription_name',
    'oldest_subscription_in_cohort',
    'subscription_cohort_month',
    'is_circular_lineage'
  ]) }}
)

SELECT * FROM final
