-- Thirty equal rows of one export are thirty uses: 30 times 0.125 USD.
{{ config(tags=['tdf', 'engineering']) }}
WITH summary_gcp_billing_source AS (
  SELECT * FROM {{ ref('summary_gcp_billing_source') }}
),

repeated AS (
  SELECT *
  FROM summary_gcp_billing_source
  WHERE occurrence_count > 1
),

expected AS (
  {{ select_expected_counts_sql({
    'rows with equal content': 1,
    'times they occur': 30,
    'thousandths of their cost': 3750
  }) }}
),

actual AS (
  SELECT
    'rows with equal content' AS what,
    COUNT(*) AS records
  FROM repeated
  UNION ALL
  SELECT
    'times they occur' AS what,
    SUM(occurrence_count) AS records
  FROM repeated
  UNION ALL
  SELECT
    'thousandths of their cost' AS what,
    SUM(total_cost * 1000)::INTEGER AS records
  FROM repeated
),

final AS (
  {{ golden_difference('expected', 'actual', ['what', 'records']) }}
)

SELECT * FROM final
