"""The people behind billing accounts and the users of GitLab.com.

The first 400 x scale users are the first contact of the billing account with their number: same name, same e-mail. All
others are people of their own; a fifth of them work for an account, the rest write from a personal address.
"""

from __future__ import annotations

CONTACTS = """
CREATE OR REPLACE TEMP TABLE billing_contact AS
WITH drawn AS (
  SELECT
    billing_nth, contact_nth, billing_id, account_nth, country,
    hex32('contact', billing_nth || '.' || contact_nth) AS contact_id,
    draw('contact', billing_nth * 4 + contact_nth) AS bits
  FROM billing_account
  CROSS JOIN LATERAL (SELECT UNNEST(range(1, 2 + (bits % 5 < 2)::INTEGER)) AS contact_nth) AS contacts
),
named AS (
  SELECT
    *,
    item(['Ana', 'Ben', 'Cem', 'Dia', 'Eli', 'Fay', 'Gil', 'Hue'], pick(bits, 0, 8)) AS first_name,
    item(['Adler', 'Bauer', 'Chen', 'Dumas', 'Egger', 'Flynn', 'Gupta'], pick(bits, 1, 7)) AS last_name
  FROM drawn
)
SELECT
  named.* EXCLUDE (first_name, last_name),
  CASE WHEN given.email IS NULL THEN named.first_name ELSE given.first_name END AS first_name,
  CASE WHEN given.email IS NULL THEN named.last_name ELSE given.last_name END AS last_name,
  COALESCE(given.email, LOWER(named.first_name || '.' || named.last_name) || '.' || named.billing_nth
    || CASE named.contact_nth WHEN 1 THEN '' ELSE '.b' END || '@example.com') AS email
FROM named
LEFT JOIN cast_billing_contact AS given ON named.billing_nth = given.billing_nth AND named.contact_nth = 1
"""

USERS = """
CREATE OR REPLACE TEMP TABLE dotcom_user AS
WITH drawn AS (
  SELECT user_id, draw('dotcom user', user_id) AS bits, draw('dotcom user name', user_id) AS name_bits
  FROM range(1, 4200 * scale() + 1) AS users (user_id)
),
named AS (
  SELECT
    drawn.*,
    contact.billing_nth,
    COALESCE(contact.account_nth, CASE WHEN drawn.user_id % 5 = 0 THEN 1 + drawn.user_id % (480 * scale()) END)
      AS account_nth,
    contact.email AS given_email,
    COALESCE(contact.first_name, item(['Adam', 'Bea', 'Chidi', 'Dora', 'Emre', 'Freya', 'Goran', 'Hiro', 'Ines',
      'Jamal', 'Katya', 'Luis'], pick(name_bits, 0, 12))) AS first_name,
    COALESCE(contact.last_name, item(['Arslan', 'Bianchi', 'Castro', 'Dubois', 'Engel', 'Fischer', 'Ghosh', 'Horvat',
      'Ito', 'Jansen', 'Kowalski'], pick(name_bits, 1, 11))) AS last_name,
    COALESCE(contact.country,
      item(['US', 'US', 'DE', 'IN', 'GB', 'FR', 'BR', 'JP', 'NL', 'CA'], pick(drawn.bits, 3, 10))) AS country,
    drawn.user_id > 400 * scale() AND pick(drawn.bits, 0, 50) = 0 AS is_bot
  FROM drawn
  LEFT JOIN billing_contact AS contact
    ON drawn.user_id <= 400 * scale() AND contact.contact_nth = 1 AND contact.billing_nth = drawn.user_id
),
dated AS (
  SELECT
    *,
    moment(DATE '2019-02-01' + (pick(bits, 1, 2100))::INTEGER, bits, 2) AS created_at
  FROM named
)
SELECT
  user_id,
  CASE WHEN is_bot THEN 'project_bot_' || user_id ELSE LOWER(first_name || '_' || last_name) || user_id END AS username,
  first_name, last_name, first_name || ' ' || last_name AS full_name,
  CASE
    WHEN given_email IS NOT NULL THEN given_email
    WHEN is_bot THEN 'project_bot_' || user_id || '@noreply.example.com'
    ELSE LOWER(first_name || '.' || last_name) || '.u' || user_id
      || CASE WHEN account_nth IS NULL THEN '@mail.example' ELSE '@example-' || account_nth || '.test' END
  END AS email,
  given_email IS NOT NULL OR account_nth IS NOT NULL AS is_business_email,
  CASE
    WHEN given_email IS NOT NULL OR is_bot THEN 'active'
    ELSE item(['active', 'active', 'active', 'active', 'active', 'active', 'active', 'active', 'blocked',
      'deactivated'], pick(name_bits, 2, 10))
  END AS state,
  CASE WHEN is_bot THEN 6 END AS user_type,
  country, created_at,
  CASE WHEN pick(name_bits, 3, 10) > 0
    THEN LEAST(DATE '2024-12-28', created_at::DATE + 1 + pick(draw('dotcom activity', user_id), 0, 2000)::INTEGER)
  END AS last_activity_date,
  billing_nth, account_nth, bits
FROM dated
"""

STATEMENTS = (CONTACTS, USERS)
"""Billing contacts and GitLab.com users, in this order; they need the billing accounts."""
