"""SQL that invents a history of test runs: a pure function of seed, days and number of tests.

Every invented row says so: its invocation is called `generated-...` and its commit begins with `generated`.
"""

from __future__ import annotations

from collections.abc import Sequence

from scripts.core.sql import literal

MARK = "generated-"
"""How the invocation of an invented result begins."""

LAST_DAY = "2024-12-31"
"""The last day of every invented history: the business date of the generated data."""

_RELATIONS = [
    # name, layer, subject, owner, tier
    ("mart_arr", "common_mart_sales", "finance", "sales_analytics", "1"),
    ("mart_retention_parent_account", "common_mart_sales", "finance", "sales_analytics", "1"),
    ("mart_crm_opportunity", "common_mart_sales", "sales", "sales_analytics", "1"),
    ("rpt_narr_vs_target_quarter", "common_mart_sales", "sales", "sales_analytics", "2"),
    ("rpt_arr_vs_gl_revenue_month", "common_mart_finance", "finance", "finance_analytics", "1"),
    ("fct_mrr", "common", "finance", "finance_analytics", "1"),
    ("dim_subscription", "common", "sales", "sales_analytics", "1"),
    ("dim_crm_account", "common", "sales", "sales_analytics", "1"),
    ("dim_billing_account", "common", "finance", "finance_analytics", "1"),
    ("dim_date", "common", None, "data_platform", "1"),
    ("fct_ping_instance", "common", "product", "product_analytics", "1"),
    ("mart_product_usage_health_score", "common_mart_product", "customer_success", "customer_success", "1"),
    ("mart_product_usage_wave_1_3_metrics_monthly", "common_mart_product", "product", "product_analytics", "1"),
    ("prep_usage_ping_subscription_mapped", "common_prep", "product", "product_analytics", "2"),
    ("prep_charge", "common_prep", "finance", "finance_analytics", "1"),
    ("prep_crm_case", "common_prep", "support", "support_analytics", "2"),
    ("mart_marketing_contact", "common", "marketing", "marketing_analytics", "2"),
    ("pump_marketing_contact", "marts", "marketing", "marketing_analytics", "2"),
    ("pump_subscription_product_usage", "marts", "product", "product_analytics", "1"),
    ("mart_crm_account_id", "marts", "data_science", "data_science", "1"),
    ("wk_sales_hvs_account", "workspaces", "sales", "hvs_data", "2"),
    ("wk_git_change_monthly", "workspaces", "engineering", "engineering", "3"),
    ("dim_team_member", "common", "people", "analyst_people", "2"),
    ("zuora_subscription_source", "sources", "finance", "analyst_finance", "1"),
    ("sfdc_opportunity_source", "sources", "sales", "analyst_sales", "1"),
    ("gitlab_dotcom_namespaces_source", "sources", "product", "analyst_growth", "1"),
    ("workday_employee_directory_source", "sources", "people", "analyst_people", "2"),
    ("gcp_billing_export_source", "sources", "engineering", "analyst_engineering", "1"),
    ("zendesk_tickets_source", "sources", "support", "analyst_support", "2"),
    ("marketo_lead_source", "sources", "marketing", "analyst_marketing", "2"),
]

_COLUMNS = (
    *("id", "account_id", "owner_id", "created_at", "updated_at", "started_on"),
    *("ended_on", "status", "amount", "currency", "quantity", "region"),
)

_COUNTED = [("customers_db_orders",), ("gitlab_db_namespaces",), ("gitlab_db_users",), ("customers_db_licenses",)]

_COLUMN_RULES = ("is_unique", "is_present", "is_known", "is_in_range")

_TABLE_RULES = [
    # what the name ends with, kind, every how many tables have it
    ("is_delivered", "schema", 1),
    ("has_enough_rows", "row_count", 2),
    ("adds_up", "custom", 3),
    ("equals_its_golden_records", "golden_record", 4),
]


def _values(rows: Sequence[tuple[object, ...]]) -> str:
    def cell(value: object) -> str:
        return "NULL" if value is None else literal(value) if isinstance(value, str) else str(value)

    return ", ".join("(" + ", ".join(map(cell, (at, *row))) + ")" for at, row in enumerate(rows))


