-- grain: one row per ping and metric it reported (ping_instance_metric_id)
{{ config(snowflake_warehouse=generate_warehouse_name('XL')) }}
WITH prep_ping_instance_flattened AS (
  SELECT * FROM {{ ref('prep_ping_instance_flattened') }}
),

fct_ping_instance AS (
  SELECT * FROM {{ ref('fct_ping_instance') }}
),

dim_ping_metric AS (
  SELECT * FROM {{ ref('dim_ping_metric') }}
),

{{ select_recent_uploads_sql('prep_ping_instance_flattened') }},

changed_pings AS (
  SELECT DISTINCT dim_ping_instance_id
  FROM recent
  {%- if is_incremental() %}
  UNION DISTINCT
  -- a metric that was defined after it was first sent gets its key in old pings too
  SELECT prep_ping_instance_flattened.dim_ping_instance_id
  FROM prep_ping_instance_flattened
  INNER JOIN dim_ping_metric
    ON prep_ping_instance_flattened.metrics_path = dim_ping_metric.metrics_path
  CROSS JOIN published
  WHERE dim_ping_metric.first_defined_at >= published.first_moment
  {%- endif %}
),

final AS (
  SELECT
    -- primary key
    flattened.ping_instance_flattened_id::VARCHAR AS ping_instance_metric_id,
    -- foreign keys
    flattened.dim_ping_instance_id::VARCHAR AS dim_ping_instance_id,
    {{ missing_member_key('dim_ping_metric.ping_metric_id') }}::VARCHAR AS ping_metric_id,
    fct_ping_instance.dim_ping_date_id::INTEGER AS dim_ping_date_id,
    fct_ping_instance.dim_instance_id::VARCHAR AS dim_instance_id,
    fct_ping_instance.dim_installation_id::VARCHAR AS dim_installation_id,
    -- attributes
    flattened.metrics_path::VARCHAR AS metrics_path,
    -- flags
    flattened.has_timed_out::BOOLEAN AS has_timed_out,
    -- measures (users or events; 1 or 0 for a setting)
    flattened.metric_value::BIGINT AS metric_value,
    -- metadata
    flattened.uploaded_at::TIMESTAMP AS uploaded_at
  FROM prep_ping_instance_flattened AS flattened
  INNER JOIN changed_pings
    ON flattened.dim_ping_instance_id = changed_pings.dim_ping_instance_id
  INNER JOIN fct_ping_instance
    ON flattened.dim_ping_instance_id = fct_ping_instance.ping_instance_id
  LEFT OUTER JOIN dim_ping_metric
    ON flattened.metrics_path = dim_ping_metric.metrics_path
)

SELECT * FROM final
