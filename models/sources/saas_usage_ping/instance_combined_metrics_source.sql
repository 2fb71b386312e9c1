-- grain: one row per run of the ping of GitLab.com as a whole (run_id)
WITH source AS (
  SELECT * FROM {{ source('saas_usage_ping', 'instance_combined_metrics') }}
),

final AS (
  SELECT
    -- primary key
    run_id::VARCHAR AS run_id,
    -- foreign keys
    uuid::VARCHAR AS instance_uuid,
    -- attributes
    source::VARCHAR AS metrics_origin,
    edition::VARCHAR AS edition,
    run_results::VARCHAR AS run_results,
    -- dates
    ping_date::DATE AS ping_date,
    recorded_at::TIMESTAMP AS recorded_at,
    -- metadata
    {{ epoch_to_timestamp('_uploaded_at') }}::TIMESTAMP AS uploaded_at
  FROM source
)

SELECT * FROM final
