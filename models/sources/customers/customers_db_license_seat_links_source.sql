-- grain: one row per subscription, installation (hostname and uuid) and report day
WITH source AS (
  SELECT * FROM {{ source('customers', 'customers_db_license_seat_links') }}
),

reports AS (
  SELECT
    *,
    NULLIF(TRIM(zuora_subscription_id), '') AS subscription_id,
    report_timestamp::DATE AS report_date
  FROM source
),

latest AS (
  {{ latest_record(
    'reports',
    key=['subscription_id', 'hostname', 'instance_identifier', 'report_date'],
    order_by='report_timestamp DESC, updated_at DESC, _uploaded_at DESC, order_id DESC,'
    ~ ' _task_instance DESC'
  ) }}
),

final AS (
  SELECT
    -- primary key
    {{ surrogate_key(
      ['subscription_id', 'hostname', 'instance_identifier', 'report_date']
    ) }}::VARCHAR AS license_seat_link_id,
    -- foreign keys
    subscription_id::VARCHAR AS subscription_id,
    order_id::BIGINT AS order_id,
    instance_identifier::VARCHAR AS instance_uuid,
    -- attributes
    NULLIF(TRIM(zuora_subscription_name), '')::VARCHAR AS subscription_name,
    hostname::VARCHAR AS hostname,
    -- dates
    report_date::DATE AS report_date,
    license_starts_on::DATE AS license_start_date,
    -- measures (users)
    active_user_count::INTEGER AS active_user_count,
    license_user_count::INTEGER AS license_user_count,
    max_historical_user_count::INTEGER AS max_historical_user_count,
    -- metadata
    report_timestamp::TIMESTAMP AS reported_at,
    created_at::TIMESTAMP AS created_at,
    updated_at::TIMESTAMP AS updated_at,
    {{ epoch_to_timestamp('_uploaded_at') }}::TIMESTAMP AS uploaded_at
  FROM latest
)

SELECT * FROM final
