-- id: spigot_warehouse
-- severity: error
-- title: A spigot has an x-small warehouse of its own
-- reason: Its size limits what an outside system can cost and the meter says what it does cost;
--   both hold only while nobody else computes there (Data Team Platform, "Data Spigot").
-- remedy: give the role one warehouse of size x-small in config/permissions/roles.yml and in
--   config/warehouses.yml, and no other role that warehouse
WITH used AS (
  SELECT
    spigot.role,
    COALESCE(
      ARRAY_AGG(usage.warehouse ORDER BY usage.warehouse)
        FILTER (WHERE usage.warehouse IS NOT NULL),
      []
    ) AS warehouses
  FROM config.spigots AS spigot
  LEFT JOIN config.role_warehouses AS usage ON spigot.role = usage.role
  GROUP BY spigot.role
),

shared AS (
  SELECT
    spigot.system,
    STRING_AGG(usage.role, ', ' ORDER BY usage.role) AS roles
  FROM config.spigots AS spigot
  INNER JOIN config.role_warehouses AS usage
    ON
      spigot.warehouse = usage.warehouse
      AND spigot.role != usage.role
  GROUP BY spigot.system
),

judged AS (
  SELECT
    spigot.*,
    CASE
      WHEN sizes.size IS NULL THEN 'is not defined'
      WHEN LOWER(sizes.size) NOT IN ('x-small', 'xsmall')
        THEN 'is ' || sizes.size || ' and not x-small'
      WHEN shared.roles IS NOT NULL THEN 'is used by ' || shared.roles || ', too'
      WHEN used.warehouses != [spigot.warehouse]
        THEN 'is not the one its role uses: '
          || COALESCE(NULLIF(ARRAY_TO_STRING(used.warehouses, ', '), ''), 'none')
    END AS problem
  FROM config.spigots AS spigot
  -- a role that does not exist is the finding of spigot_role
  INNER JOIN config.roles AS role ON spigot.role = role.role
  LEFT JOIN config.warehouse_sizes AS sizes ON spigot.warehouse = sizes.warehouse
  LEFT JOIN shared ON spigot.system = shared.system
  LEFT JOIN used ON spigot.role = used.role
)

SELECT
  path AS file,
  line,
  system AS entry,
  system || ': the warehouse ' || warehouse || ' ' || problem AS message
FROM judged
WHERE problem IS NOT NULL
