"""CRM users, parent accounts, accounts and what becomes of them (merged, deleted, re-appearing).

Row numbers: accounts 1 .. 480 x scale are their own parents, the next 120 x scale are children of every fourth
parent; 10,000,000,000 + n are the records that exist only because of a planted defect; the cast has negative numbers.
"""

from __future__ import annotations

EXTRA = 10_000_000_000
"""Added to the row number of a record that exists only because of a planted defect."""

USERS = """
CREATE OR REPLACE TEMP TABLE crm_user AS
WITH numbered AS (
  SELECT user_nth, draw('user', user_nth) AS bits, sfdc15('005', user_nth) AS user_id15
  FROM range(1, 91) AS users (user_nth)
),
described AS (
  SELECT
    *,
    sfdc18(user_id15) AS user_id,
    item(['AMER', 'AMER', 'EMEA', 'APAC'], pick(bits, 0, 4)) AS drawn_geo,
    item(['SMB', 'Mid-Market', 'Large', 'PubSec'], pick(bits, 1, 4)) AS segment,
    item(['Ada', 'Bela', 'Chloe', 'Dario', 'Elif', 'Femi', 'Greta', 'Hana', 'Ivo', 'Jun'], user_nth % 10) AS first_name,
    item(['Abara', 'Berger', 'Costa', 'Duarte', 'Eriksen', 'Fontana', 'Garrido', 'Hoshino', 'Ivanova'],
      (user_nth // 10) % 9) AS last_name
  FROM numbered
)
SELECT
  user_nth, user_id, bits, segment,
  CASE user_nth WHEN 1 THEN 'AMER' WHEN 2 THEN 'EMEA' WHEN 3 THEN 'APAC' ELSE drawn_geo END AS geo,
  CASE user_nth
    WHEN 1 THEN 'AMER SMB Sales' WHEN 2 THEN 'EMEA SMB Sales' WHEN 3 THEN 'APAC SMB Sales'
    WHEN 4 THEN 'Pooled Sales User'
    ELSE first_name || ' ' || last_name
  END AS user_name
FROM described
"""

PARENTS = """
CREATE OR REPLACE TEMP TABLE parent AS
WITH numbered AS (
  SELECT parent_nth, draw('parent', parent_nth) AS bits, draw('parent place', parent_nth) AS place_bits
  FROM range(1, 480 * scale() + 1) AS parents (parent_nth)
),
placed AS (
  SELECT
    *,
    item(['SMB', 'SMB', 'SMB', 'SMB', 'SMB', 'SMB', 'Mid-Market', 'Mid-Market', 'Large', 'PubSec'], pick(bits,
      0, 10)) AS segment,
    item(['AMER', 'AMER', 'EMEA', 'APAC'], pick(place_bits, 0, 4)) AS geo
  FROM numbered
)
SELECT
  parent_nth, bits, segment, geo,
  item(['North', 'East', 'South', 'West', 'Central', 'Coast', 'Lake', 'Hill', 'River', 'Harbor'], pick(bits, 1,
    10)) || ' '
    || item(['Robotics', 'Bank', 'Health', 'Foods', 'Energy', 'Media', 'Systems', 'Games', 'Freight', 'Insurance'],
      pick(bits, 2, 10)) || ' ' || parent_nth AS parent_name,
  CASE geo
    WHEN 'AMER' THEN item(['US', 'US', 'US', 'CA', 'BR'], pick(place_bits, 1, 5))
    WHEN 'EMEA' THEN item(['DE', 'GB', 'FR', 'NL', 'SE'], pick(place_bits, 1, 5))
    ELSE item(['JP', 'AU', 'IN', 'SG', 'KR'], pick(place_bits, 1, 5))
  END AS country,
  geo || item([' East', ' West', ' Central'], pick(place_bits, 2, 3)) AS region,
  CASE segment
    WHEN 'SMB' THEN 2 + pick(place_bits, 3, 99) WHEN 'Mid-Market' THEN 101 + pick(place_bits, 3, 1900)
    ELSE 2001 + pick(place_bits, 3, 40000)
  END AS employees
FROM placed
"""

