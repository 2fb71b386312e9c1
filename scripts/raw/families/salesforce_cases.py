"""CRM cases: raised by the automation for pooled accounts, or written by customers and colleagues.

The automation begins a subject with the words of its trigger (see the seed `case_trigger`). A renewal trigger fires
exactly 60 days before a subscription ends, where more than 3,000 USD per year are up for renewal ("HVS-FO"). Row
numbers: name x 16 + version for a renewal, 20,000,000,000 + n for the rest; n up to 26 lies on accounts that were
merged or deleted. What happens to a case after the day of a load is not in that load.
"""

from __future__ import annotations

from scripts.raw.model import Family, RawTable

_RENEWALS = """
CREATE OR REPLACE TEMP TABLE renewal_case AS
WITH terms AS (
  -- of subscriptions the CRM knows the account of; JiHu renews by itself
  SELECT
    version.name_nth, version.account_nth, version.term_end_date, version.term_end_date - 60 AS case_date,
    MIN(version.version) AS version
  FROM subscription_version AS version
  INNER JOIN billing_account USING (billing_nth)
  INNER JOIN crm_account ON version.account_nth = crm_account.account_nth
  WHERE version.name_nth > 0 AND version.defect IS NULL AND version.wave = 0 AND NOT version.is_cancel
    AND billing_account.crm_id != '' AND NOT COALESCE(crm_account.is_jihu, FALSE)
    AND version.term_end_date - 60 BETWEEN DATE '2023-03-01' AND DATE '2024-12-31'
  GROUP BY version.name_nth, version.account_nth, version.term_end_date
),
in_force AS (
  -- the end that was agreed when the case was due, from the version then known
  SELECT terms.name_nth, terms.term_end_date, MAX(known.version) AS known_version,
    ARG_MAX(known.term_end_date, known.version) = terms.term_end_date AND NOT ARG_MAX(known.is_cancel, known.version)
      AS is_due
  FROM terms
  INNER JOIN subscription_version AS known
    ON terms.name_nth = known.name_nth AND known.wave = 0 AND known.created_at::DATE <= terms.case_date
  GROUP BY terms.name_nth, terms.term_end_date
),
revenue AS (
  SELECT terms.name_nth, terms.term_end_date, SUM(charge.mrr * 12) AS arr
  FROM terms
  INNER JOIN in_force USING (name_nth, term_end_date)
  INNER JOIN charge
    ON terms.name_nth = charge.name_nth AND in_force.known_version = charge.version AND charge.wave = 0
    AND charge.start_date <= terms.case_date AND COALESCE(charge.end_date, DATE '9999-12-31') > terms.case_date
  INNER JOIN product_charge ON charge.charge_nth = product_charge.charge_nth
  WHERE in_force.is_due AND product_charge.charge_type = 'Recurring'
  GROUP BY terms.name_nth, terms.term_end_date
),
numbered AS (
  SELECT terms.*, terms.name_nth * 16 + terms.version AS case_nth
  FROM terms
  INNER JOIN revenue USING (name_nth, term_end_date)
  -- an adjustment booked by hand may take away what the charges promise
  WHERE revenue.arr > 3000 AND terms.name_nth NOT IN (SELECT name_nth FROM true_up WHERE direction < 0)
)
SELECT numbered.*, draw('renewal', case_nth) AS bits
FROM numbered
WHERE pick(draw('renewal case', case_nth), 0, 10) < 4
"""

_CASES = """
CREATE OR REPLACE TEMP TABLE crm_case AS
WITH others AS (
  SELECT
    nth, 20000000000 + nth AS case_nth, draw('case', nth) AS bits, 1 + (nth * 11) % (900 * scale()) AS pipeline_nth,
    DATE '2024-12-31' - (nth * 7 % 400)::INTEGER AS case_date
  FROM range(1, 700 * scale() + 1) AS cases (nth)
),
described AS (
  SELECT
    case_nth, account_nth, bits, case_date, NULL::BIGINT AS pipeline_nth, 'Renewal' AS case_type, TRUE AS is_pooled,
    item(['PO Required', 'Multiyear Renewal', 'Auto-Renewal Will Fail', 'Upcoming Renewal', 'Upcoming Renewal',
      'Reseller Renewal'], pick(bits, 0, 6)) AS subject_prefix
  FROM renewal_case
  UNION ALL BY NAME
  SELECT
    case_nth, bits, case_date, pipeline_nth,
    CASE
      WHEN nth <= 26 THEN 10000000000 + nth
      WHEN nth % 20 != 0 THEN 1 + (pipeline_nth * 7) % (600 * scale())
    END AS account_nth,
    CASE WHEN nth % 4 = 0 THEN 'Request' ELSE 'Automation' END AS case_type,
    nth % 4 != 0 OR nth % 8 = 0 AS is_pooled,
    CASE WHEN nth % 4 != 0 THEN item(['Overdue Renewal', 'Auto-Renew Recently Turned Off', 'Renewal Declined',
      'EDU Program Renewal', 'Renewal Price Change', 'End of Discount', 'Cancellation Request', 'High PTC Score',
      'Underutilization', 'Low Adoption', 'License Not Activated', 'High PTE Score', 'Overage', 'Overage and QSR Off',
      'Failed QSR', 'Hand Raise PQL', 'Ultimate Trial Started', 'Trial Expiring', 'Seats Nearly Used', 'Retired Tier',
      'Failed Payment', 'Expiring Card', 'Namespace Not Linked', 'Buyer Has Left', 'New Customer Welcome',
      'High Value Account', 'High Value Account', 'High Value Account Check-In'], pick(bits, 0, 28)) END
      AS subject_prefix
  FROM others
),
timed AS (
  SELECT
    *, moment(case_date, bits, 1) AS created_at,
    CASE WHEN pick(bits, 2, 8) > 0 THEN moment(case_date, bits, 1) + to_minutes(pick(bits, 2, 2880)) END AS answered_at
  FROM described
),
ended AS (
  SELECT
    *,
    CASE WHEN pick(bits, 3, 7) > 0 THEN COALESCE(answered_at, created_at) + to_hours(2 + pick(bits, 3, 600)) END
      AS ended_at
  FROM timed
)
SELECT * FROM ended
"""

