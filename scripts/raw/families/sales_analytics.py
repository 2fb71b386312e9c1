"""Results of the sales analysts' notebooks for the X-Ray dashboard.

Curves: the quarterly notebook's runs of August and November 2024, coverage falling as the period passes. Aggregates:
when the daily notebook began a quarter it loaded the closed one before as a whole; since then each day adds itself, and
2024-12-28 loads its last four days once more. Bookings follow the rule of the CRM's reports (the finance flag, else won
deals and lost renewals outside JiHu, never duplicates), so they equal the marts'. Nothing here grows with the scale but
the amounts. Days count back from the quarter's end on a 90-day frame.
"""

from __future__ import annotations

from scripts.raw.model import Family, RawTable

_KEYS = """
    (VALUES (1, 'overall', 'total'), (2, 'segment', 'SMB'), (3, 'segment', 'Mid-Market'), (4, 'segment', 'Large'),
      (5, 'segment', 'PubSec'), (6, 'order_type', '1. New - First Order')) AS keys (key_nth, key_name, key_value)
"""
_METRICS = """
    (VALUES ('open_1plus_net_arr', 3.0), ('open_3plus_net_arr', 1.8), ('open_4plus_net_arr', 1.1))
      AS metrics (metric, factor)
"""

_BOOKED = """
CREATE OR REPLACE TEMP TABLE xray_booking AS
WITH quarters AS (
  SELECT * FROM (VALUES ('FY25-Q1', DATE '2024-02-01', DATE '2024-04-30'),
    ('FY25-Q2', DATE '2024-05-01', DATE '2024-07-31'), ('FY25-Q3', DATE '2024-08-01', DATE '2024-10-31'),
    ('FY25-Q4', DATE '2024-11-01', DATE '2025-01-31')) AS quarters (quarter, first_day, last_day)
),
booked AS (
  SELECT
    quarters.quarter, GREATEST(90 - (quarters.last_day - opportunity.close_date), 0)::INTEGER AS day_nth,
    crm_account.segment, opportunity.order_type, SUM(opportunity.net_arr) AS net_arr
  FROM opportunity
  INNER JOIN crm_account USING (account_nth)
  INNER JOIN quarters ON opportunity.close_date BETWEEN quarters.first_day AND quarters.last_day
  WHERE NOT opportunity.is_deleted AND opportunity.stage != '10-Duplicate' AND opportunity.close_date <= DATE
    '2024-12-31'
    AND COALESCE(CASE WHEN NOT COALESCE(crm_account.is_jihu, FALSE) THEN opportunity.fpa_flag END,
      NOT COALESCE(crm_account.is_jihu, FALSE)
      AND (opportunity.is_won OR opportunity.kind = 'Renewal' AND opportunity.stage = '8-Closed Lost'))
  GROUP BY ALL
)
SELECT quarter, last_day, day_nth, segment, order_type, COALESCE(net_arr, 0) AS net_arr
FROM quarters LEFT JOIN booked USING (quarter)
"""

