"""Which columns the project masks, read from dbt's manifest (Data Team Platform, "Dynamic Masking")."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Relation = tuple[str, str, str]
"""Database, schema and table (or view), lower case."""

MaskedColumns = dict[Relation, dict[str, str]]
"""Relation, then column, then the masking role whose members see the column in clear."""

MASKED_KINDS = ("model", "seed", "snapshot")
"""What dbt builds and may therefore mask; raw tables are not masked."""


def relation_of(node: Mapping[str, Any]) -> Relation:
    """The relation a node of the manifest builds, under its alias.

    Args:
        node: a model, seed or snapshot of manifest.json.
    """
    name = node.get("alias") or node["name"]
    return (str(node["database"]).lower(), str(node["schema"]).lower(), str(name).lower())


def masked_columns(manifest: Mapping[str, Any]) -> MaskedColumns:
    """Every masked column of every model, seed and snapshot with its policy, in the order of their names.

    Args:
        manifest: the decoded manifest.json.
    """
    found: MaskedColumns = {}
    for node in manifest["nodes"].values():
        if node["resource_type"] not in MASKED_KINDS:
            continue
        policies = {name.lower(): _policy(column) for name, column in (node.get("columns") or {}).items()}
        masks = {name: policy for name, policy in sorted(policies.items()) if policy is not None}
        if masks:
            found[relation_of(node)] = masks
    return dict(sorted(found.items()))


def _policy(column: Mapping[str, Any]) -> str | None:
    meta = (column.get("config") or {}).get("meta") or {}
    policy = meta.get("masking_policy")
    return None if policy is None else str(policy).lower()
