-- grain: one row per top-level namespace and day, its plan as known at the end of that day
{{ config(snowflake_warehouse=generate_warehouse_name('L')) }}
WITH gitlab_dotcom_gitlab_subscriptions_namespace_id_snapshots AS (
  SELECT * FROM {{ ref('gitlab_dotcom_gitlab_subscriptions_namespace_id_snapshots') }}
),

dim_date AS (
  SELECT * FROM {{ ref('dim_date') }}
),

spine AS (
  {{ snapshot_spine(
    'gitlab_dotcom_gitlab_subscriptions_namespace_id_snapshots', 'dim_date', 'namespace_id'
  ) }}
),

final AS (
  SELECT
    -- primary key
    {{ surrogate_key(['namespace_id', 'snapshot_date']) }}::VARCHAR
      AS gitlab_subscription_daily_snapshot_id,
    -- foreign keys
    namespace_id::BIGINT AS dim_namespace_id,
    hosted_plan_id::INTEGER AS dim_plan_id,
    id::BIGINT AS gitlab_subscription_id,
    -- flags
    COALESCE(trial, FALSE)::BOOLEAN AS is_trial,
    -- dates
    snapshot_date::DATE AS snapshot_date,
    start_date::DATE AS start_date,
    end_date::DATE AS end_date,
    trial_starts_on::DATE AS trial_start_date,
    trial_ends_on::DATE AS trial_end_date,
    -- measures in seats
    seats::INTEGER AS seats,
    seats_in_use::INTEGER AS seats_in_use,
    seats_owed::INTEGER AS seats_owed,
    max_seats_used::INTEGER AS max_seats_used,
    -- metadata
    dbt_scd_id::VARCHAR AS snapshot_version_id
  FROM spine
)

SELECT * FROM final
