"""How the built warehouse is asked about the customers portal: (period, dimension, value) as text."""

from tests.scenarios.questions_dotcom import counts, digest

BRIDGE = "prod.common.bdg_namespace_order_subscription_monthly"
TRIAL = "prod.common.fct_trial"
LICENSE = "prod.common_prep.prep_license"
PUMP = "prod.pumps_sensitive.pump_subscription_product_usage"
STATES = "raw.snapshots.customers_db_orders_snapshots"


def text(column: str) -> str:
    return f"COALESCE({column}::VARCHAR, '')"


def seat_use(group: str) -> str:
    return counts(
        PUMP,
        {
            f"{group} / {name}": f"COALESCE({value} FILTER (delivery_group = '{group}'), 0)"
            for name, value in {
                "subscriptions": "COUNT(*)",
                "with a report": "COUNT(report_date)",
                "active users": "SUM(active_user_count)",
                "most users": "SUM(max_historical_user_count)",
                "licensed users": "SUM(license_user_count)",
            }.items()
        },
    )


ORDER_QUESTIONS = {
    "trials": counts(
        TRIAL,
        {"all": "COUNT(*)", "first": "COUNT(*) FILTER (is_first_trial)", "converted": "COUNT(*) FILTER (is_converted)"},
    )
    + " UNION ALL "
    + digest(
        f"""
        SELECT concat_ws('|', internal_order_id, ultimate_parent_namespace_id, is_first_trial, is_latest_trial,
          {text("conversion_date")}) AS line
        FROM {TRIAL}
        """
    ),
    "licenses": f"""
      SELECT '', CASE WHEN is_trial THEN 'trial' ELSE 'sold' END, COUNT(*)::VARCHAR FROM {LICENSE} GROUP BY ALL
      UNION ALL SELECT '', 'internal', COUNT(*)::VARCHAR FROM {LICENSE} WHERE is_internal
      UNION ALL SELECT '', 'sold with a subscription', COUNT(*)::VARCHAR FROM {LICENSE}
      WHERE is_license_mapped AND NOT is_trial
      UNION ALL SELECT '', 'sold with a known subscription', COUNT(*)::VARCHAR FROM {LICENSE}
      WHERE is_subscription_in_zuora AND NOT is_trial
      UNION ALL SELECT '', 'sold to a customer', COUNT(*)::VARCHAR
      FROM prod.common_mapping.map_license_subscription_account
      WHERE is_license_valid AND NOT is_trial AND license_hash_type = 'md5'
    """,
    "order states": counts(STATES, {"all": "COUNT(*)", "open": "COUNT(*) FILTER (dbt_valid_to IS NULL)"}),
    "order match": f"SELECT snapshot_month::VARCHAR, match_status, COUNT(*)::VARCHAR FROM {BRIDGE} GROUP BY ALL",
    "order match today": digest(
        f"""
        SELECT concat_ws('|', dim_namespace_id, {text("internal_order_id")}, {text("dim_subscription_id")},
          match_status) AS line
        FROM {BRIDGE} WHERE snapshot_month = DATE '2024-12-01'
        """
    ),
    "seat use": f"{seat_use('Self-Managed')} UNION ALL {seat_use('SaaS')} UNION ALL "
    + digest(
        f"""
        SELECT concat_ws('|', subscription_id, delivery_group, {text("report_date")}, {text("active_user_count")},
          {text("max_historical_user_count")}, {text("license_user_count")}) AS line
        FROM {PUMP}
        """
    ),
}
