"""Who may read what, and who sees a masked column in clear: the answer of a permissions file, without an account.

A role has what it is granted and what the roles it is a member of have, over any number of steps (Data Team Platform,
"Snowflake Permissions Paradigm"). Reading a table takes the usage of its database and schema, too; owning or writing
an object includes reading it. In a shared database the database alone is granted. All names are lower case.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import NamedTuple

from scripts.permissions.file import PermissionsFile, Role

Relation = tuple[str, str, str]

# The roles that build the warehouse: a policy shows them clear values, but only while they are the current role, so
# a role that is a member of them sees what its own masking roles allow (macros/masking/create_masking_policy_sql.sql).
BUILDERS = frozenset({"loader", "transformer"})


class Privilege(NamedTuple):
    """One line of a permissions file: what one role may do with what it names.

    Attributes:
        kind: database, schema or table, which may be a view.
        verb: read, write or own.
        name: as written, in lower case; it may hold wildcards.
    """

    kind: str
    verb: str
    name: str


class Patterns:
    """Names of schemas or tables, some with wildcards: `db.*`, `db.prefix*`, `db.*suffix`, `db.schema.*`, `db.*.*`."""

    def __init__(self, names: Iterable[str]) -> None:
        self._exact: set[tuple[str, ...]] = set()
        self._globs: set[tuple[str, ...]] = set()
        for name in names:
            parts = tuple(name.lower().split("."))
            partial = any("*" in part and part != "*" for part in parts)
            (self._globs if partial else self._exact).add(parts)

    def update(self, other: Patterns) -> None:
        """Add the names of another."""
        self._exact |= other._exact
        self._globs |= other._globs

    def __contains__(self, parts: tuple[str, ...]) -> bool:
        """Whether one object, given by its parts in lower case, is named."""
        # a whole part is open from the right only: db.schema.* and db.*.*, never db.*.table
        open_ends = (parts[:kept] + ("*",) * (len(parts) - kept) for kept in range(len(parts), 0, -1))
        return any(each in self._exact for each in open_ends) or any(_fits(glob, parts) for glob in self._globs)


def _fits(glob: tuple[str, ...], parts: tuple[str, ...]) -> bool:
    return len(glob) == len(parts) and all(_part_fits(one, part) for one, part in zip(glob, parts, strict=True))


def _part_fits(pattern: str, part: str) -> bool:
    if pattern.endswith("*"):
        return part.startswith(pattern[:-1])
    return part.endswith(pattern[1:]) if pattern.startswith("*") else pattern == part


class Reach:
    """The objects a role may use, read and write; privileges of several roles add up."""

    def __init__(self, role: Role | None = None) -> None:
        role = role or Role()
        given, owns = role.privileges, role.owns
        databases = (*given.databases.read, *given.databases.write, *owns.databases)
        self.databases = {name.lower() for name in databases}
        self.schemas = Patterns((*given.schemas.read, *given.schemas.write, *owns.schemas))
        self.read = Patterns((*given.tables.read, *given.tables.write, *owns.tables))
        self.write = Patterns((*given.tables.write, *owns.tables))

    def update(self, other: Reach) -> None:
        """Add what another may do."""
        self.databases |= other.databases
        self.schemas.update(other.schemas)
        self.read.update(other.read)
        self.write.update(other.write)


class Access:
    """Answers about one permissions file; every answer is computed once.

    A role or user the file does not define has nothing, and is no error here: `edp permissions check` names it.
    """

    def __init__(self, permissions: PermissionsFile) -> None:
        self._roles = {name.lower(): role for name, role in permissions.roles.items()}
        self._users = {name.lower(): user.member_of for name, user in permissions.users.items()}
        self._shared = {name.lower() for name, each in permissions.databases.items() if each.shared}
        self._members = {name: _lower(role.member_of) for name, role in self._roles.items()}
        self._closures: dict[str, frozenset[str]] = {}
        self._own: dict[str, Reach] = {}
        self._reaches: dict[frozenset[str], Reach] = {}

    @property
    def roles(self) -> list[str]:
        """Every role of the file, sorted."""
        return sorted(self._roles)

    @property
    def users(self) -> list[str]:
        """Every user of the file, sorted."""
        return sorted(self._users)

    @cached_property
    def memberships(self) -> Mapping[str, tuple[str, ...]]:
        """For each role the roles it is directly a member of, sorted, each once."""
        return {role: tuple(sorted(set(members))) for role, members in self._members.items()}

    def granted_to(self, user: str) -> tuple[str, ...]:
        """The roles a user is directly given, sorted."""
        return tuple(sorted(set(_lower(self._users.get(user.lower(), ())))))

    def privileges(self, role: str) -> list[Privilege]:
        """What a role itself is granted and owns, without what it inherits, sorted."""
        settings = self._roles.get(role.lower(), Role())
        given, owns = settings.privileges, settings.owns
        found: set[Privilege] = set()
        for kind, access, owned in (
            ("database", given.databases, owns.databases),
            ("schema", given.schemas, owns.schemas),
            ("table", given.tables, owns.tables),
        ):
            for verb, names in (("read", access.read), ("write", access.write), ("own", owned)):
                found.update(Privilege(kind, verb, name) for name in _lower(names))
        return sorted(found)

    def is_shared(self, database: str) -> bool:
        """Whether a database is another account's: who has it reads all of it."""
        return database.lower() in self._shared

    def warehouses(self, role: str) -> tuple[str, ...]:
        """The warehouses a role itself is given, sorted."""
        return tuple(sorted(set(_lower(self._roles.get(role.lower(), Role()).warehouses))))

    def roles_of(self, role: str) -> frozenset[str]:
        """The role itself and every role it inherits from, over any number of steps."""
        role = role.lower()
        if role not in self._closures:
            found = {role}
            ahead = [role]
            while ahead:
                for member in self._members.get(ahead.pop(), ()):
                    if member in self._closures:
                        found |= self._closures[member]
                    elif member not in found:
                        found.add(member)
                        ahead.append(member)
            self._closures[role] = frozenset(found)
        return self._closures[role]

    def roles_of_user(self, user: str) -> frozenset[str]:
        """Every role a user can act as: the ones it is given and what they inherit."""
        return frozenset().union(*(self.roles_of(role) for role in self.granted_to(user)))

    def may_read(self, role: str, database: str, schema: str, table: str) -> bool:
        """Whether a role may read a table or view."""
        return self._may(self._reach(self.roles_of(role)), (database.lower(), schema.lower(), table.lower()))

    def user_may_read(self, user: str, database: str, schema: str, table: str) -> bool:
        """Whether a user may read a table or view with one of its roles."""
        return any(self.may_read(role, database, schema, table) for role in self.granted_to(user))

    def may_write(self, role: str, database: str, schema: str, table: str) -> bool:
        """Whether a role may insert, update and delete rows of a table."""
        reach, relation = self._reach(self.roles_of(role)), (database.lower(), schema.lower(), table.lower())
        return relation in reach.write and self._may(reach, relation) and relation[0] not in self._shared

    def may_use_schema(self, role: str, database: str, schema: str) -> bool:
        """Whether a role may use a schema; of a pattern such as `common_*`, whether it may use all that it means."""
        reach = self._reach(self.roles_of(role))
        return database.lower() in reach.databases and (database.lower(), schema.lower()) in reach.schemas

    def readable(self, role: str, relations: Iterable[Relation]) -> list[Relation]:
        """Those of the relations a role may read, sorted, in lower case."""
        reach = self._reach(self.roles_of(role))
        lowered = {(database.lower(), schema.lower(), table.lower()) for database, schema, table in relations}
        return sorted(relation for relation in lowered if self._may(reach, relation))

    def sees_clear(self, role: str, policy: str) -> bool:
        """Whether a session of a role sees the columns of a masking policy in clear.

        Args:
            role: the current role of the session.
            policy: the masking role the policy is named after.
        """
        return role.lower() in BUILDERS or policy.lower() in self.roles_of(role)

    def user_sees_clear(self, user: str, policy: str) -> bool:
        """Whether a user sees the columns of a masking policy in clear with one of the roles it can act as."""
        return any(self.sees_clear(role, policy) for role in self.roles_of_user(user))

    def paths(self, role: str, target: str) -> list[tuple[str, ...]]:
        """Every way in which a role inherits from another: all simple paths of memberships, sorted.

        Args:
            role: where each path begins.
            target: where each path ends; the role itself is one path of one step.
        """
        role, target = role.lower(), target.lower()
        found: list[tuple[str, ...]] = []
        ahead: list[tuple[str, ...]] = [(role,)] if target in self.roles_of(role) else []
        while ahead:
            path = ahead.pop()
            if path[-1] == target:
                found.append(path)
                continue
            ahead += [
                (*path, member)
                for member in self.memberships.get(path[-1], ())
                if member not in path and target in self.roles_of(member)
            ]
        return sorted(found)

    def _reach(self, roles: frozenset[str]) -> Reach:
        if roles not in self._reaches:
            reach = Reach()
            for role in roles:
                if role not in self._own:
                    self._own[role] = Reach(self._roles.get(role))
                reach.update(self._own[role])
            self._reaches[roles] = reach
        return self._reaches[roles]

    def _may(self, reach: Reach, relation: Relation) -> bool:
        database, schema, _ = relation
        if database not in reach.databases:
            return False
        return database in self._shared or ((database, schema) in reach.schemas and relation in reach.read)


def _lower(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(name.lower() for name in names)
