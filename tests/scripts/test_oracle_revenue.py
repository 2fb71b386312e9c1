"""The oracle's rules for subscriptions, charges and ARR, on hand-made rows with results worked out by hand."""

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest

from scripts.oracle.charges import read_charges
from scripts.oracle.crm import MISSING, Crm, capture
from scripts.oracle.periods import month_number
from scripts.oracle.products import current_tier, delivery, historical_tier, read_labels
from scripts.oracle.revenue import by_parent, in_mart, product_answers, revenue_answers, totals
from scripts.oracle.subscriptions import read_billing
from tests.scripts.oracle_warehouse import RawRows

AS_OF = date(2024, 12, 31)
ACCOUNT = "0014M00001lbBt1QAE"


@pytest.fixture
def raw():
    """One live CRM account, its billing account and one subscription with one rate plan."""
    rows = RawRows()
    rows.add("salesforce_v2_stitch.account", id=ACCOUNT, name="Acme")
    rows.add("zuora_stitch.account", id="bill", crmid=ACCOUNT, batch="Batch1")
    rows.add("zuora_stitch.subscription", id="sub", name="A-S1", accountid="bill")
    rows.add("zuora_stitch.rateplan", id="plan", subscriptionid="sub")
    return rows


def charge(raw, start, end, mrr="10", **more):
    raw.add(
        "zuora_stitch.rateplancharge",
        id=f"charge {start} {end}",
        rateplanid=more.pop("rateplanid", "plan"),
        effectivestartdate=start,
        effectiveenddate=end,
        mrr=mrr,
        **more,
    )


def read(raw):
    crm = Crm([capture(raw, "W2", AS_OF)])
    billing = read_billing(raw, crm)
    rejected = Counter()
    return read_charges(raw, billing, AS_OF, rejected), crm, billing, rejected


def months(charges):
    return sorted(month for found in charges for month in range(found.first, found.last))


def test_a_charge_counts_from_its_start_month_to_the_month_before_its_end_month(raw):
    charge(raw, "2024-05-15", "2025-05-15", "145")
    charges, *_ = read(raw)
    assert months(charges) == list(range(month_number(date(2024, 5, 1)), month_number(date(2025, 5, 1))))
    assert charges[0].arr == Decimal("1740.00")


def test_a_charge_within_one_month_and_one_of_negative_length_are_rejected(raw):
    charge(raw, "2024-05-10", "2024-05-28")
    charge(raw, "2024-05-10", "2024-03-01")
    charges, _, _, rejected = read(raw)
    assert charges == []
    assert rejected == {"charge within one month": 1, "charge of negative length": 1}


def test_an_open_ended_charge_stops_24_months_after_the_business_date(raw):
    charge(raw, "2024-11-01", None)
    charges, _, _, rejected = read(raw)
    assert months(charges)[-1] == month_number(date(2026, 12, 1))
    assert rejected == {"open-ended charge cut at the horizon": 1}


def test_one_time_charges_and_charges_without_mrr_do_not_count_but_free_seats_do(raw):
    charge(raw, "2024-01-01", "2024-04-01", chargetype="OneTime")
    charge(raw, "2024-01-01", "2024-05-01", "0")
    charge(raw, "2024-01-01", "2024-06-01", "0", name="Max Enrollment", quantity=300)
    charges, *_ = read(raw)
    assert [(found.arr, found.quantity) for found in charges] == [(Decimal("0.00"), 300)]


@pytest.mark.parametrize("flag", ["", None, "False"])
def test_a_missing_exclusion_flag_keeps_the_subscription(raw, flag):
    raw.add("zuora_stitch.subscription", id="other", name="A-S2", accountid="bill", excludefromanalysis__c=flag)
    _, _, billing, rejected = read(raw)
    assert set(billing.current) == {"A-S1", "A-S2"}
    assert not rejected


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"excludefromanalysis__c": "True"}, "subscription excluded from analysis"),
        ({"status": "Draft"}, "draft subscription"),
        ({"deleted": True}, "deleted subscription"),
    ],
)
def test_a_subscription_that_does_not_count_is_rejected_for_its_reason(raw, values, reason):
    raw.add("zuora_stitch.subscription", id="other", name="A-S2", accountid="bill", **values)
    _, _, billing, _ = read(raw)
    assert set(billing.current) == {"A-S1"}
    assert billing.rejected == {reason: 1}


