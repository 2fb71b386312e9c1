-- grain: one row per page view (page_view_id)
WITH prep_snowplow_page_view AS (
  SELECT * FROM {{ ref('prep_snowplow_page_view') }}
),

final AS (
  SELECT
    -- primary key
    page_view_id::VARCHAR AS page_view_id,
    -- attributes
    app_id::VARCHAR AS app_id,
    page_url_host::VARCHAR AS page_url_host,
    page_url_path::VARCHAR AS page_url_path,
    -- dates
    page_view_start::TIMESTAMP AS page_view_start,
    -- measures: milliseconds
    redirect_time_in_ms::INTEGER AS redirect_time_in_ms,
    unload_time_in_ms::INTEGER AS unload_time_in_ms,
    app_cache_time_in_ms::INTEGER AS app_cache_time_in_ms,
    dns_time_in_ms::INTEGER AS dns_time_in_ms,
    tcp_time_in_ms::INTEGER AS tcp_time_in_ms,
    request_time_in_ms::INTEGER AS request_time_in_ms,
    response_time_in_ms::INTEGER AS response_time_in_ms,
    processing_time_in_ms::INTEGER AS processing_time_in_ms,
    dom_interactive_to_complete_time_in_ms::INTEGER AS dom_interactive_to_complete_time_in_ms,
    onload_time_in_ms::INTEGER AS onload_time_in_ms,
    total_time_in_ms::INTEGER AS total_time_in_ms
  FROM prep_snowplow_page_view
)

SELECT * FROM final
