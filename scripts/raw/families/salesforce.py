"""CRM users, accounts and opportunities.

`ultimate_parent_account__c` is HTML: an anchor whose address ends in the parent's 15-character id. A deleted account
stays visible with `isdeleted`; a hard-deleted one is simply gone from the wave on.
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
      member.user_id AS id, member.user_name AS name,
      LOWER(REPLACE(member.user_name, ' ', '.')) || CASE WHEN member.user_nth > 4 THEN '.' || member.user_nth
        ELSE '' END
        || '@example.com' AS email,
      CASE WHEN member.user_nth <= 4 THEN 'Queue'
        ELSE item(['Account Executive', 'Renewals Manager', 'Area Sales Manager'],
        pick(member.bits, 2, 3)) END AS title,
      'Sales' AS department,
      member.segment || ' ' || member.geo AS team__c,
      manager.user_id AS managerid,
      '00E000000000R' || format('{:02d}', 1 + member.user_nth % 12) || 'EAU' AS userroleid,
      CASE WHEN member.user_nth <= 3 THEN 'Advocate_SMB_' || member.geo
        ELSE 'AE_' || member.segment || '_' || member.geo END AS user_role_name,
      item(['First Order', 'Growth', 'Other'], pick(member.bits, 3, 3)) AS user_role_type__c,
      member.segment AS user_segment__c, member.geo AS user_geo__c, member.geo || ' East' AS user_region__c,
      member.geo || ' Area 1' AS user_area__c,
      member.user_nth <= 4 OR pick(member.bits, 2, 12) > 0 AS isactive,
      CASE WHEN member.user_nth > 4 THEN (10000 + member.user_nth)::VARCHAR END AS employeenumber,
      moment(DATE '2024-10-01' + pick(member.bits, 0, 80)::INTEGER, member.bits, 1) AS systemmodstamp
    FROM crm_user AS member
    LEFT JOIN crm_user AS manager ON member.user_nth > 10 AND manager.user_nth = 5 + member.user_nth % 6
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
      owner.user_id AS ownerid,
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
    INNER JOIN crm_user AS owner ON owner.user_nth = CASE
      WHEN account.account_nth < 0 THEN 5
      WHEN account.segment = 'SMB' AND pick(account.bits, 0, 10) = 0 THEN 4
      WHEN account.segment = 'SMB' AND pick(account.bits, 0, 10) < 7
        THEN CASE account.geo WHEN 'AMER' THEN 1 WHEN 'EMEA' THEN 2 ELSE 3 END
      ELSE 5 + (account.attribute_nth + account.is_changed::INTEGER) % 86
    END
    LEFT JOIN crm_account AS master ON account.master_nth = master.account_nth
    LEFT JOIN account_money AS money ON account.account_nth = money.account_nth
"""

