-- An installation or namespace that is on the list twice is what the better of its records says.
{{ config(tags=['tdf', 'product']) }}
WITH gainsight_instance_info_source AS (
  SELECT * FROM {{ ref('gainsight_instance_info_source') }}
),

dim_host_instance_type AS (
  SELECT * FROM {{ ref('dim_host_instance_type') }}
),

conflicts AS (
  SELECT
    instance_uuid,
    namespace_id
  FROM gainsight_instance_info_source
  GROUP BY instance_uuid, namespace_id
  HAVING COUNT(*) = 2
),

expected AS (
  {{ select_expected_counts_sql({
    'installations on the list twice': 8,
    'namespaces on the list twice': 4,
    'published once, in production and counted for health': 12
  }) }}
),

published AS (
  SELECT
    conflicts.instance_uuid,
    conflicts.namespace_id
  FROM conflicts
  INNER JOIN dim_host_instance_type
    ON conflicts.instance_uuid = dim_host_instance_type.dim_instance_id
      OR conflicts.namespace_id = dim_host_instance_type.dim_namespace_id
  GROUP BY conflicts.instance_uuid, conflicts.namespace_id
  HAVING
    COUNT(*) = 1
    AND MAX(dim_host_instance_type.instance_type) = 'Production'
    AND MAX(dim_host_instance_type.included_in_health_measures) = 'Included'
),

actual AS (
  SELECT
    'installations on the list twice' AS what,
    COUNT(instance_uuid) AS records
  FROM conflicts
  UNION ALL
  SELECT
    'namespaces on the list twice' AS what,
    COUNT(namespace_id) AS records
  FROM conflicts
  UNION ALL
  SELECT
    'published once, in production and counted for health' AS what,
    COUNT(*) AS records
  FROM published
),

final AS (
  {{ golden_difference('expected', 'actual', ['what', 'records']) }}
)

SELECT * FROM final
