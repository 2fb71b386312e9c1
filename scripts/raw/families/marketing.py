"""Contacts and leads of the CRM, and the people in Marketo.

What a person typed is kept: capitals and spaces around an address, an empty or impossible address, and the
'[[unknown]]' that integrations write into a required field. Marketo's last three flags are what it was last told, so
some of them are out of date.
"""

from __future__ import annotations

from scripts.raw.cast.contacts import contact_cast_statements
from scripts.raw.model import Family, RawTable
from scripts.raw.world import marketing

_CRM = "salesforce_v2_stitch"

_SPELLINGS = """
CREATE OR REPLACE TEMP TABLE person_spelling AS
SELECT
  *,
  COALESCE(changed_at_wave <= wave(), FALSE) AS is_changed,
  CASE defect
    WHEN 'D20_spelled' THEN item([UPPER(email), ' ' || email, UPPER(LEFT(email, 1)) || email[2:] || ' '], position % 3)
    WHEN 'D20_empty' THEN ''
    WHEN 'D20_invalid' THEN item(['lead-' || nth || '.mail.example', 'lead.' || nth || '@@mail.example',
      'lead ' || nth || '@mail.example', 'lead.' || nth || '@localhost', '@mail' || nth || '.example',
      'lead.' || nth || '@mail', 'lead.' || nth || '@.example', 'lead..' || nth || '@mail.example',
      'lead.' || nth || '@mail.example.', 'lead.' || nth || '.@mail.example'], position - 1)
    ELSE email
  END AS crm_email,
  CASE defect
    WHEN 'D20_spelled' THEN item([email || '  ', UPPER(email), REPLACE(email, '@example', '@Example')], position % 3)
    ELSE crm_email
  END AS marketo_email
FROM marketing_person
WHERE since_wave <= wave()
"""

_MODIFIED = """
      CASE WHEN is_changed THEN moment(DATE '2024-12-29' + changed_at_wave, bits, 1)
        WHEN since_wave > 0 THEN moment(DATE '2024-12-29' + since_wave, bits, 1)
        WHEN defect = 'deleted_w2' AND wave() = 2 THEN moment(DATE '2024-12-31', bits, 1)
        ELSE moment(DATE '2024-12-28' - pick(bits, 0, 1000)::INTEGER, bits, 1) END
"""

_CONTACT = f"""
    SELECT
      sfdc18(sfdc15('003', person_nth)) AS id, account_id AS accountid, first_name AS firstname,
      CASE defect WHEN 'D21_contact_name' THEN '[[unknown]]' ELSE last_name END AS lastname,
      crm_email AS email,
      CASE WHEN pick(bits, 1, 3) = 0 THEN '+1 555 ' || format('{{:07d}}', nth % 10000000) END AS mobilephone,
      CASE WHEN is_changed THEN 'Head of ' || COALESCE(title, 'Engineering') ELSE title END AS title,
      item(['Decision Maker', 'Technical Contact', '', NULL], pick(bits, 3, 4)) AS role__c,
      CASE WHEN is_changed AND nth % 2 = 0 THEN 'Ireland' ELSE country_name END AS mailingcountry,
      pick(bits, 2, 14) = 0 AS hasoptedoutofemail,
      moment(DATE '2021-01-01' + pick(bits, 0, 360)::INTEGER, bits, 2) AS createddate,
      {_MODIFIED} AS lastmodifieddate,
      COALESCE(defect = 'deleted' OR defect = 'deleted_w2' AND wave() = 2, FALSE) AS isdeleted
    FROM person_spelling
    WHERE is_contact
    UNION ALL BY NAME
    SELECT
      sfdc18(sfdc15_named('003', account_name)) AS id, account_id AS accountid, crm_first_name AS firstname,
      crm_last_name AS lastname, crm_email AS email, 'Director' AS title, FALSE AS hasoptedoutofemail,
      TIMESTAMP '2023-05-02 08:00:00' AS createddate, TIMESTAMP '2024-06-03 08:00:00' AS lastmodifieddate,
      FALSE AS isdeleted
    FROM cast_marketing_person
    INNER JOIN crm_account USING (account_name)
"""

