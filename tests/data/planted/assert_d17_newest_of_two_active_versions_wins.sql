-- Two subscriptions have two active versions: only the newest is current and has ARR in the
-- mart.
{{ config(tags=['tdf', 'finance']) }}
WITH dim_subscription AS (
  SELECT * FROM {{ ref('dim_subscription') }}
),

mart_arr AS (
  SELECT * FROM {{ ref('mart_arr') }}
),

ambiguous AS (
  SELECT
    subscription_name,
    MAX(subscription_version) AS newest_version
  FROM dim_subscription
  WHERE subscription_status = 'Active'
  GROUP BY subscription_name
  HAVING COUNT(*) > 1
),

versions AS (
  SELECT
    dim_subscription.*,
    dim_subscription.subscription_version = ambiguous.newest_version AS is_newest
  FROM dim_subscription
  INNER JOIN ambiguous ON dim_subscription.subscription_name = ambiguous.subscription_name
),

with_arr AS (
  SELECT DISTINCT
    versions.dim_subscription_id,
    versions.is_newest
  FROM versions
  INNER JOIN mart_arr ON versions.dim_subscription_id = mart_arr.dim_subscription_id
),

expected AS (
  {{ select_expected_counts_sql({
    'names with two active versions': 2,
    'versions that are current and not the newest': 0,
    'newest versions with ARR': 2,
    'older versions with ARR': 0
  }) }}
),

actual AS (
  SELECT
    'names with two active versions' AS what,
    COUNT(*) AS records
  FROM ambiguous
  UNION ALL
  SELECT
    'versions that are current and not the newest' AS what,
    COUNT(*) AS records
  FROM versions
  WHERE is_latest_version != is_newest
  UNION ALL
  SELECT
    'newest versions with ARR' AS what,
    COUNT(*) AS records
  FROM with_arr
  WHERE is_newest
  UNION ALL
  SELECT
    'older versions with ARR' AS what,
    COUNT(*) AS records
  FROM with_arr
  WHERE NOT is_newest
),

final AS (
  {{ golden_difference('expected', 'actual', ['what', 'records']) }}
)

SELECT * FROM final
