"""Use of the seats of every subscription, as the CRM gets it.

Rules ("subscription_product_usage_data"): names with exactly one Active or Cancelled version. With any Self-Managed
plan that was not removed the newest report of its servers counts, of a day's reports the one with the most users; with
a SaaS plan otherwise the seats of the namespace on the business date and the distinct people below it who take a seat.
The namespace is that of the name's newest order that has one, else the subscription's own. All others are not sent.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple

from scripts.core.warehouse import Warehouse
from scripts.oracle.answer import Answer, digest
from scripts.oracle.dotcom import Dotcom, clean
from scripts.oracle.orders import Order, Version
from scripts.oracle.periods import day
from scripts.oracle.rows import read
from scripts.oracle.subscriptions import CURRENT

SELF_MANAGED, SAAS = "Self-Managed", "SaaS"


class Report(NamedTuple):
    """One report of a server: users, then when it came."""

    active: int
    reported_at: datetime
    most: int
    licensed: int


class Use(NamedTuple):
    """Use of one subscription; counts are None where nothing was reported."""

    group: str
    report_date: date | None
    active: int | None
    most: int | None
    licensed: int | None


def read_reports(warehouse: Warehouse, versions: Mapping[str, Version]) -> dict[str, tuple[date, Report]]:
    """First version of the name -> day and report that count."""
    best: dict[tuple[str, date], Report] = {}
    columns = ("active_user_count", "report_timestamp", "max_historical_user_count", "license_user_count")
    for subscription, *row in read(
        warehouse, "tap_postgres.customers_db_license_seat_links", "zuora_subscription_id", *columns
    ):
        key, report = (clean(subscription), day(row[1])), Report(*row)
        if key not in best or report[:2] > best[key][:2]:
            best[key] = report
    newest: dict[str, tuple[date, Report]] = {}
    for (subscription, report_date), report in best.items():
        if subscription in versions:
            original = versions[subscription].original
            found = newest.get(original)
            if found is None or (report_date, report.reported_at) > (found[0], found[1].reported_at):
                newest[original] = (report_date, report)
    return newest


def used_namespaces(orders: Mapping[int, Order], versions: Mapping[str, Version]) -> dict[str, int]:
    """First version of the name -> namespace of its newest order that has one."""
    newest: dict[str, Order] = {}
    for order in orders.values():
        if order.subscription_id in versions and order.namespace is not None:
            original = versions[order.subscription_id].original
            found = newest.get(original)
            if found is None or (order.created_at, order.order_id) > (found.created_at, found.order_id):
                newest[original] = order
    return {original: order.namespace for original, order in newest.items() if order.namespace is not None}


def read_use(
    warehouse: Warehouse,
    orders: Mapping[int, Order],
    versions: Mapping[str, Version],
    deliveries: Mapping[str, str],
    dotcom: Dotcom,
    as_of: date,
) -> dict[str, Use]:
    """Version -> its use.

    Args:
        warehouse: an open warehouse.
        orders: all orders.
        versions: all versions that count.
        deliveries: catalogue rate plan -> how it is delivered.
        dotcom: GitLab.com on the business date.
        as_of: the business date.
    """
    reports, namespaces = read_reports(warehouse, versions), used_namespaces(orders, versions)
    people: defaultdict[int, set[int]] = defaultdict(set)
    for membership in dotcom.memberships:
        if membership.is_billable:
            people[dotcom.namespaces[membership.source].root].add(membership.user)
    newest_copy = max(dotcom.plan_copies, default="")
    seats = {row[0]: (row[4], row[2]) for row in dotcom.plan_copies.get(newest_copy, [])}
    current = [version for version in versions.values() if version.status in CURRENT]
    versions_of_name = Counter(version.name for version in current)
    found = {}
    for version in current:
        delivered = {deliveries.get(plan) for plan in version.plans}
        if versions_of_name[version.name] > 1 or not delivered & {SELF_MANAGED, SAAS}:
            continue
        if SELF_MANAGED in delivered:
            reported = reports.get(version.original)
            use = Use(SELF_MANAGED, None, None, None, None)
            if reported:
                use = Use(SELF_MANAGED, reported[0], reported[1].active, reported[1].most, reported[1].licensed)
        else:
            namespace = namespaces.get(version.original, version.namespace)
            use = Use(SAAS, None, None, None, None)
            if namespace is not None and namespace in seats:
                use = Use(SAAS, as_of, len(people[namespace]), *seats[namespace])
        found[version.subscription_id] = use
    return found


def seat_use_answers(found: Mapping[str, Use]) -> list[Answer]:
    """Subscriptions and their counts per delivery, and a digest over all of them."""
    answers = []
    for group in (SELF_MANAGED, SAAS):
        uses = [use for use in found.values() if use.group == group]
        named = {
            "subscriptions": len(uses),
            "with a report": sum(use.report_date is not None for use in uses),
            "active users": sum(use.active or 0 for use in uses),
            "most users": sum(use.most or 0 for use in uses),
            "licensed users": sum(use.licensed or 0 for use in uses),
        }
        answers += [Answer("seat use", "", f"{group} / {name}", str(value)) for name, value in named.items()]
    lines = ("|".join((key, *("" if part is None else str(part) for part in use))) for key, use in found.items())
    return [*answers, Answer("seat use", "", "digest", digest(lines))]