_LEAD = f"""
    WITH records AS (
      SELECT *, person_nth AS lead_nth, FALSE AS is_converted, FALSE AS is_second FROM person_spelling WHERE is_lead
      UNION ALL
      -- every twentieth lead came twice; the older record stays beside the newer one
      SELECT *, person_nth + 500000000, FALSE, TRUE FROM person_spelling
      WHERE kind = 5 AND nth % 20 = 0 AND defect IS NULL
      UNION ALL
      SELECT *, person_nth, TRUE, FALSE FROM person_spelling WHERE kind = 3 AND nth % 1030 BETWEEN 1 AND 400
    )
    SELECT
      sfdc18(sfdc15('00Q', lead_nth)) AS id, first_name AS firstname,
      CASE defect WHEN 'D21_lead_name' THEN '[[unknown]]' ELSE last_name END AS lastname,
      crm_email AS email,
      CASE defect WHEN 'D21_lead_company' THEN '[[unknown]]' ELSE COALESCE(company, last_name || ' Family') END
        AS company,
      country_name AS country, title,
      CASE WHEN is_converted THEN account_id END AS convertedaccountid,
      CASE WHEN is_converted THEN sfdc18(sfdc15('003', person_nth)) END AS convertedcontactid,
      is_converted AS isconverted,
      pick(bits, 2, 20) = 0 OR is_second AND pick(bits, 2, 4) = 1 AS hasoptedoutofemail,
      item(['Web Form', 'Trial', 'Conference', 'Web Chat', ''], pick(bits, 3, 5)) AS leadsource,
      moment(DATE '2021-01-01' + pick(bits, 0, 360)::INTEGER, bits, 2) AS createddate,
      CASE WHEN is_second THEN TIMESTAMP '2022-01-15 12:00:00' ELSE {_MODIFIED} END AS lastmodifieddate,
      pick(bits, 1, 60) = 0 AND kind = 4 AS isdeleted
    FROM records
"""

_MARKETO = """
    WITH facts AS (
      SELECT
        person.*,
        COALESCE(trial.owner_id IS NOT NULL, FALSE) AS is_trial_owner,
        CASE
          WHEN wave() >= 2 AND nth % 40 = 2 THEN 2
          WHEN wave() >= 1 AND nth % 40 IN (1, 2) AND nth % 80 < 40 THEN 1
        END AS updated_at_wave,
        moment(DATE '2024-12-28' - pick(marketo_bits, 1, 400)::INTEGER, marketo_bits, 2) AS first_updated_at
      FROM person_spelling AS person
      LEFT JOIN (SELECT DISTINCT owner_id FROM namespace WHERE purpose = 'trial') AS trial
        ON person.user_id = trial.owner_id
      WHERE is_in_marketo
    ),
    dated AS (
      SELECT
        *,
        CASE WHEN updated_at_wave IS NOT NULL
          THEN moment(DATE '2024-12-28' + updated_at_wave::INTEGER, marketo_bits, 2)
          WHEN since_wave > 0 THEN moment(DATE '2024-12-28' + since_wave::INTEGER, marketo_bits, 2)
          ELSE first_updated_at END AS updated_at
      FROM facts
    )
    SELECT
      100000000 * kind + nth AS id, marketo_email AS email, first_name,
      CASE defect WHEN 'D21_marketo_name' THEN '[[unknown]]' ELSE last_name END AS last_name,
      CASE WHEN defect = 'D21_marketo_company' THEN '[[unknown]]'
        WHEN updated_at_wave IS NOT NULL THEN COALESCE(company, last_name) || ' Group'
        ELSE company END AS company,
      title, country_name AS country,
      CASE WHEN kind <= 3 THEN account_id END AS sfdc_account_id,
      CASE WHEN kind <= 3 THEN sfdc18(sfdc15('003', person_nth))
        WHEN kind <= 5 THEN sfdc18(sfdc15('00Q', person_nth)) END AS sfdc_record_id,
      CASE WHEN updated_at_wave IS NOT NULL AND nth % 3 = 0 THEN TRUE
        ELSE item([TRUE, FALSE, FALSE, FALSE, FALSE, FALSE, FALSE, FALSE, FALSE, FALSE, FALSE, NULL],
        pick(marketo_bits, 1, 12)) END AS unsubscribed,
      item([TRUE, FALSE, NULL], pick(marketo_bits, 2, 3)) AS opt_in,
      defect IS NULL AND pick(marketo_bits, 3, 35) = 0 AS email_invalid,
      COALESCE(defect = 'D20_invalid', FALSE) OR is_trial_owner AND pick(bits, 1, 10) < 6
        OR pick(bits, 1, 100) = 99 AS is_pql_marketo,
      kind = 1 AND pick(bits, 1, 100) < 85 OR pick(bits, 1, 100) = 98 AS is_paid_tier_marketo,
      is_trial_owner AND pick(bits, 3, 10) < 5 OR pick(bits, 3, 150) = 149 AS is_ptpt_contact_marketo,
      updated_at,
      COALESCE(defect = 'deleted' OR defect = 'deleted_w2' AND wave() = 2, FALSE) AS _fivetran_deleted,
      CASE WHEN defect = 'deleted_w2' AND wave() = 2 THEN TIMESTAMP '2024-12-30 22:00:00'
        ELSE updated_at + to_hours(2) END AS _fivetran_synced
    FROM dated
    UNION ALL BY NAME
    SELECT
      number AS id, marketo_email AS email, marketo_first_name AS first_name, marketo_last_name AS last_name,
      marketo_company AS company, 'Director' AS title, FALSE AS unsubscribed, FALSE AS email_invalid,
      TRUE AS is_pql_marketo, FALSE AS is_paid_tier_marketo, FALSE AS is_ptpt_contact_marketo,
      TIMESTAMP '2024-06-03 08:00:00' AS updated_at, FALSE AS _fivetran_deleted,
      TIMESTAMP '2024-06-03 10:00:00' AS _fivetran_synced
    FROM cast_marketing_person
"""

