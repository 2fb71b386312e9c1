-- id: spigot_role
-- severity: error
-- title: The role of a spigot reads exactly its relations and can do nothing else
-- reason: What an outside system may do is what its role has been granted, whatever the list says
--   (Data Team Platform, "Data Spigot").
-- remedy: grant the role in config/permissions/roles.yml its relations one by one with `read`, and
--   nothing more; no wildcard, no membership in either direction but that of its account
WITH wanted AS (
  SELECT
    spigot.role,
    'tables' AS kind,
    relations.relation AS object
  FROM config.spigots AS spigot
  INNER JOIN config.spigot_relations AS relations ON spigot.system = relations.system
  UNION DISTINCT
  SELECT
    spigot.role,
    UNNEST(['schemas', 'databases']) AS kind,
    UNNEST([
      REGEXP_REPLACE(relations.relation, '\.[^.]+$', ''),
      SPLIT_PART(relations.relation, '.', 1)
    ]) AS object
  FROM config.spigots AS spigot
  INNER JOIN config.spigot_relations AS relations ON spigot.system = relations.system
),

problems AS (
  SELECT
    spigot.role,
    'is not defined' AS problem
  FROM config.spigots AS spigot
  WHERE spigot.role NOT IN (SELECT role FROM config.roles)
  UNION ALL
  SELECT
    granted.role,
    CASE granted.verb WHEN 'read' THEN 'reads ' WHEN 'write' THEN 'writes ' ELSE 'owns ' END
      || granted.object
  FROM config.grants AS granted
  LEFT JOIN wanted
    ON
      granted.role = wanted.role
      AND granted.kind = wanted.kind
      AND granted.object = wanted.object
  WHERE wanted.role IS NULL OR granted.verb != 'read'
  UNION ALL
  SELECT
    wanted.role,
    'is not granted ' || wanted.object
  FROM wanted
  LEFT JOIN config.grants AS granted
    ON
      wanted.role = granted.role
      AND wanted.kind = granted.kind
      AND wanted.object = granted.object
      AND granted.verb = 'read'
  WHERE
    granted.role IS NULL
    AND wanted.role IN (SELECT role FROM config.roles)
  UNION ALL
  SELECT
    member,
    'is a member of ' || role
  FROM config.memberships
  WHERE kind = 'role'
  UNION ALL
  SELECT
    membership.role,
    'is held by ' || membership.kind || ' ' || membership.member
  FROM config.memberships AS membership
  INNER JOIN config.spigots AS spigot ON membership.role = spigot.role
  WHERE
    membership.kind = 'role'
    -- an account that does not exist is the finding of spigot_account
    OR (
      membership.member != spigot.service_account
      AND spigot.service_account IN (SELECT name FROM config.users)
    )
)

SELECT
  spigot.path AS file,
  spigot.line,
  spigot.system AS entry,
  spigot.system || ': the role ' || spigot.role || ' '
  || STRING_AGG(problems.problem, ', ' ORDER BY problems.problem) AS message
FROM problems
INNER JOIN config.spigots AS spigot ON problems.role = spigot.role
GROUP BY spigot.path, spigot.line, spigot.system, spigot.role
