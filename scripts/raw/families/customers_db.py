"""Customers, licenses, seat reports and leads of the customers portal.

Customers are copied in full at every load wave, licenses and leads at the first and the third. A server reports its
seats every Sunday; planted reports carry a space behind the subscription's id or name a subscription nobody knows.
"""

from __future__ import annotations

from scripts.raw.model import Family, RawTable

_SCHEMA = "tap_postgres"

_BUYERS = """
CREATE OR REPLACE TEMP TABLE portal_customer AS
SELECT cdot_customer.*, crm_account.account_id, crm_account.account_id15
FROM cdot_customer
LEFT JOIN crm_account USING (account_nth)
UNION ALL BY NAME
-- the cast buys like everybody else
SELECT
  900000000 - contact.billing_nth AS customer_id, contact.billing_nth, contact.account_nth, NULL::BIGINT AS user_id,
  contact.first_name, contact.last_name, contact.email, billing_account.billing_name AS company, contact.country,
  TRUE AS is_confirmed, 1::UBIGINT AS bits, TIMESTAMP '2022-01-10 09:00:00' AS created_at,
  crm_account.account_id, crm_account.account_id15
FROM billing_contact AS contact
INNER JOIN billing_account USING (billing_nth)
LEFT JOIN crm_account ON contact.account_nth = crm_account.account_nth
WHERE contact.billing_nth < 0 AND contact.contact_nth = 1
"""

_CUSTOMER = """
    SELECT
      customer_id AS id, first_name, last_name,
      CASE WHEN planted.nth IS NULL THEN email ELSE item([UPPER(email), email || ' ', ' ' || email], position % 3) END
        AS email,
      user_id::VARCHAR AS uid,
      CASE WHEN user_id IS NOT NULL THEN 'gitlab' END AS provider,
      company,
      item(['1-99', '100-499', '500-1,999', '2,000+', NULL], pick(bits, 1, 5)) AS company_size,
      country,
      CASE WHEN account_nth IS NULL OR billing_nth IS NULL THEN NULL
        ELSE item([account_id, account_id, account_id15, ''], pick(bits, 2, 4)) END AS salesforce_account_id,
      CASE WHEN is_confirmed THEN created_at + INTERVAL 10 MINUTE END AS confirmed_at,
      created_at,
      LEAST(created_at + to_days((1 + bits % 400)::INTEGER), TIMESTAMP '2024-12-27 12:00:00') AS updated_at,
      epoch(TIMESTAMP '2024-12-29 04:00:00' + to_days(extract_nth::INTEGER))::BIGINT AS _uploaded_at,
      'edp_customers_db_customers_' || strftime(DATE '2024-12-29' + extract_nth::INTEGER, '%Y%m%d') AS _task_instance
    FROM portal_customer
    CROSS JOIN range(0, wave() + 1) AS extracts (extract_nth)
    -- people who write their e-mail differently in every system
    LEFT JOIN planted ON planted.defect = 'D20_spelled' AND planted.nth = billing_nth
"""

_LICENSE = """
    WITH superseded AS (
      -- only licenses that a newer one replaced carry a defect, so every server still finds its subscription
      SELECT license_id
      FROM license
      WHERE NOT is_trial
      QUALIFY ROW_NUMBER() OVER (PARTITION BY name_nth ORDER BY version DESC) > 1
    ),
    marked AS (
      SELECT ranked.license_id, planted.defect, planted.position
      FROM (SELECT *, ROW_NUMBER() OVER (ORDER BY license_id) AS nth FROM superseded) AS ranked
      INNER JOIN planted ON planted.entity = 'license' AND ranked.nth = planted.nth
    ),
    issued AS (
      SELECT
        license.*, marked.defect, marked.position, customer.company, customer.created_at AS customer_since,
        customer.first_name || ' ' || customer.last_name AS licensee, customer.email,
        -- the company's own people try what they sell
        license.is_trial AND license.customer_id % 8 = 0 AS is_internal
      FROM license
      INNER JOIN portal_customer AS customer ON license.customer_id = customer.customer_id
      LEFT JOIN marked USING (license_id)
    )
    SELECT
      license_id AS id,
      CASE
        WHEN defect = 'D11_no_subscription' THEN NULL
        WHEN defect = 'D11_unknown_subscription' THEN hex32('unknown subscription', 'license ' || position)
        ELSE subscription_id || CASE WHEN pick(bits, 1, 30) = 0 THEN ' ' ELSE '' END
      END AS zuora_subscription_id,
      CASE WHEN defect IS DISTINCT FROM 'D11_no_subscription' THEN subscription_name END AS zuora_subscription_name,
      substr(md5, 1, 8) || '-' || substr(md5, 9, 4) || '-' || substr(md5, 13, 4) || '-' || substr(md5, 17, 4) || '-'
        || substr(md5, 21, 12) AS license_file_md5,
      -- the second hash was added in 2021
      CASE WHEN starts_at >= DATE '2021-07-01' THEN sha256 END AS license_file_sha256,
      users_count, plan_code, is_trial AS trial, starts_at, expires_at,
      licensee AS name,
      CASE WHEN is_internal THEN 'trial.' || license_id || '@gitlab.com' ELSE email END AS email,
      CASE WHEN is_internal THEN 'GitLab' ELSE COALESCE(company, 'Private') END AS company,
      starts_at::TIMESTAMP + INTERVAL 8 HOUR AS created_at,
      starts_at::TIMESTAMP + INTERVAL 8 HOUR AS updated_at,
      epoch(TIMESTAMP '2024-12-29 04:20:00' + to_days(extract_nth::INTEGER))::BIGINT AS _uploaded_at,
      'edp_customers_db_licenses_' || strftime(DATE '2024-12-29' + extract_nth::INTEGER, '%Y%m%d') AS _task_instance
    FROM issued
    CROSS JOIN (SELECT UNNEST(CASE WHEN wave() = 2 THEN [0, 2] ELSE [0] END) AS extract_nth) AS extracts
"""

