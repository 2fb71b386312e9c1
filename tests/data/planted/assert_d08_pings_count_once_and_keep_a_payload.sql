-- A ping that was corrected and loaded again counts once, as corrected; one whose record was lost
-- keeps the counts of its own columns; one without a version or an identity is left out.
{{ config(tags=['tdf', 'product']) }}
WITH usage_data AS (
  SELECT * FROM {{ source('version', 'usage_data') }}
),

raw_usage_data AS (
  SELECT * FROM {{ source('version', 'raw_usage_data') }}
),

prep_ping_instance AS (
  SELECT * FROM {{ ref('prep_ping_instance') }}
),

repeated AS (
  SELECT
    id::VARCHAR AS dim_ping_instance_id,
    MAX(active_user_count) AS corrected_users
  FROM usage_data
  GROUP BY id
  HAVING COUNT(*) = 2
),

lost AS (
  SELECT usage_data.id::VARCHAR AS dim_ping_instance_id
  FROM usage_data
  LEFT OUTER JOIN raw_usage_data
    ON usage_data.raw_usage_data_id = raw_usage_data.id
  WHERE usage_data.raw_usage_data_id IS NOT NULL AND raw_usage_data.id IS NULL
),

unusable AS (
  SELECT id::VARCHAR AS dim_ping_instance_id
  FROM usage_data
  WHERE version = '$VERSION' OR COALESCE(uuid, '') = ''
),

expected AS (
  {{ select_expected_counts_sql({
    'pings loaded twice': 50,
    'pings loaded twice and published as corrected': 50,
    'pings with a lost record': 60,
    'pings with a lost record and counts': 60,
    'pings without version or identity': 15,
    'pings without version or identity that are published': 0
  }) }}
),

actual AS (
  SELECT
    'pings loaded twice' AS what,
    COUNT(*) AS records
  FROM repeated
  UNION ALL
  SELECT
    'pings loaded twice and published as corrected' AS what,
    COUNT(*) AS records
  FROM repeated
  INNER JOIN prep_ping_instance
    ON repeated.dim_ping_instance_id = prep_ping_instance.dim_ping_instance_id
      AND repeated.corrected_users = prep_ping_instance.instance_user_count
  UNION ALL
  SELECT
    'pings with a lost record' AS what,
    COUNT(*) AS records
  FROM lost
  UNION ALL
  SELECT
    'pings with a lost record and counts' AS what,
    COUNT({{ json_number(parse_json('prep_ping_instance.payload'), 'counts.issues', 'BIGINT') }})
      AS records
  FROM lost
  INNER JOIN prep_ping_instance
    ON lost.dim_ping_instance_id = prep_ping_instance.dim_ping_instance_id
  WHERE prep_ping_instance.is_payload_rebuilt
  UNION ALL
  SELECT
    'pings without version or identity' AS what,
    COUNT(*) AS records
  FROM unusable
  UNION ALL
  SELECT
    'pings without version or identity that are published' AS what,
    COUNT(*) AS records
  FROM unusable
  INNER JOIN prep_ping_instance
    ON unusable.dim_ping_instance_id = prep_ping_instance.dim_ping_instance_id
),

final AS (
  {{ golden_difference('expected', 'actual', ['what', 'records']) }}
)

SELECT * FROM final
