"""The oracle's rules for accounts, bookings, lineage, scores and snapshots, with results worked out by hand."""

import json
from datetime import date, datetime
from decimal import Decimal

import pytest

from scripts.oracle.answer import digest, money, ratio
from scripts.oracle.bookings import Bookings, is_booked, order_type_group
from scripts.oracle.crm import MISSING, Account, Crm, WaveState, capture, id18, linked_account
from scripts.oracle.history import Versions, history_answers
from scripts.oracle.lineage import lineage, slug
from scripts.oracle.scores import Score, published, read_scores, stars
from scripts.oracle.subscriptions import Subscription
from tests.scripts.oracle_warehouse import RawRows

AS_OF = date(2024, 12, 31)
A, B, C = "001000000000001AAA", "001000000000002AAA", "001000000000003AAA"


def account(key, master=None, link=None, *, jihu=False, deleted=False, changed="2024-11-01"):
    return Account(key, key, master, link, None, jihu, deleted, datetime.fromisoformat(changed))


def state(*accounts, wave="W0", opportunities=None):
    return WaveState(wave, AS_OF, {found.account_id: found for found in accounts}, opportunities or {})


def test_fifteen_characters_become_eighteen():
    assert id18("0014M00001lbBt1") == "0014M00001lbBt1QAE"
    assert id18("001000000000001") == "001000000000001AAA"
    assert id18("0014M00001lbBt1QAE") == "0014M00001lbBt1QAE"
    assert id18("") is None
    assert id18(None) is None


def test_merged_accounts_are_followed_to_the_end_of_the_chain():
    crm = Crm([state(account(A, B, deleted=True), account(B, C, deleted=True), account(C))])
    assert [crm.survivor(key) for key in (A[:15], B, C)] == [C, C, C]


def test_deleted_never_merged_blank_and_unknown_accounts_are_the_missing_member():
    crm = Crm([state(account(A, deleted=True), account(C))])
    assert [crm.survivor(key) for key in (A, "", None, B)] == [MISSING] * 4


def test_an_account_deleted_outright_is_resolved_through_an_earlier_load():
    crm = Crm([state(account(A, C), account(C)), state(account(C), wave="W1")])
    assert crm.survivor(A) == C


def test_masters_that_point_at_each_other_end_somewhere():
    crm = Crm([state(account(A, B, deleted=True), account(B, A, deleted=True))])
    assert crm.survivor(A) == MISSING


def test_the_parent_is_read_out_of_the_link():
    assert linked_account('<a href="/001000000000002" target="_blank">Parent</a>') == B
    assert linked_account("Parent 001000000000002") is None
    assert linked_account(None) is None


def test_a_broken_link_or_a_deleted_parent_makes_an_account_its_own_parent():
    link = '<a href="/001000000000002" target="_blank">Parent</a>'
    crm = Crm([state(account(A, link=link), account(B), account(C, link="oops"))])
    assert [(crm.parent(key), crm.has_invalid_parent(key)) for key in (A, C)] == [(B, False), (C, True)]
    crm = Crm([state(account(A, link=link), account(B, deleted=True))])
    assert (crm.parent(A), crm.has_invalid_parent(A)) == (A, True)
    assert crm.parent(MISSING) == MISSING


def test_a_merged_parent_is_followed_to_its_survivor():
    link = '<a href="/001000000000002" target="_blank">Parent</a>'
    crm = Crm([state(account(A, link=link), account(B, C, deleted=True), account(C))])
    assert (crm.parent(A), crm.has_invalid_parent(A)) == (C, False)


def test_an_unknown_jihu_flag_means_not_jihu():
    raw = RawRows()
    for key, jihu in ((A, None), (B, True), (C, False)):
        raw.add("salesforce_v2_stitch.account", id=key, name=key, jihu_account__c=jihu)
    crm = Crm([capture(raw, "W2", AS_OF)])
    assert [crm.is_jihu(key) for key in (A, B, C, MISSING)] == [False, True, False, False]


