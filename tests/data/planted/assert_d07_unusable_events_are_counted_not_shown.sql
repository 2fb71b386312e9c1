-- Events without a readable time or an application and those of local machines are counted and
-- not shown.
{{ config(tags=['tdf', 'product']) }}
WITH snowplow_gitlab_events_source AS (
  SELECT * FROM {{ ref('snowplow_gitlab_events_source') }}
),

snowplow_page_views_all_grafana_spigot AS (
  SELECT * FROM {{ ref('snowplow_page_views_all_grafana_spigot') }}
),

expected AS (
  {{ select_expected_counts_sql({
    'rejected: unreadable time': 15,
    'rejected: local host': 10,
    'rejected: no application': 8,
    'rejected page views in Grafana': 0
  }) }}
),

actual AS (
  SELECT
    'rejected: unreadable time' AS what,
    COUNT(*) AS records
  FROM snowplow_gitlab_events_source
  WHERE reject_reason = 'unreadable time'
  UNION ALL
  SELECT
    'rejected: local host' AS what,
    COUNT(*) AS records
  FROM snowplow_gitlab_events_source
  WHERE reject_reason = 'local host'
  UNION ALL
  SELECT
    'rejected: no application' AS what,
    COUNT(*) AS records
  FROM snowplow_gitlab_events_source
  WHERE reject_reason = 'no application'
  UNION ALL
  SELECT
    'rejected page views in Grafana' AS what,
    COUNT(*) AS records
  FROM snowplow_page_views_all_grafana_spigot AS page_views
  INNER JOIN snowplow_gitlab_events_source AS events
    ON page_views.page_view_id = events.page_view_id
  WHERE events.reject_reason IS NOT NULL
),

final AS (
  {{ golden_difference('expected', 'actual', ['what', 'records']) }}
)

SELECT * FROM final
