"""Billing accounts, their contacts and the users of the billing system."""

from __future__ import annotations

from scripts.raw.model import Family, RawTable

_USERS = """
CREATE OR REPLACE TEMP TABLE billing_user AS
SELECT hex32('billing user', user_nth) AS user_id, *
FROM (VALUES
  (1, 'Portal', 'Integration'), (2, 'Storefront', 'Web Integration'), (3, 'Mira', 'Okafor'), (4, 'Tomas', 'Lind'),
  (5, 'Priya', 'Nair'), (6, 'Sam', 'Rossi'), (7, 'Noor', 'Haddad'), (8, 'Kai', 'Jensen'), (9, 'Lena', 'Novak'),
  (10, 'Omar', 'Diaz'), (11, 'Yuki', 'Mori'), (12, 'Eva', 'Brandt')
) AS listed (user_nth, first_name, last_name)
"""

FAMILY = Family(
    name="Zuora accounts",
    world=(_USERS,),
    tables=(
        RawTable(
            schema="zuora_stitch",
            name="account",
            columns="""
                id VARCHAR, crmid VARCHAR, accountnumber VARCHAR, name VARCHAR, batch VARCHAR, currency VARCHAR,
                soldtocontactid VARCHAR, billtocontactid VARCHAR, autopay BOOLEAN, porequired__c VARCHAR,
                sspchannel__c VARCHAR, defaultpaymentmethodtype VARCHAR, status VARCHAR, createddate TIMESTAMP,
                updateddate TIMESTAMP, deleted BOOLEAN, _sdc_batched_at TIMESTAMP, _sdc_sequence BIGINT
            """,
            sql="""
                SELECT
                  account.billing_id AS id, crm_id AS crmid, account_number AS accountnumber,
                  billing_name AS name, batch,
                  item(['USD', 'USD', 'USD', 'EUR'], pick(bits, 0, 4)) AS currency,
                  hex32('contact', billing_nth || '.1') AS soldtocontactid,
                  hex32('contact', billing_nth || '.' || (1 + (bits % 5 < 2)::INTEGER)) AS billtocontactid,
                  pick(bits, 1, 3) = 0 AS autopay,
                  item(['YES', 'NO', NULL], pick(bits, 2, 3)) AS porequired__c,
                  item([NULL, 'Reseller', NULL, 'Direct'], pick(bits, 3, 4)) AS sspchannel__c,
                  item(['CreditCard', 'Other', NULL], pick(bits, 1, 3)) AS defaultpaymentmethodtype,
                  'Active' AS status,
                  moment(DATE '2019-01-01' + pick(bits, 2, 500)::INTEGER, bits, 1) AS createddate,
                  moment(DATE '2024-11-01' + pick(bits, 3, 50)::INTEGER, bits, 2) AS updateddate,
                  is_deleted AS deleted,
                  (as_of() + INTERVAL 4 HOUR)::TIMESTAMP AS _sdc_batched_at,
                  1735000000000 + wave() AS _sdc_sequence
                FROM billing_account AS account
            """,
            key="id",
            changes=(1, 2),
        ),
        RawTable(
            schema="zuora_stitch",
            name="contact",
            columns="""
                id VARCHAR, accountid VARCHAR, firstname VARCHAR, lastname VARCHAR, workemail VARCHAR,
                country VARCHAR, postalcode VARCHAR, createddate TIMESTAMP, updateddate TIMESTAMP, deleted BOOLEAN
            """,
            sql="""
                SELECT
                  contact_id AS id, billing_id AS accountid, first_name AS firstname, last_name AS lastname,
                  email AS workemail,
                  CASE country
                    WHEN 'US' THEN 'United States' WHEN 'CA' THEN 'Canada' WHEN 'BR' THEN 'Brazil' WHEN 'DE'
                      THEN 'Germany'
                    WHEN 'GB' THEN 'United Kingdom' WHEN 'FR' THEN 'France' WHEN 'NL' THEN 'Netherlands'
                    WHEN 'SE' THEN 'Sweden' WHEN 'JP' THEN 'Japan' WHEN 'AU' THEN 'Australia' WHEN 'IN' THEN 'India'
                    WHEN 'SG' THEN 'Singapore' WHEN 'KR' THEN 'South Korea'
                  END AS country,
                  format('{:05d}', pick(bits, 2, 60000)) AS postalcode,
                  moment(DATE '2020-01-01' + pick(bits, 3, 900)::INTEGER, bits, 1) AS createddate,
                  moment(DATE '2024-01-01' + pick(bits, 3, 300)::INTEGER, bits, 2) AS updateddate,
                  FALSE AS deleted
                FROM billing_contact
            """,
            key="id",
        ),
        RawTable(
            schema="zuora_query_api",
            name="users",
            columns="""
                "Id" VARCHAR, "Email" VARCHAR, "FirstName" VARCHAR, "LastName" VARCHAR, "Username" VARCHAR,
                "CreatedDate" VARCHAR, _uploaded_at VARCHAR
            """,
            sql="""
                SELECT
                  user_id AS "Id",
                  LOWER(first_name || '.' || REPLACE(last_name, ' ', '-')) || '@example.com' AS "Email",
                  first_name AS "FirstName", last_name AS "LastName",
                  LOWER(first_name || '.' || REPLACE(last_name, ' ', '-')) AS "Username",
                  strftime(DATE '2019-01-07' + (user_nth * 91)::INTEGER, '%Y-%m-%dT08:30:00+00:00') AS "CreatedDate",
                  (epoch(as_of()::TIMESTAMP)::BIGINT + 14400)::VARCHAR AS _uploaded_at
                FROM billing_user
            """,
            key='"Id"',
            changes=(1, 2),
        ),
    ),
)