def statements(days: int, tests: int) -> list[str]:
    """The statements that fill an empty store; `draw`, `pick` and `share` of scripts.raw.random must exist.

    Args:
        days: length of the history up to LAST_DAY, one run per day.
        tests: how many tests there are.
    """
    return [
        f"""
        CREATE TEMP TABLE history_test AS
        WITH relation (nth, model_name, layer, subject, owner, tier) AS (VALUES {_values(_RELATIONS)}),
        table_rule (nth, table_rule, table_type, every) AS (VALUES {_values(_TABLE_RULES)}),
        column_name (nth, word) AS (VALUES {_values([(word,) for word in _COLUMNS])}),
        column_rule (nth, word) AS (VALUES {_values([(word,) for word in _COLUMN_RULES])}),
        numbered AS (
          SELECT i, i // {len(_RELATIONS)} AS place, draw('test', i) AS bits FROM range({tests:d}) AS t(i)
        ),
        named AS (
          SELECT
            numbered.i,
            numbered.bits,
            relation.* EXCLUDE (nth),
            coalesce(table_type, 'column_value') AS test_type,
            CASE WHEN table_rule IS NULL THEN column_name.word END AS column_name,
            coalesce(table_rule, column_name.word || '_' || column_rule.word) AS rule_name
          FROM numbered
          INNER JOIN relation ON relation.nth = i % {len(_RELATIONS)}
          INNER JOIN column_name ON column_name.nth = place % {len(_COLUMNS)}
          INNER JOIN column_rule ON column_rule.nth = place // {len(_COLUMNS)} % {len(_COLUMN_RULES)}
          LEFT JOIN table_rule ON table_rule.nth = place AND i % every = 0
        )
        SELECT
          i,
          model_name, layer, subject, owner, tier, test_type, column_name,
          -- beyond all columns and rules a number tells the tests apart
          model_name || '_' || rule_name
            || CASE WHEN row_number() OVER again > 1 THEN '_' || row_number() OVER again ELSE '' END AS test_name,
          'test.edp.' || test_name AS unique_id,
          CASE WHEN layer = 'sources' THEN 'prep.' ELSE 'prod.' END || layer || '.' || model_name AS relation_name,
          pick(draw('kind', i), 0, 1000) AS habit,
          100 + pick(bits, 0, 50000) * 7 AS rows_tested
        FROM named
        WINDOW again AS (PARTITION BY model_name, rule_name ORDER BY i)
        """,
        # what went wrong on a day in one model, and for how many days it stayed so
        f"""
        CREATE TEMP TABLE history_incident AS
        SELECT d AS first_day, d + pick(bits, 1, 5) AS last_day, pick(bits, 2, {len(_RELATIONS)}) AS model_number
        FROM (SELECT d, draw('incident', d) AS bits FROM range({days:d}) AS t(d))
        WHERE share(bits, 0) < 0.12 - 0.08 * d / {days:d}
        """,
        f"""
        INSERT INTO prep.trusted_data.test_result BY NAME
        WITH run AS (
          SELECT d, DATE {literal(LAST_DAY)} - ({days - 1:d} - d)::INTEGER AS run_date FROM range({days:d}) AS t(d)
        ),
        outcome AS (
          SELECT
            history_test.*,
            run.d,
            run.run_date,
            draw('outcome', history_test.i * 100000 + run.d) AS bits,
            CASE
              -- always within its tolerance; does not know its own mind; broken these days; broken today
              WHEN habit < 8 THEN 'warn'
              WHEN habit < 16 AND share(bits, 0) < 0.35 THEN 'fail'
              WHEN EXISTS (
                SELECT 1 FROM history_incident AS incident
                WHERE incident.model_number = history_test.i % {len(_RELATIONS)}
                  AND run.d BETWEEN incident.first_day AND incident.last_day
              ) AND share(bits, 1) < 0.4 THEN CASE WHEN share(bits, 2) < 0.1 THEN 'error' ELSE 'fail' END
              WHEN habit BETWEEN 16 AND 22 AND run.d >= {days:d} - 1 - habit % 6 THEN 'fail'
              WHEN share(bits, 3) < 0.0006 THEN 'fail'
              WHEN share(bits, 3) > 0.9995 THEN 'skipped'
              ELSE 'pass'
            END AS test_status
          FROM run CROSS JOIN history_test
        )
        SELECT
          '{MARK}' || lpad(d::VARCHAR, 6, '0') AS invocation_id,
          run_date + INTERVAL 6 HOUR AS run_at,
          unique_id, test_name, test_type, test_status,
          CASE WHEN habit < 8 THEN 'warn' ELSE 'error' END AS severity,
          'warn != 0, error != 0' AS threshold,
          owner, tier, subject, model_name, column_name, relation_name, layer,
          'generated' || substr(md5((d // 7)::VARCHAR), 1, 31) AS git_commit,
          CASE WHEN test_status NOT IN ('error', 'skipped') THEN rows_tested END AS rows_tested,
          CASE
            WHEN test_status = 'pass' THEN 0
            WHEN test_status IN ('warn', 'fail') THEN 1 + pick(bits, 1, 40)
          END AS rows_failed,
          CASE test_status
            WHEN 'error' THEN 'could not run: Runtime Error'
            WHEN 'pass' THEN NULL WHEN 'skipped' THEN NULL
            ELSE rows_failed || ' failing rows'
          END AS message,
          20 + pick(bits, 2, 200) AS duration_ms
        FROM outcome
        ORDER BY d, i
        """,
        f"""
        INSERT INTO prep.trusted_data.project_node BY NAME
        WITH node AS (
          SELECT
            unique_id, 'test' AS node_kind, test_name AS node_name, 'test' AS layer, subject, owner, tier,
            CAST(NULL AS VARCHAR) AS relation_name, test_type, column_name, FALSE AS is_contracted,
            json_array(json_object('name', 'model.edp.' || model_name))::VARCHAR AS parts
          FROM history_test
          UNION ALL
          SELECT
            'model.edp.' || model_name, 'model', model_name, layer, subject, owner, tier, relation_name, NULL, NULL,
            layer != 'sources', (
              SELECT json_group_array(json_object('name', word))::VARCHAR
              FROM (VALUES {_values([(word,) for word in _COLUMNS])}) AS t(nth, word)
            )
          FROM (SELECT DISTINCT model_name, layer, subject, owner, tier, relation_name FROM history_test)
        )
        SELECT '{MARK}catalogue' AS invocation_id, TIMESTAMP {literal(LAST_DAY + " 06:00:00")} AS run_at, *,
          'generated' AS catalogue_hash
        FROM node ORDER BY unique_id
        """,
        f"""
        INSERT INTO prep.trusted_data.source_freshness_result BY NAME
        WITH source AS (
          SELECT data_source, slo_hours, row_number() OVER (ORDER BY data_source) AS n
          FROM prep.seeds.data_sources WHERE is_modelled
        ),
        measured AS (
          SELECT *, DATE {literal(LAST_DAY)} - ({days - 1:d} - d)::INTEGER + INTERVAL 6 HOUR AS measured_at,
            draw('age', n * 100000 + d) AS bits
          FROM source CROSS JOIN range({days:d}) AS t(d)
        )
        SELECT * EXCLUDE (used_up) FROM (SELECT
          '{MARK}' || lpad(d::VARCHAR, 6, '0') AS invocation_id, measured_at AS run_at, measured_at,
          'source.edp.' || n AS unique_id, 'source_' || n AS source_name, 'table_1' AS table_name,
          'raw.source_' || n || '.table_1' AS relation_name, data_source, 'pass' AS freshness_status,
          slo_hours AS error_after_hours, 30 AS duration_ms,
          share(bits, 0) + CASE WHEN share(bits, 1) > 0.93 THEN 0.9 ELSE 0 END AS used_up,
          measured_at - INTERVAL 1 MINUTE * (coalesce(slo_hours, 24) * 60 * used_up)::BIGINT AS last_loaded_at
        FROM measured) ORDER BY invocation_id, unique_id
        """,
        # every day the last three days of each table are counted; one table has had a gap since two days ago
        f"""
        INSERT INTO prep.trusted_data.row_count_check BY NAME
        WITH checked AS (
          SELECT
            d,
            name AS check_name,
            DATE {literal(LAST_DAY)} - ({days - 1:d} - d)::INTEGER AS run_date,
            run_date - back::INTEGER AS count_day,
            n = 1 AND d = {days:d} - 1 AND back = 2 AS is_gap,
            n = 1 AND d = {days:d} - 1 AS has_gap,
            500 + pick(draw('rows', d * 100 + n), 0, 4000) AS source_rows
          FROM range({days:d}) AS t(d), range(1, 4) AS b(back), (VALUES {_values(_COUNTED)}) AS c(n, name)
        )
        SELECT
          '{MARK}' || lpad(d::VARCHAR, 6, '0') AS run_id, run_date + INTERVAL 7 HOUR AS run_at, check_name,
          'public.' || check_name AS source_table, 'raw.tap_postgres.' || check_name AS relation_name, count_day,
          '' AS count_part, CASE WHEN is_gap THEN 'missing_in_target' ELSE 'match' END AS check_status,
          'error' AS severity, 'data_platform' AS owner, '1' AS tier, source_rows,
          source_rows - CASE WHEN is_gap THEN 12 ELSE 0 END AS target_rows, run_date::TIMESTAMP AS loaded_until,
          run_date - CASE WHEN has_gap THEN 3 ELSE 1 END AS verified_through
        FROM checked ORDER BY d, check_name, count_day
        """,
    ]