FAMILY = Family(
    name="Marketing",
    world=(*marketing.STATEMENTS, *contact_cast_statements(), _SPELLINGS),
    tables=(
        RawTable(
            schema=_CRM,
            name="contact",
            columns="""
                id VARCHAR, accountid VARCHAR, firstname VARCHAR, lastname VARCHAR, email VARCHAR,
                mobilephone VARCHAR, title VARCHAR, role__c VARCHAR, mailingcountry VARCHAR,
                hasoptedoutofemail BOOLEAN, createddate TIMESTAMP, lastmodifieddate TIMESTAMP, isdeleted BOOLEAN
            """,
            sql=_CONTACT,
            key="id",
            changes=(1, 2),
        ),
        RawTable(
            schema=_CRM,
            name="lead",
            columns="""
                id VARCHAR, firstname VARCHAR, lastname VARCHAR, email VARCHAR, company VARCHAR, country VARCHAR,
                title VARCHAR, convertedaccountid VARCHAR, convertedcontactid VARCHAR, isconverted BOOLEAN,
                hasoptedoutofemail BOOLEAN, leadsource VARCHAR, createddate TIMESTAMP, lastmodifieddate TIMESTAMP,
                isdeleted BOOLEAN
            """,
            sql=_LEAD,
            key="id",
            changes=(1, 2),
        ),
        RawTable(
            schema="marketo",
            name="lead",
            columns="""
                id BIGINT, email VARCHAR, first_name VARCHAR, last_name VARCHAR, company VARCHAR, title VARCHAR,
                country VARCHAR, sfdc_account_id VARCHAR, sfdc_record_id VARCHAR, unsubscribed BOOLEAN,
                opt_in BOOLEAN, email_invalid BOOLEAN, is_pql_marketo BOOLEAN, is_paid_tier_marketo BOOLEAN,
                is_ptpt_contact_marketo BOOLEAN, updated_at TIMESTAMP, _fivetran_deleted BOOLEAN,
                _fivetran_synced TIMESTAMP
            """,
            sql=_MARKETO,
            key="id",
            changes=(1, 2),
        ),
    ),
)
