"""The account as the project's own configuration describes it: databases, warehouses, roles, users and grants."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from scripts.permissions.file import PermissionsFile, read_permissions
from scripts.snowflake.account import Account, Grant, Name
from scripts.snowflake.session import Session, quote

_READ = {"database": ("USAGE",), "schema": ("USAGE",), "table": ("SELECT",)}
_WRITE = {
    "database": ("CREATE SCHEMA",),
    "schema": ("CREATE TABLE", "CREATE VIEW", "CREATE STAGE", "CREATE MASKING POLICY"),
    "table": ("INSERT", "UPDATE", "DELETE", "TRUNCATE"),
}


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
    """Grant what the file says on everything that exists now and, through future grants, on what comes."""
    account = session.account
    for role, settings in file.roles.items():
        grantee = role.upper()
        for other in settings.member_of:
            account.grants.add(Grant("USAGE", "ROLE", (other.upper(),), "ROLE", grantee))
        for warehouse in settings.warehouses:
            account.grants.add(Grant("USAGE", "WAREHOUSE", (warehouse.upper(),), "ROLE", grantee))
        _grant_privileges(session, settings.privileges.model_dump(), grantee)
        for kind in ("databases", "schemas", "tables"):
            for pattern in getattr(settings.owns, kind):
                _grant(session, kind[:-1], pattern, ("OWNERSHIP",), grantee)
    for user, membership in file.users.items():
        for role in membership.member_of:
            account.grants.add(Grant("USAGE", "ROLE", (role.upper(),), "USER", user.upper()))


def _grant_privileges(session: Session, privileges: dict[str, dict[str, tuple[str, ...]]], grantee: str) -> None:
    for kinds, access in privileges.items():
        kind = kinds[:-1]
        for pattern in access["read"]:
            _grant(session, kind, pattern, _READ[kind], grantee)
        for pattern in access["write"]:
            _grant(session, kind, pattern, (*_READ[kind], *_WRITE[kind]), grantee)


def _grant(session: Session, kind: str, pattern: str, privileges: tuple[str, ...], grantee: str) -> None:
    parts = tuple(part.upper() for part in pattern.split("."))
    container = tuple(part for part in parts if part != "*")
    for object_kind in ("TABLE", "VIEW", "DYNAMIC TABLE") if kind == "table" else (kind.upper(),):
        for privilege in privileges:
            for name in _existing(session, object_kind, parts):
                _give(session.account, Grant(privilege, object_kind, name, "ROLE", grantee))
            if "*" in parts:
                session.account.future_grants.add(Grant(privilege, object_kind, container, "ROLE", grantee))


def _existing(session: Session, kind: str, parts: tuple[str, ...]) -> Iterator[Name]:
    if kind == "DATABASE":
        candidates: list[Name] = [(name,) for name in session.databases()]
    elif kind == "SCHEMA":
        candidates = session.schemas(parts[0])
    else:
        candidates = list(session.account.in_container(parts[:1], kind))
    for name in candidates:
        if all(wanted in ("*", have) for wanted, have in zip(parts, name, strict=True)):
            yield name


def _give(account: Account, grant: Grant) -> None:
    if grant.privilege == "OWNERSHIP":
        owners = {
            each
            for each in account.grants
            if each.privilege == "OWNERSHIP" and (each.kind, each.name) == (grant.kind, grant.name)
        }
        account.grants -= owners
    account.grants.add(grant)
