-- grain: one row per plan of GitLab.com (dim_plan_id)
WITH gitlab_dotcom_plans_source AS (
  SELECT * FROM {{ ref('gitlab_dotcom_plans_source') }}
),

current_names AS (
  SELECT
    *,
    -- Silver and Gold are the names Premium and Ultimate had until 2021
    CASE plan_name
      WHEN 'silver' THEN 'premium'
      WHEN 'gold' THEN 'ultimate'
      ELSE plan_name
    END AS plan_name_modified
  FROM gitlab_dotcom_plans_source
),

final AS (
  SELECT
    -- primary key
    plan_id::INTEGER AS dim_plan_id,
    -- attributes
    plan_name::VARCHAR AS plan_name,
    plan_title::VARCHAR AS plan_title,
    plan_name_modified::VARCHAR AS plan_name_modified,
    CASE plan_name
      WHEN 'silver' THEN 'Premium'
      WHEN 'gold' THEN 'Ultimate'
      ELSE plan_title
    END::VARCHAR AS plan_title_modified,
    CASE plan_name
      WHEN 'ultimate' THEN 'SaaS - Ultimate'
      WHEN 'gold' THEN 'SaaS - Gold'
      WHEN 'premium' THEN 'SaaS - Premium'
      WHEN 'silver' THEN 'SaaS - Silver'
      WHEN 'bronze' THEN 'SaaS - Bronze'
      WHEN 'ultimate_trial' THEN 'SaaS - Trial: Ultimate'
      WHEN 'premium_trial' THEN 'SaaS - Trial: Premium'
      ELSE 'SaaS - Free'
    END::VARCHAR AS product_tier_name_historical,
    -- flags
    (plan_name_modified IN ('bronze', 'premium', 'ultimate'))::BOOLEAN AS is_paid,
    (plan_name_modified IN ('premium_trial', 'ultimate_trial'))::BOOLEAN AS is_trial,
    -- measures (rank of the plan, 3 highest; nobody pays for a trial)
    CASE plan_name_modified
      WHEN 'ultimate' THEN 3
      WHEN 'premium' THEN 2
      WHEN 'bronze' THEN 1
      ELSE 0
    END::INTEGER AS plan_rank
  FROM current_names
)

SELECT * FROM final
