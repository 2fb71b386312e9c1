-- id: spigot_account
-- severity: error
-- title: A spigot has a service account of its own
-- reason: An outside system that shares an account cannot be told from the other, nor be stopped
--   alone (Data Team Platform, "Data Spigot").
-- remedy: give the account in config/permissions/roles.yml can_login and exactly the spigot's role
WITH held AS (
  SELECT
    member,
    ARRAY_AGG(role ORDER BY role) AS roles
  FROM config.memberships
  WHERE kind = 'user'
  GROUP BY member
)

SELECT
  spigot.path AS file,
  spigot.line,
  spigot.system AS entry,
  spigot.system || ': the service account ' || spigot.service_account
  || CASE
    WHEN users.name IS NULL THEN ' is no user'
    WHEN NOT users.can_login THEN ' cannot log in'
    ELSE ' has the roles ' || COALESCE(NULLIF(ARRAY_TO_STRING(held.roles, ', '), ''), 'none')
      || ' and not ' || spigot.role || ' alone'
  END AS message
FROM config.spigots AS spigot
-- a role that does not exist is the finding of spigot_role
INNER JOIN config.roles AS role ON spigot.role = role.role
LEFT JOIN config.users AS users ON spigot.service_account = users.name
LEFT JOIN held ON spigot.service_account = held.member
WHERE
  users.name IS NULL
  OR NOT users.can_login
  OR held.roles IS DISTINCT FROM [spigot.role]
