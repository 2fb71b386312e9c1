-- Thirty page views reached us two days after they happened; Grafana has every one of them.
{{ config(tags=['tdf', 'product']) }}
WITH gitlab_events AS (
  SELECT * FROM {{ source('snowplow', 'gitlab_events') }}
),

snowplow_gitlab_events_source AS (
  SELECT * FROM {{ ref('snowplow_gitlab_events_source') }}
),

snowplow_page_views_all_grafana_spigot AS (
  SELECT * FROM {{ ref('snowplow_page_views_all_grafana_spigot') }}
),

late_event AS (
  SELECT event_id
  FROM gitlab_events
  GROUP BY event_id
  HAVING COUNT(*) = 1
    AND MAX(uploaded_at) > {{ dbt.dateadd('day', 1, 'MAX(collector_tstamp)::TIMESTAMP') }}
),

late_page_view AS (
  SELECT events.page_view_id
  FROM late_event
  INNER JOIN snowplow_gitlab_events_source AS events ON late_event.event_id = events.event_id
),

expected AS (
  {{ select_expected_counts_sql({
    'late events at the source': 30,
    'late page views in Grafana': 30
  }) }}
),

actual AS (
  SELECT
    'late events at the source' AS what,
    COUNT(*) AS records
  FROM late_event
  UNION ALL
  SELECT
    'late page views in Grafana' AS what,
    COUNT(*) AS records
  FROM late_page_view
  INNER JOIN snowplow_page_views_all_grafana_spigot AS page_views
    ON late_page_view.page_view_id = page_views.page_view_id
),

final AS (
  {{ golden_difference('expected', 'actual', ['what', 'records']) }}
)

SELECT * FROM final