ACCOUNTS = f"""
CREATE OR REPLACE TEMP TABLE crm_account_base AS
WITH own AS (
  SELECT parent_nth AS account_nth, parent_nth AS attribute_nth, NULL::BIGINT AS master_nth, NULL AS fate FROM parent
),
children AS (
  SELECT 480 * scale() + child_nth AS account_nth, 4 * child_nth AS attribute_nth, NULL::BIGINT AS master_nth,
    NULL AS fate
  FROM range(1, 120 * scale() + 1) AS children (child_nth)
),
extra AS (
  SELECT
    {EXTRA} + nth AS account_nth,
    300 + nth AS attribute_nth,
    CASE
      -- a pair: the loser's master lives; a chain of three: start -> middle -> a live account
      WHEN defect IN ('D13_merged_pair', 'D13_merged_chain_middle', 'D13_hard_deleted') THEN 300 + nth
      WHEN defect = 'D13_merged_chain_start' THEN {EXTRA} + nth + 6
    END AS master_nth,
    defect AS fate
  FROM planted
  WHERE entity = 'extra_account'
),
numbered AS (SELECT * FROM own UNION ALL SELECT * FROM children UNION ALL SELECT * FROM extra),
flags AS (
  SELECT nth, MAX(defect) FILTER (defect LIKE 'D14%') AS link_defect,
    MAX(defect) FILTER (defect LIKE 'D15%') AS jihu_defect,
    MAX(CASE defect WHEN 'D30_changed_w1' THEN 1 WHEN 'D30_changed_w2' THEN 2 END) AS changed_at_wave
  FROM planted
  WHERE entity = 'account'
  GROUP BY nth
)
SELECT
  numbered.account_nth, numbered.master_nth, numbered.fate, flags.link_defect, flags.changed_at_wave,
  CASE WHEN numbered.fate IS NULL AND numbered.account_nth > 480 * scale() THEN numbered.attribute_nth
    ELSE numbered.account_nth END AS parent_account_nth,
  sfdc15('001', numbered.account_nth) AS account_id15,
  CASE
    WHEN numbered.account_nth <= 480 * scale() THEN parent.parent_name
    WHEN numbered.fate IS NULL THEN parent.parent_name || ' ' || parent.geo
    ELSE parent.parent_name || ' (' || numbered.account_nth % 1000 || ')'
  END AS account_name,
  CASE flags.jihu_defect WHEN 'D15_jihu' THEN TRUE WHEN 'D15_jihu_null' THEN NULL ELSE FALSE END AS is_jihu,
  parent.segment, parent.geo, parent.region, parent.country, parent.employees,
  numbered.attribute_nth,
  draw('account', numbered.account_nth) AS bits
FROM numbered
INNER JOIN parent ON numbered.attribute_nth = parent.parent_nth
LEFT JOIN flags ON numbered.account_nth = flags.nth
"""

ALL_ACCOUNTS = """
CREATE OR REPLACE TEMP TABLE crm_account AS
WITH every AS (
  SELECT * FROM crm_account_base
  UNION ALL BY NAME
  SELECT
    account_nth, master_nth, fate, NULL AS link_defect, NULL::INTEGER AS changed_at_wave, parent_account_nth,
    COALESCE(given_id15, sfdc15_named('001', account_name)) AS account_id15, account_name, is_jihu,
    segment, 'AMER' AS geo, 'AMER East' AS region, 'US' AS country, 80 AS employees,
    account_nth AS attribute_nth, md5_number_lower(account_name) AS bits
  FROM cast_account
)
SELECT every.*, sfdc18(every.account_id15) AS account_id
FROM every
"""

STATEMENTS = (USERS, PARENTS, ACCOUNTS, ALL_ACCOUNTS)
