"""Events of web pages and servers, as Snowpipe loads them: 40,000 per unit of scale, from 2024-11-02 on.

A browser session views four pages. Every page view sends one page_view event with the marks of the browser's loading
clock (milliseconds since 1970, 0 where something did not happen) and one page_ping; every second one also a structured
event, in the product itself half of those from a server that knows no page. The context is a list of entities, each
with the address of its schema, in no agreed order. The tracker replaces names in addresses by ids.

Planted: 30 page views of 2024-12-28 that are loaded only on 12-30 (D05); 20 page views delivered twice, ten of them in
one load and ten again with a later load, five of the latter with a finished loading clock (D06); 15 times that are
none, 10 page views of developers' own machines and 8 without an application (D07).
"""

from __future__ import annotations

from scripts.raw.model import Family, RawTable

_PLACE = """
CREATE OR REPLACE TEMP TABLE visited_place AS
SELECT
  namespace_id, ROW_NUMBER() OVER (ORDER BY namespace_id) - 1 AS place,
  CASE MAX(plan_id) WHEN 100 THEN 'premium' WHEN 101 THEN 'ultimate' WHEN 102 THEN 'premium_trial'
    WHEN 103 THEN 'ultimate_trial' ELSE 'free' END AS plan
FROM namespace_plan
GROUP BY namespace_id
"""

_VIEW = """
CREATE OR REPLACE TEMP TABLE page_view AS
WITH session AS (
  SELECT
    session_nth, bits, DATE '2024-11-02' + pick(bits, 0, 60)::INTEGER AS session_day,
    item(['gitlab', 'gitlab', 'gitlab', 'gitlab', 'gitlab', 'gitlab', 'gitlab_docs', 'gitlab_docs', 'gitlab_about',
      'gitlab_customers'], pick(bits, 1, 10)) AS app,
    1 + draw('visitor', session_nth) % (4200 * scale()) AS visitor,
    bits % (SELECT COUNT(*) FROM visited_place) AS place,
    item(['US', 'DE', 'GB', 'FR', 'IN', 'JP', 'BR', NULL], pick(bits, 2, 8)) AS country
  FROM (SELECT session_nth, draw('session', session_nth) AS bits FROM range(1, 4000 * scale() + 1) AS s (session_nth))
),
viewed AS (
  SELECT
    view_nth, session.*, planted.defect, planted.position,
    draw('page view', view_nth) AS view_bits,
    CASE
      WHEN planted.defect = 'D05_late' THEN DATE '2024-12-28'
      WHEN planted.defect IS NOT NULL THEN LEAST(session_day, DATE '2024-12-28')
      ELSE session_day
    END AS viewed_on
  FROM range(1, 16000 * scale() + 1) AS views (view_nth)
  INNER JOIN session ON session.session_nth = (view_nth + 3) // 4
  LEFT JOIN planted ON planted.entity = 'page_view' AND planted.nth = view_nth
),
placed AS (
  SELECT
    viewed.*, visited.namespace_id, visited.plan,
    moment(viewed_on, bits, 3) + to_seconds(view_nth % 4 * 90 + pick(view_bits, 0, 60)) AS started_at
  FROM viewed
  INNER JOIN visited_place AS visited ON visited.place = viewed.place
)
SELECT
  placed.*,
  CASE app WHEN 'gitlab' THEN 'gitlab.com' WHEN 'gitlab_docs' THEN 'docs.gitlab.com'
    WHEN 'gitlab_about' THEN 'about.gitlab.com' ELSE 'customers.gitlab.com' END AS host,
  CASE app
    WHEN 'gitlab' THEN '/namespace' || namespace_id || item(['', '/project' || view_nth % 9973 || '/-/issues',
      '/project' || view_nth % 9973 || '/-/issues/' || (1 + pick(view_bits, 2, 900)),
      '/project' || view_nth % 9973 || '/-/merge_requests/' || (1 + pick(view_bits, 2, 900)),
      '/project' || view_nth % 9973 || '/-/commit/' || hex32('commit', view_nth) || left(hex32('tree', view_nth), 8)],
      pick(view_bits, 1, 5))
    WHEN 'gitlab_docs' THEN item(['/ee/ci/yaml/', '/ee/user/project/issues/', '/16.11/ee/administration/'],
      pick(view_bits, 1, 3))
    WHEN 'gitlab_about' THEN item(['/', '/pricing/', '/blog/2024/11/21/what-is-new/'], pick(view_bits, 1, 3))
    ELSE item(['/subscriptions', '/subscriptions/' || visitor || '/renew'], pick(view_bits, 1, 2))
  END AS path
FROM placed
"""

