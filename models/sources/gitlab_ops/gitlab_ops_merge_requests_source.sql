-- grain: one row per merge request of the operations instance (merge_request_id)
WITH source AS (
  SELECT * FROM {{ source('gitlab_ops', 'gitlab_ops_db_merge_requests') }}
),

newest_states AS (
  {{ latest_record(
    'source', key='id', order_by='updated_at DESC, _uploaded_at DESC, _task_instance DESC'
  ) }}
),

final AS (
  SELECT
    -- primary key
    id::BIGINT AS merge_request_id,
    -- foreign keys
    target_project_id::BIGINT AS target_project_id,
    author_id::BIGINT AS author_id,
    -- attributes
    iid::INTEGER AS merge_request_iid,
    state_id::INTEGER AS state_id,
    -- metadata
    created_at::TIMESTAMP AS created_at,
    merged_at::TIMESTAMP AS merged_at,
    updated_at::TIMESTAMP AS updated_at,
    {{ epoch_to_timestamp('_uploaded_at') }}::TIMESTAMP AS uploaded_at,
    _task_instance::VARCHAR AS task_instance
  FROM newest_states
)

SELECT * FROM final
