-- Every load wave copies all customers and orders again: six rows in ten and more repeat another,
-- and a record has one row however often it was copied.
{{ config(tags=['tdf', 'product']) }}
WITH customers_db_customers AS (
  SELECT * FROM {{ source('customers', 'customers_db_customers') }}
),

customers_db_orders AS (
  SELECT * FROM {{ source('customers', 'customers_db_orders') }}
),

customers_db_customers_source AS (
  SELECT * FROM {{ ref('customers_db_customers_source') }}
),

customers_db_orders_source AS (
  SELECT * FROM {{ ref('customers_db_orders_source') }}
),

raw_totals AS (
  SELECT
    'customers' AS extract_name,
    COUNT(*) AS extracted_rows,
    COUNT(DISTINCT id) AS records,
    COUNT(DISTINCT {{ surrogate_key(['id', 'email', 'company', 'updated_at']) }}) AS different_rows
  FROM customers_db_customers
  UNION ALL
  SELECT
    'orders' AS extract_name,
    COUNT(*) AS extracted_rows,
    COUNT(DISTINCT id) AS records,
    COUNT(DISTINCT {{ surrogate_key(['id', 'quantity', 'gl_namespace_id', 'updated_at']) }})
      AS different_rows
  FROM customers_db_orders
),

published AS (
  SELECT
    'customers' AS extract_name,
    COUNT(*) AS records
  FROM customers_db_customers_source
  UNION ALL
  SELECT
    'orders' AS extract_name,
    COUNT(*) AS records
  FROM customers_db_orders_source
),

final AS (
  SELECT
    raw_totals.*,
    published.records AS published_records
  FROM raw_totals
  INNER JOIN published
    ON raw_totals.extract_name = published.extract_name
  WHERE
    raw_totals.different_rows > 0.4 * raw_totals.extracted_rows
    OR raw_totals.records != published.records
)

SELECT * FROM final
