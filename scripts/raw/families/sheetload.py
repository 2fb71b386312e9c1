"""The sales targets as somebody typed them into a sheet: every value is text.

A month is the fiscal month's name ('FY25-Jul' is July 2024); three rows have a month nobody can read. Amounts carry
thousand separators. The matrix does not grow with the scale; its amounts do.
"""

from __future__ import annotations

from scripts.raw.model import Family, RawTable

FAMILY = Family(
    name="SheetLoad",
    tables=(
        RawTable(
            schema="sheetload",
            name="sales_funnel_targets_matrix",
            columns="""
                kpi_name VARCHAR, month VARCHAR, opportunity_source VARCHAR, order_type VARCHAR, area VARCHAR,
                user_segment VARCHAR, user_geo VARCHAR, user_region VARCHAR, allocated_target VARCHAR,
                  _updated_at VARCHAR
            """,
            sql="""
                WITH months AS (
                  SELECT
                    nth AS month_nth,
                    'FY' || (24 + nth // 12) || '-'
                      || item(['Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec',
                        'Jan'], nth % 12)
                      AS month_name
                  FROM range(0, 24) AS months (nth)
                ),
                kpis AS (SELECT * FROM (VALUES ('Net ARR'), ('Deals')) AS kpis (kpi_name)),
                sources AS (SELECT * FROM (VALUES ('SDR Generated'), ('AE Generated')) AS sources (source_name)),
                orders AS (
                  SELECT * FROM (VALUES ('1. New - First Order'), ('2. New - Connected'),
                    ('3. Growth')) AS orders (order_type)
                ),
                segments AS (
                  SELECT * FROM (VALUES
                    ('SMB', 'AMER'), ('Mid-Market', 'EMEA'), ('Large', 'AMER'), ('PubSec', 'APAC')
                  ) AS segments (segment, geo)
                ),
                matrix AS (
                  SELECT * FROM months CROSS JOIN kpis CROSS JOIN sources CROSS JOIN orders CROSS JOIN segments
                  UNION ALL
                  SELECT *, 'Web Direct Generated', '1. New - First Order', 'SMB', 'AMER' FROM months CROSS JOIN kpis
                  UNION ALL
                  SELECT * FROM (VALUES
                    (90, 'FY25-Sept', 'Net ARR', 'SDR Generated', '3. Growth', 'SMB', 'AMER'),
                    (91, 'March', 'Net ARR', 'SDR Generated', '3. Growth', 'SMB', 'AMER'),
                    (92, 'FY25-Q3', 'Net ARR', 'AE Generated', '3. Growth', 'Large', 'AMER')
                  ) AS unreadable
                ),
                drawn AS (
                  SELECT
                    *,
                    -- what a large customer is worth against a small one
                    CASE segment WHEN 'Large' THEN 9 WHEN 'PubSec' THEN 3 WHEN 'Mid-Market' THEN 2 ELSE 1 END AS size,
                    draw('target', concat_ws('|', month_nth, kpi_name, source_name, order_type, segment)) AS bits
                  FROM matrix
                )
                SELECT
                  kpi_name, month_name AS month, source_name AS opportunity_source, order_type,
                  geo || ' Area 1' AS area, segment AS user_segment, geo AS user_geo, geo || ' East' AS user_region,
                  CASE WHEN kpi_name = 'Net ARR'
                    THEN format('{:,.2f}', (scale() * size * (1500 + pick(bits, 0, 20000)) + 0.5)::DOUBLE)
                    ELSE format('{:,}', scale() * (1 + pick(bits, 1, 12))) END AS allocated_target,
                  (epoch(TIMESTAMP '2024-12-15 06:00:00')::BIGINT)::VARCHAR AS _updated_at
                FROM drawn
            """,
            key="kpi_name, month, opportunity_source, order_type, area, user_segment",
        ),
    ),
)
