"""The emulated account as one object: its state, its rows, its log, and the sessions that are opened on it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from snowflake.connector.errors import DatabaseError

from scripts.permissions.file import PermissionsFile, read_permissions
from scripts.snowflake import configuration, engine
from scripts.snowflake.account import ADMINISTRATOR, Account
from scripts.snowflake.history import History
from scripts.snowflake.log import StatementLog
from scripts.snowflake.repairs import repair_all
from scripts.snowflake.session import Session

SETUP_USER = "SETUP"
"""The user of sessions that set the account up; nobody can log in as it."""


class OfflineAccount:
    """An empty account in memory; `configure` fills it.

    Attributes:
        account: roles, grants, policies and parameters.
        history: versions of permanent tables.
        log: every statement of every session.
        engine: fakesnow, which holds the rows.
    """

    def __init__(self) -> None:
        repair_all()
        self.account = Account()
        self.history = History()
        self.log = StatementLog()
        self.engine = engine.fakesnow.FakeSnow(create_database_on_connect=False, create_schema_on_connect=False)
        self._setup: Any = None

    def open(self, connection: Any, user: str, role: str, warehouse: str | None) -> Session:
        """Make a fakesnow connection a session of this account.

        Args:
            connection: a connection of `engine`.
            user: name in capitals.
            role: name in capitals; it must have been granted to the user.
            warehouse: name in capitals, if any.

        Raises:
            DatabaseError: one of them does not exist, the user is disabled or the role is not granted.
        """
        session = Session(self.account, self.history, self.log, connection)
        connection.emulated_session = session
        if user == SETUP_USER:
            session.user, session.role = user, ADMINISTRATOR
            return session
        if user not in self.account.users:
            raise DatabaseError(f"Incorrect username or password was specified: '{user}' is no user of the account.")
        if self.account.users[user].get("DISABLED", "").upper() == "TRUE":
            raise DatabaseError(f"User access disabled: '{user}'. Contact your local system administrator.")
        if warehouse is not None and warehouse not in self.account.warehouses:
            raise DatabaseError(f"The requested warehouse '{warehouse}' does not exist or not authorized.")
        session.user, session.warehouse = user, warehouse
        session.use_role(role)
        return session

    def connect(
        self,
        user: str = SETUP_USER,
        role: str = ADMINISTRATOR,
        *,
        warehouse: str | None = None,
        database: str | None = None,
        schema: str | None = None,
    ) -> Any:
        """Open a session in this process; its cursors are DB-API cursors.

        Raises:
            DatabaseError: the user, role or warehouse does not exist or the role is not granted.
        """
        connection = self.engine.connect(database, schema)
        self.open(connection, user.upper(), role.upper(), warehouse and warehouse.upper())
        return connection

    @property
    def setup(self) -> Session:
        """The session that sets the account up, as ACCOUNTADMIN."""
        if self._setup is None:
            self._setup = self.connect()
        session: Session = self._setup.emulated_session
        return session

    def configure(self, permissions: Path) -> PermissionsFile:
        """Make databases, warehouses, roles, users and grants what a permissions file says.

        Raises:
            EdpError: the file is not valid.
        """
        return configuration.configure(self.setup, permissions)

    def grant(self, permissions: Path) -> None:
        """Grant once more, as the daily permission run does: named tables exist only after they are built."""
        configuration.grant_all(self.setup, read_permissions(permissions))
