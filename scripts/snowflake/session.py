"""One connection's view of the account: who it is, where it stands, and how it reaches the rows."""

from __future__ import annotations

import fnmatch
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import duckdb
import sqlglot
from sqlglot.errors import ParseError

from scripts.core.sql import literal
from scripts.snowflake.account import ADMINISTRATOR, SYSTEM_ROLES, Account, Relation
from scripts.snowflake.errors import compilation_error, missing
from scripts.snowflake.grants import Name
from scripts.snowflake.history import History
from scripts.snowflake.log import StatementLog


@dataclass(frozen=True)
class Rows:
    """The reply to a statement."""

    columns: tuple[str, ...]
    rows: Sequence[tuple[object, ...]]


def said(text: str) -> Rows:
    """A reply of one sentence."""
    return Rows(("status",), [(text,)])


DONE = said("Statement executed successfully.")


@dataclass
class Session:
    """State of one connection.

    Attributes:
        account: what all sessions share.
        history: stored versions of permanent tables.
        log: every statement of every session.
        connection: fakesnow's connection; it knows the current database and schema.
        user, role, warehouse: from the login, in capitals.
        parameters: session parameters that were set.
        temporary: temporary relations of this session, dropped when it ends.
        transaction: what has been done since BEGIN, None outside of a transaction.
        shown: masked columns of the relations the statement at work names, whose policies show clear values.
    """

    account: Account
    history: History
    log: StatementLog
    connection: Any
    user: str = "OFFLINE"
    role: str = "PUBLIC"
    warehouse: str | None = None
    parameters: dict[str, str] = field(default_factory=dict)
    temporary: set[Name] = field(default_factory=set)
    transaction: list[tuple[str, Any]] | None = None
    shown: set[str] = field(default_factory=set)

    def name(self, parts: Sequence[str], size: int = 3) -> Name:
        """Complete a name with the session's database and schema to `size` parts."""
        if len(parts) > size:
            raise compilation_error(f"'{'.'.join(parts)}' has too many parts")
        context = (self.connection.database, self.connection.schema)[: size - len(parts)] if size > 1 else ()
        if len(context) + len(parts) < size or None in context:
            raise compilation_error(f"'{'.'.join(parts)}': the session has no current database and schema", 90105)
        return (*context, *parts)

    def run(self, sql: str) -> None:
        """Run another Snowflake statement in this session, with all rules."""
        self.connection.cursor().dispatch(sql, None)

    def pass_on(self, sql: str) -> None:
        """Let fakesnow run a statement that has been checked."""
        self.connection.cursor().pass_on(sqlglot.parse_one(sql, read="snowflake"), None)

    def duck(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Run DuckDB SQL in the session's own connection and transaction."""
        return list(self.connection._duck_conn.execute(sql, parameters).fetchall())

    def aside(self, sql: str) -> list[tuple[Any, ...]]:
        """Run DuckDB SQL in a transaction of its own."""
        with self.connection._duck_conn.cursor() as cursor:
            return list(cursor.execute(sql).fetchall())

    def columns(self, name: Name) -> dict[str, str]:
        """Column -> DuckDB type of a relation, names in capitals."""
        try:
            described = self.duck(f"DESCRIBE {quote(name)}")
        except duckdb.CatalogException:
            raise missing("Object", ".".join(name)) from None
        return {row[0].upper(): row[1] for row in described}

    def schemas(self, database: str) -> list[Name]:
        """The schemas of a database."""
        rows = self.duck(
            "SELECT schema_name FROM duckdb_schemas() WHERE UPPER(database_name) = ? AND NOT internal "
            "AND schema_name NOT IN ('main', '_fs_information_schema') ORDER BY ALL",
            [database],
        )
        return [(database, row[0].upper()) for row in rows]

    def databases(self) -> set[str]:
        """The databases of the account."""
        rows = self.duck("SELECT database_name FROM duckdb_databases() WHERE NOT internal")
        return {row[0].upper() for row in rows} - {"MEMORY", "_FS_GLOBAL"}

    def require_schema(self, name: Name) -> None:
        """Refuse unless the schema of an object exists."""
        if name[:2] not in self.schemas(name[0]):
            raise missing("Schema", ".".join(name[:2]))

    def require_container(self, name: Name) -> None:
        """Refuse unless the database or schema exists; () is the account."""
        if name and name[0] not in self.databases():
            raise missing("Database", name[0])
        if len(name) > 1:
            self.require_schema(name)

    def require_object(self, kind: str, name: Name) -> str:
        """Refuse unless the object exists; returns what it is (GRANT ... ON TABLE also fits a view)."""
        if kind in ("TABLE", "VIEW", "DYNAMIC TABLE"):
            return self.account.relation(name).object_kind
        if kind in ("DATABASE", "SCHEMA"):
            self.require_container(name)
        elif kind == "WAREHOUSE" and name[0] not in self.account.warehouses:
            raise missing("Warehouse", name[0])
        elif kind == "INTEGRATION" and name[0] not in self.account.integrations:
            raise missing("Integration", name[0])
        return kind

    def objects(self, container: Name, kind: str) -> list[tuple[str, Name]]:
        """All objects of a kind in a database or schema, as (kind, name)."""
        if kind == "SCHEMA":
            return [(kind, name) for name in self.schemas(container[0])]
        return [(kind, name) for name in self.account.in_container(container, kind)]

    def owned(self, name: Name, kind: str = "") -> Relation:
        """The relation of that name and kind, which this role must own to change it.

        Raises:
            ProgrammingError: there is none, it is of another kind or somebody else's.
        """
        relation = self.account.relation(name, kind)
        self.account.require(self.role, "OWNERSHIP", name)
        return relation

    def require_administrator(self, privilege: str) -> None:
        """Refuse unless the role administers the account or holds the privilege on it."""
        administers = self.role in SYSTEM_ROLES and self.role != "PUBLIC"
        if not (administers or self.account.holds(self.role, "ACCOUNT", (), privilege)):
            raise compilation_error(
                f"Insufficient privileges to operate on account 'OFFLINE': {privilege} is needed.", 3001
            )

    def end(self) -> None:
        """Drop what was temporary, as the end of a session does."""
        for name in list(self.temporary):
            relation = self.account.relations.get(name)
            kind = "VIEW" if relation is not None and relation.kind == "VIEW" else "TABLE"
            self.duck(f"DROP {kind} IF EXISTS {quote(name)}")
            self.account.drop_relation(name)
        self.temporary.clear()

    def use_role(self, role: str) -> None:
        """Act as another role; it must have been granted to the user.

        Raises:
            ProgrammingError: the role does not exist or the user may not use it.
        """
        granted = self.account.grants.roles_of("USER", self.user)
        reachable = {"PUBLIC"}.union(*(self.account.active_roles(name) for name in granted))
        if role not in self.account.roles or role not in reachable:
            raise compilation_error(f"Requested role '{role}' is not assigned to the executing user.", 3013)
        self.role = role

    @property
    def is_administrator(self) -> bool:
        """Whether nothing is refused to this session."""
        return self.role == ADMINISTRATOR

    def table(self, columns: tuple[str, ...], rows: Sequence[tuple[object, ...]]) -> Rows:
        """A reply of rows, which may be none."""
        return Rows(columns, rows)

    def quoted(self, value: str) -> str:
        """A text value as a literal."""
        return literal(value)

    @staticmethod
    def is_like(name: str, pattern: str | None) -> bool:
        """SHOW ... LIKE: without regard to case, % and _ as wildcards."""
        if pattern is None:
            return True
        plain = pattern.upper().replace("\\\\_", "\\_").replace("[", "[[]").replace("*", "[*]").replace("?", "[?]")
        plain = plain.replace("\\_", "\0").replace("_", "?").replace("\0", "_").replace("%", "*")
        return fnmatch.fnmatchcase(name.upper(), plain)

    @staticmethod
    def check_expression(text: str) -> None:
        """Refuse a policy body that is no expression."""
        try:
            sqlglot.parse_one(f"SELECT {text}", read="snowflake")
        except ParseError as error:
            raise compilation_error(f"syntax error in the policy body: {error.errors[0]['description']}") from None


def quote(name: Name) -> str:
    """A name as DuckDB reads it."""
    return ".".join('"' + part.replace('"', '""') + '"' for part in name)
