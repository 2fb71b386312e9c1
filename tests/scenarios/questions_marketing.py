"""How the built warehouse is asked about marketing contacts: (period, dimension, value) as text."""

from tests.scenarios.questions_dotcom import counts, digest

DIM = "prep.sensitive.dim_marketing_contact"
MART = "prep.sensitive.mart_marketing_contact"
TIERS = [
    f"{prefix}_saas_{tier}_tier"
    for prefix in ("individual_namespace_is", "group_owner_of", "group_member_of", "responsible_for_group")
    for tier in ("trial", "free", "bronze", "premium", "ultimate")
] + [f"is_self_managed_{tier}_tier" for tier in ("starter", "premium", "ultimate")]
PUMPS = {
    "pump_marketing_contact": "prod.pumps_sensitive",
    "pump_hash_marketing_contact": "prod.pumps",
    "pump_marketing_premium_to_ultimate": "prod.pumps_sensitive",
}

CONTACT_LINES = f"""
  SELECT concat_ws('|', email_address, COALESCE(first_name, ''), COALESCE(last_name, ''), COALESCE(company_name, ''),
    COALESCE(job_title, ''), COALESCE(country, '')) AS line
  FROM {DIM} WHERE email_address IS NOT NULL
"""
PQL_LINES = f"""
  SELECT concat_ws('|', email_address, COALESCE(pql_namespace_id::VARCHAR, ''), pql_nbr_namespace_users,
    COALESCE(ptpt_namespace_id || ',' || ptpt_score_group, '')) AS line
  FROM {MART} WHERE is_pql
"""

MARKETING_QUESTIONS = {
    "marketing contacts": counts(
        MART,
        {
            "all": "COUNT(*)",
            "address that cannot exist": "COUNT(*) FILTER (NOT is_email_valid)",
            "billing": "COUNT(*) FILTER (is_zuora_billing_contact)",
            "Marketo": "COUNT(*) FILTER (is_marketo_lead)",
            "CRM": "COUNT(*) FILTER (is_crm_person)",
            "portal": "COUNT(*) FILTER (is_customer_db_user)",
            "GitLab.com": "COUNT(*) FILTER (is_gitlab_dotcom_user)",
        },
    )
    + " UNION ALL "
    + digest(CONTACT_LINES),
    "marketing facts": counts(
        MART,
        {
            "product qualified": "COUNT(*) FILTER (is_pql)",
            "scored after a trial": "COUNT(*) FILTER (is_ptpt_contact)",
            "on a paid tier": "COUNT(*) FILTER (is_paid_tier)",
            "free only": "COUNT(*) FILTER (responsible_for_free_tier_only)",
        },
    ),
    "marketing roles": """
      SELECT '', marketing_contact_role, COUNT(*)::VARCHAR FROM prep.sensitive.bdg_marketing_contact_role GROUP BY ALL
    """,
    "marketing tiers": f"""
      SELECT * FROM ({counts(MART, {flag: f"COUNT(*) FILTER ({flag})" for flag in TIERS})})
        AS asked (period, name, found)
      WHERE found != '0'
    """,
    "marketing pump rows": " UNION ALL ".join(
        f"SELECT '', '{pump}', COUNT(*)::VARCHAR FROM {schema}.{pump}" for pump, schema in PUMPS.items()
    ),
    "product qualified contacts": digest(PQL_LINES),
}
