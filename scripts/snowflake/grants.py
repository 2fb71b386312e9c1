"""Who holds what: a set of grants that also answers by object and by holder, as every statement asks both."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, MutableSet
from dataclasses import dataclass

Name = tuple[str, ...]
"""A qualified name: (database,), (database, schema) or (database, schema, object)."""


@dataclass(frozen=True)
class Grant:
    """A privilege on an object, held by a role or (a role's membership) by a role or user."""

    privilege: str
    kind: str
    name: Name
    grantee_kind: str
    grantee: str


class Grants(MutableSet[Grant]):
    """A set of grants."""

    def __init__(self, grants: Iterable[Grant] = ()) -> None:
        self._on: defaultdict[tuple[str, Name], set[Grant]] = defaultdict(set)
        self._roles: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        for grant in grants:
            self.add(grant)

    def __contains__(self, grant: object) -> bool:
        """Whether the set has this grant."""
        return isinstance(grant, Grant) and grant in self._on.get((grant.kind, grant.name), ())

    def __iter__(self) -> Iterator[Grant]:
        """All grants."""
        return (grant for there in list(self._on.values()) for grant in tuple(there))

    def __len__(self) -> int:
        """How many there are."""
        return sum(map(len, self._on.values()))

    def add(self, grant: Grant) -> None:
        """Take a grant in; a new owner takes the place of the old one."""
        there = self._on[grant.kind, grant.name]
        if grant.privilege == "OWNERSHIP":
            there -= {old for old in there if old.privilege == "OWNERSHIP"}
        there.add(grant)
        if grant.kind == "ROLE" and grant.privilege == "USAGE":
            self._roles[grant.grantee_kind, grant.grantee].add(grant.name[0])

    def discard(self, grant: Grant) -> None:
        """Take a grant out, if it is there."""
        self._on[grant.kind, grant.name].discard(grant)
        if grant.kind == "ROLE" and grant.privilege == "USAGE":
            self._roles[grant.grantee_kind, grant.grantee].discard(grant.name[0])

    def on(self, kind: str, name: Name) -> frozenset[Grant]:
        """All grants on one object."""
        return frozenset(self._on.get((kind, name), ()))

    def forget(self, kind: str, name: Name) -> None:
        """Take out all grants on one object."""
        self -= self.on(kind, name)

    def roles_of(self, grantee_kind: str, grantee: str) -> frozenset[str]:
        """The roles that were granted to a role or user itself."""
        return frozenset(self._roles.get((grantee_kind, grantee), ()))

    def owner(self, kind: str, name: Name) -> str:
        """The role that owns an object, '' if nobody does."""
        return next((grant.grantee for grant in self.on(kind, name) if grant.privilege == "OWNERSHIP"), "")
