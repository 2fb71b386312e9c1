-- A trial somebody owns is no better than the Ultimate group they only work in.
{{ config(tags=['golden', 'tdf', 'product']) }}
WITH expected AS (
  SELECT * FROM {{ ref('golden_contact') }}
),

gitlab_api_formatted_contacts AS (
  SELECT * FROM {{ ref('gitlab_api_formatted_contacts') }}
),

prep_namespace AS (
  SELECT * FROM {{ ref('prep_namespace') }}
),

actual AS (
  SELECT
    gitlab_api_formatted_contacts.user_id,
    gitlab_api_formatted_contacts.first_name,
    gitlab_api_formatted_contacts.last_name,
    gitlab_api_formatted_contacts.plan,
    prep_namespace.namespace_name_unmasked AS namespace_name
  FROM gitlab_api_formatted_contacts
  LEFT OUTER JOIN prep_namespace
    ON gitlab_api_formatted_contacts.namespace_id = prep_namespace.dim_namespace_id
  WHERE gitlab_api_formatted_contacts.email_address LIKE 'cast.c20%'
),

final AS (
  {{ golden_difference('expected', 'actual', [
    'user_id', 'first_name', 'last_name', 'plan', 'namespace_name'
  ]) }}
)

SELECT * FROM final
