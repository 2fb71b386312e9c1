-- grain: one row per host that ever sent a ping (host_id)
WITH source AS (
  SELECT * FROM {{ source('version', 'hosts') }}
),

final AS (
  SELECT
    -- primary key
    id::BIGINT AS host_id,
    -- attributes
    url::VARCHAR AS host_url,
    -- flags
    star::BOOLEAN AS is_starred,
    -- metadata
    created_at::TIMESTAMP AS created_at,
    updated_at::TIMESTAMP AS updated_at
  FROM source
)

SELECT * FROM final
