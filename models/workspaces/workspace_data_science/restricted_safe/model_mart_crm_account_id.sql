-- grain: one row per CRM account and score date with a score of either kind
WITH pte_scores_source AS (
  SELECT * FROM {{ ref('pte_scores_source') }}
),

ptc_scores_source AS (
  SELECT * FROM {{ ref('ptc_scores_source') }}
),

pte_standardised AS (
  SELECT
    pte_scores_source.*,
    {{ z_score('score', 'score_date') }} AS z_score,
    ROW_NUMBER() OVER (PARTITION BY crm_account_id ORDER BY score_date DESC) = 1 AS is_latest
  FROM pte_scores_source
),

ptc_standardised AS (
  SELECT
    ptc_scores_source.*,
    {{ z_score('score', 'score_date') }} AS z_score,
    ROW_NUMBER() OVER (PARTITION BY crm_account_id ORDER BY score_date DESC) = 1 AS is_latest
  FROM ptc_scores_source
),

combined AS (
  SELECT
    COALESCE(pte_standardised.crm_account_id, ptc_standardised.crm_account_id) AS crm_account_id,
    COALESCE(pte_standardised.score_date, ptc_standardised.score_date) AS score_date,
    pte_standardised.score AS pte_score,
    pte_standardised.score_group AS pte_score_group,
    pte_standardised.z_score AS pte_z_score,
    pte_standardised.insights AS pte_insights,
    pte_standardised.is_uptier_likely,
    pte_standardised.uploaded_at AS pte_uploaded_at,
    COALESCE(pte_standardised.is_latest, FALSE) AS is_latest_pte,
    ptc_standardised.score AS ptc_score,
    ptc_standardised.score_group AS ptc_score_group,
    ptc_standardised.z_score AS ptc_z_score,
    ptc_standardised.insights AS ptc_insights,
    ptc_standardised.is_downtier_likely,
    ptc_standardised.uploaded_at AS ptc_uploaded_at,
    COALESCE(ptc_standardised.is_latest, FALSE) AS is_latest_ptc
  FROM pte_standardised
  FULL OUTER JOIN ptc_standardised
    ON pte_standardised.crm_account_id = ptc_standardised.crm_account_id
      AND pte_standardised.score_date = ptc_standardised.score_date
),

conflicts AS (
  -- an account cannot be most likely to expand and to contract: the weaker of the two gives way
  SELECT
    combined.*,
    COALESCE(pte_score_group = 5 AND ptc_score_group = 1, FALSE) AS is_conflict
  FROM combined
),

final AS (
  SELECT
    -- primary key
    {{ surrogate_key(['crm_account_id', 'score_date']) }}::VARCHAR AS crm_account_score_id,
    -- foreign keys
    crm_account_id::VARCHAR AS crm_account_id,
    -- attributes
    pte_insights::VARCHAR AS pte_insights,
    ptc_insights::VARCHAR AS ptc_insights,
    -- flags
    is_uptier_likely::BOOLEAN AS is_uptier_likely,
    is_downtier_likely::BOOLEAN AS is_downtier_likely,
    is_latest_pte::BOOLEAN AS is_latest_pte,
    is_latest_ptc::BOOLEAN AS is_latest_ptc,
    -- dates
    score_date::DATE AS score_date,
    -- measures: scores from 0 to 1, standard deviations from the date's mean, stars from 1 to 5
    pte_score::DECIMAL(18, 6) AS pte_score,
    pte_z_score::DECIMAL(18, 6) AS pte_z_score,
    CASE WHEN is_conflict AND pte_z_score < ptc_z_score THEN 4 ELSE pte_score_group END::INTEGER
      AS pte_stars,
    ptc_score::DECIMAL(18, 6) AS ptc_score,
    ptc_z_score::DECIMAL(18, 6) AS ptc_z_score,
    CASE WHEN is_conflict AND pte_z_score >= ptc_z_score THEN 2 ELSE ptc_score_group END::INTEGER
      AS ptc_stars,
    -- metadata
    pte_uploaded_at::TIMESTAMP AS pte_uploaded_at,
    ptc_uploaded_at::TIMESTAMP AS ptc_uploaded_at
  FROM conflicts
)

SELECT * FROM final
