"""The oracle's rules for service pings, with results worked out by hand."""

from collections import Counter
from datetime import date, datetime

import pytest

from scripts.oracle.pings import growth, hosted_names, last_pings, ping_answers, read_pings
from scripts.oracle.subscriptions import Billing, Subscription
from scripts.oracle.wave import COUNTERS, PATHS
from tests.scripts.oracle_warehouse import RawRows

AS_OF = date(2024, 12, 31)
ISSUES = PATHS.index("counts.issues")


@pytest.fixture
def raw():
    """A Self-Managed plan in the price list."""
    rows = RawRows()
    rows.add("zuora_stitch.product", id="p", producttier__c="Self-Managed - Premium", effectiveenddate=date(2030, 1, 1))
    rows.add("zuora_stitch.productrateplan", id="plan", productid="p", name="Self-Managed - Premium - 1 Year")
    rows.add("zuora_stitch.productrateplancharge", id="premium", productrateplanid="plan")
    rows.add("zuora_stitch.rateplan", id="rp", subscriptionid="s1")
    rows.add("zuora_stitch.rateplancharge", id="c", rateplanid="rp")
    return rows


@pytest.fixture
def billing():
    """Two versions of one subscription, and one of another whose account does not count."""
    rows = [("s1", "A-S1", 1, "b"), ("s2", "A-S1", 2, "b"), ("s3", "A-S3", 1, "gone")]
    subscriptions = {
        key: Subscription(key, name, version, "Active", account, "A", date(2024, 1, 1), ())
        for key, name, version, account in rows
    }
    return Billing({"b": "A"}, subscriptions, {}, Counter())


def test_the_later_load_of_a_ping_counts(raw, billing):
    raw.add("version_db.usage_data", id=1, edition="EEU", _uploaded_at=datetime(2024, 12, 9))
    raw.add("version_db.usage_data", id=1, edition="CE")
    assert [ping.tier for ping in read_pings(raw, billing)] == ["Ultimate"]


@pytest.mark.parametrize("values", [{"uuid": None}, {"uuid": " "}, {"version": "$VERSION"}])
def test_a_ping_without_identity_or_version_tells_nothing(raw, billing, values):
    raw.add("version_db.usage_data", id=1, **values)
    assert list(read_pings(raw, billing)) == []


@pytest.mark.parametrize(
    ("edition", "expires", "tier"),
    [
        ("CE", None, "Free"),
        ("EE Free", None, "Free"),
        ("EE", None, "Starter"),
        ("EEP", "2024-12-08", "Premium"),
        ("EEP", "2024-12-07", "Free"),
    ],
)
def test_the_tier_follows_from_the_edition_while_the_license_lasts(raw, billing, edition, expires, tier):
    raw.add("version_db.usage_data", id=1, edition=edition, license_expires_at=expires)
    assert [ping.tier for ping in read_pings(raw, billing)] == [tier]


def test_a_lost_payload_is_made_of_the_columns_and_no_count_is_below_zero(raw, billing):
    raw.add("version_db.raw_usage_data", id=7, payload='{"counts": {"issues": 3, "epics": -1, "projects": true}}')
    raw.add("version_db.usage_data", id=1, raw_usage_data_id=7, counts='{"issues": 1}')
    raw.add("version_db.usage_data", id=2, raw_usage_data_id=8, counts='{"issues": 1}')
    values = [{path: ping.values[PATHS.index(path)] for path in PATHS} for ping in read_pings(raw, billing)]
    assert [found["counts.issues"] for found in values] == [3, 1]
    assert [values[0][path] for path in ("counts.epics", "counts.projects", "counts.ci_builds")] == [None, None, None]


def test_the_license_leads_to_the_subscription_or_else_the_payload_does(raw, billing):
    raw.add("tap_postgres.customers_db_licenses", id=1, license_file_sha256="a", zuora_subscription_id="s1 ")
    raw.add("tap_postgres.customers_db_licenses", id=2, license_file_md5="b-1", zuora_subscription_id="s3")
    raw.add("version_db.raw_usage_data", id=7, payload='{"license_subscription_id": "s2"}')
    for key, hashes in enumerate([{"license_sha256": "a"}, {"license_md5": "b1"}, {}, {"license_sha256": "x"}], 1):
        raw.add("version_db.usage_data", id=key, raw_usage_data_id=7 if key == 4 else None, **hashes)
    assert [ping.subscription for ping in read_pings(raw, billing)] == ["A-S1", None, None, "A-S1"]


def test_a_month_shows_its_last_ping_and_growth_is_spread_over_days(raw, billing):
    raw.add("version_db.raw_usage_data", id=1, payload='{"license_subscription_id": "s1", "counts": {"issues": 1000}}')
    raw.add("version_db.raw_usage_data", id=2, payload='{"license_subscription_id": "s2", "counts": {"issues": 1700}}')
    raw.add("version_db.raw_usage_data", id=3, payload='{"license_subscription_id": "s2", "counts": {"issues": 5}}')
    for key, day, payload in [(1, "2024-01-10", 1), (2, "2024-03-02", 1), (3, "2024-03-20", 2), (4, "2024-04-20", 3)]:
        created = datetime.fromisoformat(f"{day} 10:00")
        raw.add("version_db.usage_data", id=key, raw_usage_data_id=payload, created_at=created)
    used = last_pings(list(read_pings(raw, billing)), hosted_names(raw, billing, AS_OF))
    assert list(used) == [("A-S1", "1|u")]
    months = used["A-S1", "1|u"]
    assert [(month.month, ping.values[ISSUES]) for month, ping in months.items()] == [(1, 1000), (3, 1700), (4, 5)]
    # a counter that fell says nothing of the time before
    assert list(growth(months, ISSUES)) == [(date(2024, 2, 1), None, 290), (date(2024, 3, 1), 700, 310)]


def test_installations_are_counted_once_a_month(raw, billing):
    for key in (1, 2):
        raw.add("version_db.usage_data", id=key)
    raw.add("version_db.usage_data", id=3, host_id=2, hostname="x.gitlab-dedicated.example")
    raw.add(
        "saas_usage_ping.instance_combined_metrics",
        uuid="g",
        edition="EEU",
        recorded_at=datetime(2024, 12, 29),
        run_results="{}",
    )
    answers = ping_answers(raw, billing, AS_OF)
    assert {(found.period, found.dimension): found.value for found in answers if found.metric.startswith("rep")} == {
        ("2024-12-01", "Premium / Self-Managed"): "1",
        ("2024-12-01", "Premium / Dedicated"): "1",
        ("2024-12-01", "Ultimate / GitLab.com"): "1",
        ("2024-12-01", "without one"): "2",
    }


def test_nine_of_the_34_metrics_only_grow():
    assert (len(PATHS), len(set(PATHS)), len(COUNTERS)) == (34, 34, 9)
