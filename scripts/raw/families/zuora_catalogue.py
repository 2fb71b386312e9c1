"""The product catalogue of the billing system: products, rate plans, charges and price tiers."""

from __future__ import annotations

from scripts.raw.model import Family, RawTable

_SCHEMA = "zuora_stitch"

FAMILY = Family(
    name="Zuora catalogue",
    tables=(
        RawTable(
            schema=_SCHEMA,
            name="product",
            columns="""
                id VARCHAR, name VARCHAR, sku VARCHAR, category VARCHAR, producttier__c VARCHAR,
                productdelivery__c VARCHAR, productdeployment__c VARCHAR, effectivestartdate DATE,
                effectiveenddate DATE, deleted BOOLEAN
            """,
            sql="""
                SELECT
                  product_id AS id, product_name AS name, 'SKU-' || format('{:08d}', product_nth) AS sku,
                  CASE WHEN product_nth <= 8 THEN 'Base Products' ELSE 'Add On Services' END AS category,
                  tier AS producttier__c, delivery AS productdelivery__c, deployment AS productdeployment__c,
                  DATE '2015-01-01' AS effectivestartdate, effective_end AS effectiveenddate, FALSE AS deleted
                FROM product
            """,
            key="sku",
        ),
        RawTable(
            schema=_SCHEMA,
            name="productrateplan",
            columns="""
                id VARCHAR, productid VARCHAR, name VARCHAR, effectivestartdate TIMESTAMP,
                effectiveenddate TIMESTAMP, deleted BOOLEAN
            """,
            sql="""
                SELECT
                  plan_id AS id, product_plan.product_id AS productid, plan_name AS name,
                  TIMESTAMP '2015-01-01 00:00:00' AS effectivestartdate,
                  COALESCE(effective_end, DATE '2040-12-31')::TIMESTAMP AS effectiveenddate, FALSE AS deleted
                FROM product_plan
                LEFT JOIN product USING (product_nth)
            """,
            key="id",
        ),
        RawTable(
            schema=_SCHEMA,
            name="productrateplancharge",
            columns="id VARCHAR, productrateplanid VARCHAR, name VARCHAR, chargetype VARCHAR",
            sql="""
                SELECT
                  product_charge_id AS id, plan_id AS productrateplanid, charge_name AS name, charge_type AS chargetype
                FROM product_charge
            """,
            key="id",
        ),
        RawTable(
            schema=_SCHEMA,
            name="productrateplanchargetier",
            columns="""
                productrateplanchargeid VARCHAR, currency VARCHAR, price DECIMAL(18, 6), active BOOLEAN,
                deleted BOOLEAN
            """,
            sql="""
                SELECT
                  product_charge_id AS productrateplanchargeid, currency, list_price AS price, is_active AS active,
                  FALSE AS deleted
                FROM product_price
            """,
            key="productrateplanchargeid, currency, price, active",
        ),
    ),
)
