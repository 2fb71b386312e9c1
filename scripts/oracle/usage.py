"""All answers about the use of the product by groups of GitLab.com, by free installations, and about its health."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from scripts.core.warehouse import Warehouse
from scripts.oracle.answer import Answer
from scripts.oracle.charges import Charge
from scripts.oracle.crm import Crm, WaveState
from scripts.oracle.dotcom import Dotcom
from scripts.oracle.group_usage import group_months, group_usage_answers
from scripts.oracle.health import health_answers, read_facts
from scripts.oracle.matching import read_plans
from scripts.oracle.orders import read_contents, read_orders, read_versions
from scripts.oracle.periods import month_number, month_start
from scripts.oracle.pings import Ping, read_pings
from scripts.oracle.products import read_labels
from scripts.oracle.subscriptions import Billing


def usage_answers(
    warehouse: Warehouse, history: Sequence[WaveState], billing: Billing, charges: Sequence[Charge], crm: Crm
) -> list[Answer]:
    """Groups that pay and that do not, what they do, how healthy that is, and installations nobody pays for."""
    as_of = history[-1].as_of
    dotcom = Dotcom(warehouse, as_of)
    contents = read_contents(warehouse)
    labels = read_labels(warehouse, as_of)
    found = group_months(
        warehouse,
        read_orders(warehouse),
        read_versions(warehouse, billing, contents),
        read_plans(warehouse, labels, contents),
        dotcom,
        as_of,
    )
    month = month_number(as_of)
    facts = read_facts(charges, labels, crm, month)
    newest = dotcom.plan_copies[max(dotcom.plan_copies)] if dotcom.plan_copies else []
    seats = {row[0]: (row[2], row[3]) for row in newest}
    return [
        *group_usage_answers(found),
        *health_answers(warehouse, billing, facts, found, seats, month),
        *free_installation_answers(read_pings(warehouse, billing)),
    ]


def free_installation_answers(pings: Iterable[Ping]) -> list[Answer]:
    """Installations per month whose last ping of the month is free of charge."""
    last: dict[tuple[int, str], Ping] = {}
    for ping in pings:
        key = (month_number(ping.created_at.date()), ping.installation)
        if key not in last or ping.created_at > last[key].created_at:
            last[key] = ping
    counts = Counter(
        month for (month, _), ping in last.items() if ping.tier == "Free" and ping.deployment == "Self-Managed"
    )
    return [
        Answer("free installations", month_start(month).isoformat(), "", str(count)) for month, count in counts.items()
    ]
