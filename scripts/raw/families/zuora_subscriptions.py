"""Subscription versions, their rate plans and charges.

A superseded version is 'Expired' from the wave at which its successor exists. Every version repeats the charge periods
of the versions before it under new ids, with the same charge number and segment; `version` of a charge row is the
subscription's version. The end of a period is exclusive: the next one starts on that day.
"""

from __future__ import annotations

from scripts.raw.model import Family, RawTable

_SCHEMA = "zuora_stitch"

_SUBSCRIPTION = """
    WITH visible AS (
      SELECT
        subscription_version.*, namespace.namespace_id, namespace.name AS namespace_name,
        LEAD(subscription_version.created_at) OVER (PARTITION BY subscription_version.name_nth ORDER BY version)
          AS superseded_at
      FROM subscription_version
      LEFT JOIN namespace_subscription USING (name_nth)
      LEFT JOIN namespace USING (namespace_id)
      WHERE wave <= wave()
    ),
    booked AS (
      SELECT opportunity_nth, opportunity_id FROM opportunity WHERE opportunity_nth > 0
      UNION ALL
      -- a cast opportunity booked the subscription that has its name
      SELECT cast_name.name_nth * 16 + 1, opportunity.opportunity_id
      FROM opportunity
      INNER JOIN cast_name ON opportunity.opportunity_name = cast_name.subscription_name
      WHERE opportunity.opportunity_nth < 0
    )
    SELECT
      subscription_id AS id, subscription_name AS name, billing_id AS accountid, billing_id AS invoiceownerid,
      billing_id AS creatoraccountid, hex32('subscription', name_nth || '.1') AS originalid,
      CASE WHEN version > 1 THEN hex32('subscription', name_nth || '.' || (version - 1)) END AS previoussubscriptionid,
      version,
      CASE
        WHEN defect = 'D16_draft' THEN 'Draft'
        -- two versions that both claim to be the current one
        WHEN superseded_at IS NOT NULL AND defect IS DISTINCT FROM 'D17_two_active' THEN 'Expired'
        WHEN is_cancel THEN 'Cancelled'
        ELSE 'Active'
      END AS status,
      'TERMED' AS termtype,
      datediff('month', term_start_date, term_end_date) AS currentterm,
      12 AS renewalterm,
      term_start_date AS termstartdate, term_end_date AS termenddate, first_date AS subscriptionstartdate,
      CASE WHEN is_cancel THEN start_date ELSE term_end_date END AS subscriptionenddate,
      first_date AS contracteffectivedate,
      CASE WHEN is_cancel THEN start_date END AS cancelleddate,
      namespace_id::VARCHAR AS gitlabnamespaceid__c,
      namespace_name AS gitlabnamespacename__c,
      booked.opportunity_id AS opportunityid__c,
      renewed_by AS renewal_subscription__c__c,
      pick(bits, 0, 2) = 0 AS autorenew,
      item(['Yes', 'No', NULL, ''], pick(bits, 1, 4)) AS contractautorenew__c,
      item(['Yes', 'No', NULL, ''], pick(bits, 2, 4)) AS turnonautorenew__c,
      item(['Yes', 'No', NULL], pick(bits, 3, 3)) AS contractseatreconciliation__c,
      item(['Yes', 'No', NULL], pick(bits, 0, 3)) AS turnonseatreconciliation__c,
      item(['Yes', 'No', NULL], pick(bits, 1, 3)) AS turnoncloudlicensing__c,
      CASE WHEN charge_nth IN (3, 4, 6, 7) THEN 'Multi-year' END AS multiyeardealsubscriptionlinkage__c,
      CASE WHEN pick(bits, 2, 25) = 0 THEN 'R-' || format('{:06d}', abs(name_nth) % 1000000) END AS rampid,
      CASE defect WHEN 'D12_excluded' THEN 'True' WHEN 'D12_exclusion_null' THEN NULL
        ELSE item(['False', 'False', 'False', ''], pick(bits, 3, 4)) END AS excludefromanalysis__c,
      hex32('billing user', CASE WHEN is_self_service THEN 1 + pick(bits, 0, 2)
        ELSE 3 + pick(bits, 0, 10) END) AS createdbyid,
      created_at AS createddate,
      COALESCE(superseded_at, created_at) AS updateddate,
      COALESCE(defect = 'deleted_subscription', FALSE) AS deleted
    FROM visible
    LEFT JOIN booked ON booked.opportunity_nth = visible.name_nth * 16 + visible.version
"""

_RATE_PLAN = """
    WITH lines AS (
      SELECT
        rate_plan_id, name_nth, version, subscription_id, line, created_at,
        MIN(charge_nth) AS charge_nth, MIN(agreed_in) AS first_agreed_in, MAX(agreed_in) AS last_agreed_in,
        BOOL_AND(is_cut) AS is_removed
      FROM charge
      WHERE wave <= wave()
      GROUP BY ALL
    )
    SELECT
      rate_plan_id AS id, product_charge.plan_name AS name, subscription_id AS subscriptionid,
      product_charge.product_id AS productid, product_charge.plan_id AS productrateplanid,
      CASE WHEN version > 1 THEN hex32('amendment', name_nth || '.' || last_agreed_in) END AS amendmentid,
      CASE
        WHEN version = 1 THEN NULL
        WHEN is_removed THEN 'RemoveProduct'
        WHEN first_agreed_in = version THEN 'NewProduct'
        ELSE 'UpdateProduct'
      END AS amendmenttype,
      created_at AS createddate, created_at AS updateddate, FALSE AS deleted
    FROM lines
    INNER JOIN product_charge USING (charge_nth)
"""

