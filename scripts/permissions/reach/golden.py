"""What each functional role reads, per schema, and which masks open for it: the file a reviewer reads.

With the matrix of masked columns it says all about a role (Data Team Platform, "Functional Role Assignment").
"""

from __future__ import annotations

from collections.abc import Iterable

from scripts.permissions.access import Access, Relation
from scripts.permissions.file import PermissionsFile
from scripts.permissions.reach.explain import readable_schemas

HEADER = "role,what,name,extent"


def functional_roles(permissions: PermissionsFile) -> list[str]:
    """The roles of jobs, sorted."""
    return sorted(name.lower() for name, role in permissions.roles.items() if role.meta.get("kind") == "functional")


def golden(
    access: Access, roles: Iterable[str], relations: Iterable[Relation], policies: Iterable[str], safe: set[str]
) -> str:
    """The whole file.

    Args:
        access: the answers of the permissions file.
        roles: the functional roles.
        relations: every table and view of the project.
        policies: every masking policy of the project.
        safe: the roles whose holders are designated insiders.
    """
    relations = list(relations)
    lines = [HEADER]
    for role in roles:
        lines.append(f"{role},safe,,{'yes' if role in safe else 'no'}")
        lines += [
            f"{role},reads,{name},{extent}" for name, extent in readable_schemas(access, [role], relations).items()
        ]
        for policy in sorted(policies):
            lines.append(f"{role},sees,{policy},{'clear' if access.sees_clear(role, policy) else 'masked'}")
        used = sorted({warehouse for each in access.roles_of(role) for warehouse in access.warehouses(each)})
        lines.append(f"{role},uses,warehouses,{' '.join(used)}")
    return "\n".join(lines) + "\n"
