-- grain: one row per event (event_id), from its newest readable delivery
{{ config(snowflake_warehouse=generate_warehouse_name('XL')) }}
WITH source AS (
  SELECT * FROM {{ source('snowplow', 'gitlab_events') }}
),

{% if is_incremental() -%}
usable AS (
  SELECT event_id
  FROM {{ this }}
  WHERE reject_reason IS NULL
),

{% endif -%}

{{ select_recent_uploads_sql('source') }},

entities AS (
  SELECT
    *,
    {{ snowplow_context('contexts', 'web_page') }} AS web_page,
    {{ snowplow_context('contexts', 'gitlab_standard') }} AS product_context,
    {{ snowplow_context('contexts', 'PerformanceTiming') }} AS timing
  FROM recent
),

renamed AS (
  SELECT
    -- primary key
    event_id,
    -- foreign keys
    {{ json_text('web_page', 'id') }} AS page_view_id,
    {{ json_number('product_context', 'namespace_id', 'BIGINT') }} AS namespace_id,
    -- attributes
    event AS event_name,
    NULLIF(TRIM(app_id), '') AS app_id,
    v_tracker AS tracker_version,
    {{ json_text('product_context', 'environment') }} AS app_environment,
    {{ json_text('product_context', 'plan') }} AS namespace_plan,
    page_url,
    LOWER(page_urlhost) AS page_url_host,
    page_urlpath AS page_url_path,
    geo_country,
    domain_userid AS domain_user_id,
    domain_sessionid AS domain_session_id,
    user_id,
    -- dates
    {{ try_cast_to('derived_tstamp', 'TIMESTAMP') }} AS derived_at,
    {{ try_cast_to('collector_tstamp', 'TIMESTAMP') }} AS collected_at,
    -- measures: marks of the loading clock, milliseconds since 1970
    {%- for column, mark in page_load_marks().items() %}
    {{ json_number('timing', mark, 'BIGINT') }} AS {{ column }},
    {%- endfor %}
    -- metadata
    uploaded_at
  FROM entities
),

judged AS (
  SELECT
    *,
    CASE
      WHEN derived_at IS NULL THEN 'unreadable time'
      WHEN page_url_host IN ('localhost', '127.0.0.1') THEN 'local host'
      WHEN app_id IS NULL THEN 'no application'
    END AS reject_reason
  FROM renamed
),

newest AS (
  {{ latest_record(
    'judged', 'event_id',
    "CASE WHEN reject_reason IS NULL THEN 0 ELSE 1 END, uploaded_at DESC, collected_at DESC, "
    ~ "load_event_end_ms DESC, page_url, page_view_id"
  ) }}
),

final AS (
  SELECT
    newest.event_id::VARCHAR AS event_id,
    newest.page_view_id::VARCHAR AS page_view_id,
    newest.namespace_id::BIGINT AS namespace_id,
    newest.event_name::VARCHAR AS event_name,
    newest.app_id::VARCHAR AS app_id,
    newest.tracker_version::VARCHAR AS tracker_version,
    newest.app_environment::VARCHAR AS app_environment,
    newest.namespace_plan::VARCHAR AS namespace_plan,
    newest.page_url::VARCHAR AS page_url,
    newest.page_url_host::VARCHAR AS page_url_host,
    newest.page_url_path::VARCHAR AS page_url_path,
    newest.geo_country::VARCHAR AS geo_country,
    newest.domain_user_id::VARCHAR AS domain_user_id,
    newest.domain_session_id::VARCHAR AS domain_session_id,
    newest.user_id::VARCHAR AS user_id,
    newest.reject_reason::VARCHAR AS reject_reason,
    newest.derived_at::TIMESTAMP AS derived_at,
    newest.collected_at::TIMESTAMP AS collected_at,
    {%- for column in page_load_marks() %}
    newest.{{ column }}::BIGINT AS {{ column }},
    {%- endfor %}
    newest.uploaded_at::TIMESTAMP AS uploaded_at
  FROM newest
  {%- if is_incremental() %}
    -- an unusable repetition does not replace what was read before
    LEFT OUTER JOIN usable ON newest.event_id = usable.event_id
    WHERE newest.reject_reason IS NULL OR usable.event_id IS NULL
  {%- endif %}
)

SELECT * FROM final
