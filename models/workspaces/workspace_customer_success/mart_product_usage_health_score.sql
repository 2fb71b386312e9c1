-- grain: one row per month and installation or top-level group
{%- set measures = health_measures() %}
{%- set ratios = [
  'license_utilization', 'user_engagement', 'git_operation_utilization', 'ci_pipeline_utilization',
  'deployments_utilization', 'deployments_per_user_l28d', 'successful_deployments_pct',
  'secure_scanners_utilization', 'average_scans_per_pipeline'
] %}
WITH mart_product_usage_paid_user_metrics_monthly AS (
  SELECT * FROM {{ ref('mart_product_usage_paid_user_metrics_monthly') }}
),

dim_crm_account AS (
  SELECT * FROM {{ ref('dim_crm_account') }}
),

mart_arr AS (
  SELECT * FROM {{ ref('mart_arr') }}
),

subscription_tiers AS (
  -- a subscription may hold several products: its best tier says what it can use
  SELECT
    arr_month,
    dim_subscription_id_original,
    product_delivery_type,
    MAX(product_ranking) AS product_ranking
  FROM mart_arr
  GROUP BY
    arr_month,
    dim_subscription_id_original,
    product_delivery_type
),

licensed AS (
  SELECT
    *,
    COALESCE(dim_namespace_id::VARCHAR, dim_installation_id) AS instance_identifier,
    -- without an instance the subscription stands for itself
    COALESCE(dim_namespace_id::VARCHAR, dim_installation_id, dim_subscription_id_original)
      AS measured_identifier
  FROM mart_product_usage_paid_user_metrics_monthly
  WHERE license_user_count != 0
),

newest AS (
  {{ latest_record(
    'licensed',
    key=['snapshot_month', 'delivery_type', 'measured_identifier'],
    order_by='ping_created_at DESC NULLS LAST, license_user_count DESC,'
    ~ ' dim_subscription_id_original'
  ) }}
),

measured AS (
  SELECT
    newest.*,
    {{ dbt.datediff(
      'dim_crm_account.crm_account_arr_cohort_month', 'newest.snapshot_month', 'month'
    ) }} AS account_age_months,
    {{ dbt.datediff('newest.subscription_start_date', 'newest.snapshot_month', 'month') }}
      AS subscription_age_months,
    {{ dbt.datediff(
      'COALESCE(newest.namespace_creation_date, newest.installation_creation_date)',
      'newest.snapshot_month', 'month'
    ) }} AS instance_age_months,
    COALESCE(subscription_tiers.product_ranking = 3, FALSE) AS is_ultimate,
    {{ health_ratios('newest') }}
  FROM newest
  LEFT OUTER JOIN dim_crm_account
    ON newest.dim_crm_account_id = dim_crm_account.dim_crm_account_id
  LEFT OUTER JOIN subscription_tiers
    ON newest.snapshot_month = subscription_tiers.arr_month
      AND newest.dim_subscription_id_original = subscription_tiers.dim_subscription_id_original
      AND newest.delivery_type = subscription_tiers.product_delivery_type
),

scored AS (
  SELECT
    measured.*,
    {{ health_scores('measured') }}
  FROM measured
),

weighed AS (
  SELECT
    scored.*,
    -- the weight of a measure without a score is shared among the others
    {{ available_weight(measures) }} AS available_weight
  FROM scored
),

totalled AS (
  SELECT
    weighed.*,
    (
      {%- for measure, weight in measures.items() %}
      {{ '+ ' if not loop.first }}COALESCE({{ measure }}_score * {{ weight }}, 0)
      {%- endfor %}
    ) / available_weight AS overall_product_score
  FROM weighed
),

final AS (
  SELECT
    -- primary key
    {{ surrogate_key(['snapshot_month', 'delivery_type', 'measured_identifier']) }}::VARCHAR
      AS primary_key,
    -- foreign keys
    dim_crm_account_id::VARCHAR AS dim_crm_account_id,
    dim_subscription_id_original::VARCHAR AS dim_subscription_id_original,
    -- attributes
    delivery_type::VARCHAR AS delivery_type,
    deployment_type::VARCHAR AS deployment_type,
    instance_type::VARCHAR AS instance_type,
    instance_identifier::VARCHAR AS instance_identifier,
    {%- for measure in measures %}
    {{ health_color(measure ~ '_score') }}::VARCHAR AS {{ measure }}_color,
    {%- endfor %}
    {{ health_color('overall_product_score') }}::VARCHAR AS overall_product_color,
    -- flags
    is_ultimate::BOOLEAN AS is_ultimate,
    {%- for measure in ['scm', 'ci', 'cd', 'security'] %}
    COALESCE({{ measure }}_score > 75, FALSE)::BOOLEAN AS {{ measure }}_adopted,
    {%- endfor %}
    -- dates
    snapshot_month::DATE AS snapshot_month,
    -- measures: months, ratios, kinds of scanner, scores from 25 to 88, shares of 1
    account_age_months::INTEGER AS account_age_months,
    subscription_age_months::INTEGER AS subscription_age_months,
    instance_age_months::INTEGER AS instance_age_months,
    {%- for ratio in ratios %}
    {{ ratio }}::DECIMAL(18, 6) AS {{ ratio }},
    {%- endfor %}
    number_of_scanner_types::INTEGER AS number_of_scanner_types,
    {%- for measure, weight in measures.items() %}
    {{ measure }}_score::DECIMAL(18, 6) AS {{ measure }}_score,
    CASE WHEN {{ measure }}_score IS NOT NULL THEN {{ weight }} / available_weight END
    ::DECIMAL(18, 6) AS {{ measure }}_weight_adjusted,
    {%- endfor %}
    overall_product_score::DECIMAL(18, 6) AS overall_product_score,
    (
      {%- for measure in ['scm', 'ci', 'cd', 'security'] %}
      {{ '+ ' if not loop.first }}CASE WHEN {{ measure }}_score > 75 THEN 1 ELSE 0 END
      {%- endfor %}
    )::INTEGER AS total_use_cases_adopted
  FROM totalled
)

SELECT * FROM final