_CHARGE = """
    SELECT
      charge_id AS id, product_charge.charge_name AS name,
      hex32('charge', charge_key || '.1.' || (agreed_in - segment + 1)) AS originalid,
      charge_number AS chargenumber, version, segment, rate_plan_id AS rateplanid, billing_id AS accountid,
      product_charge.product_charge_id AS productrateplanchargeid, product_charge.product_id AS productid,
      product_charge.charge_type AS chargetype,
      start_date AS effectivestartdate, end_date AS effectiveenddate,
      quantity, product_charge.uom, mrr,
      (mrr * COALESCE(GREATEST(datediff('month', start_date, end_date), 0), 12))::DECIMAL(18, 6) AS tcv,
      (mrr - COALESCE(previous_mrr, 0))::DECIMAL(18, 6) AS dmrc,
      ((mrr - COALESCE(previous_mrr, 0))
        * COALESCE(GREATEST(datediff('month', start_date, end_date), 0), 12))::DECIMAL(18, 6) AS dtcv,
      product_charge.billing_period AS billingperiod, NULL AS specificbillingperiod,
      LEAST(end_date, DATE '2025-01-01') AS chargedthroughdate,
      segment = MAX(segment) OVER (PARTITION BY rate_plan_id, charge_number) AS islastsegment,
      CASE WHEN product_charge.charge_type = 'Recurring' AND mrr > 5000 THEN 'rateplan' END AS discountlevel,
      NULL AS description, created_at AS createddate, created_at AS updateddate, FALSE AS deleted
    FROM charge
    INNER JOIN product_charge USING (charge_nth)
    WHERE wave <= wave()
"""

FAMILY = Family(
    name="Zuora subscriptions",
    tables=(
        RawTable(
            schema=_SCHEMA,
            name="subscription",
            columns="""
                id VARCHAR, name VARCHAR, accountid VARCHAR, invoiceownerid VARCHAR, creatoraccountid VARCHAR,
                originalid VARCHAR, previoussubscriptionid VARCHAR, version BIGINT, status VARCHAR, termtype VARCHAR,
                currentterm BIGINT, renewalterm BIGINT, termstartdate DATE, termenddate DATE,
                subscriptionstartdate DATE, subscriptionenddate DATE, contracteffectivedate DATE, cancelleddate DATE,
                gitlabnamespaceid__c VARCHAR, gitlabnamespacename__c VARCHAR, opportunityid__c VARCHAR,
                renewal_subscription__c__c VARCHAR, autorenew BOOLEAN, contractautorenew__c VARCHAR,
                turnonautorenew__c VARCHAR, contractseatreconciliation__c VARCHAR, turnonseatreconciliation__c VARCHAR,
                turnoncloudlicensing__c VARCHAR, multiyeardealsubscriptionlinkage__c VARCHAR, rampid VARCHAR,
                excludefromanalysis__c VARCHAR, createdbyid VARCHAR, createddate TIMESTAMP, updateddate TIMESTAMP,
                deleted BOOLEAN
            """,
            sql=_SUBSCRIPTION,
            key="name, version",
            changes=(1, 2),
        ),
        RawTable(
            schema=_SCHEMA,
            name="rateplan",
            columns="""
                id VARCHAR, name VARCHAR, subscriptionid VARCHAR, productid VARCHAR, productrateplanid VARCHAR,
                amendmentid VARCHAR, amendmenttype VARCHAR, createddate TIMESTAMP, updateddate TIMESTAMP,
                  deleted BOOLEAN
            """,
            sql=_RATE_PLAN,
            key="id",
            changes=(1, 2),
        ),
        RawTable(
            schema=_SCHEMA,
            name="rateplancharge",
            columns="""
                id VARCHAR, name VARCHAR, originalid VARCHAR, chargenumber VARCHAR, version BIGINT, segment BIGINT,
                rateplanid VARCHAR, accountid VARCHAR, productrateplanchargeid VARCHAR, productid VARCHAR,
                chargetype VARCHAR, effectivestartdate DATE, effectiveenddate DATE, quantity DECIMAL(18, 6),
                  uom VARCHAR,
                mrr DECIMAL(18, 6), tcv DECIMAL(18, 6), dmrc DECIMAL(18, 6), dtcv DECIMAL(18, 6), billingperiod VARCHAR,
                specificbillingperiod BIGINT, chargedthroughdate DATE, islastsegment BOOLEAN, discountlevel VARCHAR,
                description VARCHAR, createddate TIMESTAMP, updateddate TIMESTAMP, deleted BOOLEAN
            """,
            sql=_CHARGE,
            key="id",
            changes=(1, 2),
        ),
    ),
)
