"""CRM users, accounts and opportunities.

`ultimate_parent_account__c` is HTML: an anchor whose address ends in the parent's 15-character id. A deleted account stays
visible with `isdeleted`; a hard-deleted one is simply gone from the wave on.
"""

from __future__ import annotations

from scripts.raw.model import Family, RawTable

_SCHEMA = "salesforce_v2_stitch"

_MONEY = """
CREATE OR REPLACE TEMP TABLE account_money AS
WITH running AS (
  -- yearly revenue of December 2024 as W0 knows it
  SELECT subscription_name.account_nth, SUM(charge.mrr * 12)::DECIMAL(18, 2) AS arr
  FROM charge
  INNER JOIN subscription_name USING (name_nth)
  INNER JOIN product_charge USING (charge_nth)
  WHERE charge.wave = 0
    AND charge.version = (
      SELECT MAX(newest.version) FROM subscription_version AS newest
      WHERE newest.name_nth = charge.name_nth AND newest.wave = 0
    )
    AND product_charge.charge_type = 'Recurring'
    AND charge.start_date < DATE '2025-01-01' AND COALESCE(charge.end_date, DATE '2025-01-01') >= DATE '2025-01-01'
  GROUP BY subscription_name.account_nth
)
SELECT
  account_nth, arr, SUM(arr) OVER (PARTITION BY parent_account_nth) AS family_arr
FROM crm_account
LEFT JOIN running USING (account_nth)
"""

_USER = """
    SELECT
      user_id AS id, user_name AS name,
      LOWER(REPLACE(user_name, ' ', '.')) || CASE WHEN user_nth > 4 THEN '.' || user_nth ELSE '' END || '@example.com' AS email,
      CASE WHEN user_nth <= 4 THEN 'Queue' ELSE item(['Account Executive', 'Renewals Manager', 'Area Sales Manager'],
        pick(bits, 2, 3)) END AS title,
      'Sales' AS department,
      segment || ' ' || geo AS team__c,
      CASE WHEN user_nth > 10 THEN sfdc18(sfdc15('005', 5 + user_nth % 6)) END AS managerid,
      sfdc18(sfdc15('00E', 1 + user_nth % 12)) AS userroleid,
      CASE WHEN user_nth <= 3 THEN 'Advocate_SMB_' || geo ELSE 'AE_' || segment || '_' || geo END AS user_role_name,
      item(['First Order', 'Growth', 'Other'], pick(bits, 3, 3)) AS user_role_type__c,
      segment AS user_segment__c, geo AS user_geo__c, geo || ' East' AS user_region__c, geo || ' Area 1' AS user_area__c,
      user_nth <= 4 OR pick(bits, 2, 12) > 0 AS isactive,
      CASE WHEN user_nth > 4 THEN (10000 + user_nth)::VARCHAR END AS employeenumber,
      moment(DATE '2024-10-01' + pick(bits, 0, 80)::INTEGER, bits, 1) AS systemmodstamp
    FROM crm_user
"""

