"""For every metric of the oracle the query that asks the built warehouse for it: (period, dimension, value) as text."""

from tests.scenarios.questions_dotcom import DOTCOM_QUESTIONS
from tests.scenarios.questions_events import EVENT_QUESTIONS
from tests.scenarios.questions_marketing import MARKETING_QUESTIONS
from tests.scenarios.questions_orders import ORDER_QUESTIONS
from tests.scenarios.questions_pings import PING_QUESTIONS
from tests.scenarios.questions_sales import SALES_QUESTIONS
from tests.scenarios.questions_usage import USAGE_QUESTIONS

FCT_MRR = "prod.restricted_safe_common.fct_mrr"
MART_ARR = "prod.restricted_safe_common_mart_sales.mart_arr"
ACCOUNT = "prod.restricted_safe_common.dim_crm_account"
OPPORTUNITY = "prod.restricted_safe_common_mart_sales.mart_crm_opportunity"
WATERFALL = "prod.restricted_safe_common_mart_sales.rpt_arr_waterfall_monthly"
RETENTION = "prod.restricted_safe_common_mart_sales.mart_retention_parent_account"
TARGET = "prod.restricted_safe_common_mart_sales.rpt_narr_vs_target_quarter"
CHARGE = "prod.restricted_safe_common_prep.prep_charge"

MONTH = "strftime(dim_date.date_actual, '%Y-%m-%d')"
FCT_BY_PARENT = f"""
  SELECT dim_date_id, dim_parent_crm_account_id AS parent, SUM(arr) AS arr
  FROM {FCT_MRR} INNER JOIN {ACCOUNT} USING (dim_crm_account_id)
  GROUP BY ALL
"""
FCT_MONTHS = f"({FCT_BY_PARENT}) AS months INNER JOIN prod.common.dim_date ON months.dim_date_id = dim_date.date_id"
QUARTER_END = "dim_date.is_first_day_of_last_month_of_fiscal_quarter"
MART_BY_PARENT = f"""
  SELECT arr_month, fiscal_quarter_name_fy, dim_parent_crm_account_id AS parent, SUM(arr) AS arr
  FROM {MART_ARR} GROUP BY ALL
"""
LAST_MONTH = "'2024-12-01'"
WATERFALL_MONTHS = "arr_month BETWEEN '2023-02-01' AND '2024-12-01'"


def money(expression: str) -> str:
    return f"CAST(CAST({expression} AS DECIMAL(38, 2)) AS VARCHAR)"


def ratio(expression: str) -> str:
    return f"CAST(CAST({expression} AS DECIMAL(38, 6)) AS VARCHAR)"


def count(expression: str) -> str:
    return f"CAST(CAST({expression} AS BIGINT) AS VARCHAR)"


CUSTOMERS = count("COUNT(*) FILTER (WHERE arr > 0)")
SUBSCRIPTIONS = count("COUNT(DISTINCT subscription_name)")
PRODUCT = "product_tier_name || ' / ' || product_delivery_type"


def columns(relation: str, period: str, where: str, named: dict[str, str]) -> str:
    """One row per column: the period, the name of the column, its value."""
    parts = (f"SELECT {period}, '{name}', {value} FROM {relation} WHERE {where}" for name, value in named.items())
    return " UNION ALL ".join(parts)


def charges(condition: str) -> str:
    return f"""
      SELECT COUNT(*) FROM {CHARGE}
      WHERE charge_type = 'Recurring' AND subscription_status != 'Draft' AND NOT is_manual_charge
        AND (mrr != 0 OR LOWER(charge_name) = 'max enrollment') AND {condition}
    """


def loaded(table: str, condition: str, key: str, published: str, published_key: str) -> str:
    """Rows of a raw table that meet a condition and were not published."""
    return (
        f"SELECT COUNT(*) FROM raw.{table} WHERE {condition} AND {key} NOT IN (SELECT {published_key} FROM {published})"
    )


def subscriptions(condition: str) -> str:
    published = "prod.common.dim_subscription"
    return loaded("zuora_stitch.subscription", condition, "id", published, "dim_subscription_id")


def billing_accounts(condition: str) -> str:
    return loaded("zuora_stitch.account", condition, "id", "prod.common.dim_billing_account", "dim_billing_account_id")


