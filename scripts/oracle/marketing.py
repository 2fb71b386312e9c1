"""All answers about marketing: contacts, what they answer for, and what Marketo has to learn.

Rules ("Marketing contacts and pumps"): who raised a hand or tries the product for a company is product qualified, by
the newest such lead; who created a namespace that the newest scoring run scored is a contact of the campaign after
trials. Marketo learns a fact while it holds or while Marketo believes it; the tier only of people the CRM knows; and
nothing about an address that cannot exist. Ultimate is offered to those on Premium who may be written to.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from scripts.core.warehouse import Warehouse
from scripts.oracle.answer import Answer, digest
from scripts.oracle.contact_roles import flags_of, is_free_only, is_paid, read_bought, read_roles
from scripts.oracle.contacts import SYSTEMS, Contact, address, can_exist, read_contacts
from scripts.oracle.crm import Crm, WaveState
from scripts.oracle.dotcom import Dotcom, newest_states
from scripts.oracle.rows import read
from scripts.oracle.subscriptions import Billing


class Facts(NamedTuple):
    """What marketing knows of a contact beside its records."""

    flags: set[str]
    pql: tuple[str, int] | None
    scored: tuple[int, int] | None


def read_pql(warehouse: Warehouse, dotcom: Dotcom) -> dict[str, tuple[str, int]]:
    """Address -> namespace of the newest qualifying lead ('' for none) and the people in its whole group."""
    people: defaultdict[int, set[int]] = defaultdict(set)
    for membership in dotcom.memberships:
        if membership.is_granted and membership.source in dotcom.namespaces:
            people[dotcom.namespaces[membership.source].root].add(membership.user)
    columns = ("id", "updated_at", "_uploaded_at", "email", "created_at", "namespace_id", "product_interaction")
    newest: dict[str, tuple[Any, ...]] = {}
    leads = read(warehouse, "tap_postgres.customers_db_leads", *columns, "is_for_business_use")
    for key, _, _, email, created, namespace, interaction, business in newest_states(leads):
        found, row = address(email), (created, key, namespace)
        qualifies = interaction == "Hand Raise PQL" or (interaction == "SaaS Trial" and business)
        if found and qualifies and (found not in newest or row[:2] > newest[found][:2]):
            newest[found] = row
    found_leads = {}
    for email, (_, _, namespace) in newest.items():
        root = dotcom.namespaces[namespace].root if namespace in dotcom.namespaces else None
        found_leads[email] = ("" if namespace is None else str(namespace), len(people[root]) if root else 0)
    return found_leads


def read_scored(warehouse: Warehouse, dotcom: Dotcom) -> dict[str, tuple[int, int]]:
    """Address -> namespace and group of the newest scoring run."""
    uploads: dict[tuple[int, str], tuple[Any, ...]] = {}
    for text, uploaded_at in read(warehouse, "data_science.ptpt_scores", "jsontext", "uploaded_at"):
        for entry in json.loads(text, parse_float=Decimal):
            key = (int(entry["namespace_id"]), str(entry["score_date"])[:10])
            if key not in uploads or uploaded_at > uploads[key][0]:
                uploads[key] = (uploaded_at, Decimal(entry["score"]), int(entry["grouping"]))
    columns = ("id", "updated_at", "_uploaded_at")
    creators = {
        row[0]: row[3]
        for row in newest_states(read(warehouse, "tap_postgres.gitlab_db_namespaces", *columns, "creator_id"))
    }
    users = {
        row[0]: address(row[3])
        for row in newest_states(read(warehouse, "tap_postgres.gitlab_db_users", *columns, "email", "user_type"))
        if row[4] is None
    }
    best: dict[str, dict[str, tuple[Decimal, int, int]]] = defaultdict(dict)
    for (namespace, date), (_, score, group) in uploads.items():
        email = users.get(creators.get(namespace, -1), "")
        if email and not dotcom.namespaces[namespace].is_deleted:
            best[date][email] = max(best[date].get(email, (score, group, namespace)), (score, group, namespace))
    newest = best[max(best)] if best else {}
    return {email: (namespace, group) for email, (_, group, namespace) in newest.items()}


def is_sent(email: str, contact: Contact, facts: Facts) -> bool:
    """Whether Marketo has to learn something about the contact."""
    told_pql, told_paid, told_scored = contact.told
    paid = (is_paid(facts.flags) or told_paid) and "CRM" in contact.records
    return can_exist(email) and (facts.pql is not None or told_pql or facts.scored is not None or told_scored or paid)


def is_offered_ultimate(contact: Contact, facts: Facts) -> bool:
    """Whether a contact on Premium may be written to about Ultimate."""
    tiers = {flag.split("_")[-2] for flag in facts.flags}
    says_no = any(record.says_no for record in contact.records.values())
    return "premium" in tiers and "ultimate" not in tiers and not says_no


def _line(email: str, contact: Contact) -> str:
    names = (contact.first(attribute) for attribute in ("first_name", "last_name", "company"))
    title = contact.first("title", ("Marketo", "CRM", "GitLab.com"))
    return "|".join((email, *names, title, contact.first("country")))


def _counts(contacts: Mapping[str, Contact], facts: Mapping[str, Facts]) -> dict[str, dict[str, int]]:
    sent = {email for email, contact in contacts.items() if is_sent(email, contact, facts[email])}
    offered = sum(is_offered_ultimate(contacts[email], facts[email]) for email in sent)
    return {
        "marketing contacts": {
            "all": len(contacts),
            "address that cannot exist": sum(not can_exist(email) for email in contacts),
            **{name: sum(name in contact.records for contact in contacts.values()) for name in SYSTEMS},
        },
        "marketing facts": {
            "product qualified": sum(fact.pql is not None for fact in facts.values()),
            "scored after a trial": sum(fact.scored is not None for fact in facts.values()),
            "on a paid tier": sum(is_paid(fact.flags) for fact in facts.values()),
            "free only": sum(is_free_only(fact.flags) for fact in facts.values()),
        },
        "marketing pump rows": {
            "pump_marketing_contact": len(sent),
            "pump_hash_marketing_contact": len(sent),
            "pump_marketing_premium_to_ultimate": offered,
        },
    }


def marketing_answers(warehouse: Warehouse, history: Sequence[WaveState], billing: Billing, crm: Crm) -> list[Answer]:
    """Contacts by system, roles, tiers, qualified people and rows of the pumps."""
    as_of = history[-1].as_of
    dotcom, contacts = Dotcom(warehouse, as_of), read_contacts(warehouse, billing, crm)
    roles = read_roles(warehouse, contacts, dotcom, billing, as_of)
    flags = flags_of(roles, read_bought(warehouse, billing, dotcom, as_of), dotcom)
    pql, scored = read_pql(warehouse, dotcom), read_scored(warehouse, dotcom)
    facts = {email: Facts(flags[email], pql.get(email), scored.get(email)) for email in contacts}
    tiers = Counter(flag for fact in facts.values() for flag in fact.flags)
    lines = (
        f"{email}|{fact.pql[0]}|{fact.pql[1]}|{','.join(map(str, fact.scored or ()))}"
        for email, fact in facts.items()
        if fact.pql
    )
    return [
        *(
            Answer(metric, "", name, str(value))
            for metric, named in _counts(contacts, facts).items()
            for name, value in named.items()
        ),
        *(Answer("marketing roles", "", role, str(count)) for role, count in Counter(row[1] for row in roles).items()),
        *(Answer("marketing tiers", "", flag, str(count)) for flag, count in tiers.items()),
        Answer("marketing contacts", "", "digest", digest(_line(*one) for one in contacts.items())),
        Answer("product qualified contacts", "", "digest", digest(lines)),
    ]
