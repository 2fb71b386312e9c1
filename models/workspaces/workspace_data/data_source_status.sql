-- grain: one row per data source of the register
WITH source_freshness AS (
  SELECT * FROM {{ ref('source_freshness') }}
),

data_sources AS (
  SELECT * FROM {{ ref('data_sources') }}
),

data_tiers AS (
  SELECT * FROM {{ ref('data_tiers') }}
),

latest AS (
  {{ latest_record(
    'source_freshness', 'unique_id', 'measured_at DESC, run_at DESC, invocation_id DESC'
  ) }}
),

-- some tables of a source rest for weeks; the source is as fresh as the one that moved last
loaded AS (
  SELECT
    data_source,
    MAX(last_loaded_at) AS last_loaded_at,
    MAX(measured_at) AS measured_at,
    MIN(age_hours) AS age_hours,
    COUNT(*) AS tables_measured
  FROM latest
  WHERE measured_at IS NOT NULL
  GROUP BY data_source
),

-- a load that runs less often than its objective is old by both before the promise is broken
registered AS (
  SELECT
    *,
    slo_hours
    + CASE WHEN replication_frequency_hours > slo_hours THEN replication_frequency_hours ELSE 0 END
      AS allowed_age_hours
  FROM data_sources
),

final AS (
  SELECT
    -- primary key
    registered.data_source,

    -- attributes
    registered.pipeline,
    registered.raw_schema,
    registered.prep_schema,
    registered.audience,
    registered.owner_role,
    registered.tier,
    data_tiers.outage_impact,
    CASE
      WHEN loaded.measured_at IS NULL THEN 'not measured'
      WHEN registered.slo_hours IS NULL THEN 'no objective'
      WHEN loaded.age_hours <= registered.allowed_age_hours THEN 'met'
      ELSE 'breached'
    END AS slo_status,
    registered.mnpi AS is_mnpi,
    registered.is_modelled,
    loaded.last_loaded_at,
    loaded.measured_at,
    -- measures, hours
    registered.replication_frequency_hours,
    registered.slo_hours,
    registered.allowed_age_hours::DECIMAL(18, 2) AS allowed_age_hours,
    loaded.age_hours,
    COALESCE(loaded.tables_measured, 0) AS tables_measured
  FROM registered
  INNER JOIN data_tiers ON registered.tier = data_tiers.tier
  LEFT OUTER JOIN loaded ON registered.data_source = loaded.data_source
)

SELECT * FROM final
