"""Who could read a relation: the last two steps of a witness path."""

from __future__ import annotations

from scripts.permissions.access import BUILDERS, Access


def reader(access: Access, relation: str) -> str | None:
    """The shortest way from a relation to a user: the role that holds the grant, those that inherit it, the user.

    Args:
        access: of the project's permissions file.
        relation: three-part name in lower case.

    Returns:
        E.g. `role dbt_analytics -> role analyst_sales -> user ana`; None when nobody but the builders may read it.
    """
    database, schema, table = relation.split(".")
    ways = [
        (*reversed(path), user)
        for user in access.users
        for role in access.granted_to(user)
        if role not in BUILDERS and access.may_read(role, database, schema, table)
        for holder in sorted(access.roles_of(role))
        if access.may_read(holder, database, schema, table)
        for path in access.paths(role, holder)[:1]
        if not BUILDERS.intersection(path)
    ]
    # the role that holds the grant reads without help, so a longer way that begins with it begins at the grant
    held = [way for way in ways if _holds(access, way[0], (database, schema, table))]
    if not held:
        return None
    *roles, user = min(held, key=lambda way: (len(way), way))
    return " -> ".join([*(f"role {role}" for role in roles), f"user {user}"])


def _holds(access: Access, role: str, relation: tuple[str, str, str]) -> bool:
    return not any(access.may_read(member, *relation) for member in access.roles_of(role) - {role})
