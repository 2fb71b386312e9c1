"""The state of an account: who and what there is, and who was granted what. Pure data, names in lower case."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import cached_property

from scripts.permissions.privileges import OWNERSHIP, RELATION_KINDS

Name = tuple[str, ...]
"""(database,), (database, schema), (database, schema, table), (role,), (warehouse,)."""

SYSTEM_ROLES = frozenset({"accountadmin", "orgadmin", "public", "securityadmin", "sysadmin", "useradmin"})
"""Roles Snowflake made; what it gave them is never taken away."""

PRIVILEGED_ROLES = SYSTEM_ROLES - {"public"}
"""Roles that administer the account (Data Team Platform, "Snowflake Permissions Paradigm")."""

SERVICE_TYPES = ("service", "legacy_service", "snowflake_service")
"""Types of users that are systems, as Snowflake calls them."""


@dataclass(frozen=True, order=True)
class Grant:
    """One privilege of one grantee.

    Attributes:
        kind: what it is granted on: database, schema, table, view, dynamic table, warehouse, integration or role.
        name: the object; of a future grant the schema or database whose coming objects it is for.
        privilege: as Snowflake calls it, in capitals; USAGE of a role is membership.
        grantee: a role, or a user where `grantee_kind` says so.
    """

    kind: str
    name: Name
    privilege: str
    grantee: str
    grantee_kind: str = "role"
    future: bool = False


def membership(role: str, grantee: str, grantee_kind: str = "role") -> Grant:
    """The grant of a role to a role or user."""
    return Grant("role", (role,), "USAGE", grantee, grantee_kind)


@dataclass(frozen=True)
class AccountUser:
    """One user of the account; `comment` and `type` are Snowflake's properties of that name."""

    disabled: bool = False
    comment: str = ""
    type: str = ""


@dataclass(frozen=True)
class AccountDatabase:
    """One database; `created_on` is a day, `shared` one another account owns."""

    created_on: str = ""
    shared: bool = False


@dataclass(frozen=True)
class State:
    """Everything a plan looks at.

    Attributes:
        roles: every role.
        users, databases: by name.
        warehouses: size by name.
        grants: every grant on a kind of object that a permissions file speaks of.
        unread: objects with names a permissions file cannot write, which are left alone.
    """

    roles: frozenset[str]
    users: dict[str, AccountUser]
    databases: dict[str, AccountDatabase]
    warehouses: dict[str, str]
    grants: frozenset[Grant]
    unread: frozenset[str] = frozenset()

    @cached_property
    def owners(self) -> dict[tuple[str, Name], str]:
        """The role that owns each database, schema, table and view; whatever exists has an owner."""
        owned = (grant for grant in self.grants if grant.privilege == OWNERSHIP and not grant.future)
        return {(grant.kind, grant.name): grant.grantee for grant in owned}

    def names(self, kind: str) -> list[Name]:
        """What there is of a kind, sorted."""
        if kind == "database":
            return sorted((name,) for name in self.databases)
        return sorted(name for each, name in self.owners if each == kind)

    @cached_property
    def relations(self) -> dict[Name, str]:
        """Kind of each table and view."""
        return {name: kind for kind in RELATION_KINDS for name in self.names(kind)}

    def fingerprint(self) -> str:
        """A hash of everything above: equal for equal accounts, however and whenever they were read."""
        return fingerprint(
            {
                "roles": sorted(self.roles),
                "users": {name: asdict(user) for name, user in self.users.items()},
                "databases": {name: asdict(database) for name, database in self.databases.items()},
                "warehouses": self.warehouses,
                "grants": [asdict(grant) for grant in sorted(self.grants)],
                "unread": sorted(self.unread),
            }
        )


def fingerprint(content: object) -> str:
    """SHA-256 of something JSON can say, independent of the order of keys."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def changed(state: State, add: Iterable[Grant], remove: Iterable[Grant]) -> frozenset[Grant]:
    """The grants of a state after some were added and others removed; an object has one owner."""
    add = frozenset(add)
    moved = {(grant.kind, grant.name, grant.future) for grant in add if grant.privilege == OWNERSHIP}
    kept = {
        grant
        for grant in state.grants
        if grant.privilege != OWNERSHIP or (grant.kind, grant.name, grant.future) not in moved
    }
    return frozenset((kept | add) - frozenset(remove))
