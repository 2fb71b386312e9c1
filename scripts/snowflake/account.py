"""What a Snowflake account knows beside its rows: who may do what, and which rules hang on which object.

Pure state: nothing here executes SQL. Names are tuples of parts in capitals, (database, schema, object).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from scripts.snowflake.errors import compilation_error, exists_already, missing
from scripts.snowflake.grants import Grant, Grants, Name

SYSTEM_ROLES = ("ACCOUNTADMIN", "SECURITYADMIN", "USERADMIN", "SYSADMIN", "PUBLIC")
ADMINISTRATOR = "ACCOUNTADMIN"
RETENTION = "DATA_RETENTION_TIME_IN_DAYS"


@dataclass
class Relation:
    """A table or view.

    Attributes:
        kind: TABLE, TRANSIENT, TEMPORARY, VIEW or DYNAMIC.
        text: the statement that made a view or a dynamic table.
        is_secure: whether a view is secure.
        is_temporary: whether only the session that made it sees it.
        properties: what a dynamic table was made with, e.g. TARGET_LAG.
        created_at: epoch seconds.
        mixed_columns: columns whose names are not all capitals; None until somebody asks.
    """

    kind: str
    text: str = ""
    is_secure: bool = False
    is_temporary: bool = False
    properties: dict[str, str] = field(default_factory=dict)
    created_at: float = field(default_factory=time.time)
    mixed_columns: frozenset[str] | None = None

    @property
    def object_kind(self) -> str:
        """What ALTER and SHOW call it."""
        return {"VIEW": "VIEW", "DYNAMIC": "DYNAMIC TABLE"}.get(self.kind, "TABLE")


@dataclass
class Policy:
    """A masking policy (one argument) or a row access policy (one or more): arguments are (name, type) pairs."""

    name: Name
    arguments: tuple[tuple[str, str], ...]
    returns: str
    body: str


@dataclass
class Account:
    """The state all sessions share; guard changes with `lock`."""

    roles: set[str] = field(default_factory=lambda: set(SYSTEM_ROLES))
    users: dict[str, dict[str, str]] = field(default_factory=dict)
    warehouses: dict[str, dict[str, str]] = field(default_factory=dict)
    integrations: dict[str, dict[str, str]] = field(default_factory=dict)
    # SYSADMIN is the role that makes databases
    grants: Grants = field(
        default_factory=lambda: Grants([Grant("CREATE DATABASE", "ACCOUNT", (), "ROLE", "SYSADMIN")])
    )
    future_grants: Grants = field(default_factory=Grants)
    relations: dict[Name, Relation] = field(default_factory=dict)
    policies: dict[Name, Policy] = field(default_factory=dict)
    masks: dict[tuple[Name, str], Name] = field(default_factory=dict)
    row_policies: dict[Name, Policy] = field(default_factory=dict)
    row_access: dict[Name, tuple[Name, tuple[str, ...]]] = field(default_factory=dict)
    parameters: dict[tuple[Name, str], str] = field(default_factory=dict)
    lock: threading.RLock = field(default_factory=threading.RLock)

    def active_roles(self, role: str) -> set[str]:
        """The role and all it inherits: what it was granted, what those were granted, and PUBLIC."""
        if role == ADMINISTRATOR:
            return set(self.roles)
        found: set[str] = set()
        todo = [role, "PUBLIC"]
        while todo:
            name = todo.pop()
            if name not in found:
                found.add(name)
                todo += self.grants.roles_of("ROLE", name)
        return found

    def holds(self, role: str, kind: str, name: Name, *privileges: str) -> bool:
        """Whether the role, with what it inherits, has one of the privileges on the object, or owns it."""
        if role == ADMINISTRATOR:
            return True
        roles, wanted = self.active_roles(role), {*privileges, "OWNERSHIP"}
        return any(
            grant.grantee in roles and grant.grantee_kind == "ROLE" and grant.privilege in wanted
            for grant in self.grants.on(kind, name)
        )

    def can_use(self, role: str, name: Name) -> bool:
        """Whether the role may look into the database and schema of an object."""
        return self.holds(role, "DATABASE", name[:1], "USAGE") and self.holds(role, "SCHEMA", name[:2], "USAGE")

    def require(self, role: str, privilege: str, name: Name) -> None:
        """Refuse unless the role may do `privilege` with a relation that exists."""
        relation = self.relations.get(name)
        kind = relation.object_kind if relation else "TABLE"
        if not (self.can_use(role, name) and self.holds(role, kind, name, privilege)):
            raise missing("Object", ".".join(name))

    def add_relation(self, name: Name, relation: Relation, role: str) -> None:
        """Register a new or replaced relation: it starts without rules, owned by its creator, with future grants."""
        self.drop_relation(name)
        self.relations[name] = relation
        self.own(relation.object_kind, name, role)

    def own(self, kind: str, name: Name, role: str) -> None:
        """Make `role` the owner of a new object and give it what future grants of its containers say."""
        self.grants.forget(kind, name)
        future = [grant for size in range(len(name)) for grant in self.future_grants.on(kind, name[:size])]
        # a schema's future grants hide those of its database
        depth = max((len(grant.name) for grant in future), default=0)
        given = [grant for grant in future if len(grant.name) == depth]
        owners = [grant for grant in given if grant.privilege == "OWNERSHIP"]
        self.grants.add(Grant("OWNERSHIP", kind, name, "ROLE", owners[0].grantee if owners else role))
        for grant in given:
            if grant.privilege != "OWNERSHIP":
                self.grants.add(Grant(grant.privilege, kind, name, grant.grantee_kind, grant.grantee))

    def drop_relation(self, name: Name) -> None:
        """Forget a relation with everything that hung on it."""
        relation = self.relations.pop(name, None)
        self.masks = {key: policy for key, policy in self.masks.items() if key[0] != name}
        self.row_access.pop(name, None)
        self.parameters = {key: value for key, value in self.parameters.items() if key[0] != name}
        if relation is not None:
            self.grants.forget(relation.object_kind, name)

    def drop_container(self, name: Name) -> None:
        """Forget a database or schema with all that is in it."""
        size = len(name)
        for relation in [relation for relation in self.relations if relation[:size] == name]:
            self.drop_relation(relation)
        self.policies = {key: value for key, value in self.policies.items() if key[:size] != name}
        self.row_policies = {key: value for key, value in self.row_policies.items() if key[:size] != name}
        self.grants -= {
            grant for grant in self.grants if grant.kind not in ("ROLE", "ACCOUNT") and grant.name[:size] == name
        }
        self.future_grants -= {grant for grant in self.future_grants if grant.name[:size] == name}

    def rename_relation(self, old: Name, new: Name) -> None:
        """Move a relation with its masks, rules, parameters and grants to another name."""
        self.drop_relation(new)
        self.relations[new] = self.relations.pop(old)
        self.masks = {(new if key[0] == old else key[0], key[1]): policy for key, policy in self.masks.items()}
        if old in self.row_access:
            self.row_access[new] = self.row_access.pop(old)
        self.parameters = {(new if key[0] == old else key[0], key[1]): value for key, value in self.parameters.items()}
        kind = self.relations[new].object_kind
        moved = self.grants.on(kind, old)
        self.grants.forget(kind, old)
        self.grants |= {replace(grant, name=new) for grant in moved}

    def relation(self, name: Name, kind: str = "") -> Relation:
        """The relation of that name.

        Raises:
            ProgrammingError: there is none, or it is not of the kind the statement says.
        """
        found = self.relations.get(name)
        if found is None:
            raise missing("Object", ".".join(name))
        if kind and found.object_kind != kind:
            raise compilation_error(
                f"Object found is of type '{found.object_kind}', not specified type '{kind}'.", 2203
            )
        return found

    def retention(self, name: Name) -> int:
        """Days of time travel: the object's own setting, else its schema's, its database's, the account's, else 1."""
        for size in range(len(name), -1, -1):
            days = self.parameters.get((name[:size], RETENTION))
            if days is not None:
                relation = self.relations.get(name)
                limited = relation is not None and relation.kind in ("TRANSIENT", "TEMPORARY")
                return min(int(days), 1) if limited else int(days)
        return 1

    def masks_of(self, name: Name) -> dict[str, Policy]:
        """Column -> policy of one relation."""
        return {column: self.policies[policy] for (relation, column), policy in self.masks.items() if relation == name}

    def add_role(self, name: str) -> None:
        """Create a role.

        Raises:
            ProgrammingError: it exists.
        """
        if name in self.roles:
            raise exists_already(name)
        self.roles.add(name)

    def in_container(self, container: Name, kind: str) -> Iterator[Name]:
        """Relations of a kind in a database or schema."""
        size = len(container)
        for name, relation in self.relations.items():
            if name[:size] == container and relation.object_kind == kind:
                yield name
