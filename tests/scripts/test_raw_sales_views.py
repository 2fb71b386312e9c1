"""Cases, tickets, surveys, forecasts and notebook results: what is planted, whatever the scale and the seed."""

from __future__ import annotations

import pytest

from scripts.raw.model import Wave
from tests.scripts.raw_warehouse import Ask

CASES = "raw.salesforce_v2_stitch.case"
TICKETS = "raw.tap_zendesk.tickets"
AGGREGATES = "raw.sales_analytics.xray_qtd_aggregates"
LIVE = "raw.qualtrics.post_purchase_survey_responses"
STATIC = "static.sensitive.qualtrics_post_purchase_survey_answers"


def test_d29_fifteen_responses_are_in_both_loads(ask: Ask) -> None:
    assert ask(f"SELECT [(SELECT COUNT(*) FROM {LIVE}), (SELECT COUNT(*) FROM {STATIC})]") == [400, 120]
    sql = f"""
        SELECT [COUNT(*), COUNT(*) FILTER (json_extract_string(live.response_values, '$.finished') = 'true'),
          COUNT(*) FILTER (json_extract_string(hand.response_values, '$.finished') = 'false')]
        FROM {LIVE} AS live INNER JOIN {STATIC} AS hand USING (response_id)
    """
    assert ask(sql) == [15, 15, 15]


def test_eighty_tickets_have_an_older_state_and_five_had_it_loaded_last(ask: Ask) -> None:
    sql = f"""
        SELECT [COUNT(*), COUNT(*) FILTER (old.status = 'new' AND old.updated_at < newest.updated_at),
          COUNT(*) FILTER (old._sdc_batched_at > newest._sdc_batched_at)]
        FROM {TICKETS} AS old
        INNER JOIN {TICKETS} AS newest ON old.id = newest.id AND old.updated_at < newest.updated_at
    """
    assert ask(sql) == [80, 80, 5]


def test_renewal_cases_lie_60_days_before_an_end(ask: Ask) -> None:
    sql = f"""
        SELECT COUNT(*) FROM {CASES} AS raised
        WHERE type = 'Renewal' AND NOT EXISTS (
          SELECT 1 FROM raw.zuora_stitch.subscription AS subscription
          INNER JOIN raw.zuora_stitch.account AS billing ON subscription.accountid = billing.id
          WHERE LEFT(billing.crmid, 15) = LEFT(raised.accountid, 15)
            AND subscription.termenddate - raised.createddate::DATE = 60
        )
    """
    assert ask(sql) == 0
    assert ask(f"SELECT COUNT(*) > 100 FROM {CASES} WHERE type = 'Renewal'")


@pytest.mark.parametrize("wave", list(Wave))
def test_no_case_or_ticket_knows_the_day_after_its_load(wave: Wave, ask: Ask) -> None:
    end = f"TIMESTAMP '{wave.as_of_date}' + INTERVAL 1 DAY"
    times = "GREATEST(systemmodstamp, createddate, closeddate, date_time_first_responded__c)"
    assert ask(f"SELECT MAX({times}) < {end} FROM {CASES}", wave=wave)
    assert ask(f"SELECT MAX(updated_at) < {end} FROM {TICKETS}", wave=wave)


def test_a_closed_case_stays_closed(ask: Ask) -> None:
    closed = f"SELECT LIST(id ORDER BY id) FROM {CASES} WHERE isclosed AND NOT isdeleted"
    known = [set(ask(closed, wave=wave)) for wave in Wave]
    assert known[0] < known[1] < known[2]


def test_each_day_adds_its_aggregates_and_keeps_the_others(ask: Ask) -> None:
    rows = f"SELECT LIST(line::VARCHAR ORDER BY line::VARCHAR) FROM {AGGREGATES} AS line"
    first, second, third = (set(ask(rows, wave=wave)) for wave in Wave)
    assert first < second < third
    assert (len(second - first), len(third - second)) == (18, 18)


def test_four_days_of_the_notebook_were_loaded_twice(ask: Ask) -> None:
    key = "agg_key_name, agg_key_value, metric_name, close_fiscal_quarter_name, close_day_of_fiscal_quarter_normalised"
    sql = f"SELECT COUNT(*) FROM (SELECT {key} FROM {AGGREGATES} GROUP BY {key} HAVING COUNT(*) = 2)"
    assert ask(sql) == 4 * 18


def test_forecasts_are_of_open_renewals_of_their_own_account(ask: Ask) -> None:
    sql = """
        SELECT COUNT(*) FROM (
          SELECT UNNEST(from_json(jsontext, '[{"dim_crm_opportunity_id_current_open_renewal": "VARCHAR"}]'))
            .dim_crm_opportunity_id_current_open_renewal AS renewal
          FROM raw.data_science.churn_forecasting_scores
        )
        LEFT JOIN raw.salesforce_v2_stitch.opportunity AS opportunity ON renewal = opportunity.id
        WHERE opportunity.type IS DISTINCT FROM 'Renewal' OR opportunity.isclosed
    """
    assert ask(sql) == 0
    uploads = "SELECT COUNT(*) FROM raw.data_science.churn_forecasting_scores"
    assert [ask(uploads, wave=wave) for wave in Wave] == [2, 3, 3]


def test_c18_four_first_orders_book_four_subscriptions(ask: Ask) -> None:
    sql = """
        SELECT LIST([opportunity.name[10:], strftime(closedate, '%m-%d'), subscription.name[10:],
          (subscription.gitlabnamespaceid__c IS NULL)::VARCHAR] ORDER BY opportunity.name)
        FROM raw.salesforce_v2_stitch.opportunity AS opportunity
        INNER JOIN raw.zuora_stitch.subscription AS subscription ON opportunity.id = subscription.opportunityid__c
        WHERE opportunity.name LIKE 'CAST-C18-%'
    """
    assert ask(sql) == [
        ["BUY-NOW", "11-12", "BUY-NOW", "false"],
        ["FREE", "11-20", "FREE", "false"],
        ["SM", "11-20", "SM", "true"],
        ["TRIAL", "11-20", "TRIAL", "false"],
    ]
    trials = """
        SELECT LIST(strftime(start_date, '%m-%d') ORDER BY start_date) FROM raw.tap_postgres.customers_db_orders
        WHERE trial AND gl_namespace_id IN (
          SELECT gitlabnamespaceid__c FROM raw.zuora_stitch.subscription WHERE name LIKE 'CAST-C18-%'
        ) AND _task_instance LIKE '%20241231'
    """
    assert ask(trials) == ["08-01", "10-20"]
