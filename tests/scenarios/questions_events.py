"""How the built warehouse is asked about page views and the costs of the cloud: (period, dimension, value) as text."""

PAGE_VIEWS = "prod.legacy.snowplow_page_views_all_grafana_spigot"
EVENTS = "prep.snowplow.snowplow_gitlab_events_source"
COSTS = "prep.gcp_billing.summary_gcp_billing_source"

EVENT_QUESTIONS = {
    "page views": f"SELECT '', app_id, COUNT(*)::VARCHAR FROM {PAGE_VIEWS} GROUP BY ALL",
    "page loading time": f"SELECT '', app_id, SUM(total_time_in_ms)::VARCHAR FROM {PAGE_VIEWS} GROUP BY ALL",
    "rejected events": f"""
      SELECT '', reject_reason, COUNT(*)::VARCHAR FROM {EVENTS} WHERE reject_reason IS NOT NULL GROUP BY ALL
    """,
    "cloud cost": f"""
      SELECT invoice_month, service_description, SUM(total_cost)::DECIMAL(38, 6)::VARCHAR FROM {COSTS} GROUP BY ALL
    """,
}
