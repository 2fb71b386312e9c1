-- grain: one row per CRM account and day, as the CRM knew the account at the end of that day
{{ config(snowflake_warehouse=generate_warehouse_name('L')) }}
WITH sfdc_account_snapshots AS (
  SELECT * FROM {{ ref('sfdc_account_snapshots') }}
),

prep_date AS (
  SELECT * FROM {{ ref('prep_date') }}
),

pte_scores_source AS (
  SELECT * FROM {{ ref('pte_scores_source') }}
),

ptc_scores_source AS (
  SELECT * FROM {{ ref('ptc_scores_source') }}
),

{% if is_incremental() %}
published AS (
  SELECT * FROM {{ this }}
),

changed_version AS (
  {{ find_first_changed_day_sql('sfdc_account_snapshots', 'published', 'id') }}
),

published_scores AS (
  SELECT
    COALESCE(MAX(pte_uploaded_at), '1900-01-01'::TIMESTAMP) AS pte_uploaded_at,
    COALESCE(MAX(ptc_uploaded_at), '1900-01-01'::TIMESTAMP) AS ptc_uploaded_at
  FROM published
),

changed_days AS (
  SELECT first_day
  FROM changed_version
  UNION ALL
  -- a score that arrives late belongs to the days since its score date
  SELECT MIN(pte_scores_source.score_date) AS first_day
  FROM pte_scores_source
  CROSS JOIN published_scores
  WHERE pte_scores_source.uploaded_at > published_scores.pte_uploaded_at
  UNION ALL
  SELECT MIN(ptc_scores_source.score_date) AS first_day
  FROM ptc_scores_source
  CROSS JOIN published_scores
  WHERE ptc_scores_source.uploaded_at > published_scores.ptc_uploaded_at
),

first_changed_day AS (
  SELECT MIN(first_day) AS first_day
  FROM changed_days
),

days AS (
  SELECT prep_date.*
  FROM prep_date
  INNER JOIN first_changed_day
    ON prep_date.date_actual >= first_changed_day.first_day
),
{% else %}
days AS (
  SELECT * FROM prep_date
),
{% endif %}

spine AS (
  {{ snapshot_spine('sfdc_account_snapshots', 'days', 'id') }}
),

accounts AS (
  SELECT
    spine.id AS account_id,
    spine.snapshot_date,
    spine.dbt_scd_id,
    {{ crm_account_columns('spine') }}
  FROM spine
),

pte_periods AS (
  {{ score_periods_sql('pte_scores_source') }}
),

ptc_periods AS (
  {{ score_periods_sql('ptc_scores_source') }}
),

final AS (
  SELECT
    -- primary key
    {{ surrogate_key(['accounts.account_id', 'accounts.snapshot_date']) }}::VARCHAR
      AS crm_account_snapshot_id,
    -- foreign keys
    {{ get_date_id('accounts.snapshot_date') }}::INTEGER AS snapshot_date_id,
    accounts.account_id::VARCHAR AS dim_crm_account_id,
    {{ missing_member_key('accounts.owner_id') }}::VARCHAR AS dim_crm_user_id,
    -- attributes
    accounts.crm_account_name::VARCHAR AS crm_account_name,
    {{ clean_sales_segment('accounts.account_sales_segment') }}::VARCHAR
      AS crm_account_sales_segment,
    accounts.account_geo::VARCHAR AS crm_account_geo,
    accounts.account_region::VARCHAR AS crm_account_region,
    accounts.account_area::VARCHAR AS crm_account_area,
    accounts.account_upa_country::VARCHAR AS crm_account_upa_country,
    -- flags
    COALESCE(accounts.is_jihu_account, FALSE)::BOOLEAN AS is_jihu_account,
    COALESCE(accounts.is_deleted, FALSE)::BOOLEAN AS is_deleted,
    -- dates
    accounts.snapshot_date::DATE AS snapshot_date,
    -- measures: USD per year, people, developers, scores from 0 to 1, groups from 1 to 5
    accounts.carr_this_account::DECIMAL(18, 2) AS carr_this_account,
    accounts.carr_account_family::DECIMAL(18, 2) AS carr_account_family,
    accounts.max_family_employee::INTEGER AS max_family_employee,
    accounts.lam_dev_count::INTEGER AS lam_dev_count,
    pte_periods.score::DECIMAL(18, 6) AS pte_score,
    pte_periods.score_group::INTEGER AS pte_score_group,
    ptc_periods.score::DECIMAL(18, 6) AS ptc_score,
    ptc_periods.score_group::INTEGER AS ptc_score_group,
    -- metadata
    accounts.dbt_scd_id::VARCHAR AS snapshot_version_id,
    pte_periods.uploaded_at::TIMESTAMP AS pte_uploaded_at,
    ptc_periods.uploaded_at::TIMESTAMP AS ptc_uploaded_at
  FROM accounts
  LEFT OUTER JOIN pte_periods
    ON accounts.account_id = pte_periods.crm_account_id
      AND accounts.snapshot_date >= pte_periods.score_date
      AND accounts.snapshot_date < pte_periods.next_score_date
  LEFT OUTER JOIN ptc_periods
    ON accounts.account_id = ptc_periods.crm_account_id
      AND accounts.snapshot_date >= ptc_periods.score_date
      AND accounts.snapshot_date < ptc_periods.next_score_date
)

SELECT * FROM final
