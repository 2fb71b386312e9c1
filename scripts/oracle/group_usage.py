"""What the groups of GitLab.com do, and which of them pay.

Rules ("Service Ping" and "Namespace-order-subscription match"): of the attempts to count something for a group on a
day the one loaded last counts, and only when it succeeded. Of several pings in a month the last one that could be
counted stands for it, counter by counter. A group pays for the subscription that order, group and billing agree on;
where nothing agrees in the month, for the subscription with the latest term that names it and runs on the month's last
day. It is a free one when nothing of it is more than a trial.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from scripts.core.warehouse import Warehouse
from scripts.oracle.answer import Answer, digest
from scripts.oracle.dotcom import Dotcom, newest_states
from scripts.oracle.matching import MONTHS_BACK, Plans, Row, orders_in_force, rows, status, versions_in_force
from scripts.oracle.orders import DRAFT, Order, Version
from scripts.oracle.periods import day, month_number, month_start
from scripts.oracle.rows import read

AGREED = "Paid All Matching"
SUCCESS = "Success"


class Use(NamedTuple):
    """Counters of a group in a month, by name, and the day of the last ping."""

    ping_date: date
    counters: Mapping[str, int]


class GroupMonth(NamedTuple):
    """A group in a month; `version` is the subscription version it pays for, None when it is free."""

    month: int
    group: int
    version: Version | None
    use: Use | None


def read_use(warehouse: Warehouse, as_of: date) -> dict[tuple[int, int], Use]:
    """Group and month -> what it did."""
    columns = ("namespace_ultimate_parent_id", "ping_name", "ping_date", "error", "counter_value", "_uploaded_at")
    last: dict[tuple[int, str, date], tuple[int, str, int]] = {}
    for group, name, moment, error, value, uploaded in read(warehouse, "saas_usage_ping.namespace", *columns):
        key = (group, name, day(moment))
        if key not in last or uploaded > last[key][0]:
            last[key] = (uploaded, error, value)
    counted: defaultdict[tuple[int, int], dict[str, tuple[date, int]]] = defaultdict(dict)
    for (group, name, ping_date), (_, error, value) in last.items():
        found = counted[group, month_number(ping_date)] if error == SUCCESS and ping_date <= as_of else None
        if found is not None and (name not in found or ping_date > found[name][0]):
            found[name] = (ping_date, value)
    return {
        key: Use(max(found[0] for found in counters.values()), {name: found[1] for name, found in counters.items()})
        for key, counters in counted.items()
    }


def paying(
    found: Iterable[tuple[Row, str]], versions: Iterable[Version], plans: Plans, months: range
) -> Iterator[tuple[int, int, Version]]:
    """Month, group and the version it pays for."""
    agreed = set()
    for row, text in found:
        if text == AGREED and row.namespace is not None and row.version is not None:
            agreed.add((row.month, row.namespace))
            yield row.month, row.namespace, row.version
    named: dict[tuple[int, int], Version] = {}
    for version in versions:
        if version.namespace is None or version.status == DRAFT or not version.plans & plans.seating:
            continue
        end = month_number(min(version.term[1], version.cancelled or version.term[1]))
        for month in range(max(month_number(version.term[0]), months.start), min(end, months.stop)):
            key = (month, version.namespace)
            if key not in named or _rank(version) > _rank(named[key]):
                named[key] = version
    for (month, group), version in named.items():
        if (month, group) not in agreed:
            yield month, group, version


def _rank(version: Version) -> tuple[object, ...]:
    return version.term[0], version.number, version.created_at


def free(found: Iterable[tuple[Row, str]], dotcom: Dotcom) -> set[tuple[int, int]]:
    """Month and group where nothing is more than free or on trial."""
    seen: set[tuple[int, int]] = set()
    paid: set[tuple[int, int]] = set()
    for row, text in found:
        known = dotcom.namespaces.get(row.namespace) if row.namespace is not None else None
        if known is not None:
            seen.add((row.month, known.root))
            if text != "Free Namespace" and not text.startswith("Trial "):
                paid.add((row.month, known.root))
    return seen - paid


def group_months(
    warehouse: Warehouse,
    orders: Mapping[int, Order],
    versions: Mapping[str, Version],
    plans: Plans,
    dotcom: Dotcom,
    as_of: date,
) -> list[GroupMonth]:
    """Every paying group of the last two years, and every free one that pinged.

    Args:
        warehouse: an open warehouse.
        orders: all orders.
        versions: all versions that count.
        plans: the plans of GitLab.com.
        dotcom: GitLab.com on the business date.
        as_of: the business date.
    """
    this_month = month_number(as_of)
    months = range(this_month - MONTHS_BACK, this_month + 1)
    running = versions_in_force(versions.values(), plans, months)
    ordered = orders_in_force(orders.values(), versions, running, plans, months)
    columns = ("id", "updated_at", "_uploaded_at", "created_at")
    created = {
        row[0]: day(row[3]) for row in newest_states(read(warehouse, "tap_postgres.gitlab_db_namespaces", *columns))
    }
    found = [(row, status(row, dotcom, plans, this_month)) for row in rows(ordered, running, created, dotcom, months)]
    use = read_use(warehouse, as_of)
    return [
        *(
            GroupMonth(month, group, version, use.get((group, month)))
            for month, group, version in paying(found, versions.values(), plans, months)
        ),
        *(
            GroupMonth(month, group, None, use[group, month])
            for month, group in free(found, dotcom)
            if (group, month) in use
        ),
    ]


def group_usage_answers(found: Sequence[GroupMonth]) -> list[Answer]:
    """Groups per month by whether they pay and ping, and a digest of everything that was counted."""
    counts: Counter[tuple[int, str]] = Counter()
    lines = []
    for month, group, version, use in found:
        counts[month, "paying" if version else "free"] += 1
        if use is not None:
            counts[month, "paying, with a ping"] += version is not None
            counted = ",".join(f"{name}={value}" for name, value in sorted(use.counters.items()))
            subscription = version.original if version else ""
            lines.append(f"{month_start(month)}|{group}|{subscription}|{use.ping_date}|{counted}")
    return [
        *(
            Answer("groups of GitLab.com", month_start(month).isoformat(), name, str(count))
            for (month, name), count in counts.items()
            if count
        ),
        Answer("use of groups", "", "digest", digest(lines)),
    ]
