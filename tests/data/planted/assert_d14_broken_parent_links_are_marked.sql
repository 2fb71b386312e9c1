-- An account whose parent link cannot be read or leads to a deleted account is its own parent,
-- and says so.
{{ config(tags=['tdf', 'sales']) }}
WITH dim_crm_account AS (
  SELECT * FROM {{ ref('dim_crm_account') }}
),

marked AS (
  SELECT *
  FROM dim_crm_account
  WHERE is_parent_link_invalid AND crm_account_name NOT LIKE 'CAST%'
),

expected AS (
  {{ select_expected_counts_sql({
    'accounts with a broken link': 13,
    'accounts with a broken link that are their own parent': 13
  }) }}
),

actual AS (
  SELECT
    'accounts with a broken link' AS what,
    COUNT(*) AS records
  FROM marked
  UNION ALL
  SELECT
    'accounts with a broken link that are their own parent' AS what,
    COUNT(*) AS records
  FROM marked
  WHERE dim_parent_crm_account_id = dim_crm_account_id
),

final AS (
  {{ golden_difference('expected', 'actual', ['what', 'records']) }}
)

SELECT * FROM final
