-- id: folder_prefix
-- severity: error
-- title: A model's prefix says which folder it lives in
-- reason: People find a model, its schema and its audience from its name alone.
-- remedy: rename the model or move it to the folder of its prefix
WITH rules (name_pattern, folder_pattern, says) AS (
  VALUES
    ('_source$', '^sources/[a-z_]+(/sensitive)?$', 'models/sources/<system>'),
    ('^prep_', '^common_prep(/sensitive|/restricted_safe)?$', 'models/common_prep'),
    ('^map_', '^common_mapping(/restricted_safe)?$', 'models/common_mapping'),
    (
      '^dim_', '^common/(dimensions_(local|shared)(/restricted_safe)?|sensitive)$',
      'models/common/dimensions_*'
    ),
    ('^fct_', '^common/facts_[a-z_]+(/restricted_safe)?$', 'models/common/facts_*'),
    ('^bdg_', '^common/(bridge(/restricted_safe)?|sensitive)$', 'models/common/bridge'),
    (
      '^mart_',
      '^(common_mart(_[a-z]+)?(/restricted_safe)?|common/sensitive|marts/pumps(/product_usage)?)$',
      'models/common_mart_* or models/marts/pumps'
    ),
    ('^rpt_', '^common_mart(_[a-z]+)?(/restricted_safe)?$', 'models/common_mart_*'),
    ('^pump_', '^marts/pumps(_sensitive)?$', 'models/marts/pumps*'),
    ('^(wk|model)_', '^workspaces/workspace_[a-z_]+(/restricted_safe)?$', 'models/workspaces/*'),
    (
      '_daily_snapshot$',
      '^(common/(dimensions|facts)_[a-z_]+|legacy/snapshots)(/restricted_safe)?$',
      'models/common/* or models/legacy/snapshots'
    ),
    ('_snapshots?_latest$', '^legacy/snapshots(/restricted_safe)?$', 'models/legacy/snapshots')
),

matched AS (
  SELECT
    model.name,
    model.path,
    COUNT(rules.says) AS rule_count,
    COALESCE(BOOL_OR(REGEXP_MATCHES(model.folder, rules.folder_pattern)), FALSE) AS is_placed,
    STRING_AGG(rules.says, ' or ' ORDER BY rules.says) AS says
  FROM dbt.models AS model
  LEFT JOIN rules ON REGEXP_MATCHES(model.name, rules.name_pattern)
  -- old reports and the platform's own operating views keep the names people know
  WHERE
    model.layer NOT IN ('legacy', 'snapshot_latest')
    AND model.folder != 'workspaces/workspace_data'
  GROUP BY model.name, model.path
)

SELECT
  path AS file,
  NULL::BIGINT AS line,
  name AS entry,
  CASE rule_count
    WHEN 0 THEN name || ' has no prefix that says what kind of model it is'
    ELSE name || ' belongs into ' || says
  END AS message
FROM matched
WHERE rule_count = 0 OR NOT is_placed
UNION ALL
SELECT
  path AS file,
  NULL::BIGINT AS line,
  name AS entry,
  name || ' does not start with its system, ' || SPLIT_PART(folder, '/', 2) || '_' AS message
FROM dbt.models
WHERE
  layer = 'source'
  AND NOT name ^@ (SPLIT_PART(folder, '/', 2) || '_')