@pytest.mark.parametrize(
    ("flag", "stage", "kind", "is_won", "is_jihu", "booked"),
    [
        (None, "Closed Won", "New Business", True, False, True),
        (None, "8-Closed Lost", "Renewal", False, False, True),
        (None, "8-Closed Lost", "New Business", False, False, False),
        (None, "9-Unqualified", "Renewal", False, False, False),
        (None, "Closed Won", "New Business", True, True, False),
        (None, "10-Duplicate", "New Business", True, False, False),
        (True, "10-Duplicate", "New Business", True, False, False),
        (True, "5-Negotiating", "New Business", False, False, True),
        (False, "Closed Won", "New Business", True, False, False),
    ],
)
def test_what_is_booked(flag, stage, kind, is_won, is_jihu, booked):
    assert is_booked(flag, stage, kind, is_won=is_won, is_jihu=is_jihu) is booked


def test_bookings_add_up_per_fiscal_quarter_and_order_type_group():
    raw = RawRows()
    raw.add("salesforce_v2_stitch.account", id=A, name="Acme")
    won = {"accountid": A, "stagename": "Closed Won", "type": "New Business", "iswon": True}
    rows = (
        ("2024-11-12", 1740, "1. New - First Order"),
        ("2025-01-31", 10, "1. New - First Order"),
        ("2024-12-10", -40, "4. Contraction"),
        ("2024-10-31", 5, "3. Growth"),
        ("2024-12-01", 7, "7. PS / Other"),
    )
    for closed, amount, order_type in rows:
        raw.add(
            "salesforce_v2_stitch.opportunity",
            closedate=closed,
            arr_net__c=amount,
            order_type_test__c=order_type,
            **won,
        )
    raw.add("salesforce_v2_stitch.opportunity", closedate="2024-12-01", arr_net__c=99, isdeleted=True, **won)
    bookings = Bookings(raw, Crm([capture(raw, "W2", AS_OF)]))
    assert bookings.arr == {
        ("FY25-Q4", "1) New"): 1750,
        ("FY25-Q4", "2) Growth"): -40,
        ("FY25-Q3", "2) Growth"): 5,
        ("FY25-Q4", "3) Other"): 7,
    }
    assert bookings.deals["FY25-Q4", "1) New"] == 2


def test_order_types_are_grouped():
    types = ("1. New - First Order", "2. New - Connected", "6. Churn - Final", "7. PS / Other", None)
    groups = ["1) New", "2) Growth", "2) Growth", "3) Other", "Missing order_type_name_grouped"]
    assert [order_type_group(name) for name in types] == groups


def subscription(name, first, *successors):
    return Subscription(name, name, 1, "Active", "bill", A, first, successors)


def test_lineage_finds_the_oldest_of_a_family_with_forks_and_consolidations():
    found = lineage(
        [
            subscription("S 1", date(2022, 2, 9), "S 2", "S 3"),
            subscription("S 2", date(2023, 2, 9), "S 5"),
            subscription("S 3", date(2023, 3, 1)),
            subscription("S 4", date(2022, 8, 1), "S 5"),
            subscription("S 5", date(2024, 2, 1), "never seen"),
            subscription("S 8", date(2024, 2, 1)),
        ]
    )
    assert {found[f"s-{number}"][:2] for number in range(1, 6)} == {("s-1", date(2022, 2, 1))}
    assert found["s-8"][:2] == ("s-8", date(2024, 2, 1))
    assert not any(member.is_circular for member in found.values())


def test_circular_and_self_renewals_are_flagged_and_end():
    found = lineage(
        [
            subscription("s6", date(2023, 5, 1), "s7"),
            subscription("s7", date(2023, 6, 1), "s6", "s8"),
            subscription("s8", date(2023, 7, 1), "s9"),
            subscription("s9", date(2023, 8, 1), "s9"),
            subscription("s0", date(2023, 9, 1), "s6"),
        ]
    )
    assert {name: member.is_circular for name, member in found.items()} == {
        "s6": True,
        "s7": True,
        "s8": False,
        "s9": True,
        "s0": False,
    }
    assert {member.oldest for member in found.values()} == {"s6"}


