"""The customers portal: orders, trials and licenses, and the subscription versions they name.

Rules: every extract copies the whole table, so of the rows of an order the one with the newest `updated_at` counts, of
equal ones the one uploaded last. A namespace that is empty or no number is none. A trial belongs to the group at the
top of its namespace; it is converted when that group first pays for something recurring on or after its start and
before its next trial. A sold license names a subscription that billing knows, or it is not valid.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from scripts.core.warehouse import Warehouse
from scripts.oracle.answer import Answer, digest, flag
from scripts.oracle.crm import WaveState
from scripts.oracle.dotcom import Dotcom, clean, newest_states
from scripts.oracle.periods import day, month_number
from scripts.oracle.rows import number, read
from scripts.oracle.subscriptions import Billing

ORDERS = "tap_postgres.customers_db_orders"
DRAFT = "Draft"


class Order(NamedTuple):
    """One order as last changed; `end` is the day it is over, None while open."""

    order_id: int
    subscription_id: str
    namespace: int | None
    plan: str
    is_trial: bool
    start: date
    end: date | None
    created_at: datetime


class Version(NamedTuple):
    """One subscription version of a customer.

    Attributes:
        original: the first version of its name.
        term: first day of the term, and the day it ends.
        cancelled: the day its name ends, if the name was cancelled.
        plans: catalogue rate plans in it that were not removed.
        first_paid: first day of a recurring charge with an amount.
    """

    subscription_id: str
    original: str
    name: str
    number: int
    status: str
    namespace: int | None
    term: tuple[date, date]
    cancelled: date | None
    created_at: datetime
    plans: frozenset[str]
    first_paid: date | None


class Contents(NamedTuple):
    """What the charges of a version say: its plans, kept and all, and the first paid day."""

    kept: Mapping[str, frozenset[str]]
    everything: frozenset[str]
    first_paid: Mapping[str, date]


def read_orders(warehouse: Warehouse) -> dict[int, Order]:
    """Every order by its number."""
    columns = ("id", "updated_at", "_uploaded_at", "subscription_id", "gl_namespace_id", "product_rate_plan_id")
    orders = {}
    for row in newest_states(read(warehouse, ORDERS, *columns, "trial", "start_date", "end_date", "created_at")):
        key, _, _, subscription, namespace, plan, trial, start, end, created = row
        orders[key] = Order(
            key,
            clean(subscription),
            whole_number(namespace),
            clean(plan),
            bool(trial),
            day(start),
            day(end) if end else None,
            created,
        )
    return orders


def whole_number(text: str | None) -> int | None:
    """The number a text is, or None."""
    found = clean(text)
    return int(found) if found.isdecimal() else None


def read_contents(warehouse: Warehouse) -> Contents:
    """Plans and first paid day of every version, from its charges."""
    catalogue = dict(read(warehouse, "zuora_stitch.productrateplancharge", "id", "productrateplanid"))
    lines = {
        key: (subscription, amendment == "RemoveProduct")
        for key, subscription, amendment, deleted in read(
            warehouse, "zuora_stitch.rateplan", "id", "subscriptionid", "amendmenttype", "deleted"
        )
        if not deleted
    }
    removed: defaultdict[tuple[str, str], list[bool]] = defaultdict(list)
    first_paid: dict[str, date] = {}
    columns = ("rateplanid", "productrateplanchargeid", "chargetype", "mrr", "effectivestartdate", "effectiveenddate")
    for line, charge, kind, mrr, start, end, deleted in read(
        warehouse, "zuora_stitch.rateplancharge", *columns, "deleted"
    ):
        if deleted or line not in lines:
            continue
        subscription, is_removed = lines[line]
        if charge in catalogue:
            removed[subscription, catalogue[charge]].append(is_removed)
        lasts = end is None or month_number(day(end)) > month_number(day(start))
        if kind == "Recurring" and number(mrr) > 0 and lasts:
            first_paid[subscription] = min(day(start), first_paid.get(subscription, day(start)))
    kept: defaultdict[str, set[str]] = defaultdict(set)
    for (subscription, plan), flags in removed.items():
        if not all(flags):
            kept[subscription].add(plan)
    return Contents(
        {key: frozenset(plans) for key, plans in kept.items()}, frozenset(plan for _, plan in removed), first_paid
    )


def read_versions(warehouse: Warehouse, billing: Billing, contents: Contents) -> dict[str, Version]:
    """Every version of a customer, drafts included, by its id."""
    columns = ("id", "name", "version", "status", "originalid", "accountid", "gitlabnamespaceid__c", "createddate")
    dates = ("termstartdate", "termenddate", "subscriptionenddate")
    rows = [
        row
        for row in read(warehouse, "zuora_stitch.subscription", *columns, *dates, "excludefromanalysis__c", "deleted")
        if row[5] in billing.accounts and row[-2] != "True" and not row[-1]
    ]
    cancelled: dict[str, date] = {}
    for key, name, _, status, original, *_, end, _, _ in rows:
        if status == "Cancelled" and billing.current[name].subscription_id == key:
            cancelled[original] = min(day(end), cancelled.get(original, day(end)))
    return {
        key: Version(
            key,
            original,
            name,
            int(version),
            status,
            whole_number(namespace),
            (day(start), day(end)),
            cancelled.get(original),
            created,
            contents.kept.get(key, frozenset()),
            contents.first_paid.get(key) if status != DRAFT else None,
        )
        for key, name, version, status, original, _, namespace, created, start, end, *_ in rows
    }


def trial_lines(orders: Iterable[Order], versions: Mapping[str, Version], dotcom: Dotcom) -> list[str]:
    """One line per trial: order, top group, first, latest, day of conversion."""
    first_paid: dict[int, date] = {}
    trials: defaultdict[int, list[Order]] = defaultdict(list)
    for order in orders:
        known = dotcom.namespaces.get(order.namespace) if order.namespace is not None else None
        # a trial without a known group stands alone
        place = known.root if known else -order.order_id
        if order.is_trial:
            trials[place].append(order)
        elif order.subscription_id in versions and (paid := versions[order.subscription_id].first_paid):
            first_paid[place] = min(paid, first_paid.get(place, paid))
    lines = []
    for place, found in trials.items():
        found.sort(key=lambda order: (order.start, order.order_id))
        for at, order in enumerate(found):
            later = [following.start for following in found[at + 1 : at + 2]]
            paid_on = first_paid.get(place)
            is_converted = paid_on is not None and order.start <= paid_on and all(start > paid_on for start in later)
            lines.append(
                f"{order.order_id}|{max(place, -1)}|{flag(at == 0)}|{flag(not later)}|"
                f"{paid_on.isoformat() if paid_on and is_converted else ''}"
            )
    return lines


def order_states(warehouse: Warehouse, history: Sequence[WaveState]) -> list[Answer]:
    """How many states of orders the snapshot holds after the loads of `history`, and how many of them are open."""
    rows = list(read(warehouse, ORDERS, "id", "updated_at", "_task_instance"))
    known: dict[int, datetime] = {}
    states = 0
    for load in history:
        last_copy = load.as_of.strftime("%Y%m%d")
        newest: dict[int, datetime] = {}
        for key, updated_at, copy in rows:
            if copy[-8:] <= last_copy:
                newest[key] = max(updated_at, newest.get(key, updated_at))
        states += sum(key not in known or updated_at > known[key] for key, updated_at in newest.items())
        known = newest
    return [Answer("order states", "", "all", str(states)), Answer("order states", "", "open", str(len(known)))]


def license_answers(warehouse: Warehouse, versions: Mapping[str, Version]) -> list[Answer]:
    """Licenses by kind, and of the sold ones how many name a subscription, a known one, a customer's."""
    in_billing = {key for (key,) in read(warehouse, "zuora_stitch.subscription", "id")}
    columns = ("id", "updated_at", "_uploaded_at", "zuora_subscription_id", "trial", "email")
    counts: Counter[str] = Counter()
    for row in newest_states(read(warehouse, "tap_postgres.customers_db_licenses", *columns)):
        subscription = clean(row[3])
        counts["trial" if row[4] else "sold"] += 1
        counts["internal"] += clean(row[5]).lower().endswith("@gitlab.com")
        if not row[4]:
            counts["sold with a subscription"] += subscription != ""
            counts["sold with a known subscription"] += subscription in in_billing
            counts["sold to a customer"] += subscription in versions
    return [Answer("licenses", "", name, str(count)) for name, count in counts.items()]


def trial_answers(lines: Sequence[str]) -> list[Answer]:
    """Trials, first ones, and those that led to a payment."""
    parts = [line.split("|") for line in lines]
    counts = {
        "all": len(parts),
        "first": sum(part[2] == "true" for part in parts),
        "converted": sum(part[4] != "" for part in parts),
    }
    return [
        *(Answer("trials", "", name, str(count)) for name, count in counts.items()),
        Answer("trials", "", "digest", digest(lines)),
    ]
