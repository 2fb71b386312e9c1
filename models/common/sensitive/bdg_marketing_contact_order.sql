-- grain: one row per contact, role, namespace and subscription the contact stands for today
WITH bdg_marketing_contact_role AS (
  SELECT * FROM {{ ref('bdg_marketing_contact_role') }}
),

prep_namespace AS (
  SELECT * FROM {{ ref('prep_namespace') }}
),

prep_order AS (
  SELECT * FROM {{ ref('prep_order') }}
),

prep_subscription AS (
  SELECT * FROM {{ ref('prep_subscription') }}
),

bdg_subscription_product_rate_plan AS (
  SELECT * FROM {{ ref('bdg_subscription_product_rate_plan') }}
),

bdg_namespace_order_subscription_monthly AS (
  SELECT * FROM {{ ref('bdg_namespace_order_subscription_monthly') }}
),

fct_trial AS (
  SELECT * FROM {{ ref('fct_trial') }}
),

dim_product_tier AS (
  SELECT * FROM {{ ref('dim_product_tier') }}
),

matched AS (
  -- the groups of GitLab.com and what was bought for them, this month
  SELECT
    internal_order_id,
    NULLIF(dim_namespace_id, -1) AS dim_namespace_id,
    NULLIF(ultimate_parent_namespace_id, -1) AS ultimate_parent_namespace_id,
    dim_subscription_id,
    dim_billing_account_id,
    -- who bought counts by what was bought, even where the group is not on the plan yet
    CASE
      WHEN dim_subscription_id IS NULL THEN dim_product_tier_id_namespace
      ELSE dim_product_tier_id_subscription
    END AS dim_product_tier_id
  FROM bdg_namespace_order_subscription_monthly
  WHERE snapshot_month = DATE_TRUNC('month', {{ as_of_date() }})::DATE
),

own_servers AS (
  -- what does not run on GitLab.com has no group; several plans of a subscription each count
  SELECT
    prep_subscription.dim_subscription_id,
    prep_subscription.subscription_name,
    prep_subscription.dim_billing_account_id,
    plans.dim_product_tier_id
  FROM prep_subscription
  INNER JOIN bdg_subscription_product_rate_plan AS plans
    ON prep_subscription.dim_subscription_id = plans.dim_subscription_id
      AND plans.product_deployment_type IN ('Self-Managed', 'Dedicated')
      AND NOT plans.is_removed
  WHERE
    prep_subscription.is_latest_version
    AND prep_subscription.subscription_start_date <= {{ as_of_date() }}
    AND COALESCE(prep_subscription.subscription_end_date > {{ as_of_date() }}, TRUE)
),

stands AS (
  {{ select_marketing_contact_stands_sql(
    'bdg_marketing_contact_role', 'prep_namespace', 'prep_order', 'matched', 'own_servers'
  ) }}
),

ranked AS (
  SELECT
    stands.*,
    dim_product_tier.product_delivery_type,
    CASE
      WHEN dim_product_tier.product_tier_name LIKE 'SaaS - Trial%' THEN 'trial'
      ELSE LOWER(dim_product_tier.product_tier_name_short)
    END AS tier
  FROM stands
  LEFT OUTER JOIN dim_product_tier
    ON stands.dim_product_tier_id = dim_product_tier.dim_product_tier_id
),

latest_trials AS (
  SELECT *
  FROM fct_trial
  WHERE is_latest_trial
),

flagged AS (
  SELECT
    dim_marketing_contact_id,
    marketing_contact_role,
    dim_namespace_id,
    ultimate_parent_namespace_id,
    dim_subscription_id,
    {{ any_of(marketing_tier_conditions()) }}
  FROM ranked
  GROUP BY
    dim_marketing_contact_id, marketing_contact_role, dim_namespace_id,
    ultimate_parent_namespace_id, dim_subscription_id
),

final AS (
  SELECT
    -- primary key
    {{ surrogate_key([
      'flagged.dim_marketing_contact_id', 'flagged.marketing_contact_role',
      'flagged.dim_namespace_id', 'flagged.dim_subscription_id'
    ]) }}::VARCHAR AS marketing_contact_order_id,
    -- foreign keys
    flagged.dim_marketing_contact_id::VARCHAR AS dim_marketing_contact_id,
    flagged.dim_namespace_id::BIGINT AS dim_namespace_id,
    flagged.ultimate_parent_namespace_id::BIGINT AS ultimate_parent_namespace_id,
    flagged.dim_subscription_id::VARCHAR AS dim_subscription_id,
    -- attributes
    flagged.marketing_contact_role::VARCHAR AS marketing_contact_role,
    -- flags
    {%- for flag in marketing_tier_flags() %}
    flagged.{{ flag }}::BOOLEAN AS {{ flag }},
    {%- endfor %}
    -- dates
    latest_trials.trial_start_date::DATE AS trial_start_date,
    latest_trials.trial_end_date::DATE AS trial_end_date
  FROM flagged
  LEFT OUTER JOIN latest_trials
    ON flagged.ultimate_parent_namespace_id = latest_trials.ultimate_parent_namespace_id
)

SELECT * FROM final
