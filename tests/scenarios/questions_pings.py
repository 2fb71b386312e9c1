"""How the built warehouse is asked about service pings: (period, dimension, value) as text."""

from tests.scenarios.questions_dotcom import digest

PING = "prod.common.fct_ping_instance"
MONTHLY = "prod.common_mart_product.mart_product_usage_wave_1_3_metrics_monthly"
GROWTH = f"{MONTHLY}_diff"

USERS = (
    "umau",
    "action_monthly_active_users_project_repo",
    "merge_requests",
    "ci_pipelines",
    "ci_internal_pipelines",
    "ci_builds",
    "deployments",
    "releases",
    "epics",
    "issues",
    "user_unique_users_all_secure_scanners",
    "last_activity",
)
EVENTS = (
    "deployments",
    "successful_deployments",
    "failed_deployments",
    "ci_internal_pipelines",
    "ci_builds",
    "secret_detection_scans",
    "dependency_scanning_scans",
    "container_scanning_scans",
    "dast_scans",
    "sast_scans",
    "coverage_fuzzing_scans",
    "api_fuzzing_scans",
)
COUNTERS = (
    "commit_comment",
    "source_code_pushes",
    "ci_builds",
    "ci_runners",
    "merge_requests",
    "issues",
    "epics",
    "projects",
    "environments",
)
COLUMNS = (
    *(f"{metric}_28_days_user" for metric in USERS),
    *(f"{metric}_28_days_event" for metric in EVENTS),
    *(f"{metric}_all_time_event" for metric in COUNTERS),
    "ci_builds_all_time_user",
)
VALUES = " || '|' || ".join(f"COALESCE({column}::VARCHAR, '')" for column in COLUMNS)


def grown(counter: str, measure: str, title: str) -> str:
    """Events per month that one counter tells, for the months that any installation tells something about."""
    estimated = f"{counter}_all_time_event_estimated_monthly"
    return f"""
      SELECT snapshot_month::VARCHAR, '{counter} / {title}',
        COALESCE(SUM({counter}_all_time_event_{measure}), 0)::BIGINT::VARCHAR
      FROM {GROWTH} WHERE {estimated} IS NOT NULL GROUP BY ALL
    """


PING_QUESTIONS = {
    "reporting installations": f"""
      SELECT ping_created_date_month::VARCHAR, product_tier || ' / ' || ping_deployment_type,
        COUNT(DISTINCT dim_installation_id)::VARCHAR
      FROM {PING} GROUP BY ALL
      UNION ALL
      SELECT ping_created_date_month::VARCHAR,
        CASE WHEN dim_subscription_id = md5('-1') THEN 'without one' ELSE 'with a subscription' END,
        COUNT(DISTINCT dim_installation_id)::VARCHAR
      FROM {PING} WHERE ping_deployment_type != 'GitLab.com' GROUP BY ALL
    """,
    "use of own installations": digest(f"""
      SELECT snapshot_month || '|' || subscription_name || '|' || {VALUES} AS line
      FROM {MONTHLY} INNER JOIN prod.common.dim_subscription USING (dim_subscription_id)
      WHERE ping_created_at IS NOT NULL
    """),
    "events of own installations": " UNION ALL ".join(
        grown(counter, measure, title)
        for counter in COUNTERS
        for measure, title in (("estimated_monthly", "estimated"), ("since_last_ping", "since last ping"))
    ),
}
