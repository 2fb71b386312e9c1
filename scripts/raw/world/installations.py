"""Self-managed and dedicated installations: 190 x scale servers, most of them of a subscription with a license.

Every self-managed subscription that still has a term runs one production server, every fifth a second one for tests;
the rest are free installations without a license.
"""

from __future__ import annotations

INSTALLATIONS = """
CREATE OR REPLACE TEMP TABLE installation AS
WITH newest AS (
  SELECT name_nth, license_id, subscription_id, plan_code, users_count
  FROM license
  WHERE NOT is_trial
  QUALIFY ROW_NUMBER() OVER (PARTITION BY name_nth ORDER BY version DESC) = 1
),
licensed AS (
  SELECT *, ROW_NUMBER() OVER (ORDER BY name_nth) AS nth FROM newest
),
owned AS (
  SELECT
    licensed.*, main.charge_nth = 16 AS is_dedicated, main.first_date, server_nth
  FROM licensed
  INNER JOIN subscription_version AS main ON licensed.name_nth = main.name_nth AND main.version = 1
  CROSS JOIN LATERAL (SELECT UNNEST(range(1, 2 + (licensed.nth % 5 = 0)::INTEGER)) AS server_nth) AS servers
),
placed AS (
  SELECT *, ROW_NUMBER() OVER (ORDER BY nth, server_nth) AS host_id FROM owned
),
hosts AS (
  SELECT host_nth AS host_id, draw('host', host_nth) AS host_bits FROM range(1, 190 * scale() + 1) AS hosts (host_nth)
)
SELECT
  hosts.host_id,
  CASE WHEN placed.server_nth = 2 THEN 'staging-' ELSE 'gitlab-' END || hosts.host_id
    || CASE WHEN placed.is_dedicated THEN '.gitlab-dedicated.example' ELSE '.customer.example' END AS hostname,
  substr(hex32('installation', hosts.host_id), 1, 8) || '-' || substr(hex32('installation', hosts.host_id), 9, 4)
    || '-4' || substr(hex32('installation', hosts.host_id), 14, 3) || '-a'
    || substr(hex32('installation', hosts.host_id), 18, 3) || '-'
    || substr(hex32('installation', hosts.host_id), 21, 12) AS uuid,
  placed.name_nth, placed.subscription_id, placed.license_id,
  CASE placed.plan_code WHEN 'ultimate' THEN 'EEU' WHEN 'premium' THEN 'EEP'
    ELSE item(['CE', 'CE', 'EE Free', 'EE'], pick(host_bits, 0, 4)) END AS edition,
  COALESCE(placed.is_dedicated, FALSE) AS is_dedicated,
  COALESCE(placed.server_nth = 2, FALSE) AS is_staging,
  DATE_TRUNC('month', GREATEST(
    COALESCE(placed.first_date, DATE '2022-01-01' + pick(host_bits, 1, 900)::INTEGER), DATE '2021-01-01'))::DATE
    AS first_month,
  CASE
    WHEN placed.server_nth = 2 THEN 3 + pick(host_bits, 2, 5)
    WHEN placed.name_nth IS NOT NULL THEN 1 + (placed.users_count * (45 + pick(host_bits, 2, 65))) // 100
    ELSE 2 + pick(host_bits, 2, 60)
  END AS users,
  host_bits AS bits
FROM hosts
-- the last 40 of 190 run without a license
LEFT JOIN placed ON hosts.host_id = placed.host_id AND placed.host_id <= 150 * scale()
"""

STATEMENTS = (INSTALLATIONS,)
"""Installations; they need licenses."""