_AGGREGATES = f"""
    WITH members AS (
      SELECT quarter, day_nth, key_nth, SUM(net_arr) AS net_arr
      FROM xray_booking
      INNER JOIN {_KEYS} ON key_nth = 1 OR key_name = 'segment' AND key_value = segment
        OR key_name = 'order_type' AND key_value = order_type
      GROUP BY ALL
    ),
    days AS (
      SELECT quarter, last_day, last_day - 90 + day_nth AS date_of_day, day_nth, key_nth, key_name, key_value
      FROM (SELECT DISTINCT quarter, last_day FROM xray_booking)
      CROSS JOIN (SELECT UNNEST(range(0, 91))::INTEGER AS day_nth)
      CROSS JOIN {_KEYS}
    ),
    running AS (
      SELECT
        days.*,
        SUM(COALESCE(members.net_arr, 0)) OVER same_quarter AS booked,
        SUM(COALESCE(members.net_arr, 0)) OVER (PARTITION BY days.quarter, days.key_nth) AS booked_in_the_end
      FROM days
      LEFT JOIN members USING (quarter, day_nth, key_nth)
      WINDOW same_quarter AS (PARTITION BY days.quarter, days.key_nth ORDER BY days.day_nth)
    ),
    uploads AS (
      SELECT *, booked_in_the_end AS total, last_day + 1 AS upload_date, 1 AS load_nth
      FROM running WHERE last_day < DATE '2024-12-01' AND day_nth > 0
      UNION ALL
      SELECT *, booked, date_of_day, 1 FROM running WHERE last_day > DATE '2024-12-01' AND day_nth > 0
      UNION ALL
      SELECT *, booked, DATE '2024-12-28', 2 FROM running WHERE date_of_day BETWEEN DATE '2024-12-24' AND DATE
        '2024-12-27'
    ),
    measured AS (
      SELECT
        *,
        (GREATEST(total, 20000 * scale()) * factor * (1 - day_nth / 95.0)
          * (0.9 + 0.2 * share(draw('xray' || metric || load_nth || quarter, key_nth * 100 + day_nth), 0))
        )::DECIMAL(18, 2) AS pipeline
      FROM uploads CROSS JOIN {_METRICS}
      WHERE upload_date <= as_of()
    )
    SELECT
      key_name AS agg_key_name, key_value AS agg_key_value, metric AS metric_name,
      day_nth AS close_day_of_fiscal_quarter_normalised, quarter AS close_fiscal_quarter_name,
      pipeline AS metric_value, total AS total_booked_net_arr, booked AS booked_net_arr,
      (pipeline / NULLIF(total, 0))::DECIMAL(18, 6) AS metric_coverage,
      upload_date::TIMESTAMP + INTERVAL 21 HOUR AS _uploaded_at
    FROM measured
"""

_RUNS = (
    "(VALUES (TIMESTAMP '2024-08-05 06:00:00', 1.00), (TIMESTAMP '2024-11-05 06:00:00', 1.03)) AS runs (run_at, drift)"
)


def _curve(day: str, days: int, step: int, keys: str, metrics: str) -> str:
    return f"""
        SELECT
          key_name AS agg_key_name, key_value AS agg_key_value, metric AS metric_name, day_nth AS {day},
          (factor * drift * (1 + key_nth / 20.0) * (1 - day_nth / {days + 5}.0))::DECIMAL(18, 6) AS fitted_coverage,
          run_at AS _uploaded_at
        FROM {_KEYS}
        CROSS JOIN {_METRICS}
        CROSS JOIN (SELECT UNNEST(range({step}, {days + 1}, {step}))::INTEGER AS day_nth)
        CROSS JOIN {_RUNS}
        WHERE {keys} AND {metrics}
    """


def _curve_table(name: str, day: str, sql: str) -> RawTable:
    return RawTable(
        schema="sales_analytics",
        name=name,
        columns=f"""
            agg_key_name VARCHAR, agg_key_value VARCHAR, metric_name VARCHAR, {day} BIGINT,
            fitted_coverage DECIMAL(18, 6), _uploaded_at TIMESTAMP
        """,
        sql=sql,
        key=f"agg_key_name, agg_key_value, metric_name, {day}, _uploaded_at",
    )


_QUARTER_DAY = "close_day_of_fiscal_quarter_normalised"
_YEAR_DAY = "close_day_of_fiscal_year_normalised"

FAMILY = Family(
    name="Sales analytics",
    world=(_BOOKED,),
    tables=(
        _curve_table("xray_curves_qtd_fitted", _QUARTER_DAY, _curve(_QUARTER_DAY, 90, 1, "TRUE", "TRUE")),
        # the curve over four quarters has a point every third day, for one metric
        _curve_table(
            "xray_curves_fy_n4q_fitted",
            _YEAR_DAY,
            _curve(_YEAR_DAY, 360, 3, "TRUE", "metric = 'open_1plus_net_arr'"),
        ),
        RawTable(
            schema="sales_analytics",
            name="xray_qtd_aggregates",
            columns=f"""
                agg_key_name VARCHAR, agg_key_value VARCHAR, metric_name VARCHAR, {_QUARTER_DAY} BIGINT,
                close_fiscal_quarter_name VARCHAR, metric_value DECIMAL(18, 2), total_booked_net_arr DECIMAL(18, 2),
                booked_net_arr DECIMAL(18, 2), metric_coverage DECIMAL(18, 6), _uploaded_at TIMESTAMP
            """,
            sql=_AGGREGATES,
            key=f"close_fiscal_quarter_name, agg_key_name, agg_key_value, metric_name, {_QUARTER_DAY}, _uploaded_at",
            changes=(1, 2),
        ),
    ),
)
