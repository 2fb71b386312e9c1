-- Every family of forked, joined or circular renewals has one oldest subscription, and circles
-- are marked.
{{ config(tags=['tdf', 'finance']) }}
WITH map_subscription_lineage AS (
  SELECT * FROM {{ ref('map_subscription_lineage') }}
),

odd_renewal AS (
  -- names from 75 on: a pair, three forks, three joins of three names each, one that renews itself
  SELECT DISTINCT
    subscription_name_slugify,
    subscription_lineage,
    oldest_subscription_in_cohort,
    is_circular_lineage
  FROM map_subscription_lineage
  WHERE subscription_name_slugify BETWEEN 'a-s90000075' AND 'a-s90000095'
),

family AS (
  SELECT
    oldest_subscription_in_cohort,
    COUNT(*) AS members,
    COUNT(CASE WHEN is_circular_lineage THEN 1 END) AS circular_members
  FROM odd_renewal
  GROUP BY oldest_subscription_in_cohort
),

expected AS (
  {{ select_expected_counts_sql({
    'subscriptions': 21,
    'circular pairs': 1,
    'renewals of itself': 1,
    'families of three': 6,
    'oldest subscriptions that renew into two': 3
  }) }}
),

actual AS (
  SELECT
    'subscriptions' AS what,
    COUNT(*) AS records
  FROM odd_renewal
  UNION ALL
  SELECT
    'circular pairs' AS what,
    COUNT(*) AS records
  FROM family
  WHERE members = 2 AND circular_members = 2
  UNION ALL
  SELECT
    'renewals of itself' AS what,
    COUNT(*) AS records
  FROM family
  WHERE members = 1 AND circular_members = 1
  UNION ALL
  SELECT
    'families of three' AS what,
    COUNT(*) AS records
  FROM family
  WHERE members = 3 AND circular_members = 0
  UNION ALL
  SELECT
    'oldest subscriptions that renew into two' AS what,
    COUNT(*) AS records
  FROM odd_renewal
  WHERE subscription_name_slugify = oldest_subscription_in_cohort
    AND NOT is_circular_lineage
    AND subscription_lineage LIKE '%,%,%'
),

final AS (
  {{ golden_difference('expected', 'actual', ['what', 'records']) }}
)

SELECT * FROM final
