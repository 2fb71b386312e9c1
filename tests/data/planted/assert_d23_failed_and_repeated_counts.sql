-- Forty counts of groups failed and count nothing; of twenty-five that ran again the last counts.
{{ config(tags=['tdf', 'product']) }}
WITH namespace_ping AS (
  SELECT * FROM {{ source('saas_usage_ping', 'namespace') }}
),

saas_usage_ping_namespace_source AS (
  SELECT * FROM {{ ref('saas_usage_ping_namespace_source') }}
),

prep_saas_usage_ping_namespace AS (
  SELECT * FROM {{ ref('prep_saas_usage_ping_namespace') }}
),

failed AS (
  SELECT
    namespace_ultimate_parent_id,
    ping_name,
    ping_date::DATE AS ping_date
  FROM namespace_ping
  WHERE error != 'Success'
),

repeated AS (
  SELECT
    later_rows.namespace_ultimate_parent_id,
    later_rows.ping_name,
    later_rows.ping_date::DATE AS ping_date,
    later_rows.counter_value AS last_value,
    earlier_rows.counter_value AS first_value
  FROM namespace_ping AS later_rows
  INNER JOIN namespace_ping AS earlier_rows
    ON later_rows.namespace_ultimate_parent_id = earlier_rows.namespace_ultimate_parent_id
      AND later_rows.ping_name = earlier_rows.ping_name
      AND later_rows.ping_date = earlier_rows.ping_date
      AND later_rows._uploaded_at > earlier_rows._uploaded_at
),

expected AS (
  {{ select_expected_counts_sql({
    'failed counts': 40,
    'failed counts known to have failed': 40,
    'failed counts with a value': 0,
    'counts that ran again': 25,
    'counts that ran again with another answer': 25,
    'counts that show the last answer': 25
  }) }}
),

actual AS (
  SELECT
    'failed counts' AS what,
    COUNT(*) AS records
  FROM failed
  UNION ALL
  SELECT
    'failed counts known to have failed' AS what,
    COUNT(*) AS records
  FROM saas_usage_ping_namespace_source
  WHERE ping_error != 'Success'
  UNION ALL
  SELECT
    'failed counts with a value' AS what,
    COUNT(*) AS records
  FROM failed
  INNER JOIN prep_saas_usage_ping_namespace
    ON failed.namespace_ultimate_parent_id = prep_saas_usage_ping_namespace.dim_namespace_id
      AND failed.ping_name = prep_saas_usage_ping_namespace.ping_name
      AND failed.ping_date = prep_saas_usage_ping_namespace.ping_date
  UNION ALL
  SELECT
    'counts that ran again' AS what,
    COUNT(*) AS records
  FROM repeated
  UNION ALL
  SELECT
    'counts that ran again with another answer' AS what,
    COUNT(*) AS records
  FROM repeated
  WHERE last_value != first_value
  UNION ALL
  SELECT
    'counts that show the last answer' AS what,
    COUNT(*) AS records
  FROM repeated
  INNER JOIN prep_saas_usage_ping_namespace
    ON repeated.namespace_ultimate_parent_id = prep_saas_usage_ping_namespace.dim_namespace_id
      AND repeated.ping_name = prep_saas_usage_ping_namespace.ping_name
      AND repeated.ping_date = prep_saas_usage_ping_namespace.ping_date
      AND repeated.last_value = prep_saas_usage_ping_namespace.counter_value
),

final AS (
  {{ golden_difference('expected', 'actual', ['what', 'records']) }}
)

SELECT * FROM final
