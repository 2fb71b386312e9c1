-- id: folder_schema
-- severity: error
-- title: A model's folder says in which database and schema it is built
-- reason: Roles are granted by schema. A model that lands elsewhere is seen by people it is not
--   meant for, or by nobody.
-- remedy: correct the folder's +database or +schema in dbt_project.yml
WITH expected AS (
  SELECT
    name,
    path,
    REGEXP_EXTRACT(database, '(raw|prep|prod|static)$') || '.' || schema AS actual,
    CASE
      WHEN REGEXP_MATCHES(folder, '^(sources/[a-z_]+|common|common_prep)/sensitive$')
        THEN 'prep.sensitive'
      -- whoever answers a survey or is asked to is a person, in every table of it
      WHEN folder IN ('sources/qualtrics', 'legacy/qualtrics') THEN 'prep.sensitive'
      -- these two publish beside the tables their readers already use
      WHEN folder = 'marts/pumps/product_usage' THEN 'prod.common_mart_product'
      WHEN folder = 'marts/pumps/subscription_usage' THEN 'prod.legacy'
      -- the register calls the system version_db, its tables and models say version
      WHEN folder = 'sources/version' THEN 'prep.version_db'
      WHEN folder ^@ 'sources/' THEN 'prep.' || SPLIT_PART(folder, '/', 2)
      WHEN folder ^@ 'workspaces/' AND folder LIKE '%/restricted_safe'
        THEN 'prod.restricted_safe_' || SPLIT_PART(folder, '/', 2)
      WHEN folder LIKE '%/restricted_safe'
        THEN 'prod.restricted_safe_' || SPLIT_PART(folder, '/', 1)
      WHEN folder ^@ 'workspaces/' OR folder ^@ 'marts/' THEN 'prod.' || SPLIT_PART(folder, '/', 2)
      ELSE 'prod.' || SPLIT_PART(folder, '/', 1)
    END AS wanted
  FROM dbt.models
)

SELECT
  path AS file,
  NULL::BIGINT AS line,
  name AS entry,
  name || ' is built in ' || actual || ', its folder says ' || wanted AS message
FROM expected
WHERE actual != wanted