_OPPORTUNITY = """
    WITH visible AS (
      SELECT
        *,
        -- signed at a later load: still open today
        signed_at_wave > wave() AS is_awaited,
        changed_at_wave BETWEEN 1 AND wave() AS is_changed,
        LEAST(close_date, DATE '2024-12-28') AS known_by
      FROM opportunity
    ),
    dated AS (
      SELECT
        *,
        changed_at_wave BETWEEN 1 AND wave() AND signed_at_wave = 0 AS is_reworked,
        is_closed AND NOT is_awaited AS is_closed_now,
        is_won AND NOT is_awaited AS is_won_now,
        CASE
          WHEN is_changed THEN DATE '2024-12-29' + changed_at_wave
          WHEN is_closed AND NOT is_awaited THEN GREATEST(DATE '2024-10-01' + pick(bits, 3, 88)::INTEGER, known_by)
          ELSE DATE '2024-10-01' + pick(bits, 3, 88)::INTEGER
        END AS stamp_date
      FROM visible
    )
    SELECT
      dated.opportunity_id AS id, account.account_id AS accountid, owner.user_id AS ownerid,
      dated.opportunity_name AS name, dated.kind AS type,
      CASE
        WHEN dated.is_awaited THEN '6-Awaiting Signature'
        WHEN dated.is_reworked AND NOT dated.is_closed THEN '7-Closing'
        ELSE dated.stage
      END AS stagename,
      dated.is_won_now AS iswon, dated.is_closed_now AS isclosed, dated.close_date AS closedate,
      moment(LEAST(dated.close_date, DATE '2024-10-01') - 30 - pick(dated.bits, 0, 120)::INTEGER, dated.bits, 1)
        AS createddate,
      CASE WHEN dated.stage NOT IN ('00-Pre Opportunity', '0-Pending Acceptance', '9-Unqualified')
        THEN dated.known_by - 28 - pick(dated.bits, 0, 60)::INTEGER END AS sales_accepted_date__c,
      dated.known_by - 30 - pick(dated.bits, 0, 90)::INTEGER AS iacv_created_date__c,
      CASE WHEN dated.stage NOT IN ('00-Pre Opportunity', '0-Pending Acceptance')
        THEN dated.known_by - 25 - pick(dated.bits, 0, 50)::INTEGER END AS x1_discovery_date__c,
      CASE WHEN dated.stage IN ('3-Technical Evaluation', '4-Proposal', '5-Negotiating',
        '6-Awaiting Signature', '7-Closing',
        'Closed Won') THEN dated.known_by - 15 - pick(dated.bits, 0, 30)::INTEGER
          END AS x3_technical_evaluation_date__c,
      (dated.net_arr + CASE WHEN dated.is_reworked THEN 1200 ELSE 0 END)::DECIMAL(18, 6) AS arr_net__c,
      dated.basis::DECIMAL(18, 6) AS arr_basis__c, dated.basis::DECIMAL(18, 6) AS arr_basis_for_clari__c,
      dated.order_type AS order_type_test__c, dated.source AS sql_source__c,
      CASE
        WHEN dated.is_web THEN 'Web Direct'
        WHEN dated.source IN ('Channel Generated', 'Partner Generated')
          THEN item(['Partner', 'Channel'], pick(dated.bits, 2, 2))
        ELSE 'Direct'
      END AS deal_path__c,
      dated.is_web AS web_portal_purchase__c,
      CASE WHEN dated.opportunity_nth < 0 THEN 'Standard'
        ELSE item(['Standard', 'Standard', 'Standard', 'Ramp Deal', 'Credit', 'Decommissioned'], pick(dated.bits, 3, 6))
      END AS opportunity_category__c,
      dated.plan_name AS product_category__c,
      dated.plan_name || CASE WHEN dated.plan_name LIKE 'Self-Managed%' THEN ' - Self-Managed' ELSE ' - SaaS' END
        AS product_details__c,
      CASE WHEN dated.stage = '8-Closed Lost' AND dated.opportunity_nth < 0 THEN 'Competitor'
        WHEN dated.stage = '8-Closed Lost'
        THEN item(['Price', 'No Decision', 'Competitor', 'Merged into another opportunity'], pick(dated.bits, 1, 4))
      END AS reason_for_loss__c,
      CASE WHEN NOT dated.is_awaited AND NOT COALESCE(account.is_jihu, FALSE) THEN dated.fpa_flag END
        AS fpa_master_bookings_flag__c,
      dated.is_edu_oss::INTEGER AS is_edu_oss__c,
      account.segment AS user_segment_o__c,
      CASE WHEN dated.is_won_now THEN 'Closed' WHEN dated.is_closed_now THEN 'Omitted'
        ELSE item(['Commit', 'Best Case', 'Pipeline'], pick(dated.bits, 2, 3)) END AS forecastcategoryname,
      moment(dated.stamp_date, dated.bits, 1) AS systemmodstamp,
      dated.is_deleted AS isdeleted
    FROM dated
    INNER JOIN crm_account AS account ON dated.account_nth = account.account_nth
    INNER JOIN crm_user AS owner ON owner.user_nth = 5 + abs(dated.opportunity_nth) % 86
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
