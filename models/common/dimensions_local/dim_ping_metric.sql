-- grain: one row per metric of the ping that was ever defined (ping_metric_id)
WITH usage_ping_metrics_source AS (
  SELECT * FROM {{ ref('usage_ping_metrics_source') }}
),

stages_yaml_source AS (
  SELECT * FROM {{ ref('stages_yaml_source') }}
),

wave_metric AS (
  SELECT * FROM {{ ref('wave_metric') }}
),

metrics AS (
  {{ latest_record('usage_ping_metrics_source', 'metrics_path', 'snapshot_date DESC') }}
),

product_groups AS (
  {{ latest_record('stages_yaml_source', 'group_name', 'snapshot_date DESC') }}
),

first_definitions AS (
  SELECT
    metrics_path,
    MIN(uploaded_at) AS first_defined_at
  FROM usage_ping_metrics_source
  GROUP BY metrics_path
),

defined AS (
  SELECT
    -- primary key
    {{ surrogate_key(['metrics.metrics_path']) }}::VARCHAR AS ping_metric_id,
    -- attributes
    metrics.metrics_path::VARCHAR AS metrics_path,
    metrics.metric_description::VARCHAR AS metric_description,
    metrics.metric_status::VARCHAR AS metric_status,
    metrics.time_frame::VARCHAR AS time_frame,
    metrics.tiers::VARCHAR AS tiers,
    metrics.product_group::VARCHAR AS group_name,
    product_groups.stage_name::VARCHAR AS stage_name,
    product_groups.section_name::VARCHAR AS section_name,
    wave_metric.column_name::VARCHAR AS wave_column_name,
    -- flags
    COALESCE(metrics.performance_indicator_types LIKE '%"umau"%', FALSE)::BOOLEAN AS is_umau,
    COALESCE(metrics.performance_indicator_types LIKE '%"smau"%', FALSE)::BOOLEAN AS is_smau,
    COALESCE(metrics.performance_indicator_types LIKE '%"gmau"%', FALSE)::BOOLEAN AS is_gmau,
    COALESCE(metrics.performance_indicator_types LIKE '%"customer_health_score"%', FALSE)::BOOLEAN
      AS is_health_score_metric,
    (wave_metric.metrics_path IS NOT NULL)::BOOLEAN AS is_wave_metric,
    -- metadata
    first_definitions.first_defined_at::TIMESTAMP AS first_defined_at,
    metrics.uploaded_at::TIMESTAMP AS uploaded_at
  FROM metrics
  INNER JOIN first_definitions
    ON metrics.metrics_path = first_definitions.metrics_path
  LEFT OUTER JOIN product_groups
    ON metrics.product_group = product_groups.group_name
  LEFT OUTER JOIN wave_metric
    ON metrics.metrics_path = wave_metric.metrics_path
),

missing_member AS (
  {{ missing_member_row({
    'ping_metric_id': missing_member_id() ~ '::VARCHAR',
    'metrics_path': "'(Undefined metric)'::VARCHAR",
    'metric_description': 'NULL::VARCHAR',
    'metric_status': 'NULL::VARCHAR',
    'time_frame': 'NULL::VARCHAR',
    'tiers': 'NULL::VARCHAR',
    'group_name': 'NULL::VARCHAR',
    'stage_name': 'NULL::VARCHAR',
    'section_name': 'NULL::VARCHAR',
    'wave_column_name': 'NULL::VARCHAR',
    'is_umau': 'FALSE',
    'is_smau': 'FALSE',
    'is_gmau': 'FALSE',
    'is_health_score_metric': 'FALSE',
    'is_wave_metric': 'FALSE',
    'first_defined_at': 'NULL::TIMESTAMP',
    'uploaded_at': 'NULL::TIMESTAMP'
  }) }}
),

final AS (
  SELECT * FROM defined
  UNION ALL
  SELECT * FROM missing_member
)

SELECT * FROM final
