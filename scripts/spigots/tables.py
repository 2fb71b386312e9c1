"""Spigots and the permissions file as rows for the checks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from scripts.checks.tables import Row
from scripts.checks.yamlfacts import flatten, read_text
from scripts.lineage.tables import PERMISSIONS
from scripts.permissions.file import PermissionsFile, read_permissions
from scripts.spigots.config import SPIGOTS, read_spigots

TABLES = (
    "config.spigots",
    "config.spigot_relations",
    "config.roles",
    "config.users",
    "config.memberships",
    "config.role_warehouses",
    "config.warehouse_sizes",
    "config.grants",
)
"""The tables of `edp check` this module fills, for the checks that read them."""


def spigot_rows(project: Path) -> dict[str, list[Row]]:
    """Rows of every table of `TABLES`; none of a file the checkout does not have.

    Raises:
        EdpError: one of the files is malformed.
    """
    rows: dict[str, list[Row]] = defaultdict(list)
    if (project / SPIGOTS).is_file():
        rows.update(_spigots(project))
    if (project / PERMISSIONS).is_file():
        rows.update(_permissions(read_permissions(project / PERMISSIONS)))
    return rows


def _spigots(project: Path) -> dict[str, list[Row]]:
    path = SPIGOTS.as_posix()
    lines = {row["key"]: row["line"] for row in flatten(path, read_text(project / SPIGOTS))}
    rows: dict[str, list[Row]] = {"config.spigots": [], "config.spigot_relations": []}
    for at, spigot in enumerate(read_spigots(project).spigots):
        own = spigot.model_dump(exclude={"relations"})
        rows["config.spigots"].append({**own, "path": path, "line": lines[f"spigots[{at}].system"]})
        rows["config.spigot_relations"].extend(
            {"path": path, "line": lines[f"spigots[{at}].relations[{each}]"], "system": spigot.system, "relation": name}
            for each, name in enumerate(spigot.relations)
        )
    return rows


def _permissions(permissions: PermissionsFile) -> dict[str, list[Row]]:
    rows: dict[str, list[Row]] = defaultdict(list)
    for name, warehouse in permissions.warehouses.items():
        rows["config.warehouse_sizes"].append({"warehouse": name, "size": warehouse.size})
    for name, user in permissions.users.items():
        rows["config.users"].append({"name": name, "can_login": user.can_login})
        rows["config.memberships"].extend(_members("user", name, user.member_of))
    for name, role in permissions.roles.items():
        rows["config.roles"].append({"role": name})
        rows["config.memberships"].extend(_members("role", name, role.member_of))
        rows["config.role_warehouses"].extend({"role": name, "warehouse": each} for each in role.warehouses)
        for kind in ("databases", "schemas", "tables"):
            access = getattr(role.privileges, kind)
            granted = {"read": access.read, "write": access.write, "own": getattr(role.owns, kind)}
            rows["config.grants"].extend(
                {"role": name, "verb": verb, "kind": kind, "object": each}
                for verb, objects in granted.items()
                for each in objects
            )
    return rows


def _members(kind: str, member: str, roles: tuple[str, ...]) -> Iterator[Row]:
    return ({"kind": kind, "member": member, "role": role} for role in roles)
