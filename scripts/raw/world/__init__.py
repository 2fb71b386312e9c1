"""The shared world: what the companies, their contracts and their money really are, before any system writes it down.

Everything is a temporary table of the build's own connection; the source families only choose columns and formats.
"""

from __future__ import annotations

from scripts.raw.cast.tables import cast_statements
from scripts.raw.defects import planted_sql
from scripts.raw.world import (
    billing,
    catalogue,
    charges,
    contracts,
    crm,
    customers,
    installations,
    namespaces,
    people,
    revenue,
    sales,
)


def world_statements() -> list[str]:
    """All statements that build the world, in order. `scale()` and `seed()` must be defined."""
    return [
        planted_sql(),
        *cast_statements(),
        *catalogue.STATEMENTS,
        *crm.STATEMENTS,
        *billing.STATEMENTS,
        *contracts.STATEMENTS,
        *charges.STATEMENTS,
        *revenue.STATEMENTS,
        *sales.STATEMENTS,
        *people.STATEMENTS,
        *namespaces.STATEMENTS,
        *customers.STATEMENTS,
        *installations.STATEMENTS,
    ]
