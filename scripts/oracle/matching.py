"""Namespace, order and subscription per month: what belongs together and what is missing.

Rules ("Namespace-order-subscription match"): only GitLab.com counts, without add-ons, in the month of the business date
and the 24 before. Something is in force in a month when it runs on its last day or begins in it; a cancelled name ends
all its versions. Of the versions of a name the latest term counts, of one term the highest version; of the orders of a
name the newest. An order says which namespace it is for; a subscription without an order names one itself. What plan a
namespace has is known for today only, so in an earlier month it needs an order or a subscription to be a paid one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from scripts.core.warehouse import Warehouse
from scripts.oracle.answer import Answer, digest
from scripts.oracle.dotcom import Dotcom, newest_states
from scripts.oracle.orders import DRAFT, Contents, Order, Version
from scripts.oracle.periods import day, month_number, month_start
from scripts.oracle.rows import read

MONTHS_BACK = 24
ADD_ONS = ("SaaS - Other",)


class Plans(NamedTuple):
    """Catalogue rate plans of GitLab.com that seat people, and those known to be sold for something else."""

    seating: frozenset[str]
    elsewhere: frozenset[str]


class Row(NamedTuple):
    """What belongs together in a month; at least one part is there."""

    month: int
    namespace: int | None
    order: Order | None
    version: Version | None


def read_plans(warehouse: Warehouse, labels: Mapping[str, str], contents: Contents) -> Plans:
    """Sort the rate plans by where they are used.

    Args:
        warehouse: an open warehouse.
        labels: charge definition -> 'tier / delivery'.
        contents: what the versions contain; a plan nobody ever had is not known.
    """
    tiers = {
        plan: labels[charge].split(" / ")[0]
        for charge, plan in read(warehouse, "zuora_stitch.productrateplancharge", "id", "productrateplanid")
        if charge in labels
    }
    com = {plan for plan, tier in tiers.items() if tier.startswith("SaaS")}
    return Plans(
        frozenset(plan for plan in com if tiers[plan] not in ADD_ONS),
        frozenset(contents.everything - com),
    )


def in_force(start: date, end: date | None, month: int) -> bool:
    """Whether something counts in the month with this number."""
    first = month_number(start)
    return first == month or (first < month and (end is None or month_number(end) > month))


def versions_in_force(versions: Iterable[Version], plans: Plans, months: range) -> dict[tuple[str, int], Version]:
    """First version of the name and month -> the version that counts."""
    best: dict[tuple[str, int], Version] = {}
    for version in versions:
        if version.status == DRAFT or not version.plans & plans.seating:
            continue
        end = min(version.term[1], version.cancelled or version.term[1])
        for month in months:
            if in_force(version.term[0], end, month):
                key = (version.original, month)
                if key not in best or _newer(version, best[key]):
                    best[key] = version
    return best


def _newer(one: Version, other: Version) -> bool:
    return (one.term[0], one.number, one.created_at) > (other.term[0], other.number, other.created_at)


def orders_in_force(
    orders: Iterable[Order],
    versions: Mapping[str, Version],
    running: Mapping[tuple[str, int], Version],
    plans: Plans,
    months: range,
) -> dict[tuple[str, int], Order]:
    """What was ordered (name, unknown subscription or order number) and month -> the order that counts."""
    best: dict[tuple[str, int], Order] = {}
    for order in orders:
        if order.plan in plans.elsewhere:
            continue
        version = versions.get(order.subscription_id)
        thing = version.original if version else order.subscription_id or str(order.order_id)
        for month in months:
            if not in_force(order.start, order.end, month) or (version and (thing, month) not in running):
                continue
            other = best.get((thing, month))
            if other is None or (order.created_at, order.order_id) > (other.created_at, other.order_id):
                best[thing, month] = order
    return best


def rows(
    orders: Mapping[tuple[str, int], Order],
    versions: Mapping[tuple[str, int], Version],
    created: Mapping[int, date],
    dotcom: Dotcom,
    months: range,
) -> Iterator[Row]:
    """Everything that belongs together, and groups nothing belongs to."""
    linked: set[tuple[int | None, int]] = set()
    for key in {*orders, *versions}:
        order, version = orders.get(key), versions.get(key)
        namespace = order.namespace if order else version.namespace if version else None
        linked.add((namespace, key[1]))
        yield Row(key[1], namespace, order, version)
    for namespace, known in dotcom.namespaces.items():
        if known.root == namespace and not known.is_deleted:
            for month in months:
                if month_number(created[namespace]) <= month and (namespace, month) not in linked:
                    yield Row(month, namespace, None, None)


def status(row: Row, dotcom: Dotcom, plans: Plans, this_month: int) -> str:
    """The first finding about a row."""
    order, version = row.order, row.version
    known = dotcom.namespaces.get(row.namespace) if row.namespace is not None else None
    plan = dotcom.plan(row.namespace) if known and row.namespace is not None else None
    is_asserted = row.month == this_month or order is not None or version is not None
    is_paid = plan is not None and plan.rank > 0 and is_asserted and not (order and order.is_trial)
    is_trial = plan is not None and plan.name.endswith("_trial") and row.month == this_month
    has_plan = version is None or (order is not None and order.plan in version.plans & plans.seating)
    findings = (
        (is_trial and order is None, "Trial Namespace Missing Order"),
        (
            order is not None and known is not None and known.root != row.namespace,
            "Order Linked to Non-Ultimate Parent Namespace",
        ),
        (is_paid and order is None, "Paid Namespace Missing Order"),
        (is_paid and order is not None and not order.subscription_id, "Paid Namespace Missing Order Subscription"),
        (is_paid and version is None, "Paid Namespace Missing Zuora Subscription"),
        (
            order is not None and order.subscription_id != "" and order.namespace is None,
            "Paid Order Missing Namespace Assignment",
        ),
        (
            order is not None and order.subscription_id != "" and version is not None and not has_plan,
            "Paid Order Product Rate Plan Misaligned with Zuora",
        ),
        (order is not None and order.namespace is None, "Free Order Missing Namespace Assignment"),
        (order is not None and known is None, "Order Namespace Not Found"),
        (order is None and version is not None, "Paid Subscription Missing Order"),
        (version is not None, "Paid All Matching"),
        (order is not None and order.is_trial, "Trial All Matching"),
    )
    return next((text for holds, text in findings if holds), "Free Namespace")


def match_answers(
    warehouse: Warehouse,
    orders: Mapping[int, Order],
    versions: Mapping[str, Version],
    plans: Plans,
    dotcom: Dotcom,
    as_of: date,
) -> list[Answer]:
    """Rows per month and status, and a digest of today's."""
    this_month = month_number(as_of)
    months = range(this_month - MONTHS_BACK, this_month + 1)
    running = versions_in_force(versions.values(), plans, months)
    ordered = orders_in_force(orders.values(), versions, running, plans, months)
    created = {
        row[0]: day(row[3])
        for row in newest_states(
            read(warehouse, "tap_postgres.gitlab_db_namespaces", "id", "updated_at", "_uploaded_at", "created_at")
        )
    }
    counts: Counter[tuple[int, str]] = Counter()
    lines = []
    for row in rows(ordered, running, created, dotcom, months):
        found = status(row, dotcom, plans, this_month)
        counts[row.month, found] += 1
        if row.month == this_month:
            namespace = row.namespace if row.namespace in dotcom.namespaces else -1
            lines.append(
                f"{namespace}|{row.order.order_id if row.order else ''}|"
                f"{row.version.subscription_id if row.version else ''}|{found}"
            )
    return [
        *(
            Answer("order match", month_start(month).isoformat(), text, str(count))
            for (month, text), count in counts.items()
        ),
        Answer("order match today", "", "digest", digest(lines)),
    ]
