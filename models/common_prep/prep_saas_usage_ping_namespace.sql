-- grain: one row per top-level group, counter and day of a ping that could be counted
WITH saas_usage_ping_namespace_source AS (
  SELECT * FROM {{ ref('saas_usage_ping_namespace_source') }}
),

final AS (
  SELECT
    -- primary key
    saas_usage_ping_namespace_id::VARCHAR AS saas_usage_ping_namespace_id,
    -- foreign keys
    ultimate_parent_namespace_id::BIGINT AS dim_namespace_id,
    -- attributes
    ping_name::VARCHAR AS ping_name,
    -- dates
    ping_date::DATE AS ping_date,
    -- measures: users or events
    counter_value::BIGINT AS counter_value
  FROM saas_usage_ping_namespace_source
  -- a failed query has counted nothing, which is not the same as zero
  WHERE ping_error = 'Success'
)

SELECT * FROM final
