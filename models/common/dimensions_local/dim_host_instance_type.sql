-- grain: one row per installation or namespace a customer runs (dim_host_instance_type_id)
WITH gainsight_instance_info_source AS (
  SELECT * FROM {{ ref('gainsight_instance_info_source') }}
),

dim_crm_account AS (
  SELECT * FROM {{ ref('dim_crm_account') }}
),

records AS (
  SELECT
    gainsight_unique_row_id,
    crm_account_id,
    namespace_id,
    -- a record of a namespace names no host, whatever was typed beside it
    CASE WHEN namespace_id IS NULL THEN instance_uuid END AS instance_uuid,
    CASE WHEN namespace_id IS NULL THEN {{ hash_value('hostname', 'name') }} END AS hostname_hash,
    COALESCE(instance_type, 'Unknown') AS instance_type,
    COALESCE(included_in_health_measures, 'Excluded') AS included_in_health_measures,
    updated_at
  FROM gainsight_instance_info_source
  WHERE namespace_id IS NOT NULL OR instance_uuid IS NOT NULL
),

ranked AS (
  SELECT
    *,
    CASE instance_type WHEN 'Production' THEN 1 WHEN 'Non-Production' THEN 2 ELSE 3 END
      AS type_rank,
    CASE included_in_health_measures WHEN 'Included' THEN 1 ELSE 2 END AS inclusion_rank
  FROM records
),

winners AS (
  {{ latest_record(
    'ranked',
    key=['instance_uuid', 'hostname_hash', 'namespace_id'],
    order_by='type_rank, inclusion_rank, updated_at DESC, gainsight_unique_row_id'
  ) }}
),

known AS (
  SELECT
    -- primary key
    {{ surrogate_key(
      ['winners.instance_uuid', 'winners.hostname_hash', 'winners.namespace_id']
    ) }}::VARCHAR AS dim_host_instance_type_id,
    -- foreign keys
    {{ missing_member_key('dim_crm_account.dim_crm_account_id') }}::VARCHAR AS dim_crm_account_id,
    winners.instance_uuid::VARCHAR AS dim_instance_id,
    winners.namespace_id::BIGINT AS dim_namespace_id,
    -- attributes
    winners.hostname_hash::VARCHAR AS hostname_hash,
    winners.instance_type::VARCHAR AS instance_type,
    winners.included_in_health_measures::VARCHAR AS included_in_health_measures,
    -- metadata
    winners.updated_at::TIMESTAMP AS updated_at
  FROM winners
  LEFT OUTER JOIN dim_crm_account
    ON winners.crm_account_id = dim_crm_account.dim_crm_account_id
),

missing_member AS (
  {{ missing_member_row({
    'dim_host_instance_type_id': missing_member_id() ~ '::VARCHAR',
    'dim_crm_account_id': missing_member_id() ~ '::VARCHAR',
    'dim_instance_id': 'NULL::VARCHAR',
    'dim_namespace_id': 'NULL::BIGINT',
    'hostname_hash': 'NULL::VARCHAR',
    'instance_type': "'Unknown'::VARCHAR",
    'included_in_health_measures': "'Excluded'::VARCHAR",
    'updated_at': 'NULL::TIMESTAMP'
  }) }}
),

final AS (
  SELECT * FROM known
  UNION ALL
  SELECT * FROM missing_member
)

SELECT * FROM final
