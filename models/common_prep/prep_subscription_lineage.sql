-- grain: one row per subscription name (subscription_name_slugify)
WITH RECURSIVE zuora_subscription_source AS (
  SELECT * FROM {{ ref('zuora_subscription_source') }}
),

current_versions AS (
  SELECT
    subscription_name_slugify,
    renewal_subscription_names,
    DATE_TRUNC('month', contract_effective_date)::DATE AS contract_effective_month,
    -- the separator is two characters long
    (LENGTH(renewal_subscription_names) - LENGTH(REPLACE(renewal_subscription_names, '||', ''))) / 2
    + 1 AS successor_count
  FROM zuora_subscription_source
  WHERE
    NOT is_deleted
    AND COALESCE(exclude_from_analysis, 'False') != 'True'
    AND subscription_status IN ('Active', 'Cancelled')
  QUALIFY
    ROW_NUMBER() OVER (
      PARTITION BY subscription_name_slugify
      ORDER BY subscription_version DESC, created_at DESC, subscription_id DESC
    ) = 1
),

successor_positions AS (
  SELECT
    subscription_name_slugify,
    renewal_subscription_names,
    successor_count,
    1::INTEGER AS successor_position
  FROM current_versions
  WHERE renewal_subscription_names IS NOT NULL

  UNION ALL

  SELECT
    subscription_name_slugify,
    renewal_subscription_names,
    successor_count,
    (successor_position + 1)::INTEGER AS successor_position
  FROM successor_positions
  WHERE successor_position < successor_count
),

successors AS (
  SELECT DISTINCT
    subscription_name_slugify,
    {{ slugify("TRIM(SPLIT_PART(renewal_subscription_names, '||', successor_position))") }}
      AS successor_slugify
  FROM successor_positions
),

edges AS (
  -- a successor nobody knows leads nowhere; one hub per successor joins the same names as all of
  -- its predecessors would, with far fewer paths to walk
  SELECT
    successors.subscription_name_slugify,
    successors.successor_slugify,
    MIN(successors.subscription_name_slugify) OVER (
      PARTITION BY successors.successor_slugify
    ) AS hub_slugify
  FROM successors
  INNER JOIN current_versions
    ON successors.successor_slugify = current_versions.subscription_name_slugify
),

steps AS (
  SELECT
    'down' AS walk_kind,
    subscription_name_slugify AS near_slugify,
    successor_slugify AS far_slugify
  FROM edges

  {% for near, far in [
    ('hub', 'successor'), ('successor', 'hub'),
    ('hub', 'subscription_name'), ('subscription_name', 'hub')
  ] %}
  UNION DISTINCT

  SELECT
    'any' AS walk_kind,
    {{ near }}_slugify AS near_slugify,
    {{ far }}_slugify AS far_slugify
  FROM edges
  {% endfor %}
),

walks AS (
  {{ walk_paths(
    'current_versions', 'subscription_name_slugify', ['down', 'any'], 'steps', depth=25
  ) }}
),

descendants AS (
  -- a descendant that is continued by the name itself closes a circle
  SELECT
    walks.start_slugify,
    walks.reached_slugify,
    MIN(walks.depth) AS depth,
    MAX(CASE WHEN edges.successor_slugify IS NOT NULL THEN 1 ELSE 0 END) AS closing_edges
  FROM walks
  LEFT OUTER JOIN edges
    ON
      walks.reached_slugify = edges.subscription_name_slugify
      AND walks.start_slugify = edges.successor_slugify
  WHERE walks.walk_kind = 'down'
  GROUP BY walks.start_slugify, walks.reached_slugify
),

lineages AS (
  SELECT
    start_slugify,
    {{ dbt.listagg('reached_slugify', "','", 'ORDER BY depth, reached_slugify') }}
      AS subscription_lineage,
    MAX(depth) AS lineage_depth,
    MAX(closing_edges) AS closing_edges
  FROM descendants
  GROUP BY start_slugify
),

final AS (
  SELECT
    -- primary key
    walks.start_slugify::VARCHAR AS subscription_name_slugify,
    -- attributes
    current_versions.subscription_name_slugify::VARCHAR AS oldest_subscription_in_cohort,
    lineages.subscription_lineage::VARCHAR AS subscription_lineage,
    -- flags
    (lineages.closing_edges = 1)::BOOLEAN AS is_circular_lineage,
    -- dates
    current_versions.contract_effective_month::DATE AS subscription_cohort_month,
    -- measures (steps to the farthest descendant)
    lineages.lineage_depth::INTEGER AS lineage_depth
  FROM walks
  INNER JOIN current_versions
    ON walks.reached_slugify = current_versions.subscription_name_slugify
  INNER JOIN lineages
    ON walks.start_slugify = lineages.start_slugify
  WHERE walks.walk_kind = 'any'
  QUALIFY
    ROW_NUMBER() OVER (
      PARTITION BY walks.start_slugify
      ORDER BY
        current_versions.contract_effective_month, current_versions.subscription_name_slugify
    ) = 1
)

SELECT * FROM final
