-- Twenty events were delivered twice, five of them with other content: each counts once, as last
-- delivered.
{{ config(tags=['tdf', 'product']) }}
WITH gitlab_events AS (
  SELECT * FROM {{ source('snowplow', 'gitlab_events') }}
),

snowplow_gitlab_events_source AS (
  SELECT * FROM {{ ref('snowplow_gitlab_events_source') }}
),

repeated AS (
  SELECT
    event_id,
    MAX(uploaded_at) AS uploaded_at,
    COUNT(DISTINCT contexts) AS contents
  FROM gitlab_events
  GROUP BY event_id
  HAVING COUNT(*) > 1
),

published AS (
  SELECT
    repeated.contents,
    events.load_event_end_ms
  FROM repeated
  INNER JOIN snowplow_gitlab_events_source AS events
    ON repeated.event_id = events.event_id AND repeated.uploaded_at = events.uploaded_at
),

expected AS (
  {{ select_expected_counts_sql({
    'repeated events at the source': 20,
    'repeated events with their last delivery': 20,
    'repeated events with the later content': 5
  }) }}
),

actual AS (
  SELECT
    'repeated events at the source' AS what,
    COUNT(*) AS records
  FROM repeated
  UNION ALL
  SELECT
    'repeated events with their last delivery' AS what,
    COUNT(*) AS records
  FROM published
  UNION ALL
  SELECT
    'repeated events with the later content' AS what,
    COUNT(*) AS records
  FROM published
  WHERE contents > 1 AND load_event_end_ms > 0
),

final AS (
  {{ golden_difference('expected', 'actual', ['what', 'records']) }}
)

SELECT * FROM final
