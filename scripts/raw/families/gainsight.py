"""Customer success's list of what a customer's installations and groups are for, 260 x scale records and the planted.

Eight installations and four groups are on the list twice with different types. A few records are typed over at every
load. The id of the account is mostly the long form, sometimes the short one, and a few are of no account at all.
"""

from __future__ import annotations

from scripts.raw.cast.pings import CAST_STATEMENTS
from scripts.raw.model import Family, RawTable

_PLACES = """
CREATE OR REPLACE TEMP TABLE customer_place AS
WITH places AS (
  SELECT
    installation.host_id AS place_nth, installation.uuid AS instance_uuid, installation.hostname,
    NULL::BIGINT AS namespace_id, subscription_name.account_nth, installation.is_staging,
    draw('place', installation.host_id) AS place_bits
  FROM installation
  INNER JOIN subscription_name USING (name_nth)
  UNION ALL BY NAME
  SELECT
    1000000000 + namespace_id AS place_nth, namespace_id, account_nth, FALSE AS is_staging,
    draw('place', 1000000000 + namespace_id) AS place_bits,
    ROW_NUMBER() OVER (ORDER BY namespace_id) AS group_nth
  FROM namespace
  WHERE purpose = 'paid' AND name_nth > 0
  QUALIFY ROW_NUMBER() OVER (ORDER BY namespace_id) <= 110 * scale()
)
SELECT places.*, crm_account.account_id, crm_account.account_id15, planted.position AS planted_position
FROM places
LEFT JOIN crm_account USING (account_nth)
LEFT JOIN planted
  ON planted.defect = CASE WHEN places.namespace_id IS NULL THEN 'D22_installation' ELSE 'D22_namespace' END
    AND planted.nth = COALESCE(group_nth, place_nth)
"""

_ROWS = """
    WITH typed AS (
      SELECT
        *,
        CASE
          -- production twice, counted for health only once, or else no production beside production
          WHEN planted_position % 4 = 1 THEN 'Production'
          WHEN planted_position % 4 = 2 THEN 'Non-Production'
          WHEN planted_position % 4 = 3 THEN 'Unknown'
          WHEN planted_position % 4 = 0 THEN NULL
          WHEN is_staging THEN 'Non-Production'
          WHEN pick(place_bits, 0, 20) = 0 THEN item(['Unknown', NULL], pick(place_bits, 1, 2))
          WHEN pick(place_bits, 0, 20) = 1 THEN 'Non-Production'
          ELSE 'Production'
        END AS instance_type,
        is_staging OR pick(place_bits, 2, 12) = 0 OR planted_position IS NOT NULL AS is_excluded,
        -- some records are typed over at each load
        CASE WHEN place_nth % 50 < wave() THEN DATE '2024-12-29' + (place_nth % 50)::INTEGER + 1
          WHEN place_nth % 50 = 49 THEN DATE '2024-12-29'
          ELSE DATE '2024-12-28' - pick(place_bits, 3, 300)::INTEGER END AS updated_on
      FROM customer_place
    ),
    every AS (
      SELECT
        'GS-' || place_nth AS row_id, account_nth, account_id, account_id15, place_bits, instance_uuid, hostname,
        namespace_id, instance_type, CASE WHEN is_excluded THEN 'Excluded' ELSE 'Included' END AS included, updated_on
      FROM typed
      UNION ALL
      SELECT
        'GS-' || place_nth || '-2', account_nth, account_id, account_id15, place_bits, instance_uuid, hostname,
        namespace_id, 'Production', 'Included', DATE '2023-06-01' + position_days
      FROM (SELECT *, planted_position::INTEGER AS position_days FROM customer_place WHERE planted_position IS NOT NULL)
    )
    SELECT
      row_id AS gainsight_unique_row_id,
      CASE
        WHEN pick(place_bits, 3, 60) = 0 THEN sfdc18(sfdc15('001', 990000000 + account_nth))
        WHEN pick(place_bits, 3, 8) = 1 THEN account_id15
        ELSE account_id
      END AS crm_acct_id,
      instance_uuid, hostname, namespace_id::VARCHAR AS "Namespace_ID", instance_type AS instancetype,
      included AS included_in_health_measures, epoch(updated_on + INTERVAL 20 HOUR)::BIGINT::VARCHAR AS _updated_at
    FROM every
    UNION ALL BY NAME
    SELECT
      'GS-' || cast_host.host_name AS gainsight_unique_row_id, crm_account.account_id AS crm_acct_id,
      'cast-' || cast_host.host_id AS instance_uuid, LOWER(cast_host.host_name) || '.customer.example' AS hostname,
      cast_host.instance_type AS instancetype,
      CASE cast_host.instance_type WHEN 'Production' THEN 'Included' ELSE 'Excluded' END AS included_in_health_measures,
      epoch(TIMESTAMP '2024-12-01 08:00')::BIGINT::VARCHAR AS _updated_at
    FROM cast_host
    INNER JOIN subscription_name USING (subscription_name)
    INNER JOIN crm_account USING (account_nth)
    UNION ALL BY NAME
    -- the groups of the cast on GitLab.com
    SELECT
      'GS-' || subscription_name.subscription_name AS gainsight_unique_row_id, crm_account.account_id AS crm_acct_id,
      namespace_subscription.namespace_id::VARCHAR AS "Namespace_ID", 'Production' AS instancetype,
      'Included' AS included_in_health_measures, epoch(TIMESTAMP '2024-12-01 08:00')::BIGINT::VARCHAR AS _updated_at
    FROM namespace_subscription
    INNER JOIN subscription_name USING (name_nth)
    INNER JOIN crm_account USING (account_nth)
    WHERE subscription_name.subscription_name LIKE 'CAST-C11%'
"""

FAMILY = Family(
    name="Gainsight",
    world=(_PLACES, *CAST_STATEMENTS),
    tables=(
        RawTable(
            schema="gainsight",
            name="gainsight_instance_info",
            columns="""
                gainsight_unique_row_id VARCHAR, crm_acct_id VARCHAR, instance_uuid VARCHAR, hostname VARCHAR,
                "Namespace_ID" VARCHAR, instancetype VARCHAR, included_in_health_measures VARCHAR, _updated_at VARCHAR
            """,
            sql=_ROWS,
            key="gainsight_unique_row_id",
            changes=(1, 2),
        ),
    ),
)
