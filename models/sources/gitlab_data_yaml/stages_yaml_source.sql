-- grain: one row per product group and day of upload (group_name, snapshot_date)
WITH source AS (
  SELECT * FROM {{ source('gitlab_data_yaml', 'stages') }}
),

uploads AS (
  SELECT
    {{ parse_json(json_text(parse_json('jsontext'), 'stages')) }} AS stage_object,
    uploaded_at
  FROM source
),

stage_entries AS (
  {{ select_json_entries_sql('uploads', 'stage_object', ['uploaded_at']) }}
),

stage_rows AS (
  SELECT
    uploaded_at,
    entry_name AS stage_name,
    {{ json_text('entry', 'display_name') }} AS stage_display_name,
    {{ json_text('entry', 'section') }} AS section_name,
    {{ parse_json(json_text('entry', 'groups')) }} AS product_groups
  FROM stage_entries
),

group_entries AS (
  {{ select_json_entries_sql(
    'stage_rows', 'product_groups',
    ['uploaded_at', 'stage_name', 'stage_display_name', 'section_name']
  ) }}
),

elements AS (
  SELECT
    -- primary key
    entry_name::VARCHAR AS group_name,
    uploaded_at::DATE AS snapshot_date,
    -- attributes
    {{ json_text('entry', 'name') }}::VARCHAR AS group_display_name,
    stage_name::VARCHAR AS stage_name,
    stage_display_name::VARCHAR AS stage_display_name,
    section_name::VARCHAR AS section_name,
    -- metadata
    uploaded_at::TIMESTAMP AS uploaded_at
  FROM group_entries
),

final AS (
  {{ latest_record(
    'elements', ['group_name', 'snapshot_date'], 'uploaded_at DESC, stage_name'
  ) }}
)

SELECT * FROM final
