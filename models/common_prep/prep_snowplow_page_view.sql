-- grain: one row per page view (page_view_id)
{{ config(snowflake_warehouse=generate_warehouse_name('XL')) }}
WITH snowplow_gitlab_events_source AS (
  SELECT * FROM {{ ref('snowplow_gitlab_events_source') }}
),

{{ select_recent_uploads_sql('snowplow_gitlab_events_source') }},

page_views AS (
  SELECT *
  FROM recent
  WHERE
    event_name = 'page_view'
    AND page_view_id IS NOT NULL
    AND reject_reason IS NULL
),

newest AS (
  -- a page that reports itself twice is one page view; the later report knows more
  {{ latest_record('page_views', 'page_view_id', 'uploaded_at DESC, derived_at DESC, event_id') }}
),

final AS (
  SELECT
    -- primary key
    page_view_id::VARCHAR AS page_view_id,
    -- foreign keys
    event_id::VARCHAR AS event_id,
    {{ hash_value('domain_session_id', 'other') }}::VARCHAR AS session_pseudonym,
    {{ hash_value('domain_user_id', 'other') }}::VARCHAR AS user_pseudonym,
    -- attributes
    app_id::VARCHAR AS app_id,
    page_url_host::VARCHAR AS page_url_host,
    {{ regexp_replace_all(
      'page_url_path',
      '[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}|[0-9A-Fa-f]{8,}|[0-9]+',
      '*'
    ) }}::VARCHAR AS page_url_path,
    -- dates
    derived_at::TIMESTAMP AS page_view_start,
    -- measures: milliseconds
    {{ load_time_ms('redirect_start_ms', 'redirect_end_ms') }} AS redirect_time_in_ms,
    {{ load_time_ms('unload_start_ms', 'unload_end_ms') }} AS unload_time_in_ms,
    {{ load_time_ms('fetch_start_ms', 'domain_lookup_start_ms') }} AS app_cache_time_in_ms,
    {{ load_time_ms('domain_lookup_start_ms', 'domain_lookup_end_ms') }} AS dns_time_in_ms,
    {{ load_time_ms('connect_start_ms', 'connect_end_ms') }} AS tcp_time_in_ms,
    {{ load_time_ms('request_start_ms', 'response_start_ms') }} AS request_time_in_ms,
    {{ load_time_ms('response_start_ms', 'response_end_ms') }} AS response_time_in_ms,
    {{ load_time_ms('dom_loading_ms', 'dom_complete_ms') }} AS processing_time_in_ms,
    {{ load_time_ms('dom_interactive_ms', 'dom_complete_ms') }}
      AS dom_interactive_to_complete_time_in_ms,
    {{ load_time_ms('load_event_start_ms', 'load_event_end_ms') }} AS onload_time_in_ms,
    {{ load_time_ms('navigation_start_ms', 'load_event_end_ms') }} AS total_time_in_ms,
    -- metadata
    uploaded_at::TIMESTAMP AS uploaded_at
  FROM newest
)

SELECT * FROM final
