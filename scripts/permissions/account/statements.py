"""The SQL of a change, one statement per object and grantee, or per schema where all of it is meant."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Literal

from scripts.core.sql import identifier, literal, relation
from scripts.permissions.account.state import Grant, Name, State
from scripts.permissions.privileges import OWNERSHIP, RELATION_KINDS, in_order

Action = Literal["use", "create", "alter", "own", "grant", "revoke", "disable", "drop"]

MANAGER = "securityadmin"
"""Grants, roles and users are this role's (Data Team Platform, "Managing Roles for Snowflake")."""

KEEPER = "sysadmin"
"""Databases and warehouses are this role's; on Snowflake no other may create them."""

_MaySayAll = Callable[[Grant, Name], bool]
_GRANT_ORDER = ("warehouse", "integration", "database", "schema", *RELATION_KINDS, "role")


@dataclass(frozen=True)
class Statement:
    """One statement; `count` is how many grants it adds or removes, `role` who runs it."""

    action: Action
    sql: str
    count: int = 1
    role: str = MANAGER


def with_roles(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """The statements with a USE ROLE wherever the role changes; a session begins and ends as MANAGER."""
    found: list[Statement] = []
    role = MANAGER
    for each in (*statements, None):
        wanted = MANAGER if each is None else each.role
        if wanted != role:
            found.append(Statement("use", f"USE ROLE {wanted}", 0, wanted))
            role = wanted
        if each is not None:
            found.append(each)
    return tuple(found)


def create_database(name: str) -> list[Statement]:
    """A database without the schema PUBLIC, which Snowflake puts into each and nobody asked for.

    Not IF NOT EXISTS: one that is there already has a PUBLIC that may hold something.
    """
    return [
        Statement("create", f"CREATE DATABASE {identifier(name)}", 0, KEEPER),
        Statement("create", f"DROP SCHEMA IF EXISTS {relation(name, 'public')}", 0, KEEPER),
    ]


def create_role(name: str) -> Statement:
    """A role; who creates it owns it."""
    return Statement("create", f"CREATE ROLE IF NOT EXISTS {identifier(name)}", 0)


def create_user(name: str, properties: dict[str, str], *, disabled: bool = False) -> Statement:
    """A user; values are quoted, a person logs in through single sign-on and has no password here."""
    spoken = "".join(f" {identifier(key)} = {literal(value)}" for key, value in properties.items())
    state = " DISABLED = TRUE" if disabled else ""
    return Statement("create", f"CREATE USER IF NOT EXISTS {identifier(name)}{spoken}{state}", 0)


def create_warehouse(name: str, size: str) -> Statement:
    """A warehouse that costs nothing until it is used."""
    settings = f"WAREHOUSE_SIZE = {literal(size)} AUTO_SUSPEND = 60 INITIALLY_SUSPENDED = TRUE"
    return Statement("create", f"CREATE WAREHOUSE IF NOT EXISTS {identifier(name)} WITH {settings}", 0, KEEPER)


def resize_warehouse(name: str, size: str) -> Statement:
    """Another size for a warehouse."""
    sql = f"ALTER WAREHOUSE {identifier(name)} SET WAREHOUSE_SIZE = {literal(size)}"
    return Statement("alter", sql, 0, KEEPER)


def enable_user(name: str, comment: str | None = None) -> Statement:
    """Let a user log in again; a comment replaces the one the user has."""
    return Statement("alter", f"ALTER USER {identifier(name)} SET DISABLED = FALSE{_comment(comment)}", 0)


def disable_user(name: str, comment: str | None = None) -> Statement:
    """Let a user log in no more; a comment replaces the one the user has."""
    return Statement("disable", f"ALTER USER {identifier(name)} SET DISABLED = TRUE{_comment(comment)}", 0)


def _comment(comment: str | None) -> str:
    return "" if comment is None else f" COMMENT = {literal(comment)}"


def drop(kind: str, name: str) -> Statement:
    """Drop a user or role."""
    return Statement("drop", f"DROP {kind.upper()} IF EXISTS {identifier(name)}", 0)


def drop_database(name: str, owner: str | None) -> list[Statement]:
    """Drop a database; only its owner may, so it is taken over first."""
    taken = [] if owner == KEEPER else [own_database(name, KEEPER)]
    return [*taken, Statement("drop", f"DROP DATABASE IF EXISTS {identifier(name)}", 0, KEEPER)]


def own_database(name: str, role: str) -> Statement:
    """Give a database to a role; who was granted something on it keeps that."""
    sql = f"GRANT OWNERSHIP ON DATABASE {identifier(name)} TO ROLE {identifier(role)} COPY CURRENT GRANTS"
    return Statement("own", sql)


def grant_statements(
    grants: Iterable[Grant], state: State, whole: Collection[Grant], shared: Collection[str]
) -> list[Statement]:
    """GRANT statements, what is owned first, memberships last: a role is whole before anybody gets it.

    Args:
        grants: what to add.
        state: the account, to see which schemas are meant as a whole.
        whole: all grants there should be.
        shared: databases of other accounts.
    """
    opened = {(each.kind, each.name, each.privilege, each.grantee) for each in whole if each.future}

    def may_say_all(grant: Grant, schema: Name) -> bool:
        # what comes meanwhile is meant, too
        return any((grant.kind, name, grant.privilege, grant.grantee) in opened for name in (schema, schema[:1]))

    found = []
    for group in _groups(grants, state, may_say_all):
        target, count = _target(group, shared)
        action: Action = "own" if group.privileges == (OWNERSHIP,) and not group.future else "grant"
        copy = " COPY CURRENT GRANTS" if action == "own" else ""
        found.append(Statement(action, f"GRANT {target} TO {_grantee(group)}{copy}", count))
    return sorted(found, key=lambda each: each.action != "own")


def revoke_statements(
    grants: Iterable[Grant], state: State, whole: Collection[Grant], shared: Collection[str]
) -> list[Statement]:
    """REVOKE statements in the opposite order: memberships first."""
    kept = {(each.kind, each.name[:2], each.privilege, each.grantee) for each in whole}

    def may_say_all(grant: Grant, schema: Name) -> bool:
        return all((grant.kind, name, grant.privilege, grant.grantee) not in kept for name in (schema, schema[:1]))

    found = []
    for group in reversed(_groups(grants, state, may_say_all)):
        target, count = _target(group, shared)
        found.append(Statement("revoke", f"REVOKE {target} FROM {_grantee(group)}", count))
    return found


@dataclass(frozen=True)
class _Group:
    """Privileges of one grantee on one object, or on all objects of a schema."""

    kind: str
    name: Name
    privileges: tuple[str, ...]
    grantee: str
    grantee_kind: str
    future: bool
    objects: int = 0


def _groups(grants: Iterable[Grant], state: State, may_say_all: _MaySayAll) -> list[_Group]:
    """Grants by object and grantee, in the order in which they are granted."""
    by_object: dict[tuple[str, Name, str, str, bool, bool], set[str]] = {}
    examples: dict[tuple[str, Name, str, str, bool, bool], list[Grant]] = {}
    for grant in grants:
        # ownership is granted by a statement of its own
        owns = grant.privilege == OWNERSHIP
        key = (grant.kind, grant.name, grant.grantee, grant.grantee_kind, grant.future, owns)
        by_object.setdefault(key, set()).add(grant.privilege)
        examples.setdefault(key, []).append(grant)
    schemas: dict[tuple[str, Name], int] = {}
    for name, kind in state.relations.items():
        schemas[kind, name[:2]] = schemas.get((kind, name[:2]), 0) + 1
    alike: dict[_Group, list[_Group]] = {}
    for key, privileges in by_object.items():
        kind, name, grantee, grantee_kind, future, _ = key
        group = _Group(kind, name, tuple(in_order(privileges)), grantee, grantee_kind, future)
        collapsible = len(name) == 3 and not future and all(may_say_all(each, name[:2]) for each in examples[key])
        whole = _Group(kind, name[:2], group.privileges, grantee, grantee_kind, False, schemas.get((kind, name[:2]), 0))
        alike.setdefault(whole if collapsible else group, []).append(group)
    found = []
    for one, members in alike.items():
        is_whole = one.objects > 1 and len(members) == one.objects
        found += [one] if is_whole else members
    return sorted(found, key=_order)


def _order(group: _Group) -> tuple[int, bool, Name, str, str, tuple[str, ...]]:
    return (
        _GRANT_ORDER.index(group.kind),
        group.future,
        group.name,
        group.grantee_kind,
        group.grantee,
        group.privileges,
    )


def _target(group: _Group, shared: Collection[str]) -> tuple[str, int]:
    kind, name = group.kind.upper(), relation(*group.name)
    if group.kind == "role":
        return f"ROLE {name}", 1
    if group.kind == "database" and group.name[0] in shared:
        return f"IMPORTED PRIVILEGES ON DATABASE {name}", 1
    privileges = ", ".join(group.privileges)
    if not group.future and not group.objects:
        return f"{privileges} ON {kind} {name}", len(group.privileges)
    scope = "FUTURE" if group.future else "ALL"
    container = "SCHEMA" if len(group.name) == 2 else "DATABASE"
    return f"{privileges} ON {scope} {kind}S IN {container} {name}", len(group.privileges) * max(group.objects, 1)


def _grantee(group: _Group) -> str:
    return f"{group.grantee_kind.upper()} {identifier(group.grantee)}"
