"""How well the paying groups of GitLab.com use what they bought.

Rules ("Product usage health score"): red is 25 points, yellow 63, green 88; a score up to 50 is red, up to 75 yellow.
Seats (weight .30) are judged by the age of the customer, pushes, pipelines, deliveries and, on Ultimate, security
(.15 each) by the share of people who do it; deliveries and security are the mean of three parts that are known. Of
several subscriptions of a group the one with the newest ping counts, of these the one with more seats. Activity as a
whole is judged on customers' own installations only. What is not known has no score, and its weight goes to the others.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from scripts.core.warehouse import Warehouse
from scripts.oracle.answer import Answer, digest, ratio, rounded
from scripts.oracle.charges import Charge
from scripts.oracle.crm import MISSING, Crm
from scripts.oracle.group_usage import GroupMonth
from scripts.oracle.matching import in_force
from scripts.oracle.periods import day
from scripts.oracle.revenue import in_mart
from scripts.oracle.rows import read
from scripts.oracle.subscriptions import Billing

RED, YELLOW, GREEN = Decimal(25), Decimal(63), Decimal(88)
WEIGHTS = {"seats": 30, "scm": 15, "ci": 15, "cd": 15, "security": 15}
ULTIMATE = ("SaaS - Ultimate", "Dedicated - Ultimate")
STAGES = "usage_activity_by_stage_monthly"
SCANS = (
    "secret_detection",
    "dependency_scanning",
    "container_scanning",
    "dast",
    "sast",
    "coverage_fuzzing",
    "api_fuzzing",
)

Test = Callable[[Decimal], bool]


class Customer(NamedTuple):
    """What is known of a paying group beside its counters: age in months, use of seats as a ratio, and its tier."""

    age: int | None
    utilization: Decimal | None
    is_ultimate: bool


def points(value: Decimal | None, red: Test, yellow: Test) -> Decimal | None:
    """Red where the first test holds, else yellow where the second does, else green."""
    if value is None:
        return None
    return RED if red(value) else YELLOW if yellow(value) else GREEN


def share(part: int | None, whole: int | None) -> Decimal | None:
    """One count of another, None where either is unknown or there is nothing to divide by."""
    return None if part is None or not whole else rounded(Decimal(part) / whole, 6)


def mean(parts: Iterable[Decimal | None]) -> Decimal | None:
    """The mean of the known parts."""
    known = [part for part in parts if part is not None]
    return sum(known, Decimal(0)) / len(known) if known else None


def seat_points(customer: Customer) -> Decimal | None:
    """Points for the use of seats."""
    if customer.age is None or customer.age < 3:
        return None
    low, high = ("0.10", "0.50") if customer.age <= 6 else ("0.50", "0.75") if customer.age <= 9 else ("0.75", "0.75")
    return points(customer.utilization, lambda value: value <= Decimal(low), lambda value: value <= Decimal(high))


def scores(customer: Customer, users: int | None, counters: Mapping[str, int]) -> dict[str, Decimal | None]:
    """Points of every measure, by its name."""
    done, failed = (
        counters.get("counts_monthly.successful_deployments"),
        counters.get("counts_monthly.failed_deployments"),
    )
    ended = None if done is None or failed is None else done + failed
    scans = [counters[name] for name in (f"{STAGES}.secure.{scanner}_scans" for scanner in SCANS) if name in counters]
    pushing = share(counters.get(f"{STAGES}.create.action_monthly_active_users_project_repo"), users)
    building = share(counters.get(f"{STAGES}.verify.ci_pipelines"), users)
    deploying = share(counters.get(f"{STAGES}.release.deployments"), users)
    scanning = share(counters.get(f"{STAGES}.secure.user_unique_users_all_secure_scanners"), users)
    deployments = share(counters.get("counts_monthly.deployments"), users)
    scanned = share(sum(scans) if scans else None, counters.get("counts_monthly.ci_internal_pipelines"))
    kinds = Decimal(sum(count > 0 for count in scans)) if scans else None
    return {
        "seats": seat_points(customer),
        "scm": points(pushing, lambda value: value < Decimal("0.25"), lambda value: value < Decimal("0.50")),
        "ci": points(building, lambda value: value <= Decimal("0.10"), lambda value: value <= Decimal("0.333")),
        "cd": mean(
            (
                points(deploying, lambda value: value < Decimal("0.05"), lambda value: value <= Decimal("0.12")),
                points(deployments, lambda value: value < 2, lambda value: value <= 7),
                points(
                    share(done, ended), lambda value: value < Decimal("0.25"), lambda value: value <= Decimal("0.80")
                ),
            )
        ),
        "security": mean(
            (
                points(scanning, lambda value: value <= Decimal("0.05"), lambda value: value < Decimal("0.20")),
                points(scanned, lambda value: value < Decimal("0.1"), lambda value: value <= Decimal("0.5")),
                points(kinds, lambda value: value <= 1, lambda value: value <= 2),
            )
        )
        if customer.is_ultimate
        else None,
    }


def overall(found: Mapping[str, Decimal | None]) -> Decimal | None:
    """The mean of the known scores by weight."""
    known = {measure: score for measure, score in found.items() if score is not None}
    weight = sum(WEIGHTS[measure] for measure in known)
    return sum((score * WEIGHTS[measure] for measure, score in known.items()), Decimal(0)) / weight if known else None


def color(score: Decimal | None) -> str:
    """Red, Yellow or Green; 'None' for no score."""
    if score is None:
        return "None"
    return "Red" if score <= 50 else "Yellow" if score <= 75 else "Green"


class Facts(NamedTuple):
    """Per subscription name: licensed seats that are billed; whether it is Ultimate. Per account: its first month."""

    seats: Mapping[str, Decimal]
    ultimate: frozenset[str]
    first_month: Mapping[str, int]


def read_facts(charges: Sequence[Charge], labels: Mapping[str, str], crm: Crm, month: int) -> Facts:
    """What the charges of GitLab.com say about a month."""
    seats: defaultdict[str, Decimal] = defaultdict(Decimal)
    ultimate: set[str] = set()
    first: dict[str, int] = {}
    for charge in charges:
        account, name = charge.subscription.account_id, charge.subscription.name
        first[account] = min(charge.first, first.get(account, charge.first))
        tier, delivered = labels.get(charge.product_id, " / ").split(" / ")
        if charge.is_current and charge.first <= month < charge.last and delivered == "SaaS":
            if tier.startswith("SaaS"):
                seats[name] += charge.quantity
            if tier in ULTIMATE and in_mart(charge, crm):
                ultimate.add(name)
    return Facts(seats, frozenset(ultimate), first)


def health_answers(
    warehouse: Warehouse,
    billing: Billing,
    facts: Facts,
    found: Iterable[GroupMonth],
    seats: Mapping[int, tuple[int | None, int | None]],
    month: int,
) -> list[Answer]:
    """Paying groups by colour, and a digest of their scores.

    Args:
        warehouse: an open warehouse.
        billing: the subscriptions that count.
        facts: what their charges say about the month.
        found: groups and months, of which the paying ones of `month` are judged.
        seats: group -> seats and seats in use on the business date.
        month: number of the month of the business date.
    """
    periods: dict[str, tuple[date, date]] = {
        key: (day(start), day(end))
        for key, start, end in read(
            warehouse, "zuora_stitch.subscription", "id", "subscriptionstartdate", "subscriptionenddate"
        )
    }
    best: dict[int, tuple[tuple[object, ...], str]] = {}
    for group in found:
        version = group.version
        current = billing.current.get(version.name) if version else None
        if group.month != month or version is None or current is None:
            continue
        bought, users = seats.get(group.group, (None, None))
        licensed = facts.seats.get(version.name, Decimal(0)) or Decimal(bought or 0)
        if not licensed or not in_force(*periods[current.subscription_id], month):
            continue
        account = billing.accounts[current.billing_account_id]
        first = facts.first_month.get(account) if account != MISSING else None
        age = None if first is None else month - first
        utilization = None if users is None else rounded(users / licensed, 6)
        customer = Customer(age, utilization, version.name in facts.ultimate)
        scored = scores(customer, users, group.use.counters if group.use else {})
        parts = [*scored.values(), overall(scored)]
        line = "|".join([color(parts[-1]), str(group.group), *("" if part is None else ratio(part) for part in parts)])
        pinged = (group.use is not None, group.use.ping_date if group.use else date.min)
        rank = (*pinged, licensed, [-ord(letter) for letter in version.original])
        if group.group not in best or rank > best[group.group][0]:
            best[group.group] = (rank, line)
    lines = [line for _, line in best.values()]
    colors = Counter(line.split("|")[0] for line in lines)
    return [
        *(Answer("health of groups", "", name, str(count)) for name, count in colors.items()),
        Answer("health of groups", "", "digest", digest(lines)),
    ]
