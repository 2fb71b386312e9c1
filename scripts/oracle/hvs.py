"""High-velocity sales: whose accounts, how much care, what first orders brought, and the cases of pooled accounts.

Rules ("HVS-FO"): three queue users and the small-business advocates own the team's accounts; the pooled user owns what
nobody in particular looks after. An account with a case that calls it one of high value, or with more than 7,000 USD a
year, is Tier 1; one with less than 3,000 and fewer than ten developers Tier 3. A case belongs to the trigger whose
words its subject begins with, the longest if several fit. A first order counts when it is booked, brings net ARR and is
not JiHu's; a purchase on the web is self-service, one through a partner or channel a partner's.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from scripts.core.settings import PROJECT
from scripts.core.warehouse import Warehouse
from scripts.oracle.answer import Answer, digest, money
from scripts.oracle.bookings import is_booked
from scripts.oracle.crm import Crm, id18
from scripts.oracle.periods import day, fiscal_quarter, month_number
from scripts.oracle.rows import number, read

QUEUES = ("AMER SMB Sales", "EMEA SMB Sales", "APAC SMB Sales")
POOLED_USER = "Pooled Sales User"
TEAMS = {"AMER": "AMER/APJ", "APAC": "AMER/APJ", "APJ": "AMER/APJ", "JAPAC": "AMER/APJ", "EMEA": "EMEA"}
NO_TRIGGER = "Other"


class Owner(NamedTuple):
    """A CRM user: the team he works for ('' outside high-velocity sales), and whether he is the pooled user."""

    team: str
    is_pooled: bool


class Trigger(NamedTuple):
    """A trigger of the automation: the words a subject begins with, its name, whether it means high value."""

    prefix: str
    name: str
    is_high_value: bool


class Case(NamedTuple):
    """A live case: its account after merges, trigger, record type and times."""

    case_id: str
    account_id: str
    trigger: Trigger | None
    is_pooled: bool
    created: str
    response_minutes: int | None


def read_owners(warehouse: Warehouse) -> dict[str, Owner]:
    """The CRM users by id."""
    owners = {}
    for key, name, role, geo in read(
        warehouse, "salesforce_v2_stitch.user", "id", "name", "user_role_name", "user_geo__c"
    ):
        is_ours = name in QUEUES or (role or "").startswith("Advocate_SMB_")
        owners[key] = Owner(TEAMS.get(geo, "Other") if is_ours else "", name == POOLED_USER)
    return owners


def read_triggers() -> list[Trigger]:
    """The triggers, longest prefix first."""
    with (PROJECT / "seeds" / "sales" / "case_trigger.csv").open(newline="", encoding="utf-8") as file:
        rows = [
            Trigger(row["subject_prefix"].lower(), row["case_trigger"], row["is_high_value_account_trigger"] == "true")
            for row in csv.DictReader(file)
        ]
    return sorted(rows, key=lambda trigger: -len(trigger.prefix))


def read_cases(warehouse: Warehouse, crm: Crm) -> list[Case]:
    """The cases that are not deleted."""
    with (PROJECT / "seeds" / "sales" / "case_record_type.csv").open(newline="", encoding="utf-8") as file:
        pooled = {row["record_type_id"] for row in csv.DictReader(file) if row["is_pooled"] == "true"}
    triggers = read_triggers()
    cases = []
    columns = ("id", "accountid", "recordtypeid", "subject", "createddate", "date_time_first_responded__c", "isdeleted")
    for key, account, kind, subject, created, answered, deleted in read(
        warehouse, "salesforce_v2_stitch.case", *columns
    ):
        if deleted:
            continue
        text = (subject or "").lower()
        trigger = next((trigger for trigger in triggers if text.startswith(trigger.prefix)), None)
        minutes = int((answered - created).total_seconds() // 60) if answered else None
        cases.append(Case(key, crm.survivor(account), trigger, kind in pooled, created.isoformat(), minutes))
    return cases


def tier(carr: Decimal, developers: int, *, has_high_value_case: bool) -> str:
    """How much care an account gets; `carr` in USD per year."""
    if has_high_value_case or carr > 7000:
        return "Tier 1"
    return "Tier 3" if carr < 3000 and developers < 10 else "Tier 2"


def account_answers(
    warehouse: Warehouse, crm: Crm, owners: dict[str, Owner], cases: Sequence[Case], as_of: str
) -> list[Answer]:
    """Accounts of the team and pooled ones on the business date, by team and tier."""
    high_value = {case.account_id for case in cases if case.trigger and case.trigger.is_high_value}
    counts: Counter[str] = Counter()
    columns = ("id", "ownerid", "carr_this_account__c", "lam_dev_count__c")
    for key, owner_id, carr, developers in read(warehouse, "salesforce_v2_stitch.account", *columns):
        if key not in crm.live:
            continue
        owner = owners.get(id18(owner_id) or "", Owner("", is_pooled=False))
        care = tier(number(carr), developers or 0, has_high_value_case=key in high_value)
        if owner.team:
            counts[f"{owner.team} / {care}"] += 1
        if owner.is_pooled:
            counts[f"Pooled / {care}"] += 1
    return [Answer("high-velocity accounts", as_of, name, str(count)) for name, count in counts.items()]


def case_answers(cases: Sequence[Case]) -> list[Answer]:
    """Pooled cases by trigger, and a digest of every case with its account and answer time."""
    pooled = [case for case in cases if case.is_pooled]
    by_trigger = Counter(case.trigger.name if case.trigger else NO_TRIGGER for case in pooled)
    lines = (
        f"{case.case_id}|{case.account_id}|{case.created[:10]}"
        f"|{'' if case.response_minutes is None else case.response_minutes}"
        for case in cases
    )
    return [
        *(Answer("pooled cases", "", name, str(count)) for name, count in by_trigger.items()),
        Answer("CRM cases", "", "digest", digest(lines)),
    ]


def motion(source: str | None, path: str | None, *, is_web: bool) -> str:
    """How an opportunity was sold."""
    if is_web or source == "Web Direct Generated" or path == "Web Direct":
        return "Self-Service"
    return "Partner" if path in ("Partner", "Channel") else "Sales-Assisted"


def first_order_answers(warehouse: Warehouse, crm: Crm) -> list[Answer]:
    """Net ARR and number of first orders by fiscal quarter and motion."""
    arr: defaultdict[tuple[str, str], Decimal] = defaultdict(Decimal)
    orders: Counter[tuple[str, str]] = Counter()
    columns = ("accountid", "stagename", "type", "iswon", "closedate", "arr_net__c", "order_type_test__c")
    more = ("fpa_master_bookings_flag__c", "isdeleted", "sql_source__c", "deal_path__c", "web_portal_purchase__c")
    for account, stage, kind, won, closed, net, order_type, flag, deleted, source, path, web in read(
        warehouse, "salesforce_v2_stitch.opportunity", *columns, *more
    ):
        jihu = crm.is_jihu(crm.survivor(account))
        if deleted or jihu or not (order_type or "").startswith("1.") or number(net) <= 0:
            continue
        if is_booked(flag, stage, kind, is_won=won is True, is_jihu=jihu):
            key = (fiscal_quarter(month_number(day(closed))), motion(source, path, is_web=web is True))
            arr[key] += number(net)
            orders[key] += 1
    found = [Answer("first-order net ARR", *key, money(value)) for key, value in arr.items()]
    return found + [Answer("first orders", *key, str(count)) for key, count in orders.items()]


def hvs_answers(warehouse: Warehouse, crm: Crm, as_of: str) -> list[Answer]:
    """Everything about high-velocity sales; `as_of` is the business date as YYYY-MM-DD."""
    cases = read_cases(warehouse, crm)
    return [
        *account_answers(warehouse, crm, read_owners(warehouse), cases, as_of),
        *case_answers(cases),
        *first_order_answers(warehouse, crm),
    ]
