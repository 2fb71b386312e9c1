-- A charge within one month or of negative length and a draft have no ARR; an open-ended one
-- ends at the horizon.
{{ config(tags=['tdf', 'finance']) }}
WITH prep_charge AS (
  SELECT * FROM {{ ref('prep_charge') }}
),

fct_mrr AS (
  SELECT * FROM {{ ref('fct_mrr') }}
),

zuora_subscription_source AS (
  SELECT * FROM {{ ref('zuora_subscription_source') }}
),

recurring AS (
  SELECT
    *,
    CASE
      WHEN effective_end_date IS NULL THEN 'open-ended'
      WHEN effective_end_date < effective_start_date THEN 'negative'
      WHEN effective_end_month = effective_start_month THEN 'within a month'
    END AS kind
  FROM prep_charge
  WHERE charge_type = 'Recurring'
    AND NOT is_manual_charge
    AND subscription_status != 'Draft'
    AND subscription_name NOT LIKE 'CAST%'
),

published AS (
  SELECT
    recurring.kind,
    recurring.dim_charge_id,
    MAX(fct_mrr.dim_date_id) AS last_date_id
  FROM recurring
  INNER JOIN fct_mrr ON recurring.dim_charge_id = fct_mrr.dim_charge_id
  WHERE recurring.kind IS NOT NULL
  GROUP BY recurring.kind, recurring.dim_charge_id
),

expected AS (
  {{ select_expected_counts_sql({
    'charges within a month': 9,
    'charges of negative length': 2,
    'open-ended charges': 15,
    'charges of no length with ARR': 0,
    'open-ended charges that end at the horizon': 15,
    'drafts': 4,
    'drafts with ARR': 0
  }) }}
),

actual AS (
  SELECT
    'charges within a month' AS what,
    COUNT(*) AS records
  FROM recurring
  WHERE kind = 'within a month'
  UNION ALL
  SELECT
    'charges of negative length' AS what,
    COUNT(*) AS records
  FROM recurring
  WHERE kind = 'negative'
  UNION ALL
  SELECT
    'open-ended charges' AS what,
    COUNT(*) AS records
  FROM recurring
  WHERE kind = 'open-ended'
  UNION ALL
  SELECT
    'charges of no length with ARR' AS what,
    COUNT(*) AS records
  FROM published
  WHERE kind != 'open-ended'
  UNION ALL
  SELECT
    'open-ended charges that end at the horizon' AS what,
    COUNT(*) AS records
  FROM published
  WHERE last_date_id = {{ get_date_id(
    dbt.dateadd('month', 24, dbt.date_trunc('month', as_of_date()))
  ) }}
  UNION ALL
  SELECT
    'drafts' AS what,
    COUNT(*) AS records
  FROM zuora_subscription_source
  WHERE subscription_status = 'Draft'
  UNION ALL
  SELECT
    'drafts with ARR' AS what,
    COUNT(*) AS records
  FROM fct_mrr
  INNER JOIN zuora_subscription_source AS versions
    ON fct_mrr.dim_subscription_id = versions.subscription_id
  WHERE versions.subscription_status = 'Draft'
),

final AS (
  {{ golden_difference('expected', 'actual', ['what', 'records']) }}
)

SELECT * FROM final