@pytest.mark.parametrize("values", [{"batch": "Batch20"}, {"batch": "Batch1", "deleted": True}])
def test_charges_of_a_test_or_deleted_billing_account_do_not_count(raw, values):
    raw.add("zuora_stitch.account", id="gone", crmid=ACCOUNT, **values)
    raw.add("zuora_stitch.subscription", id="other", name="A-S2", accountid="gone")
    raw.add("zuora_stitch.rateplan", id="plan 2", subscriptionid="other")
    charge(raw, "2024-01-01", "2024-04-01", "999999", rateplanid="plan 2")
    charges, _, billing, _ = read(raw)
    assert charges == []
    assert sum(billing.rejected.values()) == 1


def test_only_the_highest_active_or_cancelled_version_is_current_and_in_the_mart(raw):
    versions = (("v1", 1, "Expired"), ("v2", 2, "Active"), ("v3", 3, "Active"), ("v4", 4, "Expired"))
    for key, version, status in versions:
        raw.add("zuora_stitch.subscription", id=key, name="A-S2", version=version, status=status, accountid="bill")
        raw.add("zuora_stitch.rateplan", id=f"plan {key}", subscriptionid=key)
        charge(raw, "2024-01-01", "2024-04-01", rateplanid=f"plan {key}")
    charges, crm, *_ = read(raw)
    assert len(charges) == 4
    assert [found.subscription.subscription_id for found in charges if in_mart(found, crm)] == ["v3"]


def test_jihu_is_in_the_fact_but_not_in_the_mart(raw):
    raw.execute("UPDATE raw.salesforce_v2_stitch.account SET jihu_account__c = true")
    charge(raw, "2024-01-01", "2024-04-01")
    charges, crm, *_ = read(raw)
    assert len(charges) == 1
    assert not in_mart(charges[0], crm)


def test_revenue_of_an_unknown_account_is_kept_under_the_missing_member(raw):
    raw.execute("UPDATE raw.zuora_stitch.account SET crmid = ''")
    charge(raw, "2024-01-01", "2024-03-01", "58")
    charges, crm, *_ = read(raw)
    january = month_number(date(2024, 1, 1))
    assert by_parent(charges, crm) == {MISSING: {january: Decimal("696.00"), january + 1: Decimal("696.00")}}
    assert in_mart(charges[0], crm)


def true_up(raw, amount, **entry):
    raw.add(
        "zuora_revenue.zuora_revenue_revenue_contract_line",
        id="line",
        subscription_name="A-S1",
        start_date="2024-01-01",
        end_date="2024-12-31",
    )
    raw.add(
        "zuora_revenue.zuora_revenue_manual_journal_entry",
        je_line_id="entry",
        rc_line_id="line",
        amount=amount,
        **entry,
    )


def test_a_true_up_spreads_its_amount_over_the_rounded_months_of_its_line(raw):
    true_up(raw, 1200)
    charges, *_ = read(raw)
    assert [(found.mrr, found.quantity, found.last - found.first) for found in charges] == [(Decimal("100"), 0, 12)]


def test_a_reversed_true_up_is_negative_and_other_postings_are_none(raw):
    true_up(raw, 1200, dr_activity_type="Revenue", cr_activity_type="Contract Liability")
    raw.add(
        "zuora_revenue.zuora_revenue_manual_journal_entry",
        je_line_id="other",
        rc_line_id="line",
        amount=50,
        dr_activity_type="Revenue",
        cr_activity_type="Revenue",
    )
    charges, *_ = read(raw)
    assert [found.mrr for found in charges] == [Decimal("-100")]


def test_a_contract_line_without_the_mark_is_no_true_up(raw):
    true_up(raw, 1200)
    raw.execute("UPDATE raw.zuora_revenue.zuora_revenue_revenue_contract_line SET atr16 = 'Other Allocation'")
    assert read(raw)[0] == []


def test_of_repeated_journal_entries_the_one_extracted_last_counts(raw):
    true_up(raw, 1200)
    raw.add(
        "zuora_revenue.zuora_revenue_manual_journal_entry",
        je_line_id="entry",
        rc_line_id="line",
        amount=2400,
        incr_updt_dt="2024-11-02",
    )
    assert [found.mrr for found in read(raw)[0]] == [Decimal("200")]


