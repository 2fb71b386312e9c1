-- grain: one row per namespace and state of its plan
{% snapshot gitlab_dotcom_gitlab_subscriptions_namespace_id_snapshots %}
WITH source AS (
  SELECT * FROM {{ source('gitlab_dotcom', 'gitlab_db_gitlab_subscriptions') }}
),

last_upload AS (
  SELECT MAX(_uploaded_at) AS uploaded_at
  FROM source
),

newest_extract AS (
  SELECT DISTINCT source._task_instance
  FROM source
  INNER JOIN last_upload
    ON source._uploaded_at = last_upload.uploaded_at
),

extracted AS (
  -- every extract is a full copy, so a namespace the newest one lacks has no plan any more
  SELECT source.*
  FROM source
  INNER JOIN newest_extract
    ON source._task_instance = newest_extract._task_instance
),

newest_rows AS (
  {{ latest_record(
    'extracted', key='namespace_id', order_by='updated_at DESC, _uploaded_at DESC, id DESC'
  ) }}
),

final AS (
  SELECT
    namespace_id,
    id,
    hosted_plan_id,
    trial,
    start_date,
    end_date,
    trial_starts_on,
    trial_ends_on,
    seats,
    seats_in_use,
    seats_owed,
    max_seats_used,
    created_at,
    updated_at,
    _uploaded_at,
    _task_instance
  FROM newest_rows
)

SELECT * FROM final
{% endsnapshot %}
