"""Which subscriptions continue which: the oldest of each family, and circular renewals.

Rules: a subscription names its successors; the graph joins the current versions of all names, written as slugs. The
oldest of a connected family is the one whose contract took effect in the earliest month, ties by slug. A slug that can
be reached from itself is circular; it is flagged, never dropped.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from scripts.oracle.answer import Answer, digest, flag
from scripts.oracle.periods import month_number, month_start
from scripts.oracle.subscriptions import Billing, Subscription


def slug(name: str) -> str:
    """Lower case, every run of characters other than letters, digits and '|' written as one hyphen."""
    return re.sub(r"[^a-z0-9|]+", "-", name.lower())


class Member(NamedTuple):
    """What lineage says about one slug."""

    oldest: str
    cohort: date
    is_circular: bool


def lineage(subscriptions: Iterable[Subscription]) -> dict[str, Member]:
    """Slug -> its family's oldest slug and first month, and whether it lies on a cycle."""
    months: dict[str, int] = {}
    edges: dict[str, list[str]] = {}
    for subscription in subscriptions:
        months[slug(subscription.name)] = month_number(subscription.contract_effective)
        edges[slug(subscription.name)] = [slug(name) for name in subscription.successors]
    edges = {source: [name for name in targets if name in months] for source, targets in edges.items()}
    roots = _families(edges)
    oldest: dict[str, tuple[int, str]] = {}
    for name, root in roots.items():
        oldest[root] = min(oldest.get(root, (months[name], name)), (months[name], name))
    circular = _on_cycles(edges)
    return {
        name: Member(oldest[root][1], month_start(oldest[root][0]), name in circular) for name, root in roots.items()
    }


def _families(edges: Mapping[str, list[str]]) -> dict[str, str]:
    """Slug -> one representative of its connected component (edges taken in both directions)."""
    parent = {name: name for name in edges}

    def root(name: str) -> str:
        while parent[name] != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    for source, targets in edges.items():
        for target in targets:
            parent[root(source)] = root(target)
    return {name: root(name) for name in edges}


def _on_cycles(edges: Mapping[str, list[str]]) -> set[str]:
    """The slugs that can be reached from themselves.

    Slugs without predecessors, then those without successors, cannot lie on a cycle and are peeled off first, so the
    search from each remaining slug is over the few that are on or between cycles.
    """
    left = {name: set(targets) for name, targets in edges.items()}
    for _ in range(2):
        waiting = Counter(target for targets in left.values() for target in targets)
        free = [name for name in left if not waiting[name]]
        while free:
            for target in left.pop(free.pop()):
                waiting[target] -= 1
                if not waiting[target]:
                    free.append(target)
        turned: dict[str, set[str]] = {name: set() for name in left}
        for name, targets in left.items():
            for target in targets:
                turned[target].add(name)
        left = turned
    return {name for name in left if _reaches_itself(name, left)}


def _reaches_itself(start: str, edges: Mapping[str, set[str]]) -> bool:
    seen: set[str] = set()
    open_ends = list(edges[start])
    while open_ends:
        name = open_ends.pop()
        if name == start:
            return True
        if name not in seen:
            seen.add(name)
            open_ends.extend(edges[name])
    return False


def lineage_answers(billing: Billing) -> list[Answer]:
    """A digest over the slugs of all billing accounts that count, and how many are circular."""
    counted = {slug(name) for name, found in billing.current.items() if found.billing_account_id in billing.accounts}
    members = {name: found for name, found in lineage(billing.current.values()).items() if name in counted}
    lines = (f"{name}|{found.oldest}|{found.cohort}|{flag(found.is_circular)}" for name, found in members.items())
    circular = sum(found.is_circular for found in members.values())
    return [
        Answer("subscription lineage", "", "digest", digest(lines)),
        Answer("subscription lineage", "", "slugs", str(len(members))),
        Answer("subscription lineage", "", "circular", str(circular)),
    ]
