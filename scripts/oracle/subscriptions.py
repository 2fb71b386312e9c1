"""Billing accounts and subscription versions that count, and which version of a name is current.

Rules: accounts in 'Batch20' are tests, deleted accounts and subscriptions are gone, drafts are no contracts, and a
subscription flagged to be excluded from analysis is left out; an empty or missing flag means it stays. The current
version of a name is its highest version that is Active or Cancelled; Expired versions have been superseded.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import NamedTuple

from scripts.core.warehouse import Warehouse
from scripts.oracle.crm import Crm
from scripts.oracle.periods import day
from scripts.oracle.rows import read

TEST_BATCH = "Batch20"
CURRENT = ("Active", "Cancelled")


class Subscription(NamedTuple):
    """One version of a subscription."""

    subscription_id: str
    name: str
    version: int
    status: str
    billing_account_id: str
    account_id: str
    contract_effective: date
    successors: tuple[str, ...]


class Billing(NamedTuple):
    """Everything billing knows before charges.

    Attributes:
        accounts: billing account that counts -> the CRM account it belongs to (or the missing member).
        subscriptions: every version that is neither deleted, a draft nor flagged as excluded, by id.
        current: the current version of each name.
        rejected: how many rows each rule left out, by rule.
    """

    accounts: dict[str, str]
    subscriptions: dict[str, Subscription]
    current: dict[str, Subscription]
    rejected: Counter[str]


def read_billing(warehouse: Warehouse, crm: Crm) -> Billing:
    """Read billing accounts and subscriptions and apply the rules of this module."""
    rejected: Counter[str] = Counter()
    accounts: dict[str, str] = {}
    for key, crm_id, batch, deleted in read(warehouse, "zuora_stitch.account", "id", "crmid", "batch", "deleted"):
        if batch == TEST_BATCH:
            rejected["billing account in the test batch"] += 1
        elif deleted:
            rejected["deleted billing account"] += 1
        else:
            accounts[key] = crm.survivor(crm_id)
    subscriptions: dict[str, Subscription] = {}
    columns = ("id", "name", "version", "status", "accountid", "contracteffectivedate", "renewal_subscription__c__c")
    for row in read(warehouse, "zuora_stitch.subscription", *columns, "excludefromanalysis__c", "deleted"):
        key, name, version, status, account, effective, successors, excluded, deleted = row
        reason = _why_left_out(status, excluded, deleted)
        if reason:
            rejected[reason] += 1
            continue
        names = tuple(part.strip() for part in (successors or "").split("||") if part.strip())
        subscriptions[key] = Subscription(
            key, name, int(version), status, account, accounts.get(account, ""), day(effective), names
        )
    return Billing(accounts, subscriptions, current_versions(subscriptions), rejected)


def _why_left_out(status: str, excluded: str | None, deleted: bool | None) -> str | None:
    if deleted:
        return "deleted subscription"
    if status == "Draft":
        return "draft subscription"
    if excluded == "True":
        return "subscription excluded from analysis"
    return None


def current_versions(subscriptions: dict[str, Subscription]) -> dict[str, Subscription]:
    """The highest Active or Cancelled version of every name; equal versions are decided by the larger id."""
    current: dict[str, Subscription] = {}
    for subscription in subscriptions.values():
        if subscription.status not in CURRENT:
            continue
        best = current.get(subscription.name)
        if best is None or (subscription.version, subscription.subscription_id) > (best.version, best.subscription_id):
            current[subscription.name] = subscription
    return current
