"""The one place that changes an account: statements one by one, up to the first that fails."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from snowflake.connector.errors import Error

from scripts.core.errors import EdpError
from scripts.permissions.account.recording import Cursor


def run_statements(cursor: Cursor, statements: Sequence[str], progress: Callable[[str], None]) -> None:
    """Run statements in order.

    Args:
        cursor: of a session whose role may do this, e.g. SECURITYADMIN.
        statements: one statement each, without a semicolon.
        progress: called with each statement that was run.

    Raises:
        EdpError: a statement failed; it names it and says how many were applied. The rest was not run.
    """
    for nth, sql in enumerate(statements, 1):
        try:
            cursor.execute(sql)
        except Error as error:
            said = " ".join(str(error.msg or error).split())
            done = f"{nth - 1} of {len(statements)} statements were applied, the rest was not"
            raise EdpError(f"statement {nth} failed: {sql}: {said}; {done}; plan again") from None
        progress(sql)