def test_the_oldest_of_two_in_the_same_month_is_the_first_by_slug():
    found = lineage([subscription("B", date(2023, 5, 1), "A"), subscription("A", date(2023, 5, 30))])
    assert found["b"] == ("a", date(2023, 5, 1), False)


def test_a_slug_keeps_the_bar():
    assert slug("A-S1 || A_S2") == "a-s1-||-a-s2"


@pytest.mark.parametrize(
    ("expand", "contract", "expected"),
    [
        (Score(Decimal("0.99"), 5, 2.0), Score(Decimal("0.61"), 1, 1.0), (5, 2)),
        (Score(Decimal("0.71"), 5, 1.0), Score(Decimal("0.99"), 1, 2.0), (4, 1)),
        (Score(Decimal("0.71"), 5, None), Score(Decimal("0.99"), 1, 2.0), (5, 1)),
        (Score(Decimal("0.71"), 4, 1.0), Score(Decimal("0.99"), 1, 2.0), (4, 1)),
        (None, Score(Decimal("0.99"), 1, 2.0), (None, 1)),
    ],
)
def test_an_account_cannot_expand_and_contract_at_once(expand, contract, expected):
    assert stars(expand, contract) == expected


def upload(raw, table, uploaded_at, *entries):
    names = ("crm_account_id", "score_date", "score", "grouping")
    text = json.dumps([dict(zip(names, entry, strict=True)) for entry in entries])
    raw.add(f"data_science.{table}", jsontext=text, uploaded_at=uploaded_at)


def test_the_upload_loaded_last_counts_and_each_score_takes_its_own_newest_date():
    raw = RawRows()
    upload(raw, "pte_scores", "2024-11-02", (A, "2024-11-01", 0.5, 3), (B, "2024-11-01", 0.25, 2))
    upload(raw, "pte_scores", "2024-11-09", (A, "2024-11-01", 0.75, 4))
    upload(raw, "pte_scores", "2024-10-02", (A, "2024-10-01", 0.9, 5))
    upload(raw, "ptc_scores", "2024-12-02", (A, "2024-12-01", 0.1, 1))
    expand, contract = read_scores(raw, "pte_scores"), read_scores(raw, "ptc_scores")
    assert expand[A, "2024-11-01"].z == pytest.approx(0.7071067811865475)
    assert contract[A, "2024-12-01"].z is None
    assert published(expand, contract) == {
        A: ("4", "75.000000", "1", "10.000000"),
        B: ("2", "25.000000", "", ""),
    }


def test_a_snapshot_gains_versions_for_changed_new_and_returning_keys():
    monday, tuesday = datetime(2024, 12, 1), datetime(2024, 12, 2)
    versions = Versions(ends_missing=True)
    assert versions.load({"a": monday, "b": monday})["versions"] == 2
    assert versions.load({"a": tuesday, "c": monday}) == {
        "versions": 4,
        "open": 2,
        "new": 1,
        "changed": 1,
        "closed": 1,
        "re-opened": 0,
    }
    assert versions.load({"a": monday, "b": monday, "c": monday}) == {
        "versions": 5,
        "open": 3,
        "new": 0,
        "changed": 0,
        "closed": 0,
        "re-opened": 1,
    }


def test_a_missing_opportunity_keeps_its_open_version():
    when = datetime(2024, 12, 1)
    answers = history_answers([state(opportunities={"x": when}), state(opportunities={}, wave="W1")])
    found = {(answer.period, answer.dimension): answer.value for answer in answers if "opportunity" in answer.metric}
    assert (found["W0", "open"], found["W1", "open"], found["W1", "closed"]) == ("1", "1", "0")


def test_values_are_written_the_same_way_every_time():
    assert money(Decimal("1.005")) == "1.01"
    assert money(Decimal("-0.001")) == "0.00"
    assert ratio(Decimal(2) / 3) == "0.666667"
    assert digest(["b", "a"]) == digest(["a", "b"]) != digest(["a"])