_LOAD = """
CREATE OR REPLACE TEMP TABLE page_load AS
WITH drawn AS (
  SELECT view_nth, view_bits, started_at, epoch_ms(started_at) AS navigation, draw('page load', view_nth) AS bits
  FROM page_view
),
network AS (
  SELECT
    *,
    -- one view in seven was sent on from another address, every second one left a page of the same site
    CASE WHEN pick(bits, 0, 7) = 0 THEN navigation + 1 ELSE 0 END AS redirect_start,
    CASE WHEN pick(bits, 0, 7) = 0 THEN navigation + 41 + pick(bits, 1, 160) ELSE 0 END AS redirect_end,
    CASE WHEN pick(view_bits, 3, 2) = 0 THEN navigation + 210 ELSE 0 END AS unload_start,
    CASE WHEN pick(view_bits, 3, 2) = 0 THEN navigation + 211 + pick(bits, 2, 30) ELSE 0 END AS unload_end,
    navigation + 215 AS fetch_start,
    navigation + 215 + pick(bits, 3, 12) AS lookup_start,
    navigation + 230 + pick(bits, 1, 60) AS lookup_end,
    navigation + 300 + pick(bits, 2, 110) AS connect_end
  FROM drawn
),
answer AS (
  SELECT
    *, connect_end + 2 AS request_start, connect_end + 60 + pick(bits, 0, 800) AS response_start,
    connect_end + 865 + pick(bits, 3, 190) AS response_end
  FROM network
)
SELECT
  *, response_end + 4 AS loading, response_end + 100 + pick(bits, 1, 1500) AS interactive,
  response_end + 1650 + pick(bits, 2, 2500) AS complete,
  -- one reader in thirty leaves before the load event
  CASE WHEN pick(bits, 3, 30) = 0 THEN 0 ELSE complete + 1 END AS event_start,
  CASE WHEN pick(bits, 3, 30) = 0 THEN 0 ELSE complete + 2 + pick(bits, 0, 60) END AS event_end
FROM answer
"""

_EVENT = """
CREATE OR REPLACE TEMP TABLE page_event AS
WITH kinds AS (SELECT * FROM (VALUES ('page_view', 0), ('page_ping', 10), ('struct', 4)) AS kinds (kind, secs))
SELECT
  page_view.*, kinds.kind, started_at + to_seconds(kinds.secs) AS happened_at,
  -- half of the product's structured events come from a server
  kinds.kind = 'struct' AND view_nth % 4 = 0 AND app IN ('gitlab', 'gitlab_customers') AS is_server,
  md5(seed() || '|event|' || view_nth || kinds.kind)::UUID::VARCHAR AS event_id,
  CASE WHEN kinds.kind = 'page_view' THEN defect END AS event_defect,
  0 AS copy
FROM page_view
INNER JOIN kinds ON kinds.kind != 'struct' OR view_nth % 2 = 0
UNION ALL BY NAME
SELECT
  page_view.*, 'page_view' AS kind, started_at AS happened_at, FALSE AS is_server,
  md5(seed() || '|event|' || view_nth || 'page_view')::UUID::VARCHAR AS event_id, defect AS event_defect, 1 AS copy
FROM page_view
WHERE defect = 'D06_repeated'
"""

_ENTITIES = """
  {'schema': 'iglu:com.snowplowanalytics.snowplow/contexts/jsonschema/1-0-1', 'data': list_concat(
    CASE WHEN NOT is_server THEN [
      to_json({'schema': 'iglu:com.snowplowanalytics.snowplow/web_page/jsonschema/1-0-0',
        'data': {'id': md5(seed() || '|page|' || view_nth)::UUID::VARCHAR}})] ELSE [] END,
    CASE WHEN kind = 'page_view' THEN [
      to_json({'schema': 'iglu:org.w3/PerformanceTiming/jsonschema/1-0-0', 'data': {
        'navigationStart': navigation, 'redirectStart': redirect_start, 'redirectEnd': redirect_end,
        'unloadEventStart': unload_start, 'unloadEventEnd': unload_end, 'fetchStart': fetch_start,
        'domainLookupStart': lookup_start, 'domainLookupEnd': lookup_end, 'connectStart': lookup_end,
        'connectEnd': connect_end, 'requestStart': request_start, 'responseStart': response_start,
        'responseEnd': response_end, 'domLoading': loading, 'domInteractive': interactive,
        'domComplete': CASE WHEN is_unfinished THEN 0 ELSE complete END,
        'loadEventStart': CASE WHEN is_unfinished THEN 0 ELSE event_start END,
        'loadEventEnd': CASE WHEN is_unfinished THEN 0 WHEN position > 15 AND event_defect = 'D06_repeated'
          THEN complete + 90 ELSE event_end END}})] ELSE [] END,
    CASE WHEN app IN ('gitlab', 'gitlab_customers') THEN [
      to_json({'schema': 'iglu:com.gitlab/gitlab_standard/jsonschema/1-1-1',
        'data': {'environment': 'production', 'plan': plan, 'namespace_id': namespace_id}})] ELSE [] END
  )}
"""

