"""The people marketing knows: contacts of accounts, leads, and who of them is in Marketo.

Most are known from elsewhere, so that one address is found in several systems: 1 the contacts behind billing accounts,
2 users of GitLab.com who work for an account, 4 the other users who became leads. 3 are contacts only the CRM knows,
5 such leads, 6 people only Marketo knows. Of every 1,030 contacts of kind 3 the first 400 were leads before. Kind and
number make the row number, so it is the same at every scale.
"""

from __future__ import annotations

COUNTRIES = """
CREATE OR REPLACE TEMP TABLE country_name AS
SELECT * FROM (VALUES
  ('US', 'United States'), ('CA', 'Canada'), ('BR', 'Brazil'), ('DE', 'Germany'), ('GB', 'United Kingdom'),
  ('FR', 'France'), ('NL', 'Netherlands'), ('SE', 'Sweden'), ('JP', 'Japan'), ('AU', 'Australia'), ('IN', 'India'),
  ('SG', 'Singapore'), ('KR', 'South Korea')
) AS listed (country, country_name)
"""

PEOPLE = """
CREATE OR REPLACE TEMP TABLE marketing_person AS
WITH known AS (
  SELECT
    1 AS kind, 2 * billing_nth + contact_nth - 1 AS nth, first_name, last_name, email, country, account_nth,
    NULL::BIGINT AS user_id
  FROM billing_contact
  WHERE billing_nth BETWEEN 1 AND 480 * scale()
  UNION ALL
  SELECT
    CASE WHEN account_nth IS NULL THEN 4 ELSE 2 END, user_id - 400 * scale(), first_name, last_name, email, country,
    account_nth, user_id
  FROM dotcom_user
  WHERE user_id > 400 * scale() AND user_type IS NULL
    AND (
      user_id <= CASE WHEN account_nth IS NULL THEN 2650 ELSE 3900 END * scale()
      OR user_id IN (SELECT owner_id FROM namespace WHERE purpose = 'trial')
    )
),
counted AS (
  SELECT 3 AS kind, UNNEST(range(1, 1030 * scale() + 1)) AS nth
  UNION ALL
  SELECT 5, UNNEST(range(1, 1000 * scale() + 1))
  UNION ALL
  SELECT 6, UNNEST(range(1, 320 * scale() + 1))
),
drawn AS (
  SELECT *, draw('marketing name', 10000000000 * kind + nth) AS name_bits FROM counted
),
others AS (
  SELECT
    kind, nth,
    item(['Alba', 'Boris', 'Carla', 'Denis', 'Esra', 'Finn', 'Gina', 'Hugo', 'Iris', 'Jonas'], pick(name_bits, 0, 10))
      AS first_name,
    item(['Aalto', 'Bergman', 'Cruz', 'Diallo', 'Endo', 'Ferrari', 'Gruber', 'Hansen', 'Ilic', 'Janssen', 'Kim'],
      pick(name_bits, 1, 11)) AS last_name,
    item(['US', 'US', 'DE', 'IN', 'GB', 'FR', 'BR', 'JP', 'NL', 'CA'], pick(name_bits, 2, 10)) AS country,
    CASE
      -- ten contacts still belong to accounts that were merged
      WHEN kind = 3 AND nth BETWEEN 701 AND 710 THEN 10000000000 + nth - 700
      WHEN kind = 3 THEN 1 + nth * 7 % (600 * scale())
    END AS account_nth
  FROM drawn
),
everyone AS (
  SELECT * FROM known
  UNION ALL BY NAME
  SELECT
    others.*,
    LOWER(first_name || '.' || last_name) || '.' || item(['c', '', 'l', 'm'], kind - 3) || nth
      || CASE kind WHEN 3 THEN '@example-' || account_nth || '.test' ELSE '@mail.example' END AS email
  FROM others
),
marked AS (
  SELECT
    everyone.*, planted.defect, planted.position,
    10000000000 * everyone.kind + everyone.nth AS person_nth,
    draw('marketing', 10000000000 * everyone.kind + everyone.nth) AS bits,
    draw('marketo', 10000000000 * everyone.kind + everyone.nth) AS marketo_bits
  FROM everyone
  LEFT JOIN planted
    ON planted.entity = item(['billing_person', '', 'crm_contact', '', 'crm_lead', 'marketo_person'], kind - 1)
    -- of the contacts of a billing account the first carries the defect
    AND planted.nth * CASE kind WHEN 1 THEN 2 ELSE 1 END = everyone.nth
)
SELECT
  marked.*, country_name.country_name, crm_account.account_id, kind <= 3 AS is_contact, kind IN (4, 5) AS is_lead,
  CASE
    WHEN marked.kind = 6 OR defect IN ('D20_spelled', 'D20_invalid', 'D21_marketo_name', 'D21_marketo_company',
      'D21_contact_name') THEN TRUE
    WHEN defect IN ('D20_empty', 'D21_lead_name', 'D21_lead_company') THEN FALSE
    ELSE pick(marketo_bits, 0, 100) < 88
  END AS is_in_marketo,
  COALESCE(
    crm_account.account_name,
    item(['Garage', 'Studio', 'Labs', 'Works', NULL], pick(marked.bits, 3, 5)) || ' ' || marked.last_name || ' '
      || marked.nth
  ) AS company,
  item(['Software Engineer', 'Engineering Manager', 'CTO', 'DevOps Lead', 'Procurement Manager', NULL],
    pick(marked.bits, 2, 6)) AS title,
  -- the day it appears, and the load at which it changes
  CASE WHEN defect = 'new_w1' THEN 1 WHEN defect = 'new_w2' THEN 2 ELSE 0 END AS since_wave,
  CASE WHEN defect = 'changed_w1' THEN 1 WHEN defect = 'changed_w2' THEN 2 END AS changed_at_wave
FROM marked
LEFT JOIN country_name USING (country)
LEFT JOIN crm_account ON marked.account_nth = crm_account.account_nth
"""

STATEMENTS = (COUNTRIES, PEOPLE)
"""The people and the names of their countries; they need users, namespaces, accounts and billing contacts."""
