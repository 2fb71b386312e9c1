"""The permissions file as one flat table: who has which privilege on what, and through which role."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from scripts.permissions.access import Access
from scripts.permissions.reach.ways import find_subject, roles_of


class Row(NamedTuple):
    """One privilege of one role or user.

    Attributes:
        grantee_kind: role or user.
        grantee: its name.
        privilege: read, write, own, use (a warehouse) or member.
        object_kind: database, schema, table, warehouse or role.
        object: as the file writes it, in lower case.
        holder: the role that has it; another one than the grantee when it is inherited.
    """

    grantee_kind: str
    grantee: str
    privilege: str
    object_kind: str
    object: str
    holder: str


def rows(access: Access, *, inherited: bool = True) -> Iterator[Row]:
    """Every privilege of every role, then of every user, sorted.

    Args:
        access: the answers of the permissions file.
        inherited: also what comes through memberships; without it each line of the file is one row.
    """
    held = {role: sorted(_own(access, role)) for role in access.roles}
    for role in access.roles:
        holders = sorted(access.roles_of(role)) if inherited else [role]
        found = [(*each, holder) for holder in holders for each in held.get(holder, [])]
        yield from (Row("role", role, *each) for each in sorted(found))
    for user in access.users:
        subject = find_subject(access, user)
        found = [("member", "role", role, user) for role in subject.starts]
        if inherited:
            found += [(*each, holder) for holder in roles_of(access, subject) for each in held.get(holder, [])]
        yield from (Row("user", user, *each) for each in sorted(found))


def _own(access: Access, role: str) -> Iterator[tuple[str, str, str]]:
    yield from (("member", "role", member) for member in access.memberships[role])
    yield from ((each.verb, each.kind, each.name) for each in access.privileges(role))
    yield from (("use", "warehouse", warehouse) for warehouse in access.warehouses(role))