_GITLAB_EVENTS = f"""
    WITH event AS (
      SELECT
        page_event.*, page_load.* EXCLUDE (view_nth, view_bits, started_at, bits),
        COALESCE(event_defect = 'D06_repeated' AND position > 15 AND copy = 0, FALSE) AS is_unfinished,
        -- the load that brings the event: late ones and late copies come with the one of 12-30
        CASE WHEN event_defect = 'D05_late' OR copy = 1 AND position > 10 THEN 1
          ELSE GREATEST(0, viewed_on - DATE '2024-12-29') END AS wave
      FROM page_event
      INNER JOIN page_load USING (view_nth)
    )
    SELECT
      event_id, kind AS event,
      CASE WHEN event_defect IS DISTINCT FROM 'D07_no_application' THEN app END AS app_id,
      CASE WHEN event_defect = 'D07_unreadable_time' THEN item(['', 'unknown', '2024-13-45 99:00:00'], view_nth % 3)
        ELSE strftime(happened_at, '%Y-%m-%d %H:%M:%S.') || format('{{:03d}}', view_nth % 1000) END AS derived_tstamp,
      strftime(happened_at + INTERVAL 1 SECOND, '%Y-%m-%d %H:%M:%S.') || format('{{:03d}}', view_nth % 1000)
        AS collector_tstamp,
      CASE WHEN event_defect = 'D07_local_host' THEN 'http://localhost:3000' || path
        WHEN NOT is_server THEN 'https://' || host || path
          || CASE WHEN view_nth % 5 = 0 THEN '?search=project+' || view_nth ELSE '' END END AS page_url,
      CASE WHEN event_defect = 'D07_local_host' THEN 'localhost' WHEN NOT is_server THEN host END AS page_urlhost,
      CASE WHEN NOT is_server THEN path END AS page_urlpath,
      CASE WHEN NOT is_server THEN md5(seed() || '|browser|' || visitor)::UUID::VARCHAR END AS domain_userid,
      CASE WHEN NOT is_server THEN md5(seed() || '|session|' || session_nth)::UUID::VARCHAR END AS domain_sessionid,
      CASE WHEN app IN ('gitlab', 'gitlab_customers') AND visitor % 10 > 0 THEN visitor::VARCHAR END AS user_id,
      CASE WHEN NOT is_server THEN 'js-3.24.0' WHEN view_nth % 8 = 0 THEN 'py-1.0.2' ELSE 'rb-0.8.0' END AS v_tracker,
      to_json({_ENTITIES})::VARCHAR AS contexts,
      country AS geo_country,
      NULL::VARCHAR AS geo_zipcode, NULL::VARCHAR AS geo_latitude, NULL::VARCHAR AS geo_longitude,
      NULL::VARCHAR AS user_ipaddress,
      CASE WHEN event_defect = 'D05_late' OR copy = 1 AND position > 10
        THEN TIMESTAMP '2024-12-30 06:00:00' + to_seconds(view_nth)
        ELSE happened_at + to_seconds(120 + 60 * copy + pick(view_bits, 0, 600)) END AS uploaded_at
    FROM event
    WHERE wave <= wave()
"""

FAMILY = Family(
    name="Snowplow",
    world=(_PLACE, _VIEW, _LOAD, _EVENT),
    tables=(
        RawTable(
            schema="snowplow",
            name="gitlab_events",
            columns="""
                event_id VARCHAR, event VARCHAR, app_id VARCHAR, derived_tstamp VARCHAR, collector_tstamp VARCHAR,
                page_url VARCHAR, page_urlhost VARCHAR, page_urlpath VARCHAR, domain_userid VARCHAR,
                domain_sessionid VARCHAR, user_id VARCHAR, v_tracker VARCHAR, contexts VARCHAR, geo_country VARCHAR,
                geo_zipcode VARCHAR, geo_latitude VARCHAR, geo_longitude VARCHAR, user_ipaddress VARCHAR,
                uploaded_at TIMESTAMP
            """,
            sql=_GITLAB_EVENTS,
            key="uploaded_at, event_id",
            changes=(1, 2),
        ),
    ),
)