REJECTED = {
    "billing account in the test batch": billing_accounts("batch = 'Batch20'"),
    "deleted billing account": billing_accounts("deleted"),
    "deleted subscription": subscriptions("deleted"),
    "subscription excluded from analysis": subscriptions("excludefromanalysis__c = 'True'"),
    "draft subscription": f"""
      SELECT COUNT(DISTINCT id) FROM raw.zuora_stitch.subscription
      LEFT JOIN {FCT_MRR} ON id = dim_subscription_id
      WHERE status = 'Draft' AND NOT deleted AND dim_subscription_id IS NULL
    """,
    "charge within one month": charges("NOT is_included_in_arr_calc AND effective_end_date >= effective_start_date"),
    "charge of negative length": charges("NOT is_included_in_arr_calc AND effective_end_date < effective_start_date"),
    "open-ended charge cut at the horizon": charges(
        f"""is_included_in_arr_calc AND effective_end_date IS NULL AND dim_charge_id IN (
          SELECT dim_charge_id FROM {FCT_MRR} GROUP BY dim_charge_id HAVING MAX(dim_date_id) = 20261201
        )"""
    ),
    "target without a month": """
      SELECT COUNT(*) FROM raw.sheetload.sales_funnel_targets_matrix
      WHERE LOWER(TRIM(month)) NOT IN (SELECT LOWER(fiscal_month_name_fy) FROM prod.common.dim_date)
    """,
}

