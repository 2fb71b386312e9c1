"""The one door every statement goes through: read it, answer or rewrite it, let the SQL engine run it, log it."""

from __future__ import annotations

import contextlib
import re
import time
from typing import Any

import duckdb
import pyarrow as pa
import sqlglot
from fakesnow.cursor import FakeSnowflakeCursor
from snowflake.connector.errors import Error, ProgrammingError
from sqlglot import exp
from sqlglot.errors import ParseError

from scripts.snowflake import writing
from scripts.snowflake.creation import split_policies
from scripts.snowflake.errors import unsupported
from scripts.snowflake.parsing import parsed
from scripts.snowflake.passes import Passes, translated
from scripts.snowflake.reading import rewrite
from scripts.snowflake.session import Rows, Session
from scripts.snowflake.statements import find_handlers
from scripts.snowflake.support import require_supported
from scripts.snowflake.words import Words

_NODE = re.compile(r'"node":\s*"([^"]+)"')


class Cursor(FakeSnowflakeCursor):
    """A cursor of the emulated account; installed in place of fakesnow's own (see `repairs`)."""

    @property
    def session(self) -> Session:
        """The session this cursor belongs to; whoever opens the connection makes it one of the account."""
        connection: Any = self._conn
        session: Session = connection.emulated_session
        return session

    def execute(self, command: str, params: Any = None, **kwargs: Any) -> Cursor:
        """Run one statement.

        Raises:
            ProgrammingError: as Snowflake would, or "not supported offline" for what this account does not know.
        """
        started, error = time.time(), ""
        session = self.session
        node = _NODE.search(command)
        session.shown = set()
        try:
            self._run(command, kwargs.get("binding_params") or params)
        except Exception as raised:
            error = f"{type(raised).__name__}: {raised}"
            if not isinstance(raised, Error):
                # anything else would become HTTP 500, which the connector repeats for minutes
                raise unsupported(f"{raised} in: {command[:200]}") from raised
            if "Parser Error" in str(raised):
                # Snowflake's grammar knows it, that of the SQL engine does not
                raise unsupported(command[:200]) from raised
            raise
        finally:
            session.log.add(
                sql=command,
                role=session.role,
                user=session.user,
                warehouse=session.warehouse,
                tag=session.parameters.get("QUERY_TAG", ""),
                node=node[1] if node else "",
                clear=sorted(session.shown),
                error=error,
                seconds=time.time() - started,
            )
        return self

    def _run(self, command: str, params: Any) -> None:
        """Run one statement; if it fails inside a transaction, what came before it in there stands."""
        session = self.session
        try:
            with session.account.lock:
                query = self._begin(command, params)
            if query is not None:
                # it changes nothing, so others may go on while the SQL engine answers it
                self.pass_on(query, params)
        except Exception:
            with session.account.lock:
                self._restore_transaction()
            raise
        if Words(command).peek() == "BEGIN":
            session.transaction = []
        elif Words(command).peek() in ("COMMIT", "ROLLBACK"):
            session.transaction = None
        elif session.transaction is not None:
            session.transaction.append((command, params))

    def dispatch(self, command: str, params: Any) -> None:
        """Run one statement as part of another one."""
        query = self._begin(command, params)
        if query is not None:
            self.pass_on(query, params)

    def _begin(self, command: str, params: Any) -> exp.Expr | None:
        """Run one statement, or return it as this session may run it where it is a query."""
        if Words(command).is_several:
            raise ProgrammingError(
                msg="Actual statement count did not match the desired statement count 1.", errno=8, sqlstate="0A000"
            )
        for handler in find_handlers(Words(command)):
            rows = handler(self.session, Words(command))
            if rows is not None:
                self._reply(rows)
                return None
        sql, policies = split_policies(command)
        tree = self._parse(sql)
        require_supported(tree, sql)
        if writing.is_write(tree):
            writing.write(self, tree, params, policies)
        elif isinstance(tree, exp.Query):
            return rewrite(self.session, tree)
        else:
            self.pass_on(tree.copy(), params)
        return None

    @staticmethod
    def _parse(sql: str) -> exp.Expr:
        try:
            return parsed(sql)
        except ParseError as error:
            detail = error.errors[0]["description"] if error.errors else str(error)
            raise unsupported(f"{detail} in: {sql[:200]}") from None

    def pass_on(self, tree: exp.Expr, params: Any) -> None:
        """Let fakesnow run a statement that has been checked and rewritten; the tree is changed."""
        if params is not None and not isinstance(params, list | dict):
            params = list(params)
        self.check_db_and_schema(tree)
        for statement in self._transform_explode(tree):
            transformed = self._transform(statement, params)
            self._execute(transformed, params if transformed.find(exp.Placeholder) else None)

    def pass_native(self, tree: exp.Expr, extra: str = "") -> list[tuple[Any, ...]]:
        """Run a statement DuckDB has itself, after fakesnow's changes of names and types."""
        sql = self._transform(tree, None).sql(dialect="duckdb")
        return list(self._duck_conn.execute(f"{sql} {extra}").fetchall())

    def _transform(self, expression: exp.Expr, params: Any) -> exp.Expr:
        passes: Any = Passes()
        super()._transform(passes, params)
        return translated(expression, passes)

    def _describe_last_sql(self) -> list[tuple[Any, ...]]:
        # fakesnow has the statement read and written once more; DuckDB can describe its own SQL
        return _described(self._duck_conn, str(self._last_sql), self._last_params)

    def _reply(self, reply: Rows) -> None:
        columns = {name: [row[nth] for row in reply.rows] for nth, name in enumerate(reply.columns)}
        arrays = {
            name: pa.array(values, type=None if any(value is not None for value in values) else pa.string())
            for name, values in columns.items()
        }
        self._duck_conn.register("_reply", pa.table(arrays))
        self._execute(sqlglot.parse_one("SELECT * FROM _reply", read="duckdb"))

    def reply(self, columns: tuple[str, ...], rows: list[tuple[object, ...]]) -> None:
        """Answer with rows."""
        self._reply(Rows(columns, rows))

    def _restore_transaction(self) -> None:
        # Snowflake's transaction survives a failed statement, DuckDB's does not: it is begun and done again
        done, self.session.transaction = self.session.transaction, None
        with contextlib.suppress(duckdb.Error):
            self._duck_conn.execute("ROLLBACK")
            self._conn._in_transaction = False
        if done is not None:
            self.dispatch("BEGIN", None)
            for command, params in done:
                self.dispatch(command, params)
            self.session.transaction = done


_STATUS = re.compile(r"SELECT '[^']*' as '?status'?")
_described_status: dict[str, list[tuple[Any, ...]]] = {}


def _described(connection: Any, sql: str, params: Any) -> list[tuple[Any, ...]]:
    if _STATUS.fullmatch(sql):
        if "status" not in _described_status:
            _described_status["status"] = connection.execute(f"DESCRIBE {sql}").fetchall()
        return _described_status["status"]
    rows: list[tuple[Any, ...]] = connection.execute(f"DESCRIBE {sql}", params).fetchall()
    return rows
