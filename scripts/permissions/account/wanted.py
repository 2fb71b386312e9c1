"""What the permissions file wants of an account: its names and `*` spelled out over what the account has.

A name of something that is not there yet cannot be granted; it is noted, and granted by the plan after it was made.
Future grants need care: as soon as ONE role has a future grant on a schema, Snowflake passes over those on its
database for everything made in there. So a grant on `db.*.*` is repeated for each such schema.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

from scripts.core.errors import EdpError
from scripts.permissions.account.state import SYSTEM_ROLES, Grant, Name, State, membership
from scripts.permissions.file import Access, PermissionsFile, Role
from scripts.permissions.privileges import OWNERSHIP, READ, RELATION_KINDS, WAREHOUSE, WRITE

_KINDS = {"databases": ("database",), "schemas": ("schema",), "tables": RELATION_KINDS}


@dataclass(frozen=True)
class Wanted:
    """The file's will.

    Attributes:
        roles, users: all the file names; a user maps to whether it may log in.
        databases, shared: those the account itself holds, and those another account shares with it.
        warehouses: size by name.
        integrations: those the file names; who may use another one is not its business.
        grants: every grant there should be on the roles and users of the file.
        waiting: names of the file that nothing in the account bears yet.
    """

    roles: frozenset[str]
    users: dict[str, bool]
    databases: frozenset[str]
    shared: frozenset[str]
    warehouses: dict[str, str]
    integrations: frozenset[str]
    grants: frozenset[Grant]
    waiting: tuple[str, ...]


def wanted(permissions: PermissionsFile, state: State) -> Wanted:
    """Spell out a permissions file over what an account has.

    Args:
        permissions: the file.
        state: the account, with everything the plan will create first.

    Raises:
        EdpError: the file gives one object to two owners, or names a role or database it does not define.
    """
    spelling = _Spelling(permissions, state)
    grants: set[Grant] = set()
    for name, role in sorted(permissions.roles.items()):
        grants.update(spelling.of_role(name.lower(), role))
    for user, settings in permissions.users.items():
        grants.update(membership(role.lower(), user.lower(), "user") for role in settings.member_of)
    managed = {name.lower() for name in permissions.roles} - SYSTEM_ROLES
    grants |= _repeated(grants, [grant for grant in state.grants if grant.grantee not in managed])
    _require_defined(permissions, grants)
    _require_one_owner(grants)
    return Wanted(
        roles=frozenset(name.lower() for name in permissions.roles),
        users={name.lower(): user.can_login for name, user in permissions.users.items()},
        databases=frozenset(name.lower() for name, each in permissions.databases.items() if not each.shared),
        shared=frozenset(spelling.shared),
        warehouses={name.lower(): each.size.lower() for name, each in permissions.warehouses.items()},
        integrations=frozenset(name.lower() for name in permissions.integrations),
        grants=frozenset(grants),
        waiting=tuple(sorted(spelling.waiting)),
    )


class _Spelling:
    """From names with wildcards to grants."""

    def __init__(self, permissions: PermissionsFile, state: State) -> None:
        self.shared = {name.lower() for name, each in permissions.databases.items() if each.shared}
        self.names = {kind: state.names(kind) for kinds in _KINDS.values() for kind in kinds}
        self.waiting: set[str] = set()

    def of_role(self, grantee: str, role: Role) -> Iterator[Grant]:
        for other in role.member_of:
            yield membership(other.lower(), grantee)
        for warehouse in role.warehouses:
            for privilege in WAREHOUSE:
                yield Grant("warehouse", (warehouse.lower(),), privilege, grantee)
        for integration in role.integrations:
            yield Grant("integration", (integration.lower(),), "USAGE", grantee)
        for kinds in _KINDS:
            access: Access = getattr(role.privileges, kinds)
            for meaning, patterns in ((READ, access.read), (WRITE, access.write)):
                for pattern in patterns:
                    if meaning is WRITE and pattern.lower().split(".")[0] in self.shared:
                        raise EdpError(f"role {grantee}: {pattern} is in a shared database, which can only be read")
                    yield from self._of_pattern(kinds, pattern.lower(), meaning, grantee)
            for pattern in getattr(role.owns, kinds):
                owned = dict.fromkeys(_KINDS[kinds], (OWNERSHIP,))
                yield from self._of_pattern(kinds, pattern.lower(), owned, grantee)

    def _of_pattern(
        self, kinds: str, pattern: str, privileges: Mapping[str, tuple[str, ...]], grantee: str
    ) -> Iterator[Grant]:
        parts = tuple(pattern.split("."))
        is_there = False
        for kind in _KINDS[kinds]:
            for name in self._matches(kind, parts):
                is_there = True
                for privilege in privileges[kind]:
                    yield Grant(kind, name, privilege, grantee)
            for container in self._containers(parts):
                is_there = True
                for privilege in privileges[kind]:
                    yield Grant(kind, container, privilege, grantee, future=True)
        if not is_there and parts[0] not in self.shared:
            self.waiting.add(pattern)

    def _matches(self, kind: str, parts: Name) -> Iterator[Name]:
        for name in self.names[kind]:
            if len(name) == len(parts) and all(fnmatchcase(have, want) for have, want in zip(name, parts, strict=True)):
                yield name

    def _containers(self, parts: Name) -> Iterator[Name]:
        """The schemas or databases a trailing `*` opens for what comes; part of a name cannot be opened."""
        if len(parts) == 1 or parts[-1] != "*":
            return
        if len(parts) == 3 and parts[1] != "*":
            yield from self._matches("schema", parts[:2])
        elif parts[:1] in self.names["database"]:
            yield parts[:1]


def _repeated(grants: set[Grant], others: Iterable[Grant]) -> set[Grant]:
    """The grants on coming objects of a database once more for each schema that would pass over them."""
    hiding: dict[tuple[str, str], set[Name]] = {}
    for grant in (*grants, *others):
        if grant.future and len(grant.name) == 2:
            hiding.setdefault((grant.kind, grant.name[0]), set()).add(grant.name)
    return {
        Grant(grant.kind, schema, grant.privilege, grant.grantee, future=True)
        for grant in grants
        if grant.future and len(grant.name) == 1
        for schema in hiding.get((grant.kind, grant.name[0]), ())
    }


def _require_defined(permissions: PermissionsFile, grants: Iterable[Grant]) -> None:
    defined = {
        "role": {name.lower() for name in permissions.roles} | SYSTEM_ROLES,
        "warehouse": {name.lower() for name in permissions.warehouses},
        "integration": {name.lower() for name in permissions.integrations},
        "database": {name.lower() for name in permissions.databases},
    }
    for grant in sorted(grants):
        kind = grant.kind if grant.kind in defined else "database"
        if grant.name[0] not in defined[kind]:
            whom = f"{grant.grantee_kind} {grant.grantee}"
            raise EdpError(f"{whom}: {kind} {grant.name[0]} is not defined in the permissions file; define it")


def _require_one_owner(grants: Iterable[Grant]) -> None:
    owners: dict[tuple[str, Name, bool], str] = {}
    for grant in sorted(each for each in grants if each.privilege == OWNERSHIP):
        other = owners.setdefault((grant.kind, grant.name, grant.future), grant.grantee)
        if other != grant.grantee:
            what = f"what comes in {'.'.join(grant.name)}" if grant.future else f"{grant.kind} {'.'.join(grant.name)}"
            raise EdpError(f"{what} is owned by {other} and by {grant.grantee}; give it to one role")
