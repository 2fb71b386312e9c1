"""How the built warehouse is asked about the use of the product: (period, dimension, value) as text."""

import csv

from scripts.core.settings import PROJECT
from tests.scenarios.questions_dotcom import counts, digest

PAID = "prod.common_mart_product.mart_saas_product_usage_metrics_monthly"
FREE = "prod.common.fct_product_usage_free_user_metrics_monthly"
HEALTH = "prod.workspace_customer_success.mart_product_usage_health_score"
TODAY = "deployment_type = 'GitLab.com' AND snapshot_month = '2024-12-01'"


def counters() -> str:
    """Every counter that is known, as 'name=value', in the order of the names."""
    with (PROJECT / "seeds" / "product" / "wave_metric.csv").open(encoding="utf-8") as file:
        names = sorted((row["ping_name"], row["column_name"]) for row in csv.DictReader(file) if row["ping_name"])
    return "concat_ws(',', " + ", ".join(f"'{name}=' || {column}" for name, column in names) + ")"


def use(relation: str, month: str, subscription: str, where: str) -> str:
    return f"""
      SELECT concat_ws('|', {month}, dim_namespace_id, {subscription}, ping_date, {counters()}) AS line
      FROM {relation} WHERE {where}
    """


def scores() -> str:
    """Colour, group and scores of a health row, as text."""
    names = ("license_utilization", "scm", "ci", "cd", "security", "overall_product")
    parts = " || '|' || ".join(f"COALESCE({name}_score::VARCHAR, '')" for name in names)
    return f"COALESCE(overall_product_color, 'None') || '|' || instance_identifier || '|' || {parts}"


USAGE_QUESTIONS = {
    "free installations": f"""
      SELECT reporting_month::VARCHAR, '', COUNT(*)::VARCHAR
      FROM {FREE} WHERE dim_installation_id IS NOT NULL GROUP BY ALL
    """,
    "health of groups": f"""
      SELECT '', COALESCE(overall_product_color, 'None'), COUNT(*)::VARCHAR FROM {HEALTH} WHERE {TODAY} GROUP BY ALL
      UNION ALL {digest(f"SELECT {scores()} AS line FROM {HEALTH} WHERE {TODAY}")}
    """,
    "groups of GitLab.com": " UNION ALL ".join(
        (
            counts(PAID, {"paying": "COUNT(*)"}, "snapshot_month::VARCHAR"),
            f"""
              SELECT snapshot_month::VARCHAR, 'paying, with a ping', COUNT(*)::VARCHAR
              FROM {PAID} WHERE is_data_in_subscription_month GROUP BY ALL
            """,
            f"""
              SELECT reporting_month::VARCHAR, 'free', COUNT(*)::VARCHAR
              FROM {FREE} WHERE dim_namespace_id IS NOT NULL GROUP BY ALL
            """,
        )
    ),
    "use of groups": digest(
        use(PAID, "snapshot_month", "dim_subscription_id_original", "is_data_in_subscription_month")
        + " UNION ALL "
        + use(FREE, "reporting_month", "''", "dim_namespace_id IS NOT NULL")
    ),
}
