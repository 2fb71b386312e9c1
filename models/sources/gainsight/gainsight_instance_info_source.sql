-- grain: one row per record of an installation or namespace (gainsight_unique_row_id)
WITH source AS (
  SELECT * FROM {{ source('gainsight', 'gainsight_instance_info') }}
),

final AS (
  SELECT
    -- primary key
    gainsight_unique_row_id::VARCHAR AS gainsight_unique_row_id,
    -- foreign keys
    {{ id15to18('crm_acct_id') }}::VARCHAR AS crm_account_id,
    NULLIF(TRIM(instance_uuid), '')::VARCHAR AS instance_uuid,
    {{ try_cast_to('"Namespace_ID"', 'BIGINT') }} AS namespace_id,
    -- attributes
    NULLIF(LOWER(TRIM(hostname)), '')::VARCHAR AS hostname,
    instancetype::VARCHAR AS instance_type,
    included_in_health_measures::VARCHAR AS included_in_health_measures,
    -- metadata
    {{ epoch_to_timestamp('_updated_at') }}::TIMESTAMP AS updated_at
  FROM source
)

SELECT * FROM final
