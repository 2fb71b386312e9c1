"""Targets, the ledger, and the file of all answers."""

import csv
from collections import Counter
from datetime import date, datetime
from decimal import Decimal

import pytest

from scripts.core.errors import EdpError
from scripts.oracle import Answer, answers, capture, read_answers, write_answers
from scripts.oracle.bookings import Bookings
from scripts.oracle.crm import Crm
from scripts.oracle.ledger import ledger_revenue
from scripts.oracle.periods import month_number
from scripts.oracle.rows import read
from scripts.oracle.targets import amount, read_targets, target_answers, target_month
from tests.scripts.oracle_warehouse import RawRows

AS_OF = date(2024, 12, 31)
ACCOUNT = "0014M00001lbBt1QAE"


@pytest.fixture
def raw():
    """One account with a subscription of 29 USD a month for 2024, all of it in the ledger but 1 USD in March."""
    rows = RawRows()
    rows.add("salesforce_v2_stitch.account", id=ACCOUNT, name="Acme")
    rows.add("zuora_stitch.account", id="bill", crmid=ACCOUNT, batch="Batch1")
    rows.add("zuora_stitch.subscription", id="sub", name="A-S1", accountid="bill")
    rows.add("zuora_stitch.rateplan", id="plan", subscriptionid="sub")
    dates = {"effectivestartdate": date(2024, 1, 1), "effectiveenddate": date(2025, 1, 1)}
    rows.add("zuora_stitch.rateplancharge", id="charge", rateplanid="plan", mrr=29, **dates)
    rows.add("zuora_stitch.product", id="product", effectiveenddate=date(2040, 1, 1))
    rows.add("zuora_stitch.productrateplan", id="catalogue plan", productid="product", name="SaaS - Premium - 1 Year")
    rows.add("zuora_stitch.productrateplancharge", id="premium", productrateplanid="catalogue plan")
    rows.add("netsuite_fivetran.accounts", account_id=1)
    for month in range(1, 13):
        rows.add("netsuite_fivetran.transactions", transaction_id=month, trandate=datetime(2024, month, 28))
        posted = {"transaction_id": month, "account_id": 1, "amount": -28 if month == 3 else -29}
        rows.add("netsuite_fivetran.transaction_lines", **posted)
    return rows


def test_a_target_month_is_a_fiscal_month_name():
    assert target_month("FY25-Dec") == month_number(date(2024, 12, 1))
    assert target_month(" fy25-jan ") == month_number(date(2025, 1, 1))
    assert target_month("FY25-Feb") == month_number(date(2024, 2, 1))
    assert [target_month(text) for text in ("FY25-Sept", "March", "FY25-Q3", "")] == [None] * 4


def test_an_amount_may_have_thousands_commas():
    assert amount(" 1,234,567.50 ") == Decimal("1234567.50")


def test_targets_add_up_per_quarter_and_attainment_is_in_percent_of_them(raw):
    for month, value, order_type in (
        ("FY25-Nov", "1,000", "3. Growth"),
        ("FY25-Jan", "500.50", "1. New - First Order"),
        ("FY25-Q4", "99", "3. Growth"),
    ):
        raw.add("sheetload.sales_funnel_targets_matrix", month=month, allocated_target=value, order_type=order_type)
    raw.add("sheetload.sales_funnel_targets_matrix", month="FY25-Nov", allocated_target="7", kpi_name="Deals")
    won = {"accountid": ACCOUNT, "stagename": "Closed Won", "iswon": True, "order_type_test__c": "7. PS / Other"}
    raw.add("salesforce_v2_stitch.opportunity", closedate=date(2024, 12, 1), arr_net__c=3001, **won)
    rejected = Counter()
    targets = read_targets(raw, rejected)
    assert targets == {("FY25-Q4", "2) Growth"): 1000, ("FY25-Q4", "1) New"): Decimal("500.50")}
    assert rejected == {"target without a month": 1}
    found = target_answers(targets, Bookings(raw, Crm([capture(raw, "W2", AS_OF)])))
    assert found[-1] == Answer("target attainment", "FY25-Q4", "", "200.000000")


@pytest.mark.parametrize(
    ("line", "account", "transaction"),
    [
        ({"non_posting_line": "Yes"}, {}, {}),
        ({"_fivetran_deleted": True}, {}, {}),
        ({}, {"_fivetran_deleted": True}, {}),
        ({}, {"full_name": "Training Revenue"}, {}),
        ({}, {"type_name": "Other Current Liability", "full_name": "Accrued Subscription Rebates"}, {}),
        ({}, {}, {"_fivetran_deleted": True}),
    ],
)
def test_the_ledger_counts_credits_on_posting_lines_of_subscription_revenue(raw, line, account, transaction):
    before = ledger_revenue(raw)
    assert before[month_number(date(2024, 3, 1))] == 28
    raw.add("netsuite_fivetran.accounts", account_id=2, **account)
    raw.add("netsuite_fivetran.transactions", transaction_id=99, trandate=datetime(2024, 3, 1), **transaction)
    raw.add("netsuite_fivetran.transaction_lines", transaction_id=99, account_id=2, amount=-5, **line)
    assert ledger_revenue(raw) == before


def test_a_month_posted_too_low_is_the_only_variance(raw):
    found = answers(raw, [capture(raw, "W2", AS_OF)])
    variance = {answer.period: answer.value for answer in found if answer.metric == "ledger variance"}
    assert len(variance) == 12
    assert {period: value for period, value in variance.items() if value != "0.00"} == {"2024-03-01": "-1.00"}


def test_the_file_holds_every_answer_once_and_sorted(raw, tmp_path):
    path = tmp_path / "new" / "answers.csv"
    count = write_answers(raw, path, [capture(raw, "W2", AS_OF)])
    found = read_answers(path)
    assert count == len(found) == len({answer[:3] for answer in found})
    assert found == sorted(found)
    assert Answer("mart_arr ARR", "2024-12-01", "", "348.00") in found
    assert Answer("mart_arr ARR by product", "2024-12-01", "SaaS - Premium / SaaS", "348.00") in found
    assert [path.name for path in path.parent.iterdir()] == ["answers.csv"]
    with path.open(newline="") as file:
        assert next(csv.reader(file)) == ["metric", "period", "dimension", "value"]


def test_the_waterfall_starts_with_the_fiscal_year_before(raw):
    raw.execute("UPDATE raw.zuora_stitch.rateplancharge SET effectivestartdate = DATE '2020-01-01'")
    found = answers(raw, [capture(raw, "W2", AS_OF)])
    months = sorted({answer.period for answer in found if answer.metric == "waterfall ARR"})
    assert (months[0], months[-1], len(months)) == ("2023-02-01", "2024-12-01", 23)


def test_a_failure_leaves_the_old_file_and_nothing_else(raw, tmp_path):
    path = tmp_path / "answers.csv"
    path.write_text("old")
    raw.execute("DROP TABLE raw.data_science.ptc_scores")
    with pytest.raises(Exception, match="ptc_scores"):
        write_answers(raw, path, [capture(raw, "W2", AS_OF)])
    assert path.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["answers.csv"]


def test_only_plain_names_are_read(raw):
    with pytest.raises(EdpError, match="not a valid SQL name"):
        list(read(raw, "zuora_stitch.account", 'id" FROM raw.x; --'))
