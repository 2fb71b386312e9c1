"""How the built warehouse is asked about sales views, support, surveys and churn: (period, dimension, value)."""

WORKSPACE = "prod.restricted_safe_workspace_sales"
CASE = "prod.common_prep.prep_crm_case"
TICKET = "prod.common.fct_support_ticket"
SURVEY = "prep.sensitive.qualtrics_post_purchase_survey_responses"
CHURN = "prod.pumps_sensitive.pump_churn_forecasting_scores"
SUMMARY = f"{WORKSPACE}.wk_sales_hvs_narr_summary"


def digest(lines: str) -> str:
    """The digest of the one text column `line` that a query gives."""
    return f"SELECT '', 'digest', COALESCE(md5(string_agg(line, chr(10) ORDER BY line)), md5('')) FROM ({lines})"


SALES_QUESTIONS = {
    "high-velocity accounts": f"""
      SELECT snapshot_date, team || ' / ' || calculated_tier, COUNT(*)::VARCHAR
      FROM {WORKSPACE}.wk_sales_hvs_account WHERE snapshot_date = '2024-12-31' AND is_hvs_account GROUP BY ALL
      UNION ALL
      SELECT snapshot_date, 'Pooled / ' || calculated_tier, COUNT(*)::VARCHAR
      FROM {WORKSPACE}.wk_sales_hvs_account WHERE snapshot_date = '2024-12-31' AND is_pooled GROUP BY ALL
    """,
    "pooled cases": f"""
      SELECT '', case_trigger, COUNT(*)::VARCHAR FROM {WORKSPACE}.wk_sales_hvs_case GROUP BY case_trigger
    """,
    "CRM cases": digest(f"""
      SELECT case_id || '|' || dim_crm_account_id || '|' || created_at::DATE
        || '|' || COALESCE(first_response_minutes::VARCHAR, '') AS line
      FROM {CASE}
    """),
    "first-order net ARR": f"""
      SELECT fiscal_quarter_name_fy, sales_motion, booked_net_arr::VARCHAR FROM {SUMMARY}
      WHERE trx_type = 'First Order'
    """,
    "first orders": f"""
      SELECT fiscal_quarter_name_fy, sales_motion, orders::VARCHAR FROM {SUMMARY} WHERE trx_type = 'First Order'
    """,
    "support tickets": f"""
      SELECT '', 'all', COUNT(*)::VARCHAR FROM {TICKET}
      UNION ALL
      SELECT '', 'with a known account', COUNT(*)::VARCHAR FROM {TICKET} WHERE dim_crm_account_id != md5('-1')
      UNION ALL SELECT '', 'solved', COUNT(*)::VARCHAR FROM {TICKET} WHERE is_solved
      UNION ALL
      {digest(f"SELECT ticket_id || '|' || dim_crm_account_id || '|' || ticket_status AS line FROM {TICKET}")}
    """,
    "survey responses": f"""
      SELECT '', record_source, COUNT(*)::VARCHAR FROM {SURVEY} GROUP BY record_source
      UNION ALL
      {
        digest(
            f'''SELECT response_id || '|' || record_source || '|' || COALESCE(purchase_ease_score::VARCHAR, '') AS line
            FROM {SURVEY}'''
        )
    }
    """,
    "churn forecasts": f"""
      SELECT '', 'rows', COUNT(*)::VARCHAR FROM {CHURN}
      UNION ALL SELECT '', 'first batch', MIN(updated_at)::VARCHAR FROM {CHURN}
      UNION ALL SELECT '', 'last batch', MAX(updated_at)::VARCHAR FROM {CHURN}
      UNION ALL
      {
        digest(
            f'''SELECT concat_ws('|', oldest_subscription_in_cohort, dim_crm_opportunity_id_current_open_renewal,
              score_date, current_arr, churn_score, contraction_score, outcome, arr_expected_to_renew) AS line
            FROM {CHURN}'''
        )
    }
    """,
}
