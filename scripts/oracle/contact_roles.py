"""What marketing contacts answer for: their roles, and the tiers these stand for on the business date.

Rules ("Marketing contacts and pumps"): personal namespaces belong to their owner; in a group access 50 owns, 40
maintains, and all but 50 are members; customers of the portal stand for what they ordered, billing contacts for what
their account pays. A namespace is on the plan of its topmost group; what was bought counts by the plan bought. Free
only is who answers for something free and nothing paid; being a member is not answering.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from scripts.core.warehouse import Warehouse
from scripts.oracle.contacts import Contact, address
from scripts.oracle.dotcom import Dotcom, full_copies, newest_states
from scripts.oracle.matching import orders_in_force, read_plans, rows, versions_in_force
from scripts.oracle.orders import read_contents, read_orders, read_versions
from scripts.oracle.periods import day, month_number
from scripts.oracle.products import read_labels
from scripts.oracle.rows import read
from scripts.oracle.subscriptions import Billing

PERSONAL, OWNER, MAINTAINER, MEMBER, CUSTOMER, PAYER = (
    "Personal Namespace Owner",
    "Group Namespace Owner",
    "Group Namespace Maintainer",
    "Group Namespace Member",
    "Customer DB Owner",
    "Zuora Billing Contact",
)
SAAS_FLAGS = {
    "individual_namespace_is": (PERSONAL,),
    "group_owner_of": (OWNER,),
    "group_member_of": (MEMBER,),
    "responsible_for_group": (OWNER, CUSTOMER, PAYER),
}
PAID = ("bronze", "starter", "premium", "ultimate")
RANKS = {"bronze": 1, "premium": 2, "ultimate": 3}
TODAYS_PLANS = {"silver": "premium", "gold": "ultimate"}

Role = tuple[str, str, str]
"""Address, role, and the namespace, customer or billing account it is played in."""


class Bought(NamedTuple):
    """What runs today: who ordered it, which billing account pays, and delivery and tier."""

    customers: frozenset[str]
    payer: str
    delivery: str
    tier: str


def read_roles(
    warehouse: Warehouse, contacts: Mapping[str, Contact], dotcom: Dotcom, billing: Billing, as_of: date
) -> set[Role]:
    """Every role of every contact."""
    people = {
        row[0]: address(row[3])
        for row in newest_states(
            read(
                warehouse,
                "tap_postgres.gitlab_db_users",
                *("id", "updated_at", "_uploaded_at", "email", "state", "user_type", "pgp_is_deleted"),
            )
        )
        if row[4] == "active" and row[5] is None and not row[6]
    }
    kinds = dict(read(warehouse, "tap_postgres.gitlab_db_namespaces", "id", "type"))
    found: set[Role] = set()
    for key, namespace in dotcom.namespaces.items():
        if kinds[key] == "User" and not namespace.is_deleted and namespace.owner in people:
            found.add((people[namespace.owner], PERSONAL, str(key)))
    columns = ("_task_instance", "user_id", "source_id", "access_level", "requested_at", "expires_at")
    copies = full_copies(read(warehouse, "tap_postgres.gitlab_db_members", *columns))
    for user, source, level, requested, expires in copies[max(copies)] if copies else []:
        is_in = user in people and requested is None and (expires is None or expires > as_of)
        if is_in and kinds.get(source) == "Group" and not dotcom.namespaces[source].is_deleted:
            names = [OWNER] if level == 50 else [MEMBER, MAINTAINER] if level == 40 else [MEMBER]
            found |= {(people[user], name, str(source)) for name in names}
    customers = read(
        warehouse,
        "tap_postgres.customers_db_customers",
        *("id", "updated_at", "_uploaded_at", "email", "confirmed_at"),
    )
    found |= {(address(row[3]), CUSTOMER, str(row[0])) for row in newest_states(customers) if row[4] is not None}
    payers = read(warehouse, "zuora_stitch.contact", "workemail", "accountid", "deleted")
    found |= {
        (address(email), PAYER, account) for email, account, gone in payers if not gone and account in billing.accounts
    }
    return {role for role in found if role[0] in contacts}


def plan_tier(dotcom: Dotcom, namespace: int) -> str:
    """The tier of the plan a namespace is on."""
    plan = dotcom.plan(namespace)
    name = plan.name if plan else "free"
    name = TODAYS_PLANS.get(name, name)
    return "trial" if name.endswith("_trial") else name if name in RANKS else "free"


def read_bought(warehouse: Warehouse, billing: Billing, dotcom: Dotcom, as_of: date) -> Iterator[Bought]:
    """Everything bought that runs on the business date, on GitLab.com and elsewhere."""
    contents, labels, this_month = read_contents(warehouse), read_labels(warehouse, as_of), month_number(as_of)
    orders, versions = read_orders(warehouse), read_versions(warehouse, billing, contents)
    plans, months = read_plans(warehouse, labels, contents), range(this_month, this_month + 1)
    running = versions_in_force(versions.values(), plans, months)
    ordered = orders_in_force(orders.values(), versions, running, plans, months)
    columns = ("id", "updated_at", "_uploaded_at", "customer_id", "subscription_name")
    states = list(newest_states(read(warehouse, "tap_postgres.customers_db_orders", *columns)))
    customer_of = {row[0]: str(row[3]) for row in states}
    names: defaultdict[str, set[str]] = defaultdict(set)
    for row in states:
        names[(row[4] or "").strip(" ")].add(str(row[3]))
    catalogue = {
        plan: labels[charge].split(" / ")[0]
        for charge, plan in read(warehouse, "zuora_stitch.productrateplancharge", "id", "productrateplanid")
        if charge in labels
    }
    # groups nothing was bought for are of no interest here: none began in time
    began: Mapping[int, date] = defaultdict(lambda: date.max)
    for found in rows(ordered, running, began, dotcom, months):
        customers = frozenset({customer_of[found.order.order_id]}) if found.order else frozenset()
        if found.version is not None:
            payer = billing.subscriptions[found.version.subscription_id].billing_account_id
            tiers = [catalogue[plan].split(" - ")[1].lower() for plan in found.version.plans & plans.seating]
            yield Bought(customers, payer, "SaaS", max(tiers, key=lambda tier: RANKS.get(tier, 0)))
        elif found.namespace in dotcom.namespaces:
            yield Bought(customers, "", "SaaS", plan_tier(dotcom, found.namespace))
    ends = {
        key: (start, end)
        for key, start, end in read(
            warehouse, "zuora_stitch.subscription", "id", "subscriptionstartdate", "subscriptionenddate"
        )
    }
    for version in billing.current.values():
        start, end = ends[version.subscription_id]
        if day(start) <= as_of and (end is None or day(end) > as_of):
            for plan in contents.kept.get(version.subscription_id, frozenset()):
                delivery, _, tier = catalogue.get(plan, "").partition(" - ")
                if delivery in ("Self-Managed", "Dedicated"):
                    kind = "SaaS" if delivery == "Dedicated" else delivery
                    yield Bought(frozenset(names[version.name]), version.billing_account_id, kind, tier.lower())


def flags_of(roles: set[Role], bought: Iterable[Bought], dotcom: Dotcom) -> dict[str, set[str]]:
    """Address -> the tier flags that are set."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    by_place: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for email, role, place in roles:
        if role in (CUSTOMER, PAYER):
            by_place[role, place].add(email)
        else:
            tier = plan_tier(dotcom, int(place))
            found[email] |= {f"{flag}_saas_{tier}_tier" for flag, held in SAAS_FLAGS.items() if role in held}
    for thing in bought:
        prefix = "responsible_for_group_saas" if thing.delivery == "SaaS" else "is_self_managed"
        places = [(CUSTOMER, customer) for customer in thing.customers] + [(PAYER, thing.payer)]
        for email in {email for place in places for email in by_place.get(place, ())}:
            found[email].add(f"{prefix}_{thing.tier}_tier")
    return found


def is_paid(flags: set[str]) -> bool:
    """Whether any role stands for a paid tier."""
    return any(flag.split("_")[-2] in PAID for flag in flags)


def is_free_only(flags: set[str]) -> bool:
    """Whether the contact answers for something free and for nothing paid."""
    own = {flag for flag in flags if not flag.startswith("group_member_of")}
    return any("_free_" in flag for flag in own) and not is_paid(own)