def test_customers_are_parents_with_arr_and_quarters_take_their_last_month():
    january = month_number(date(2024, 1, 1))
    series = {
        "one": {january - 1: Decimal(5), january: Decimal(10)},
        "two": {january: Decimal("0.50")},
        "free": {january: Decimal(0)},
        "taken back": {january: Decimal("-0.25")},
    }
    assert totals(series) == {january - 1: (5, 1), january: (Decimal("10.25"), 2)}
    found = {(answer.metric, answer.period): answer.value for answer in revenue_answers("mart_arr", series)}
    assert found["mart_arr ARR at quarter end", "FY24-Q4"] == "10.25"
    assert found["mart_arr customers at quarter end", "FY24-Q4"] == "2"
    assert found["mart_arr ARR", "2023-12-01"] == "5.00"
    assert len(found) == 6


def test_arr_by_product_counts_one_month_of_the_mart(raw):
    charge(raw, "2024-01-01", "2024-04-01", "29")
    charge(raw, "2024-02-01", "2024-04-01", "99", productrateplanchargeid="ultimate")
    charges, crm, *_ = read(raw)
    labels = {"premium": "SaaS - Premium / SaaS", "ultimate": "Self-Managed - Ultimate / Self-Managed"}
    january = month_number(date(2024, 1, 1))
    assert [answer[1:] for answer in product_answers(charges, crm, labels, january)] == [
        ("2024-01-01", "SaaS - Premium / SaaS", "348.00"),
        ("2024-01-01", "SaaS - Premium / SaaS", "1"),
    ]


@pytest.mark.parametrize(
    ("name", "tier"),
    [
        ("SaaS - Ultimate - 1 Year", "SaaS - Ultimate"),
        ("Dedicated - Ultimate - 1 Year", "Dedicated - Ultimate"),
        ("Ultimate - 1 Year", "Self-Managed - Ultimate"),
        ("Premium (2 Year)", "Self-Managed - Premium"),
        ("Gold Plan", "SaaS - Gold"),
        ("Silver Plan", "SaaS - Silver"),
        ("#movingtogitlab", "Not Applicable"),
        ("GitLab Enterprise Edition 100 Pack", "Self-Managed - Starter"),
        ("1,000 CI Minutes", "SaaS - Other"),
        ("Gitlab Storage 10GB", "Storage"),
    ],
)
def test_the_name_of_a_rate_plan_decides_its_historical_tier(name, tier):
    assert historical_tier(name) == tier


def test_gold_and_silver_are_ultimate_and_premium_today_and_an_active_products_own_tier_wins():
    assert current_tier("Gold Plan", None, date(2020, 1, 1), AS_OF) == "SaaS - Ultimate"
    assert current_tier("Gold Plan", "Legacy", date(2030, 1, 1), AS_OF) == "SaaS - Ultimate"
    assert current_tier("Plan A", "SaaS - Premium", date(2024, 12, 31), AS_OF) == "SaaS - Premium"
    assert current_tier("Silver Plan", "SaaS - Ultimate", date(2024, 12, 30), AS_OF) == "SaaS - Premium"


def test_a_product_without_a_tier_is_unknown_only_if_its_name_says_nothing():
    later = date(2040, 12, 31)
    assert current_tier("Partner Bundle", None, later, AS_OF) == "(Unknown Tier)"
    assert current_tier("Partner Bundle", "Legacy", later, AS_OF) == "Not Applicable"
    assert current_tier("Premium", "", later, AS_OF) == "Self-Managed - Premium"


def test_dedicated_is_delivered_as_saas():
    tiers = ("Dedicated - Ultimate", "SaaS - Premium", "Self-Managed - Premium", "Support")
    assert [delivery(tier) for tier in tiers] == ["SaaS", "SaaS", "Self-Managed", "Others"]


def test_a_rate_plan_without_its_product_has_an_unknown_tier(raw):
    raw.add("zuora_stitch.productrateplan", id="orphan", productid="missing", name="Ultimate - 1 Year")
    raw.add("zuora_stitch.productrateplancharge", id="orphan charge", productrateplanid="orphan")
    assert read_labels(raw, AS_OF) == {"orphan charge": "(Unknown Tier) / Others"}
