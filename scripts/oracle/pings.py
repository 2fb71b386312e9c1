"""Service ping: which installations report, what they use, and how their counters grow.

Rules ("Service Ping"): of a ping that was loaded twice the later load counts; a ping without an identity or without
a version number tells nothing. A lost payload is made of the ping's own columns. A count below zero is none. The
edition gives the tier, but a license that is over leaves the free one. The license leads to the subscription, by
SHA-256 or else by MD5, and where it does not the payload may. A month shows the last ping of a subscription on an
installation; the growth between two pings is spread evenly over the days between them.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise
from typing import Any, NamedTuple

from scripts.core.warehouse import Warehouse
from scripts.oracle.answer import Answer, digest, rounded
from scripts.oracle.products import read_labels
from scripts.oracle.rows import read
from scripts.oracle.subscriptions import Billing
from scripts.oracle.wave import COUNTERS, PATHS

TIERS = {"CE": "Free", "EE Free": "Free", "EE": "Starter", "EES": "Starter", "EEP": "Premium", "EEU": "Ultimate"}

MONTHLY = "usage_activity_by_stage_monthly"
COMBINED = "saas_usage_ping.instance_combined_metrics"

Place = tuple[str, str]
"""Subscription name and installation."""


class Ping(NamedTuple):
    """One ping: who sent it, when, under what, and the wave metrics it carried (None where it carried no count)."""

    installation: str
    created_at: datetime
    tier: str
    deployment: str
    subscription: str | None
    values: tuple[int | None, ...]


def value_at(document: Mapping[str, Any], path: str) -> int | None:
    """The count at a path of a payload; None when there is none or it is below zero."""
    found: Any = document
    for key in path.split("."):
        found = found.get(key) if isinstance(found, dict) else None
    return found if isinstance(found, int) and not isinstance(found, bool) and found >= 0 else None


def tier_of(edition: str, expires: str | None, created: datetime) -> str:
    """The tier an edition stands for on the day of the ping."""
    over = expires is not None and date.fromisoformat(expires) < created.date()
    return "Free" if over else TIERS[edition]


def read_pings(warehouse: Warehouse, billing: Billing) -> Iterator[Ping]:
    """Every ping that can be told apart, those of GitLab.com included."""
    payloads = dict(read(warehouse, "version_db.raw_usage_data", "id", "payload"))
    licenses = _license_subscriptions(warehouse)
    newest: dict[int, tuple[Any, ...]] = {}
    columns = ("id", "_uploaded_at", "uuid", "host_id", "version", "created_at", "edition", "license_expires_at")
    more = ("hostname", "license_sha256", "license_md5", "raw_usage_data_id", "counts")
    for row in read(warehouse, "version_db.usage_data", *columns, *more, "usage_activity_by_stage_monthly"):
        if row[0] not in newest or row[1] > newest[row[0]][1]:
            newest[row[0]] = row
    for row in newest.values():
        _, _, uuid, host, version, created, edition, expires, hostname, sha256, md5, raw_id, counts, monthly = row
        if not (uuid or "").strip() or not re.match(r"\d+\.\d+", version or ""):
            continue
        document = json.loads(payloads.get(raw_id) or f'{{"counts": {counts}, "{MONTHLY}": {monthly}}}')
        dedicated = document.get("gitlab_dedicated") is True or ".gitlab-dedicated." in (hostname or "").lower()
        owner = licenses.get(sha256) or licenses.get(md5)
        subscription = billing.subscriptions.get(owner or (document.get("license_subscription_id") or "").strip())
        yield Ping(
            f"{host}|{uuid}",
            created,
            tier_of(edition, expires, created),
            "Dedicated" if dedicated else "Self-Managed",
            subscription.name if subscription and subscription.billing_account_id in billing.accounts else None,
            tuple(value_at(document, path) for path in PATHS),
        )
    for uuid, edition, at, text in read(warehouse, COMBINED, "uuid", "edition", "recorded_at", "run_results"):
        document = json.loads(text)
        values = tuple(value_at(document, path) for path in PATHS)
        yield Ping(f"<null>|{uuid}", at, tier_of(edition, None, at), "GitLab.com", None, values)


def _license_subscriptions(warehouse: Warehouse) -> dict[str | None, str | None]:
    """License hash, either kind -> the subscription the license was made for; the newest state of a license counts."""
    newest: dict[int, tuple[Any, ...]] = {}
    columns = ("id", "updated_at", "_uploaded_at", "license_file_sha256", "license_file_md5", "zuora_subscription_id")
    for row in read(warehouse, "tap_postgres.customers_db_licenses", *columns):
        if row[0] not in newest or row[1:3] > newest[row[0]][1:3]:
            newest[row[0]] = row
    found: dict[str | None, str | None] = {}
    for _, _, _, sha256, md5, subscription in newest.values():
        for value in (sha256, md5):
            if value:
                found[value.replace("-", "").lower()] = (subscription or "").strip() or None
    return found


def hosted_names(warehouse: Warehouse, billing: Billing, as_of: date) -> set[str]:
    """Names of subscriptions with a plan that customers run themselves, or that is run for them alone."""
    labels = read_labels(warehouse, as_of)
    own = {key for key, label in labels.items() if label.startswith(("Self-Managed", "Dedicated"))}
    plans = dict(read(warehouse, "zuora_stitch.rateplan", "id", "subscriptionid"))
    charges = read(warehouse, "zuora_stitch.rateplancharge", "rateplanid", "productrateplanchargeid")
    found = (billing.subscriptions.get(plans[plan]) for plan, charge in charges if charge in own)
    return {subscription.name for subscription in found if subscription}


def last_pings(pings: Sequence[Ping], hosted: set[str]) -> dict[Place, dict[date, Ping]]:
    """Per subscription and installation the last ping of every month that has one, oldest month first."""
    found: defaultdict[Place, dict[date, Ping]] = defaultdict(dict)
    for ping in sorted(pings, key=lambda ping: ping.created_at):
        if ping.subscription in hosted and ping.deployment != "GitLab.com":
            found[str(ping.subscription), ping.installation][ping.created_at.date().replace(day=1)] = ping
    return dict(found)


def growth(months: Mapping[date, Ping], nth: int) -> Iterator[tuple[date, int | None, int]]:
    """(month, events since the ping before, events of the month) for the months between two values of metric `nth`."""
    counted = [(month, ping, value) for month, ping in months.items() if (value := ping.values[nth]) is not None]
    for (before, first, low), (month, last, high) in pairwise(counted):
        if high < low:
            continue
        days = (last.created_at.date() - first.created_at.date()).days
        covered = before
        while covered < month:
            covered = next_month(covered)
            length = (next_month(covered) - covered).days
            estimate = int(rounded(Decimal((high - low) * length) / days, 0))
            yield covered, high - low if covered == month else None, estimate


def next_month(month: date) -> date:
    """The first day of the month after."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def ping_answers(warehouse: Warehouse, billing: Billing, as_of: date) -> list[Answer]:
    """Installations per month and tier, a digest of their use month by month, and the events their counters tell."""
    pings = list(read_pings(warehouse, billing))
    reporting: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for ping in pings:
        sent_in = month_text(ping.created_at.date())
        reporting[sent_in, f"{ping.tier} / {ping.deployment}"].add(ping.installation)
        if ping.deployment != "GitLab.com":
            reporting[sent_in, "with a subscription" if ping.subscription else "without one"].add(ping.installation)
    used = last_pings(pings, hosted_names(warehouse, billing, as_of))
    lines = (
        "|".join([month_text(month), name, *("" if value is None else str(value) for value in ping.values)])
        for (name, _), months in used.items()
        for month, ping in months.items()
    )
    events: Counter[tuple[str, str]] = Counter()
    for months in used.values():
        for nth, counter in COUNTERS.items():
            for month, since, estimate in growth(months, nth):
                events[month_text(month), f"{counter} / estimated"] += estimate
                events[month_text(month), f"{counter} / since last ping"] += since or 0
    return [
        *(Answer("reporting installations", *key, str(len(found))) for key, found in reporting.items()),
        Answer("use of own installations", "", "digest", digest(lines)),
        *(Answer("events of own installations", *key, str(found)) for key, found in events.items()),
    ]


def month_text(day: date) -> str:
    """The month of a day as YYYY-MM-DD, its first day."""
    return f"{day:%Y-%m}-01"
