"""The oracle's rules for page views, events that cannot be used and the costs of the cloud, worked out by hand."""

import json
from datetime import datetime

import pytest

from scripts.oracle.events import cloud_cost_answers, entity, event_answers, reject_reason, total_ms
from tests.scripts.oracle_warehouse import RawRows

LATER = datetime(2024, 12, 1, 11)


def contexts(page, **marks):
    """A context as a browser sends it: the clock first, then the page."""
    entities = {"org.w3/PerformanceTiming": marks, "com.snowplowanalytics.snowplow/web_page": {"id": page}}
    data = [{"schema": f"iglu:{name}/jsonschema/1-0-0", "data": value} for name, value in entities.items()]
    return json.dumps({"schema": "iglu:contexts/jsonschema/1-0-0", "data": data})


def values(found):
    return {(answer.metric, answer.period, answer.dimension): answer.value for answer in found}


@pytest.mark.parametrize(
    ("derived", "host", "app", "reason"),
    [
        ("2024-12-01 10:00:00.250", "gitlab.com", "gitlab", ""),
        ("2024-13-45 99:00:00", "localhost", None, "unreadable time"),
        ("", "gitlab.com", "gitlab", "unreadable time"),
        (None, "gitlab.com", "gitlab", "unreadable time"),
        ("2024-12-01 10:00:00", "LocalHost", None, "local host"),
        ("2024-12-01 10:00:00", None, " ", "no application"),
        ("2024-12-01 10:00:00", None, "gitlab", ""),
    ],
)
def test_reasons_are_judged_in_a_fixed_order(derived, host, app, reason):
    assert reject_reason(derived, host, app) == reason


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ({"navigationStart": 1000, "loadEventEnd": 1650}, 650),
        ({"navigationStart": 1000, "loadEventEnd": 1000}, 0),
        ({"navigationStart": 1000, "loadEventEnd": 0}, None),
        ({"navigationStart": 1000}, None),
        ({"navigationStart": 1000, "loadEventEnd": 900}, None),
        ({"navigationStart": 1, "loadEventEnd": 3_600_001}, 3_600_000),
        ({"navigationStart": 1, "loadEventEnd": 3_600_002}, None),
        ({}, None),
    ],
)
def test_a_time_needs_two_plausible_marks(marks, expected):
    assert total_ms(marks) == expected


def test_an_entity_is_found_by_its_schema():
    carried = json.loads(contexts("page"))
    assert entity(carried, "web_page") == {"id": "page"}
    assert entity(carried, "gitlab_standard") == {}


def test_the_last_usable_delivery_of_an_event_counts():
    raw = RawRows()
    raw.add("snowplow.gitlab_events", event_id="e", contexts=contexts("page", navigationStart=1000, loadEventEnd=0))
    finished = contexts("page", navigationStart=1000, loadEventEnd=1500)
    raw.add("snowplow.gitlab_events", event_id="e", contexts=finished, uploaded_at=LATER)
    raw.add("snowplow.gitlab_events", event_id="e", app_id=None, contexts=finished, uploaded_at=datetime(2024, 12, 2))
    raw.add("snowplow.gitlab_events", event_id="ping", event="page_ping", contexts=contexts("other page"))
    raw.add("snowplow.gitlab_events", event_id="at home", page_urlhost="localhost", contexts=contexts("home"))
    assert values(event_answers(raw)) == {
        ("page views", "", "gitlab"): "1",
        ("page loading time", "", "gitlab"): "500",
        ("rejected events", "", "local host"): "1",
    }


def test_a_page_view_reported_by_two_events_counts_once_as_loaded_last():
    raw = RawRows()
    raw.add("snowplow.gitlab_events", event_id="a", app_id="new", contexts=contexts("page"), uploaded_at=LATER)
    raw.add("snowplow.gitlab_events", event_id="b", app_id="old", contexts=contexts("page"))
    assert values(event_answers(raw))["page views", "", "new"] == "1"
    assert ("page views", "", "old") not in values(event_answers(raw))


def test_equal_costs_all_count():
    raw = RawRows()
    row = {"cost": 0.125, "invoice": {"month": "202412"}, "service": {"description": "Cloud Storage"}}
    for cost in (0.125, 0.125, 1):
        raw.add("gcp_billing.summary_gcp_billing", value=json.dumps({**row, "cost": cost}))
    assert values(cloud_cost_answers(raw)) == {("cloud cost", "202412", "Cloud Storage"): "1.250000"}