QUESTIONS = {
    **DOTCOM_QUESTIONS,
    **EVENT_QUESTIONS,
    **PING_QUESTIONS,
    **ORDER_QUESTIONS,
    **MARKETING_QUESTIONS,
    **SALES_QUESTIONS,
    **USAGE_QUESTIONS,
    "fct_mrr ARR": f"SELECT {MONTH}, '', {money('SUM(arr)')} FROM {FCT_MONTHS} GROUP BY ALL",
    "fct_mrr customers": f"SELECT {MONTH}, '', {CUSTOMERS} FROM {FCT_MONTHS} GROUP BY ALL",
    "fct_mrr ARR at quarter end": f"""
      SELECT dim_date.fiscal_quarter_name_fy, '', {money("SUM(arr)")} FROM {FCT_MONTHS} WHERE {QUARTER_END} GROUP BY ALL
    """,
    "fct_mrr customers at quarter end": f"""
      SELECT dim_date.fiscal_quarter_name_fy, '', {CUSTOMERS}
      FROM {FCT_MONTHS} WHERE {QUARTER_END} GROUP BY ALL
    """,
    "mart_arr ARR": f"SELECT arr_month, '', {money('SUM(arr)')} FROM ({MART_BY_PARENT}) GROUP BY ALL",
    "mart_arr customers": f"""
      SELECT arr_month, '', {CUSTOMERS} FROM ({MART_BY_PARENT}) GROUP BY ALL
    """,
    "mart_arr ARR at quarter end": f"""
      SELECT fiscal_quarter_name_fy, '', {money("SUM(arr)")}
      FROM ({MART_BY_PARENT}) WHERE fiscal_quarter_name_fy IS NOT NULL GROUP BY ALL
    """,
    "mart_arr customers at quarter end": f"""
      SELECT fiscal_quarter_name_fy, '', {CUSTOMERS}
      FROM ({MART_BY_PARENT}) WHERE fiscal_quarter_name_fy IS NOT NULL GROUP BY ALL
    """,
    "mart_arr ARR by product": f"""
      SELECT arr_month, {PRODUCT}, {money("SUM(arr)")}
      FROM {MART_ARR} WHERE arr_month = {LAST_MONTH} GROUP BY ALL
    """,
    "mart_arr subscriptions by product": f"""
      SELECT arr_month, {PRODUCT}, {SUBSCRIPTIONS}
      FROM {MART_ARR} WHERE arr_month = {LAST_MONTH} GROUP BY ALL
    """,
    "waterfall ARR": columns(
        WATERFALL,
        "arr_month",
        WATERFALL_MONTHS,
        {name: money(f"{name}_arr") for name in ("begin", "new", "expansion", "contraction", "churn", "end")},
    ),
    "waterfall customers": columns(
        WATERFALL,
        "arr_month",
        WATERFALL_MONTHS,
        {name: count(f"{name}_customer_count") for name in ("new", "expanded", "contracted", "churned", "end")},
    ),
    "retention ARR": columns(
        RETENTION,
        "ANY_VALUE(retention_month)",
        f"retention_month = {LAST_MONTH}",
        {
            "prior": money("SUM(prior_year_arr)"),
            "net": money("SUM(net_retention_arr)"),
            "gross": money("SUM(gross_retention_arr)"),
            "churn": money("SUM(churn_arr)"),
        },
    ),
    "net dollar retention": f"""
      SELECT retention_month, '', {ratio("SUM(net_retention_arr) / SUM(prior_year_arr)")}
      FROM {RETENTION} WHERE retention_month = {LAST_MONTH} GROUP BY ALL
    """,
    "gross dollar retention": f"""
      SELECT retention_month, '', {ratio("SUM(gross_retention_arr) / SUM(prior_year_arr)")}
      FROM {RETENTION} WHERE retention_month = {LAST_MONTH} GROUP BY ALL
    """,
    "booked net ARR": f"""
      SELECT close_fiscal_quarter_name, order_type_grouped, {money("SUM(booked_net_arr)")}
      FROM {OPPORTUNITY} WHERE is_booked_net_arr GROUP BY ALL
    """,
    "booked deals": f"""
      SELECT close_fiscal_quarter_name, order_type_grouped, {count("COUNT(*)")}
      FROM {OPPORTUNITY} WHERE is_booked_net_arr GROUP BY ALL
    """,
    "net ARR target": f"""
      SELECT fiscal_quarter_name_fy, order_type_grouped, {money("SUM(target_net_arr)")}
      FROM {TARGET} GROUP BY ALL HAVING SUM(target_net_arr) != 0
    """,
    "target attainment": f"""
      SELECT fiscal_quarter_name_fy, '', {ratio("SUM(booked_net_arr) / SUM(target_net_arr) * 100")}
      FROM {TARGET} GROUP BY ALL HAVING SUM(target_net_arr) != 0
    """,
    "subscription lineage": """
      WITH slugs AS (
        SELECT DISTINCT subscription_name_slugify AS slug, oldest_subscription_in_cohort AS oldest,
          subscription_cohort_month AS cohort, is_circular_lineage AS circular
        FROM prod.common.dim_subscription WHERE is_latest_version
      )
      SELECT '', 'digest', md5(string_agg(line, chr(10) ORDER BY line))
      FROM (SELECT slug || '|' || oldest || '|' || cohort || '|' || circular AS line FROM slugs)
      UNION ALL SELECT '', 'slugs', COUNT(*)::VARCHAR FROM slugs
      UNION ALL SELECT '', 'circular', COUNT(*) FILTER (WHERE circular)::VARCHAR FROM slugs
    """,
    "account scores": """
      SELECT '', 'digest', md5(string_agg(line, chr(10) ORDER BY line)) FROM (
        SELECT id || '|' || COALESCE(pte_score_value__c::VARCHAR, '')
          || '|' || COALESCE(pte_percent__c::DECIMAL(18, 6)::VARCHAR, '')
          || '|' || COALESCE(ptc_score_value__c::VARCHAR, '')
          || '|' || COALESCE(ptc_percent__c::DECIMAL(18, 6)::VARCHAR, '') AS line
        FROM prod.pumps.mart_crm_account_id
      )
      UNION ALL SELECT '', 'accounts', COUNT(*)::VARCHAR FROM prod.pumps.mart_crm_account_id
    """,
    "ledger variance": f"""
      SELECT arr_month, '', {money("variance")}
      FROM prod.restricted_safe_common_mart_finance.rpt_arr_vs_gl_revenue_month
    """,
    "CRM accounts": f"""
      WITH live AS (SELECT * FROM {ACCOUNT} WHERE dim_crm_account_id != md5('-1'))
      SELECT '', 'live', COUNT(*)::VARCHAR FROM live
      UNION ALL
      SELECT '', 'with a broken parent link', COUNT(*) FILTER (WHERE is_parent_link_invalid)::VARCHAR FROM live
      UNION ALL SELECT '', 'JiHu', COUNT(*) FILTER (WHERE is_jihu_account)::VARCHAR FROM live
    """,
    "merged account map": """
      SELECT '', 'digest', md5(string_agg(line, chr(10) ORDER BY line)) FROM (
        SELECT sfdc_account_id || '|' || dim_crm_account_id AS line
        FROM prod.restricted_safe_common_mapping.map_merged_crm_account
      )
    """,
    "rejected rows": " UNION ALL ".join(
        f"SELECT '', '{reason}', found::VARCHAR FROM ({query}) AS rejected (found) WHERE found != 0"
        for reason, query in REJECTED.items()
    ),
}
