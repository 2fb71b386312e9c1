"""The account as the project's own configuration describes it: databases, warehouses, roles, users and grants."""

from __future__ import annotations

from pathlib import Path

from scripts.permissions.account import state as planned
from scripts.permissions.account.state import AccountDatabase, State
from scripts.permissions.account.wanted import wanted
from scripts.permissions.file import PermissionsFile, read_permissions
from scripts.permissions.privileges import OWNERSHIP, RELATION_KINDS
from scripts.snowflake.grants import Grant
from scripts.snowflake.session import Session, quote


def configure(session: Session, permissions: Path) -> PermissionsFile:
    """Make the account what the permissions file says; existing objects get their grants, later ones too.

    Args:
        session: a session of the administrator.
        permissions: the file in Permifrost's format.

    Raises:
        EdpError: the file is not valid.
    """
    file = read_permissions(permissions)
    account = session.account
    account.roles |= {name.upper() for name in file.roles}
    account.users.update({name.upper(): {} for name, user in file.users.items() if user.can_login})
    account.warehouses.update({name.upper(): {"WAREHOUSE_SIZE": each.size} for name, each in file.warehouses.items()})
    have = session.databases()
    for name, database in file.databases.items():
        if not database.shared and name.upper() not in have:
            session.run(f"CREATE DATABASE {quote((name.upper(),))}")
    grant_all(session, file)
    return file


def grant_all(session: Session, file: PermissionsFile) -> None:
    """Grant what the file says on everything that exists now and, through future grants, on what comes.

    What it says is spelled out by the planner, so a plan against an account made like this is empty.

    Raises:
        EdpError: the file contradicts itself.
    """
    account = session.account
    for grant in sorted(wanted(file, _state(session)).grants):
        name = tuple(part.upper() for part in grant.name)
        given = Grant(grant.privilege, grant.kind.upper(), name, grant.grantee_kind.upper(), grant.grantee.upper())
        (account.future_grants if grant.future else account.grants).add(given)


def _state(session: Session) -> State:
    """The account as the planner sees it: what it needs to know is what there is, and who owns it."""
    account = session.account
    kinds = {"DATABASE", "SCHEMA", *(kind.upper() for kind in RELATION_KINDS)}
    owned = [each for each in account.grants if each.privilege == OWNERSHIP and each.kind in kinds]
    return State(
        roles=frozenset(name.lower() for name in account.roles),
        users={},
        databases={name.lower(): AccountDatabase() for name in session.databases()},
        warehouses={},
        grants=frozenset(
            planned.Grant(each.kind.lower(), tuple(part.lower() for part in each.name), OWNERSHIP, each.grantee.lower())
            for each in owned
        ),
    )
