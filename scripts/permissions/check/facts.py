"""What the rest of the project says about access: sources, schemas, relations, masks, spigots, warehouses, people."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scripts.core.config import Strict, read_config
from scripts.permissions.access import Relation
from scripts.permissions.masked import masked_columns, relation_of
from scripts.permissions.people.listing import USERS, read_list
from scripts.spigots.config import Spigot, read_spigots

Schema = tuple[str, str]

_REGISTER = Path("seeds/governance/data_sources.csv")
_WAREHOUSES = Path("config/warehouses.yml")
# Tables the platform keeps beside what it loads: the salts of hashed columns.
_OWN_SCHEMAS = frozenset({("raw", "security")})
_SAFE_TAGS = frozenset({"safe", "mnpi"})


class _Warehouse(Strict):
    name: str
    purpose: str
    size: str
    max_query_minutes: int
    auto_suspend: int


class _Warehouses(Strict):
    warehouses: tuple[_Warehouse, ...]


@dataclass(frozen=True)
class Facts:
    """Names are lower case.

    Attributes:
        raw_schemas: every raw schema of the register of sources, with the name of its first source.
        schemas: every schema something is loaded or built into.
        relations: every table and view of the project.
        safe: the schemas of material nonpublic information beside restricted_safe_*.
        policies: every masking policy, with one column that has it.
        spigots: the configured spigots.
        warehouses: size by name.
        people: everybody who was provisioned.
    """

    raw_schemas: Mapping[str, str] = field(default_factory=dict)
    schemas: frozenset[Schema] = frozenset()
    relations: frozenset[Relation] = frozenset()
    safe: frozenset[Schema] = frozenset()
    policies: Mapping[str, str] = field(default_factory=dict)
    spigots: tuple[Spigot, ...] = ()
    warehouses: Mapping[str, str] = field(default_factory=dict)
    people: frozenset[str] = frozenset()


def read_facts(root: Path, manifest: Mapping[str, Any]) -> Facts:
    """Gather the facts of a checkout.

    Args:
        root: the checkout.
        manifest: its decoded manifest.json.

    Raises:
        EdpError: a configuration file is malformed.
    """
    with (root / _REGISTER).open(encoding="utf-8", newline="") as file:
        sources = [row for row in csv.DictReader(file) if row["raw_schema"]]
    nodes = [
        *(node for node in manifest["nodes"].values() if node["resource_type"] in ("model", "seed", "snapshot")),
        *({**source, "alias": source["identifier"]} for source in manifest["sources"].values()),
    ]
    relations = {relation_of(node): _SAFE_TAGS.intersection(node.get("tags") or ()) for node in nodes}
    loaded = {("raw", row["raw_schema"]): row for row in sources}
    raw_schemas: dict[str, str] = {}
    for row in sources:
        raw_schemas.setdefault(row["raw_schema"], row["data_source"])
    return Facts(
        raw_schemas=raw_schemas,
        schemas=frozenset({relation[:2] for relation in relations} | set(loaded) | _OWN_SCHEMAS),
        relations=frozenset(relations),
        safe=frozenset(
            {relation[:2] for relation, tags in relations.items() if tags}
            | {("raw", row["raw_schema"]) for row in sources if row["mnpi"] == "true"}
        ),
        policies={
            policy: ".".join((*relation, column))
            for relation, columns in reversed(masked_columns(manifest).items())
            for column, policy in columns.items()
        },
        spigots=read_spigots(root).spigots,
        warehouses={each.name: each.size for each in read_config(root / _WAREHOUSES, _Warehouses).warehouses},
        people=frozenset(read_list(root / USERS)),
    )
