-- grain: one row per invocation and source table
WITH source_freshness_result AS (
  SELECT * FROM {{ source('trusted_data', 'source_freshness_result') }}
),

final AS (
  SELECT
    -- primary key
    {{ surrogate_key(['invocation_id', 'unique_id']) }} AS source_freshness_pk,

    -- foreign keys
    invocation_id,
    unique_id,

    -- attributes
    data_source,
    source_name,
    table_name,
    relation_name,
    freshness_status,
    last_loaded_at,
    measured_at,

    -- measures, hours; a row loaded after the business date is not old
    warn_after_hours,
    error_after_hours,
    CASE
      WHEN last_loaded_at > measured_at THEN 0
      ELSE {{ dbt.datediff('last_loaded_at', 'measured_at', 'minute') }} / 60.0
    END::DECIMAL(18, 2) AS age_hours,
    duration_ms,

    -- metadata
    run_at
  FROM source_freshness_result
)

SELECT * FROM final
