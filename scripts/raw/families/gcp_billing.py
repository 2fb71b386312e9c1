"""Cloud costs, as the provider's exporter writes them: one JSON row per use, 3,000 per unit of scale, one export a day.

An export is written in the night after the use. The exporter knows no row numbers: two uses of the same hour that cost
the same are two equal rows. Planted: 30 equal rows in the export of 2024-12-16 (D28), each of them 0.125 USD.
"""

from __future__ import annotations

from scripts.raw.model import Family, RawTable

_SUMMARY = """
    WITH drawn AS (
      SELECT
        nth, bits, nth <= 30 AS is_planted,
        CASE WHEN nth <= 30 THEN DATE '2024-12-15' ELSE DATE '2024-11-01' + pick(bits, 0, 60)::INTEGER END AS used_on,
        CASE WHEN nth <= 30 THEN 7 ELSE pick(bits, 1, 24) END AS used_hour,
        CASE WHEN nth <= 30 THEN 3 ELSE pick(bits, 2, 8) END AS sku_nth,
        CASE WHEN nth <= 30 THEN 1 ELSE pick(bits, 3, 12) END AS project_nth
      FROM (SELECT nth, draw('cloud cost', nth) AS bits FROM range(1, 3000 * scale() + 1) AS uses (nth))
    ),
    priced AS (
      SELECT
        *, used_on::TIMESTAMP + to_hours(used_hour) AS used_from,
        -- the last four digits tell apart whatever else is equal by chance
        CASE WHEN is_planted THEN 0.125
          ELSE (5 + pick(bits, 1, 40000)) / 100.0 + (nth % 10000) / 1000000.0 END::DECIMAL(18, 6) AS cost
      FROM drawn
    )
    SELECT
      to_json({
        'cost': cost, 'currency': 'USD',
        'usage_start_time': strftime(used_from, '%Y-%m-%dT%H:%M:%SZ'),
        'usage_end_time': strftime(used_from + INTERVAL 1 HOUR, '%Y-%m-%dT%H:%M:%SZ'),
        'project': {'id': item(['gitlab-production', 'gitlab-staging', 'gitlab-analysis', 'gitlab-ci', 'gitlab-ops',
          'gitlab-review-apps'], project_nth % 6) || CASE WHEN project_nth > 5 THEN '-eu' ELSE '' END},
        'service': {'description': item(['Compute Engine', 'Compute Engine', 'Compute Engine', 'Cloud Storage',
          'Cloud Storage', 'Cloud SQL', 'Networking', 'BigQuery'], sku_nth)},
        'sku': {'description': item(['N1 Core', 'N1 RAM', 'SSD Capacity', 'Standard Storage', 'Archive Storage',
          'PostgreSQL Core', 'Egress', 'Analysis'], sku_nth)},
        'invoice': {'month': strftime(used_on, '%Y%m')},
        'credits': CASE WHEN NOT is_planted AND sku_nth < 3
          THEN [{'name': 'Committed use discount', 'amount': -ROUND(cost / 5, 2)}] ELSE [] END
      })::VARCHAR AS "value",
      (used_on + 1)::TIMESTAMP + INTERVAL 3 HOUR AS gcs_export_time,
      strftime(used_on + 1, '%Y-%m-%d') AS date_part
    FROM priced
    WHERE used_on + 1 <= as_of()
"""

FAMILY = Family(
    name="Google Cloud billing",
    tables=(
        RawTable(
            schema="gcp_billing",
            name="summary_gcp_billing",
            columns='"value" VARCHAR, gcs_export_time TIMESTAMP, date_part VARCHAR',
            sql=_SUMMARY,
            key='gcs_export_time, "value"',
            changes=(1, 2),
        ),
    ),
)