_SEAT_LINK = """
    WITH days AS (
      SELECT DATE '2024-12-29' - (nth * 7)::INTEGER AS report_date, nth AS weeks_ago FROM range(0, 90) AS weeks (nth)
      UNION ALL
      SELECT DATE '2024-12-30', 0
    ),
    licensed AS (
      SELECT
        license.name_nth, license.version, license.subscription_id, license.subscription_name, license.users_count,
        license.starts_at, license.expires_at,
        LEAD(license.starts_at) OVER (PARTITION BY license.name_nth ORDER BY license.version) AS replaced_at
      FROM license
      WHERE NOT is_trial
    ),
    reports AS (
      SELECT
        licensed.subscription_id, licensed.subscription_name, licensed.name_nth * 16 + licensed.version AS order_id,
        installation.host_id, installation.hostname, installation.uuid, days.report_date, licensed.starts_at,
        GREATEST(1, installation.users - installation.users * days.weeks_ago // 200) AS active_users,
        licensed.users_count, 1 + installation.users // 20 AS above,
        draw('seat link', installation.host_id || '|' || days.report_date) AS bits
      FROM installation
      INNER JOIN licensed USING (name_nth)
      INNER JOIN days ON days.report_date >= installation.first_month
      WHERE days.report_date < as_of() AND days.report_date >= licensed.starts_at
        AND days.report_date < LEAST(licensed.expires_at, COALESCE(licensed.replaced_at, licensed.expires_at))
        -- a test server is seldom asked; few servers report more often than once a week
        AND (NOT installation.is_staging OR installation.host_id % 3 = 0)
        AND (days.report_date != DATE '2024-12-30' OR installation.host_id % 12 = 0)
    ),
    counted AS (
      SELECT *, ROW_NUMBER() OVER (PARTITION BY report_date ORDER BY host_id) AS nth_of_day FROM reports
    ),
    every AS (
      SELECT counted.*, planted.defect, 0 AS hours
      FROM counted
      LEFT JOIN planted ON planted.entity = 'reporting_host' AND planted.nth = nth_of_day
        AND report_date = DATE '2024-12-22'
      UNION ALL BY NAME
      -- asked again on the same day
      SELECT *, NULL AS defect, 2 AS hours FROM reports WHERE pick(bits, 0, 40) = 0 AND report_date != DATE '2024-12-22'
      UNION ALL BY NAME
      SELECT
        hex32('unknown subscription', 'seat link ' || position) AS subscription_id,
        'A-S' || (99000000 + position) AS subscription_name, 990000000 + position AS order_id,
        'lost-' || position || '.customer.example' AS hostname, 'lost-' || position AS uuid,
        DATE '2024-11-30' + position::INTEGER AS report_date, DATE '2024-01-01' AS starts_at, 10 AS active_users,
        20 AS users_count, 1 AS above, 0::UBIGINT AS bits, defect, 0 AS hours
      FROM planted WHERE entity = 'lost_report'
    )
    SELECT
      subscription_id || CASE WHEN defect = 'D10_space' THEN ' ' ELSE '' END AS zuora_subscription_id,
      subscription_name AS zuora_subscription_name, order_id, hostname, uuid AS instance_identifier,
      moment(report_date, bits, 1) + to_hours(hours) AS report_timestamp, starts_at AS license_starts_on,
      active_users AS active_user_count, users_count AS license_user_count,
      active_users + above AS max_historical_user_count,
      moment(report_date, bits, 1) + to_hours(hours) AS created_at,
      moment(report_date, bits, 1) + to_hours(hours) AS updated_at,
      epoch((report_date + 1)::TIMESTAMP)::BIGINT + 15600 AS _uploaded_at,
      'edp_customers_db_license_seat_links_' || strftime(report_date + 1, '%Y%m%d') AS _task_instance
    FROM every
"""