_ACCOUNT = """
    WITH visible AS (
      SELECT
        *,
        COALESCE(fate IN ('merged', 'deleted') OR fate LIKE 'D13%', FALSE) AS is_deleted,
        COALESCE(changed_at_wave <= wave(), FALSE) AS is_changed,
        CASE WHEN changed_at_wave <= wave() THEN changed_at_wave WHEN fate = 'D30_reappearing' AND wave() = 2 THEN 2 END
          AS stamped_at_wave
      FROM crm_account
      WHERE fate IS NULL
        OR NOT (
          fate = 'D13_hard_deleted' AND wave() >= 1
          OR fate = 'D30_deleted' AND wave() = 2
          OR fate = 'D30_reappearing' AND wave() = 1
        )
    )
    SELECT
      account.account_id AS id, account.account_name AS name, master.account_id AS masterrecordid,
      CASE
        WHEN account.link_defect = 'D14_malformed_link'
          THEN item(['<a href="/" target="_blank">Account</a>', account.account_name, '',
            '<a href="/' || LEFT(parent.account_id15, 9) || '" target="_blank">' || parent.account_name || '</a>'],
            account.account_nth % 4)
        ELSE '<a href="/' || parent.account_id15 || '" target="_blank">' || parent.account_name || '</a>'
      END AS ultimate_parent_account__c,
      parent.account_name AS ultimate_parent_account_text__c,
      sfdc18(sfdc15('005', CASE
        WHEN account.account_nth < 0 THEN 5
        WHEN account.segment = 'SMB' AND pick(account.bits, 0, 10) = 0 THEN 4
        WHEN account.segment = 'SMB' AND pick(account.bits, 0, 10) < 7
          THEN CASE account.geo WHEN 'AMER' THEN 1 WHEN 'EMEA' THEN 2 ELSE 3 END
        ELSE 5 + (account.attribute_nth + account.is_changed::INTEGER) % 86
      END)) AS ownerid,
      '012000000000' || CASE WHEN account.account_nth % 20 = 0 THEN 'Prt' ELSE 'Std' END || 'AAA' AS recordtypeid,
      CASE account.segment
        WHEN 'SMB' THEN CASE WHEN account.account_nth < 0 THEN 'SMB'
          ELSE item(['SMB', 'smb', 'Unknown', NULL, 'SMB', 'SMB'], pick(account.bits, 1, 6)) END
        WHEN 'Mid-Market' THEN item(['Mid-Market', 'mid market', 'MM', 'Mid-Market'], pick(account.bits, 1, 4))
        WHEN 'Large' THEN item(['Large', 'LRG', 'large'], pick(account.bits, 1, 3))
        ELSE item(['PubSec', 'pubsec'], pick(account.bits, 1, 2))
      END AS account_demographics_sales_segment__c,
      account.geo AS account_geo__c, account.region AS account_region__c, account.region || ' Area' AS account_area__c,
      account.employees + account.is_changed::INTEGER AS max_family_employee__c,
      account.country AS upa_country__c,
      CASE WHEN pick(account.bits, 2, 20) > 0 THEN account.employees END AS employees,
      CASE WHEN money.arr > 0 THEN DATE '2020-07-01' + pick(account.bits, 3, 1200)::INTEGER END AS customer_since__c,
      money.arr AS carr_this_account__c, money.family_arr AS carr_acct_family__c,
      (2 + account.employees // 4) AS lam_dev_count__c,
      account.is_jihu AS jihu_account__c,
      20 + (account.account_nth % 80 + 3 * account.is_changed::INTEGER) AS gs_health_score__c,
      item(['Red', 'Yellow', 'Green'], pick(account.bits, 0, 3)) AS gs_health_score_color__c,
      'example-' || account.attribute_nth || '.test' AS domains__c,
      (1 + pick(account.bits, 1, 200)) || ' Main Street' AS billing_street,
      moment(DATE '2018-01-01' + pick(account.bits, 2, 700)::INTEGER, account.bits, 3) AS createddate,
      COALESCE(
        moment(DATE '2024-12-29' + account.stamped_at_wave, account.bits, 1),
        moment(DATE '2024-10-01' + pick(account.bits, 3, 89)::INTEGER, account.bits, 1)
      ) AS lastmodifieddate,
      COALESCE(
        moment(DATE '2024-12-29' + account.stamped_at_wave, account.bits, 1),
        moment(DATE '2024-10-01' + pick(account.bits, 3, 89)::INTEGER, account.bits, 1)
      ) AS systemmodstamp,
      account.is_deleted AS isdeleted
    FROM visible AS account
    INNER JOIN crm_account AS parent ON parent.account_nth = CASE
      WHEN account.link_defect = 'D14_deleted_parent' THEN 10000000000 + account.account_nth - 90
      ELSE account.parent_account_nth
    END
    LEFT JOIN crm_account AS master ON account.master_nth = master.account_nth
    LEFT JOIN account_money AS money ON account.account_nth = money.account_nth
"""

