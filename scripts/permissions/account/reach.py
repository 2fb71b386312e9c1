"""What each user of an account reaches: from the grants themselves, not from the file that asked for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from scripts.permissions.access import BUILDERS
from scripts.permissions.account.state import PRIVILEGED_ROLES, Grant, Name, State
from scripts.permissions.masked import MaskedColumns
from scripts.permissions.privileges import CHANGES_ROWS, OWNERSHIP, RELATION_KINDS

COMING = "*"
"""Stands for what will be made in a schema."""


@dataclass(frozen=True)
class UserReach:
    """What one user may do with any of its roles.

    Attributes:
        reads, writes: relations, and (database, schema, "*") for those to come.
        clear, masked: masked columns of relations it reads, as (database, schema, table, column).
        administers: privileged roles it may use.
    """

    reads: frozenset[Name] = frozenset()
    writes: frozenset[Name] = frozenset()
    clear: frozenset[Name] = frozenset()
    masked: frozenset[Name] = frozenset()
    administers: frozenset[str] = frozenset()


@dataclass
class _Held:
    """What one role was granted itself."""

    members_of: set[str] = field(default_factory=set)
    usage: set[Name] = field(default_factory=set)
    select: set[Name] = field(default_factory=set)
    change: set[Name] = field(default_factory=set)


class Reach:
    """The reach of every user of a state."""

    def __init__(self, state: State, masked: MaskedColumns) -> None:
        self._state = state
        self._masked: Mapping[Name, Mapping[str, str]] = {tuple(name): columns for name, columns in masked.items()}
        self._direct: dict[str, set[str]] = {user: set() for user in state.users}
        self._held: dict[str, _Held] = {}
        self._closures: dict[str, frozenset[str]] = {}
        self._may: dict[str, tuple[frozenset[Name], frozenset[Name]]] = {}
        self._coming = {grant for grant in state.grants if grant.future and grant.kind in RELATION_KINDS}
        for grant in state.grants:
            self._hold(grant)

    def of(self, user: str) -> UserReach:
        """What a user reaches; nothing if there is no such user or it cannot log in."""
        if user not in self._direct or self._state.users[user].disabled:
            return UserReach()
        # a policy shows builders clear values only while they are the current role
        all_roles = frozenset().union(*(self._closure(role) for role in self._direct[user]))
        acting = self._direct[user] | (all_roles & BUILDERS)
        reads: set[Name] = set()
        writes: set[Name] = set()
        clear: set[Name] = set()
        for role in sorted(acting):
            readable, writable = self._of_role(role)
            reads |= readable
            writes |= writable
            roles = self._closure(role)
            for relation in readable & self._masked.keys():
                policies = self._masked[relation].items()
                clear |= {(*relation, column) for column, policy in policies if role in BUILDERS or policy in roles}
        columns = {(*name, column) for name in reads & self._masked.keys() for column in self._masked[name]}
        return UserReach(
            frozenset(reads),
            frozenset(writes),
            frozenset(clear),
            frozenset(columns - clear),
            frozenset(all_roles & PRIVILEGED_ROLES),
        )

    def _hold(self, grant: Grant) -> None:
        if grant.kind == "role":
            if grant.grantee_kind == "user":
                self._direct.setdefault(grant.grantee, set()).add(grant.name[0])
            elif grant.privilege == "USAGE":
                self._held.setdefault(grant.grantee, _Held()).members_of.add(grant.name[0])
            return
        if grant.future:
            return
        held = self._held.setdefault(grant.grantee, _Held())
        if grant.kind in ("database", "schema") and grant.privilege in ("USAGE", OWNERSHIP):
            held.usage.add(grant.name)
        if grant.kind in RELATION_KINDS:
            self._hold_relation(held, grant.name, grant.privilege)

    @staticmethod
    def _hold_relation(held: _Held, name: Name, privilege: str) -> None:
        if privilege in ("SELECT", OWNERSHIP):
            held.select.add(name)
        if privilege == OWNERSHIP or privilege in CHANGES_ROWS:
            held.change.add(name)

    @cached_property
    def _futures(self) -> dict[str, _Held]:
        """Per role what it will be granted on new objects of each schema, as Snowflake decides it."""
        narrow = {(grant.kind, grant.name) for grant in self._coming if len(grant.name) == 2}
        found: dict[str, _Held] = {}
        schemas = self._state.names("schema")
        for grant in self._coming:
            for schema in schemas:
                is_own = schema == grant.name
                if is_own or (schema[:1] == grant.name and (grant.kind, schema) not in narrow):
                    self._hold_relation(found.setdefault(grant.grantee, _Held()), (*schema, COMING), grant.privilege)
        return found

    def _closure(self, role: str) -> frozenset[str]:
        if role not in self._closures:
            found: set[str] = set()
            ahead = [role, "public"]
            while ahead:
                name = ahead.pop()
                if name not in found:
                    found.add(name)
                    ahead += self._held.get(name, _Held()).members_of
            self._closures[role] = frozenset(found)
        return self._closures[role]

    def _of_role(self, role: str) -> tuple[frozenset[Name], frozenset[Name]]:
        if role not in self._may:
            usage: set[Name] = set()
            select: set[Name] = set()
            change: set[Name] = set()
            for each in self._closure(role):
                held, future = self._held.get(each, _Held()), self._futures.get(each, _Held())
                usage |= held.usage
                select |= held.select | future.select
                change |= held.change | future.change
            self._may[role] = (_usable(select, usage), _usable(change, usage))
        return self._may[role]


def _usable(names: set[Name], usage: set[Name]) -> frozenset[Name]:
    return frozenset(name for name in names if name[:1] in usage and name[:2] in usage)
