{#- Where the revenue of one of the planted cast, in the fact and in the mart, differs from its
    golden rows: a whole data test. `cast_id` names the golden rows and the subscription. -#}
{% macro select_golden_revenue_sql(cast_id) -%}
{%- set measures = ['months', 'lowest_arr', 'highest_arr', 'quantity', 'is_missing_member'] -%}
WITH golden_revenue AS (
  SELECT * FROM {{ ref('golden_revenue') }}
),

fct_mrr AS (
  SELECT * FROM {{ ref('fct_mrr') }}
),

dim_subscription AS (
  SELECT * FROM {{ ref('dim_subscription') }}
),

mart_arr AS (
  SELECT * FROM {{ ref('mart_arr') }}
),

expected AS (
  SELECT published_in, {{ measures | join(', ') }}
  FROM golden_revenue
  WHERE cast_id = {{ text_literal(cast_id) }}
),

published AS (
  SELECT 'fct_mrr' AS published_in, fct_mrr.arr, fct_mrr.quantity, fct_mrr.dim_crm_account_id
  FROM fct_mrr
  INNER JOIN dim_subscription
    ON fct_mrr.dim_subscription_id = dim_subscription.dim_subscription_id
  WHERE dim_subscription.subscription_name = {{ text_literal(cast_id) }}

  UNION ALL

  SELECT 'mart_arr' AS published_in, arr, quantity, dim_crm_account_id
  FROM mart_arr
  WHERE subscription_name = {{ text_literal(cast_id) }}
),

actual AS (
  SELECT
    published_in,
    COUNT(*)::INTEGER AS months,
    MIN(arr)::DECIMAL(18, 2) AS lowest_arr,
    MAX(arr)::DECIMAL(18, 2) AS highest_arr,
    MAX(quantity)::DECIMAL(18, 6) AS quantity,
    dim_crm_account_id = {{ missing_member_id() }} AS is_missing_member
  FROM published
  GROUP BY published_in, dim_crm_account_id
),

final AS (
  {{ golden_difference('expected', 'actual', ['published_in'] + measures) }}
)

SELECT * FROM final
{%- endmacro %}
