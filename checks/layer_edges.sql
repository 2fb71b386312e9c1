-- id: layer_edges
-- severity: error
-- title: Data flows one way through the layers
-- reason: A model that reaches past its neighbour layer repeats work that is already done there,
--   and is not seen when that work changes. Sources are renamed once, keyed once in prep, published
--   once in common.
-- remedy: read the model one layer down, or move this model to the layer its inputs belong to
WITH allowed (child_layer, parent_layers) AS (
  VALUES
    ('source', ['raw', 'snapshot']),
    ('snapshot_latest', ['snapshot']),
    ('mapping', ['source', 'seed']),
    ('prep', ['source', 'mapping', 'prep', 'seed']),
    ('common', ['prep', 'mapping']),
    ('mart', ['common', 'prep']),
    ('pump', ['mart', 'common']),
    ('legacy', ['source', 'prep']),
    ('snapshot', ['raw', 'source', 'common', 'mart'])
),

edges AS (
  SELECT
    child.name AS child,
    child.path,
    child.layer AS child_layer,
    parent.layer AS parent_layer,
    CASE parent.resource_type
      WHEN 'source' THEN parents.source_name || '.' || parent.name
      ELSE parent.name
    END AS parent,
    REGEXP_MATCHES(parent.database, '(^|_)prod$') AS is_published
  FROM dbt.edges AS edge
  INNER JOIN dbt.nodes AS child ON edge.child = child.unique_id
  INNER JOIN dbt.nodes AS parent ON edge.parent = parent.unique_id
  LEFT JOIN dbt.sources AS parents ON parent.unique_id = parents.unique_id
  WHERE child.resource_type IN ('model', 'snapshot', 'exposure')
),

forbidden AS (
  SELECT
    edges.path AS file,
    NULL::BIGINT AS line,
    edges.child || ' <- ' || edges.parent AS entry,
    edges.child || ' (' || edges.child_layer || ') reads ' || edges.parent || ' ('
    || edges.parent_layer || '), which '
    || CASE
      WHEN edges.child_layer IN ('workspace', 'exposure') THEN 'is not in prod'
      ELSE 'is no input of this layer'
    END AS message
  FROM edges
  LEFT JOIN allowed ON edges.child_layer = allowed.child_layer
  WHERE CASE
    WHEN edges.child_layer IN ('workspace', 'exposure') THEN NOT edges.is_published
    ELSE NOT COALESCE(LIST_CONTAINS(allowed.parent_layers, edges.parent_layer), FALSE)
  END
),

crowded AS (
  SELECT
    model.path AS file,
    NULL::BIGINT AS line,
    model.name AS entry,
    model.name || ' reads ' || COUNT(edges.parent)
    || ' inputs, but a source model stands for exactly one raw table or snapshot' AS message
  FROM dbt.models AS model
  LEFT JOIN edges ON model.name = edges.child
  WHERE model.layer = 'source'
  GROUP BY model.path, model.name
  HAVING COUNT(edges.parent) != 1
)

SELECT * FROM forbidden
UNION ALL
SELECT * FROM crowded