_OPPORTUNITY = """
    WITH visible AS (
      SELECT
        *,
        signed_at_wave > wave() AS is_awaited,
        COALESCE(changed_at_wave BETWEEN 1 AND wave(), FALSE) AS is_changed
      FROM opportunity
    )
    SELECT
      opportunity_id AS id, account.account_id AS accountid,
      sfdc18(sfdc15('005', 5 + abs(opportunity_nth) % 86)) AS ownerid,
      opportunity_name AS name, kind AS type,
      CASE
        WHEN is_awaited THEN '6-Awaiting Signature'
        WHEN is_changed AND signed_at_wave = 0 AND NOT is_closed THEN '7-Closing'
        ELSE stage
      END AS stagename,
      is_won AND NOT is_awaited AS iswon, is_closed AND NOT is_awaited AS isclosed,
      visible.close_date AS closedate,
      moment(visible.close_date - 30 - pick(visible.bits, 0, 120)::INTEGER, visible.bits, 1) AS createddate,
      CASE WHEN stage NOT IN ('00-Pre Opportunity', '0-Pending Acceptance', '9-Unqualified')
        THEN visible.close_date - 28 - pick(visible.bits, 0, 60)::INTEGER END AS sales_accepted_date__c,
      CASE WHEN net_arr IS NOT NULL THEN visible.close_date - 30 - pick(visible.bits, 0, 90)::INTEGER END
        AS iacv_created_date__c,
      CASE WHEN stage NOT IN ('00-Pre Opportunity', '0-Pending Acceptance')
        THEN visible.close_date - 25 - pick(visible.bits, 0, 50)::INTEGER END AS x1_discovery_date__c,
      CASE WHEN stage IN ('3-Technical Evaluation', '4-Proposal', '5-Negotiating', '6-Awaiting Signature', '7-Closing',
        'Closed Won') THEN visible.close_date - 15 - pick(visible.bits, 0, 30)::INTEGER END AS x3_technical_evaluation_date__c,
      (net_arr + CASE WHEN is_changed AND signed_at_wave = 0 THEN 1200 ELSE 0 END)::DECIMAL(18, 6) AS arr_net__c,
      basis::DECIMAL(18, 6) AS arr_basis__c, basis::DECIMAL(18, 6) AS arr_basis_for_clari__c,
      order_type AS order_type_test__c, source AS sql_source__c,
      CASE
        WHEN is_web THEN 'Web Direct'
        WHEN source IN ('Channel Generated', 'Partner Generated') THEN item(['Partner', 'Channel'], pick(visible.bits, 2, 2))
        ELSE 'Direct'
      END AS deal_path__c,
      is_web AS web_portal_purchase__c,
      item(['Standard', 'Standard', 'Standard', 'Ramp Deal', 'Credit', 'Decommissioned'], pick(visible.bits, 3, 6))
        AS opportunity_category__c,
      plan_name AS product_category__c,
      plan_name || ' - ' || CASE WHEN plan_name LIKE 'Self-Managed%' THEN 'Self-Managed' ELSE 'SaaS' END AS product_details__c,
      CASE WHEN stage = '8-Closed Lost'
        THEN item(['Price', 'No Decision', 'Competitor', 'Merged into another opportunity'], pick(visible.bits, 1, 4)) END
        AS reason_for_loss__c,
      CASE WHEN NOT is_awaited AND NOT COALESCE(account.is_jihu, FALSE) THEN fpa_flag END AS fpa_master_bookings_flag__c,
      is_edu_oss::INTEGER AS is_edu_oss__c,
      account.segment AS user_segment_o__c,
      CASE WHEN is_closed AND is_won AND NOT is_awaited THEN 'Closed' WHEN is_closed AND NOT is_awaited THEN 'Omitted'
        ELSE item(['Commit', 'Best Case', 'Pipeline'], pick(visible.bits, 2, 3)) END AS forecastcategoryname,
      CASE WHEN is_changed THEN moment(DATE '2024-12-29' + visible.changed_at_wave, visible.bits, 1)
        ELSE moment(DATE '2024-10-01' + pick(visible.bits, 3, 89)::INTEGER, visible.bits, 1) END AS systemmodstamp,
      FALSE AS isdeleted
    FROM visible
    INNER JOIN crm_account AS account USING (account_nth)
"""

