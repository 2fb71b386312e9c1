-- Of the same six people Ultimate bills the developers, Premium the guest too, nobody the bot or
-- the one who asks for access.
{{ config(tags=['golden', 'tdf', 'product']) }}
WITH expected AS (
  SELECT * FROM {{ ref('golden_seat') }}
),

prep_membership AS (
  SELECT * FROM {{ ref('prep_membership') }}
),

prep_namespace AS (
  SELECT * FROM {{ ref('prep_namespace') }}
),

actual AS (
  SELECT
    prep_namespace.namespace_name_unmasked AS namespace_name,
    COUNT(DISTINCT prep_membership.dim_user_id) AS billable_members
  FROM prep_membership
  INNER JOIN prep_namespace
    ON prep_membership.ultimate_parent_namespace_id = prep_namespace.dim_namespace_id
  WHERE
    prep_namespace.namespace_name_unmasked LIKE 'CAST-C22-%'
    AND prep_membership.is_billable
  GROUP BY prep_namespace.namespace_name_unmasked
),

final AS (
  {{ golden_difference('expected', 'actual', ['namespace_name', 'billable_members']) }}
)

SELECT * FROM final
