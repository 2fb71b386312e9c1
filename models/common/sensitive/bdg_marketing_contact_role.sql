-- grain: one row per contact, role and the namespace, customer or billing account it plays it in
WITH dim_marketing_contact AS (
  SELECT * FROM {{ ref('dim_marketing_contact') }}
),

gitlab_dotcom_namespaces_source AS (
  SELECT * FROM {{ ref('gitlab_dotcom_namespaces_source') }}
),

gitlab_dotcom_members_source AS (
  SELECT * FROM {{ ref('gitlab_dotcom_members_source') }}
),

gitlab_dotcom_users_source AS (
  SELECT * FROM {{ ref('gitlab_dotcom_users_source') }}
),

customers_db_customers_source AS (
  SELECT * FROM {{ ref('customers_db_customers_source') }}
),

zuora_account_source AS (
  SELECT * FROM {{ ref('zuora_account_source') }}
),

zuora_contact_source AS (
  SELECT * FROM {{ ref('zuora_contact_source') }}
),

namespaces AS (
  SELECT *
  FROM gitlab_dotcom_namespaces_source
  WHERE NOT is_deleted
),

people AS (
  -- the same users that make a contact: active people
  SELECT
    user_id,
    email
  FROM gitlab_dotcom_users_source
  WHERE user_state = 'active' AND user_type IS NULL AND NOT is_deleted
),

memberships AS (
  SELECT
    people.email,
    gitlab_dotcom_members_source.access_level,
    namespaces.namespace_id
  FROM gitlab_dotcom_members_source
  INNER JOIN namespaces
    ON gitlab_dotcom_members_source.source_id = namespaces.namespace_id
      AND namespaces.namespace_type = 'Group'
  INNER JOIN people
    ON gitlab_dotcom_members_source.user_id = people.user_id
  WHERE
    gitlab_dotcom_members_source.is_currently_valid
    -- somebody who asked for access is not in yet
    AND gitlab_dotcom_members_source.requested_at IS NULL
    AND COALESCE(gitlab_dotcom_members_source.expires_date > {{ as_of_date() }}, TRUE)
),

roles AS (
  SELECT
    people.email,
    'Personal Namespace Owner' AS marketing_contact_role,
    namespaces.namespace_id,
    NULL::BIGINT AS customer_id,
    NULL::VARCHAR AS billing_account_id
  FROM namespaces
  INNER JOIN people
    ON namespaces.owner_id = people.user_id
  WHERE namespaces.namespace_type = 'User'
  UNION DISTINCT
  SELECT
    email,
    CASE
      WHEN access_level = 50 THEN 'Group Namespace Owner'
      ELSE 'Group Namespace Member'
    END AS marketing_contact_role,
    namespace_id,
    NULL::BIGINT AS customer_id,
    NULL::VARCHAR AS billing_account_id
  FROM memberships
  UNION DISTINCT
  -- a maintainer is a member with more to say, so it has both roles
  SELECT
    email,
    'Group Namespace Maintainer' AS marketing_contact_role,
    namespace_id,
    NULL::BIGINT AS customer_id,
    NULL::VARCHAR AS billing_account_id
  FROM memberships
  WHERE access_level = 40
  UNION DISTINCT
  SELECT
    email,
    'Customer DB Owner' AS marketing_contact_role,
    NULL::BIGINT AS namespace_id,
    customer_id,
    NULL::VARCHAR AS billing_account_id
  FROM customers_db_customers_source
  WHERE confirmed_at IS NOT NULL
  UNION DISTINCT
  SELECT
    zuora_contact_source.work_email AS email,
    'Zuora Billing Contact' AS marketing_contact_role,
    NULL::BIGINT AS namespace_id,
    NULL::BIGINT AS customer_id,
    zuora_account_source.account_id AS billing_account_id
  FROM zuora_contact_source
  INNER JOIN zuora_account_source
    ON zuora_contact_source.account_id = zuora_account_source.account_id
  WHERE
    NOT zuora_contact_source.is_deleted
    AND NOT zuora_account_source.is_deleted
    AND COALESCE(LOWER(zuora_account_source.batch), '') != 'batch20'
),

final AS (
  SELECT
    -- primary key
    {{ surrogate_key([
      'dim_marketing_contact.dim_marketing_contact_id', 'roles.marketing_contact_role',
      'roles.namespace_id', 'roles.customer_id', 'roles.billing_account_id'
    ]) }}::VARCHAR AS marketing_contact_role_id,
    -- foreign keys
    dim_marketing_contact.dim_marketing_contact_id::VARCHAR AS dim_marketing_contact_id,
    roles.namespace_id::BIGINT AS dim_namespace_id,
    roles.customer_id::BIGINT AS customer_db_customer_id,
    roles.billing_account_id::VARCHAR AS dim_billing_account_id,
    -- attributes
    roles.marketing_contact_role::VARCHAR AS marketing_contact_role
  FROM roles
  INNER JOIN dim_marketing_contact
    ON roles.email = dim_marketing_contact.email_address
)

SELECT * FROM final