FAMILY = Family(
    name="Salesforce",
    world=(_MONEY,),
    tables=(
        RawTable(
            schema=_SCHEMA,
            name="user",
            columns="""
                id VARCHAR, name VARCHAR, email VARCHAR, title VARCHAR, department VARCHAR, team__c VARCHAR,
                managerid VARCHAR, userroleid VARCHAR, user_role_name VARCHAR, user_role_type__c VARCHAR,
                user_segment__c VARCHAR, user_geo__c VARCHAR, user_region__c VARCHAR, user_area__c VARCHAR,
                isactive BOOLEAN, employeenumber VARCHAR, systemmodstamp TIMESTAMP
            """,
            sql=_USER,
            key="id",
        ),
        RawTable(
            schema=_SCHEMA,
            name="account",
            columns="""
                id VARCHAR, name VARCHAR, masterrecordid VARCHAR, ultimate_parent_account__c VARCHAR,
                ultimate_parent_account_text__c VARCHAR, ownerid VARCHAR, recordtypeid VARCHAR,
                account_demographics_sales_segment__c VARCHAR, account_geo__c VARCHAR, account_region__c VARCHAR,
                account_area__c VARCHAR, max_family_employee__c BIGINT, upa_country__c VARCHAR, employees BIGINT,
                customer_since__c DATE, carr_this_account__c DECIMAL(18, 6), carr_acct_family__c DECIMAL(18, 6),
                lam_dev_count__c BIGINT, jihu_account__c BOOLEAN, gs_health_score__c DECIMAL(18, 6),
                gs_health_score_color__c VARCHAR, domains__c VARCHAR, billing_street VARCHAR, createddate TIMESTAMP,
                lastmodifieddate TIMESTAMP, systemmodstamp TIMESTAMP, isdeleted BOOLEAN
            """,
            sql=_ACCOUNT,
            key="id",
            changes=(1, 2),
        ),
        RawTable(
            schema=_SCHEMA,
            name="opportunity",
            columns="""
                id VARCHAR, accountid VARCHAR, ownerid VARCHAR, name VARCHAR, type VARCHAR, stagename VARCHAR,
                iswon BOOLEAN, isclosed BOOLEAN, closedate DATE, createddate TIMESTAMP, sales_accepted_date__c DATE,
                iacv_created_date__c DATE, x1_discovery_date__c DATE, x3_technical_evaluation_date__c DATE,
                arr_net__c DECIMAL(18, 6), arr_basis__c DECIMAL(18, 6), arr_basis_for_clari__c DECIMAL(18, 6),
                order_type_test__c VARCHAR, sql_source__c VARCHAR, deal_path__c VARCHAR, web_portal_purchase__c BOOLEAN,
                opportunity_category__c VARCHAR, product_category__c VARCHAR, product_details__c VARCHAR,
                reason_for_loss__c VARCHAR, fpa_master_bookings_flag__c BOOLEAN, is_edu_oss__c BIGINT,
                user_segment_o__c VARCHAR, forecastcategoryname VARCHAR, systemmodstamp TIMESTAMP, isdeleted BOOLEAN
            """,
            sql=_OPPORTUNITY,
            key="id",
            changes=(1, 2),
        ),
    ),
)
