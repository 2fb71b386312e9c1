-- A group or an installation is a paying one or a free one in a month, never both.
{{ config(tags=['tdf', 'product']) }}
WITH mart_product_usage_paid_user_metrics_monthly AS (
  SELECT * FROM {{ ref('mart_product_usage_paid_user_metrics_monthly') }}
),

mart_product_usage_free_user_metrics_monthly AS (
  SELECT * FROM {{ ref('mart_product_usage_free_user_metrics_monthly') }}
),

paid AS (
  SELECT
    snapshot_month,
    COALESCE(dim_namespace_id::VARCHAR, dim_installation_id) AS instance_identifier
  FROM mart_product_usage_paid_user_metrics_monthly
),

free AS (
  SELECT
    reporting_month,
    COALESCE(dim_namespace_id::VARCHAR, dim_installation_id) AS instance_identifier
  FROM mart_product_usage_free_user_metrics_monthly
),

final AS (
  SELECT paid.*
  FROM paid
  INNER JOIN free
    ON paid.snapshot_month = free.reporting_month
      AND paid.instance_identifier = free.instance_identifier
)

SELECT * FROM final
