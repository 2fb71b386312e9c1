-- A space behind the subscription's id does no harm; a report for a subscription nobody knows
-- counts for the missing member.
{{ config(tags=['tdf', 'product']) }}
WITH customers_db_license_seat_links AS (
  SELECT * FROM {{ source('customers', 'customers_db_license_seat_links') }}
),

prep_usage_self_managed_seat_link AS (
  SELECT * FROM {{ ref('prep_usage_self_managed_seat_link') }}
),

reported AS (
  SELECT DISTINCT
    TRIM(zuora_subscription_id) AS subscription_id,
    report_timestamp::DATE AS report_date,
    hostname,
    zuora_subscription_id LIKE '% ' AS has_space
  FROM customers_db_license_seat_links
),

spaced AS (
  SELECT * FROM reported
  WHERE has_space
),

expected AS (
  {{ select_expected_counts_sql({
    'reports with a space': 6,
    'of them with a subscription': 6,
    'reports of the missing member': 8,
    'reports lost between subscriptions and missing member': 0
  }) }}
),

actual AS (
  SELECT
    'reports with a space' AS what,
    COUNT(*) AS records
  FROM spaced
  UNION ALL
  SELECT
    'of them with a subscription' AS what,
    COUNT(*) AS records
  FROM spaced
  INNER JOIN prep_usage_self_managed_seat_link AS reports
    ON
      spaced.subscription_id = reports.dim_subscription_id
      AND spaced.report_date = reports.report_date
  UNION ALL
  SELECT
    'reports of the missing member' AS what,
    COUNT(*) AS records
  FROM prep_usage_self_managed_seat_link
  WHERE dim_subscription_id = {{ missing_member_id() }}
  UNION ALL
  SELECT
    'reports lost between subscriptions and missing member' AS what,
    COUNT(*) AS records
  FROM reported
  LEFT OUTER JOIN prep_usage_self_managed_seat_link AS reports
    ON
      reported.subscription_id = reports.reported_subscription_id
      AND reported.report_date = reports.report_date
  WHERE reports.seat_link_key IS NULL
),

final AS (
  {{ golden_difference('expected', 'actual', ['what', 'records']) }}
)

SELECT * FROM final
