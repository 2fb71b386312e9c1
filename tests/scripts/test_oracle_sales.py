"""The oracle's rules for high-velocity sales, support, surveys and churn forecasts, worked out by hand."""

import json
from datetime import date, datetime
from decimal import Decimal

import pytest

from scripts.oracle.crm import MISSING, Crm, capture
from scripts.oracle.hvs import account_answers, first_order_answers, hvs_answers, motion, read_cases, read_owners, tier
from scripts.oracle.responses import churn_answers, survey_answers, ticket_answers
from tests.scripts.oracle_warehouse import RawRows

ACCOUNT, OTHER = "0014M00001lbBt1QAE", "001000000000001AAA"
FIRST_ORDER = {"order_type_test__c": "1. New - First Order", "stagename": "Closed Won", "iswon": True}


@pytest.fixture
def raw():
    """Two accounts, one of a queue user and one of the pooled user."""
    rows = RawRows()
    rows.add("salesforce_v2_stitch.user", id="queue", name="EMEA SMB Sales", user_geo__c="EMEA")
    rows.add("salesforce_v2_stitch.user", id="pooled", name="Pooled Sales User", user_geo__c="AMER")
    rows.add("salesforce_v2_stitch.account", id=ACCOUNT, ownerid="queue", carr_this_account__c=100, lam_dev_count__c=2)
    rows.add("salesforce_v2_stitch.account", id=OTHER, ownerid="pooled", carr_this_account__c=8000)
    return rows


def crm_of(raw):
    return Crm([capture(raw, "W2", date(2024, 12, 31))])


def values(found):
    return {(answer.metric, answer.dimension): answer.value for answer in found if answer.dimension != "digest"}


def test_the_owner_tells_whose_account_it_is(raw):
    found = values(account_answers(raw, crm_of(raw), read_owners(raw), [], "2024-12-31"))
    assert found == {
        ("high-velocity accounts", "EMEA / Tier 3"): "1",
        ("high-velocity accounts", "Pooled / Tier 1"): "1",
    }


def test_an_advocate_is_of_the_team_and_an_account_executive_is_not(raw):
    raw.add("salesforce_v2_stitch.user", id="a", name="Ada", user_role_name="Advocate_SMB_APAC", user_geo__c="APAC")
    raw.add("salesforce_v2_stitch.user", id="x", name="Bo", user_role_name="AE_SMB_APAC", user_geo__c="APAC")
    owners = read_owners(raw)
    assert (owners["a"].team, owners["x"].team) == ("AMER/APJ", "")


def test_a_high_value_case_lifts_its_account(raw):
    raw.add("salesforce_v2_stitch.case", id="c", accountid=ACCOUNT[:15], subject="High Value Account: hello")
    found = values(hvs_answers(raw, crm_of(raw), "2024-12-31"))
    assert found[("high-velocity accounts", "EMEA / Tier 1")] == "1"
    assert found[("pooled cases", "High Value Account")] == "1"


@pytest.mark.parametrize(
    ("carr", "developers", "expected"),
    [
        ("7000.01", 0, "Tier 1"),
        ("7000", 0, "Tier 2"),
        ("3000", 9, "Tier 2"),
        ("2999.99", 9, "Tier 3"),
        ("0", 10, "Tier 2"),
    ],
)
def test_the_limits_of_the_tiers(carr, developers, expected):
    assert tier(Decimal(carr), developers, has_high_value_case=False) == expected


def test_the_longest_words_a_subject_begins_with_name_the_trigger(raw):
    for key, subject in enumerate(("Overage: 3", "OVERAGE AND QSR OFF: 3", "About our Overage")):
        raw.add("salesforce_v2_stitch.case", id=str(key), subject=subject)
    raw.add("salesforce_v2_stitch.case", id="gone", subject="Overage: 3", isdeleted=True)
    names = [case.trigger and case.trigger.name for case in read_cases(raw, crm_of(raw))]
    assert names == ["Overage", "Overage and QSR Off", None]


