"""Product tier and delivery of each product rate plan charge.

Rules ("Product tier and plan"): the name of the rate plan decides, first match wins; Gold and Silver are sold today as
SaaS - Ultimate and SaaS - Premium; the product's own tier wins over the name unless it is empty, 'Legacy' or the
product is no longer sold. A rate plan without its product has an unknown tier, and so has one whose product carries no
tier and whose name says nothing either.
"""

from __future__ import annotations

from datetime import date

from scripts.core.warehouse import Warehouse
from scripts.oracle.periods import day
from scripts.oracle.rows import read

UNKNOWN, UNRANKED = "(Unknown Tier)", "Not Applicable"

CONTAINS, STARTS = "contains", "starts"

TIERS: tuple[tuple[str, str, str], ...] = (
    (CONTAINS, "saas - ultimate", "SaaS - Ultimate"),
    (CONTAINS, "saas - premium", "SaaS - Premium"),
    (CONTAINS, "dedicated - ultimate", "Dedicated - Ultimate"),
    (CONTAINS, "ultimate", "Self-Managed - Ultimate"),
    (CONTAINS, "premium", "Self-Managed - Premium"),
    (STARTS, "gold", "SaaS - Gold"),
    (STARTS, "silver", "SaaS - Silver"),
    (CONTAINS, "bronze", "SaaS - Bronze"),
    (CONTAINS, "starter", "Self-Managed - Starter"),
    (STARTS, "gitlab enterprise edition", "Self-Managed - Starter"),
    (CONTAINS, "plus", "Plus"),
    (CONTAINS, "standard", "Standard"),
    (CONTAINS, "basic", "Basic"),
    (CONTAINS, "trueup", "Trueup"),
    (CONTAINS, "githost", "GitHost"),
    (CONTAINS, "training", "Support"),
    (CONTAINS, "service", "Support"),
    (CONTAINS, "support", "Support"),
    (CONTAINS, "minutes", "SaaS - Other"),
    (CONTAINS, "geo", "SaaS - Other"),
    (CONTAINS, "runner", "SaaS - Other"),
    (CONTAINS, "storage", "Storage"),
    (CONTAINS, "discount", "Other"),
)

TODAY = {"SaaS - Gold": "SaaS - Ultimate", "SaaS - Silver": "SaaS - Premium"}


def historical_tier(plan_name: str) -> str:
    """The tier a rate plan was sold as, by its name."""
    name = plan_name.lower()
    for how, pattern, tier in TIERS:
        if pattern in name if how == CONTAINS else name.startswith(pattern):
            return tier
    return UNRANKED


def current_tier(plan_name: str, own_tier: str | None, sold_until: date, as_of: date) -> str:
    """The tier a rate plan belongs to today."""
    if own_tier and own_tier != "Legacy" and sold_until >= as_of:
        return own_tier
    tier = historical_tier(plan_name)
    if tier == UNRANKED and not own_tier:
        return UNKNOWN
    return TODAY.get(tier, tier)


def delivery(tier: str) -> str:
    """How a tier is delivered: GitLab.com and Dedicated are SaaS."""
    if tier.startswith(("SaaS", "Dedicated")):
        return "SaaS"
    return "Self-Managed" if tier.startswith("Self-Managed") else "Others"


def read_labels(warehouse: Warehouse, as_of: date) -> dict[str, str]:
    """Product rate plan charge -> 'tier / delivery'."""
    columns = ("id", "producttier__c", "effectiveenddate", "deleted")
    products = {
        key: (tier, day(end))
        for key, tier, end, deleted in read(warehouse, "zuora_stitch.product", *columns)
        if not deleted
    }
    tiers: dict[str, str] = {}
    for key, product, name in read(warehouse, "zuora_stitch.productrateplan", "id", "productid", "name"):
        tiers[key] = current_tier(name, *products[product], as_of) if product in products else UNKNOWN
    charges = read(warehouse, "zuora_stitch.productrateplancharge", "id", "productrateplanid")
    return {key: f"{tiers.get(plan, UNKNOWN)} / {delivery(tiers.get(plan, UNKNOWN))}" for key, plan in charges}
