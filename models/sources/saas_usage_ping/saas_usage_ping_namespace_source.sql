-- grain: one row per top-level group, counter and day of a ping, as it was last counted
{{ config(snowflake_warehouse=generate_warehouse_name('L')) }}
WITH source AS (
  SELECT * FROM {{ source('saas_usage_ping', 'namespace') }}
),

attempts AS (
  SELECT
    *,
    {{ epoch_to_timestamp('_uploaded_at') }} AS uploaded_at
  FROM source
),

{% if is_incremental() %}
last_load AS (
  -- a load may be late: the last days are read again
  SELECT
    {{ dbt.dateadd('day', -var('extract_lookback_days', 3), 'MAX(uploaded_at)') }} AS first_moment
  FROM {{ this }}
),

loaded AS (
  SELECT attempts.*
  FROM attempts
  CROSS JOIN last_load
  WHERE
    last_load.first_moment IS NULL
    OR attempts.uploaded_at >= last_load.first_moment
),
{% else %}
loaded AS (
  SELECT * FROM attempts
),
{% endif %}

last_attempts AS (
  {{ latest_record(
    'loaded', key=['namespace_ultimate_parent_id', 'ping_name', 'ping_date'],
    order_by='uploaded_at DESC, error DESC, counter_value DESC'
  ) }}
),

final AS (
  SELECT
    -- primary key
    {{ surrogate_key(['namespace_ultimate_parent_id', 'ping_name', 'ping_date::DATE']) }}::VARCHAR
      AS saas_usage_ping_namespace_id,
    -- foreign keys
    namespace_ultimate_parent_id::BIGINT AS ultimate_parent_namespace_id,
    -- attributes
    ping_name::VARCHAR AS ping_name,
    ping_level::VARCHAR AS ping_level,
    error::VARCHAR AS ping_error,
    query_ran::VARCHAR AS query_ran,
    -- dates
    ping_date::DATE AS ping_date,
    -- measures: users or events
    counter_value::BIGINT AS counter_value,
    -- metadata
    uploaded_at::TIMESTAMP AS uploaded_at
  FROM last_attempts
)

SELECT * FROM final