def test_an_answer_takes_whole_minutes(raw):
    raw.add("salesforce_v2_stitch.case", id="c", date_time_first_responded__c=datetime(2024, 12, 1, 9, 29, 59))
    assert [(case.account_id, case.response_minutes) for case in read_cases(raw, crm_of(raw))] == [(MISSING, 89)]


def test_first_orders_are_booked_and_bring_something(raw):
    order = {"accountid": ACCOUNT, "closedate": date(2024, 12, 1)} | FIRST_ORDER
    raw.add("salesforce_v2_stitch.opportunity", arr_net__c=1740, web_portal_purchase__c=True, **order)
    raw.add("salesforce_v2_stitch.opportunity", arr_net__c=100, deal_path__c="Channel", **order)
    raw.add("salesforce_v2_stitch.opportunity", arr_net__c=0, **order)
    raw.add("salesforce_v2_stitch.opportunity", arr_net__c=9, **(order | {"stagename": "10-Duplicate"}))
    raw.add("salesforce_v2_stitch.opportunity", arr_net__c=9, **(order | {"order_type_test__c": "3. Growth"}))
    found = values(first_order_answers(raw, crm_of(raw)))
    assert found == {
        ("first-order net ARR", "Self-Service"): "1740.00",
        ("first-order net ARR", "Partner"): "100.00",
        ("first orders", "Self-Service"): "1",
        ("first orders", "Partner"): "1",
    }


def test_the_web_is_self_service_whoever_brought_the_customer():
    assert motion("Web Direct Generated", "Partner", is_web=False) == "Self-Service"
    assert motion("SDR Generated", "Web Direct", is_web=False) == "Self-Service"
    assert motion("SDR Generated", "Direct", is_web=False) == "Sales-Assisted"


def test_the_newest_change_of_a_ticket_counts(raw):
    raw.add("tap_zendesk.organizations", id=1, organization_fields=json.dumps({"salesforce_id": ACCOUNT[:15]}))
    raw.add("tap_zendesk.tickets", id=1, organization_id=1, status="solved", updated_at=datetime(2024, 11, 3))
    raw.add("tap_zendesk.tickets", id=1, organization_id=1, status="open", _sdc_batched_at=datetime(2024, 12, 1))
    raw.add("tap_zendesk.tickets", id=2, status="open")
    found = values(ticket_answers(raw, crm_of(raw)))
    assert found == {
        ("support tickets", "all"): "2",
        ("support tickets", "with a known account"): "1",
        ("support tickets", "solved"): "1",
    }


def test_the_survey_tool_wins_over_the_hand_load(raw):
    raw.add("sensitive.qualtrics_post_purchase_survey_answers", response_id="both", response_values="{}")
    raw.add("sensitive.qualtrics_post_purchase_survey_answers", response_id="old", response_values="{}")
    raw.add("qualtrics.post_purchase_survey_responses", response_id="both", response_values='{"QID1": 7}')
    found = values(survey_answers(raw))
    assert found == {("survey responses", "live"): "1", ("survey responses", "static"): "1"}


def test_the_newest_forecast_of_a_renewal_is_sent(raw):
    for score_date, uploaded_at, churn in (
        ("2024-12-15", datetime(2024, 12, 15), 0.2),
        ("2024-12-15", datetime(2024, 12, 30), 0.3),
        ("2024-12-01", datetime(2024, 12, 31), 0.9),
    ):
        entry = {
            "oldest_subscription_in_cohort": "a-s1",
            "dim_crm_opportunity_id_current_open_renewal": "renewal",
            "score_date": score_date,
            "current_arr": 100,
            "churn_score": churn,
            "contraction_score": 0.1,
            "outcome": "Renewal",
            "arr_expected_to_renew": 68.25,
        }
        raw.add("data_science.churn_forecasting_scores", jsontext=json.dumps([entry]), uploaded_at=uploaded_at)
    found = values(churn_answers(raw))
    assert found == {
        ("churn forecasts", "rows"): "1",
        ("churn forecasts", "first batch"): "2024-12-30 00:00:00",
        ("churn forecasts", "last batch"): "2024-12-30 00:00:00",
    }