_LEAD = """
    WITH trials AS (
      SELECT
        namespace_id - 10000000 AS lead_id, owner_id AS user_id, namespace_id, trial_starts_on AS trial_date,
        'SaaS Trial' AS interaction
      FROM namespace
      INNER JOIN namespace_plan USING (namespace_id)
      WHERE purpose = 'trial' AND trial_starts_on <= DATE '2024-12-28'
    ),
    raised AS (
      SELECT
        180 * scale() + namespace_id - 20000000 AS lead_id, owner_id AS user_id, namespace_id, NULL::DATE AS trial_date,
        'Hand Raise PQL' AS interaction
      FROM namespace
      WHERE purpose = 'free' AND namespace_id <= 20000000 + 120 * scale()
    ),
    looked AS (
      -- started a trial and never made a group
      SELECT
        300 * scale() + nth AS lead_id, 1 + (nth * 31) % (4200 * scale()) AS user_id, NULL::BIGINT AS namespace_id,
        DATE '2024-01-05' + (nth * 3 % 350)::INTEGER AS trial_date, 'SaaS Trial' AS interaction
      FROM range(1, 120 * scale() + 1) AS numbers (nth)
    ),
    every AS (SELECT * FROM trials UNION ALL SELECT * FROM raised UNION ALL SELECT * FROM looked),
    drawn AS (
      SELECT
        every.*, draw('lead', lead_id) AS bits, email, first_name, last_name, country, account_nth,
        COALESCE(trial_date, DATE '2024-02-01' + (lead_id * 7 % 320)::INTEGER) AS lead_date
      FROM every
      INNER JOIN dotcom_user USING (user_id)
    )
    SELECT
      lead_id AS id, user_id, namespace_id, interaction AS product_interaction,
      trial_date::TIMESTAMP AS trial_start_date,
      CASE WHEN interaction = 'SaaS Trial' THEN item([TRUE, TRUE, FALSE, NULL], pick(bits, 0, 4)) END
        AS is_for_business_use,
      email, first_name, last_name,
      CASE WHEN account_nth IS NOT NULL THEN 'Company ' || account_nth END AS company_name, country,
      moment(lead_date, bits, 1) AS created_at, moment(lead_date, bits, 1) AS updated_at,
      epoch(TIMESTAMP '2024-12-29 04:30:00' + to_days(extract_nth::INTEGER))::BIGINT AS _uploaded_at,
      'edp_customers_db_leads_' || strftime(DATE '2024-12-29' + extract_nth::INTEGER, '%Y%m%d') AS _task_instance
    FROM drawn
    CROSS JOIN (SELECT UNNEST(CASE WHEN wave() = 2 THEN [0, 2] ELSE [0] END) AS extract_nth) AS extracts
"""

FAMILY = Family(
    name="Customers portal",
    world=(_BUYERS,),
    tables=(
        RawTable(
            schema=_SCHEMA,
            name="customers_db_customers",
            columns="""
                id BIGINT, first_name VARCHAR, last_name VARCHAR, email VARCHAR, uid VARCHAR, provider VARCHAR,
                company VARCHAR, company_size VARCHAR, country VARCHAR, salesforce_account_id VARCHAR,
                confirmed_at TIMESTAMP, created_at TIMESTAMP, updated_at TIMESTAMP, _uploaded_at BIGINT,
                _task_instance VARCHAR
            """,
            sql=_CUSTOMER,
            key="id, _uploaded_at",
            changes=(1, 2),
        ),
        RawTable(
            schema=_SCHEMA,
            name="customers_db_licenses",
            columns="""
                id BIGINT, zuora_subscription_id VARCHAR, zuora_subscription_name VARCHAR, license_file_md5 VARCHAR,
                license_file_sha256 VARCHAR, users_count BIGINT, plan_code VARCHAR, trial BOOLEAN, starts_at DATE,
                expires_at DATE, name VARCHAR, email VARCHAR, company VARCHAR, created_at TIMESTAMP,
                updated_at TIMESTAMP, _uploaded_at BIGINT, _task_instance VARCHAR
            """,
            sql=_LICENSE,
            key="id, _uploaded_at",
            changes=(2,),
        ),
        RawTable(
            schema=_SCHEMA,
            name="customers_db_license_seat_links",
            columns="""
                zuora_subscription_id VARCHAR, zuora_subscription_name VARCHAR, order_id BIGINT, hostname VARCHAR,
                instance_identifier VARCHAR, report_timestamp TIMESTAMP, license_starts_on DATE,
                active_user_count BIGINT, license_user_count BIGINT, max_historical_user_count BIGINT,
                created_at TIMESTAMP, updated_at TIMESTAMP, _uploaded_at BIGINT, _task_instance VARCHAR
            """,
            sql=_SEAT_LINK,
            key="hostname, instance_identifier, report_timestamp, zuora_subscription_id",
            changes=(1, 2),
        ),
        RawTable(
            schema=_SCHEMA,
            name="customers_db_leads",
            columns="""
                id BIGINT, user_id BIGINT, namespace_id BIGINT, product_interaction VARCHAR,
                trial_start_date TIMESTAMP, is_for_business_use BOOLEAN, email VARCHAR, first_name VARCHAR,
                last_name VARCHAR, company_name VARCHAR, country VARCHAR, created_at TIMESTAMP, updated_at TIMESTAMP,
                _uploaded_at BIGINT, _task_instance VARCHAR
            """,
            sql=_LEAD,
            key="id, _uploaded_at",
            changes=(2,),
        ),
    ),
)
