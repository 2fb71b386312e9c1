-- grain: one row per billing account of a customer (dim_billing_account_id)
WITH zuora_account_source AS (
  SELECT * FROM {{ ref('zuora_account_source') }}
),

zuora_contact_source AS (
  SELECT * FROM {{ ref('zuora_contact_source') }}
),

map_merged_crm_account AS (
  SELECT * FROM {{ ref('map_merged_crm_account') }}
),

customers AS (
  -- Batch20 holds the test accounts of the billing team
  SELECT *
  FROM zuora_account_source
  WHERE
    NOT is_deleted
    AND COALESCE(LOWER(batch), '') != 'batch20'
),

final AS (
  SELECT
    -- primary key
    customers.account_id::VARCHAR AS dim_billing_account_id,
    -- foreign keys
    {{ missing_member_key('map_merged_crm_account.dim_crm_account_id') }}::VARCHAR
      AS dim_crm_account_id,
    -- attributes
    customers.account_number::VARCHAR AS billing_account_number,
    zuora_contact_source.country::VARCHAR AS sold_to_country,
    customers.currency::VARCHAR AS currency,
    CASE
      WHEN LOWER(customers.po_required) IN ('yes', 'y', 'true') THEN 'Y'
      WHEN customers.po_required IS NOT NULL THEN 'N'
    END::VARCHAR AS po_required,
    customers.account_status::VARCHAR AS account_status,
    customers.ssp_channel::VARCHAR AS ssp_channel,
    -- flags
    customers.is_auto_pay::BOOLEAN AS is_auto_pay,
    -- metadata
    customers.created_at::TIMESTAMP AS created_at,
    customers.updated_at::TIMESTAMP AS updated_at
  FROM customers
  LEFT OUTER JOIN zuora_contact_source
    ON customers.sold_to_contact_id = zuora_contact_source.contact_id
  LEFT OUTER JOIN map_merged_crm_account
    ON customers.crm_account_id = map_merged_crm_account.sfdc_account_id
)

SELECT * FROM final
