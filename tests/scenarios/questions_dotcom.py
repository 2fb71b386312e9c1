"""How the built warehouse is asked about GitLab.com: (period, dimension, value) as text."""

PREP = "prod.common_prep"
DAILY = "prod.legacy.gitlab_subscriptions_daily_snapshot"
STATES = "raw.snapshots.gitlab_dotcom_gitlab_subscriptions_namespace_id_snapshots"


def counts(relation: str, named: dict[str, str], period: str = "''") -> str:
    """One row per name: the period, the name, its aggregate."""
    parts = (
        f"SELECT {period}, '{name}', ({value})::BIGINT::VARCHAR FROM {relation} GROUP BY ALL"
        if period != "''"
        else f"SELECT '', '{name}', ({value})::BIGINT::VARCHAR FROM {relation}"
        for name, value in named.items()
    )
    return " UNION ALL ".join(parts)


def digest(lines: str) -> str:
    """The digest of the one text column `line` that a query gives."""
    return f"SELECT '', 'digest', COALESCE(md5(string_agg(line, chr(10) ORDER BY line)), md5('')) FROM ({lines})"


DOTCOM_QUESTIONS = {
    "GitLab.com users": counts(
        f"{PREP}.prep_user",
        {
            "all": "COUNT(*)",
            "deleted": "COUNT(*) FILTER (is_deleted)",
            "active people": "COUNT(*) FILTER (is_active AND NOT is_bot)",
        },
    ),
    "GitLab.com namespaces": f"""
      SELECT '', plan_name, COUNT(*)::VARCHAR FROM prod.common.dim_namespace
      WHERE dim_namespace_id != -1 GROUP BY plan_name
      UNION ALL SELECT '', 'deleted', COUNT(*)::VARCHAR FROM {PREP}.prep_namespace WHERE is_deleted
    """,
    "memberships": counts(
        f"{PREP}.prep_membership",
        {
            "all": "COUNT(*)",
            "active": "COUNT(*) FILTER (is_active)",
            "billable": "COUNT(*) FILTER (is_billable)",
        },
    ),
    "billable members": digest(
        f"""
        SELECT ultimate_parent_namespace_id || '|' || COUNT(DISTINCT dim_user_id) AS line
        FROM {PREP}.prep_membership WHERE is_billable GROUP BY ultimate_parent_namespace_id
        """
    ),
    "survey contacts": digest(
        """
        SELECT concat_ws('|', user_id, COALESCE(first_name, ''), COALESCE(last_name, ''), email_address, language, plan,
          COALESCE(namespace_id::VARCHAR, '')) AS line
        FROM prep.sensitive.gitlab_api_formatted_contacts
        """
    )
    + " UNION ALL SELECT '', 'people', COUNT(*)::VARCHAR FROM prep.sensitive.gitlab_api_formatted_contacts",
    "plans by day": counts(
        DAILY,
        {
            "namespaces": "COUNT(*)",
            "seats": "COALESCE(SUM(seats), 0)",
            "seats in use": "COALESCE(SUM(seats_in_use), 0)",
            "most seats used": "COALESCE(SUM(max_seats_used), 0)",
        },
        period="snapshot_date::VARCHAR",
    ),
    "plan states": counts(STATES, {"all": "COUNT(*)", "open": "COUNT(*) FILTER (dbt_valid_to IS NULL)"}),
}