_CASE = """
    WITH visible AS (
      SELECT
        * EXCLUDE (answered_at, ended_at),
        CASE WHEN answered_at < as_of() + 1 THEN answered_at END AS answered_at,
        CASE WHEN ended_at < as_of() + 1 THEN ended_at END AS ended_at
      FROM crm_case
      WHERE case_date <= as_of()
    )
    SELECT
      sfdc18(sfdc15('500', visible.case_nth)) AS id,
      account.account_id AS accountid,
      CASE WHEN visible.ended_at IS NOT NULL AND pick(visible.bits, 1, 5) = 0 THEN opportunity.opportunity_id END
        AS opportunity__c,
      -- new cases wait in a queue, which is no user
      CASE WHEN visible.answered_at IS NULL AND visible.ended_at IS NULL THEN '00G4M000000PooLUAU'
        ELSE owner.user_id END AS ownerid,
      CASE
        WHEN visible.is_pooled THEN '012000000000PLCAA2'
        ELSE item(['012000000000DDCAA2', '012000000000PTCAA2'], visible.case_nth % 8 // 4)
      END AS recordtypeid,
      CASE
        WHEN visible.subject_prefix IS NULL
          THEN item(['Question about our invoice', 'Please call me about seats', 'Renewal paperwork',
            'Special offer for your business'], pick(visible.bits, 0, 4))
        WHEN pick(visible.bits, 1, 40) = 0 THEN UPPER(visible.subject_prefix) || ': '
          || COALESCE(account.account_name, 'unknown account')
        ELSE visible.subject_prefix || ': ' || COALESCE(account.account_name, 'unknown account')
      END AS subject,
      CASE
        WHEN visible.ended_at IS NOT NULL THEN 'Closed'
        WHEN visible.answered_at IS NOT NULL THEN 'In Progress'
        ELSE 'New'
      END AS status,
      CASE WHEN visible.case_type = 'Request' THEN item(['Email', 'Web'], pick(visible.bits, 1, 2))
        ELSE 'Automation' END AS origin,
      item(['High', 'Medium', 'Medium', 'Low'], pick(visible.bits, 1, 4)) AS priority,
      visible.case_type AS type,
      CASE WHEN visible.ended_at IS NOT NULL
        THEN item(['Done', 'No answer', 'Not needed'], pick(visible.bits, 0, 3)) END AS reason,
      visible.created_at AS createddate,
      visible.ended_at AS closeddate,
      visible.answered_at AS date_time_first_responded__c,
      CASE WHEN visible.case_type = 'Request' THEN 'Buyer.' || visible.case_nth || '@Example.com' END AS contactemail,
      CASE WHEN visible.case_type = 'Request' THEN 'Hello, this is ' || COALESCE(account.account_name, 'a stranger')
        ELSE 'Raised for ' || COALESCE(account.account_name, 'an unknown account') END AS description,
      visible.case_type = 'Request' AND account.account_id IS NULL AND visible.ended_at IS NOT NULL
        AS close_case_spam__c,
      visible.ended_at IS NOT NULL AS isclosed,
      visible.case_nth > 20000000026 AND pick(visible.bits, 1, 100) = 99 AS isdeleted,
      GREATEST(visible.created_at, COALESCE(visible.answered_at, visible.created_at),
        COALESCE(visible.ended_at, visible.created_at)) AS systemmodstamp
    FROM visible
    LEFT JOIN crm_account AS account ON visible.account_nth = account.account_nth
    LEFT JOIN opportunity ON opportunity.opportunity_nth = 20000000000 + visible.pipeline_nth
    INNER JOIN crm_user AS owner ON owner.user_nth = CASE
      WHEN NOT visible.is_pooled THEN 5 + visible.case_nth % 86
      WHEN pick(visible.bits, 1, 10) = 0 THEN 4
      WHEN account.geo = 'EMEA' THEN 2
      WHEN account.geo = 'APAC' THEN 3
      ELSE 1
    END
"""

FAMILY = Family(
    name="Salesforce cases",
    world=(_RENEWALS, _CASES),
    tables=(
        RawTable(
            schema="salesforce_v2_stitch",
            name="case",
            columns="""
                id VARCHAR, accountid VARCHAR, opportunity__c VARCHAR, ownerid VARCHAR, recordtypeid VARCHAR,
                subject VARCHAR, status VARCHAR, origin VARCHAR, priority VARCHAR, type VARCHAR, reason VARCHAR,
                createddate TIMESTAMP, closeddate TIMESTAMP, date_time_first_responded__c TIMESTAMP,
                contactemail VARCHAR, description VARCHAR, close_case_spam__c BOOLEAN, isclosed BOOLEAN,
                isdeleted BOOLEAN, systemmodstamp TIMESTAMP
            """,
            sql=_CASE,
            key="id",
            changes=(1, 2),
        ),
    ),
)
