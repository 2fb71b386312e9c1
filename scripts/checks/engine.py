"""Run checks over loaded tables and apply the exceptions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import duckdb

from scripts.checks.rules import EXCEPTIONS, Check, Excepted
from scripts.core.errors import EdpError

COLUMNS = ["file", "line", "entry", "message"]

REGISTER = Check(
    id="exceptions",
    severity="error",
    title="The register of exceptions only shrinks",
    reason="An exception nobody needs any more hides the next real violation of the same entry.",
    remedy=f"correct or delete the row in {EXCEPTIONS}",
    path=EXCEPTIONS,
    sql="",
)


@dataclass(frozen=True)
class Violation:
    """One finding: which check, where, about which entry, what is wrong and what to do."""

    check: Check
    file: str
    line: int | None
    entry: str
    message: str

    def __str__(self) -> str:
        """`path:line  id  what is wrong; what to do`."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}  {self.check.id}  {self.message}; {self.check.remedy}"


@dataclass(frozen=True)
class Outcome:
    """The result of one run.

    Attributes:
        checks: what ran, `exceptions` last.
        violations: what was found and not excepted, by check then place.
        excepted: how many violations of each check the register accepted.
    """

    checks: list[Check]
    violations: list[Violation]
    excepted: dict[str, int]

    @property
    def failed(self) -> bool:
        """Whether any violation is an error; warnings alone do not fail a run."""
        return any(violation.check.severity == "error" for violation in self.violations)


def run_check(connection: duckdb.DuckDBPyConnection, check: Check) -> list[Violation]:
    """Run one check and return what it finds, ordered by place.

    Raises:
        EdpError: the query fails, or its columns are not file, line, entry, message.
    """
    try:
        cursor = connection.execute(check.sql)
        names = [column[0] for column in cursor.description or []]
        rows = cursor.fetchall()
    except duckdb.Error as error:
        raise EdpError(f"{check.path}: the query fails, {' '.join(str(error).split())}; correct it") from error
    if names != COLUMNS:
        raise EdpError(f"{check.path}: returns {', '.join(names)}; a check returns {', '.join(COLUMNS)}")
    found = [Violation(check, file, line, entry, message) for file, line, entry, message in rows]
    return sorted(found, key=lambda violation: (violation.file, violation.line or 0, violation.entry))


def run(
    connection: duckdb.DuckDBPyConnection,
    checks: list[Check],
    exceptions: list[Excepted],
    known: Iterable[str] | None = None,
) -> Outcome:
    """Run `checks`, drop excepted violations and judge the register itself.

    Args:
        connection: loaded tables.
        checks: the selected checks.
        exceptions: the whole register; rows of checks that did not run are not judged as stale.
        known: ids of all checks that exist, when `checks` is a selection.
    """
    ids = {check.id for check in checks}
    accepted = {(row.check_id, row.entry) for row in exceptions if row.reason}
    kept: list[Violation] = []
    used: set[tuple[str, str]] = set()
    excepted = dict.fromkeys(sorted(ids), 0)
    for check in checks:
        for violation in run_check(connection, check):
            key = (check.id, violation.entry)
            used.add(key)
            if key in accepted:
                excepted[check.id] += 1
            else:
                kept.append(violation)
    kept += _judge(exceptions, used, ids, ids | set(known or ()))
    return Outcome([*checks, REGISTER], kept, excepted)


def _judge(exceptions: list[Excepted], used: set[tuple[str, str]], ran: set[str], known: set[str]) -> list[Violation]:
    found = []
    seen: set[tuple[str, str]] = set()
    for row in exceptions:
        key = (row.check_id, row.entry)
        if row.check_id not in known:
            problem = f"{row.check_id!r} is no check"
        elif not row.reason:
            problem = f"the exception of {row.check_id} for {row.entry!r} gives no reason"
        elif key in seen:
            problem = f"the exception of {row.check_id} for {row.entry!r} is listed twice"
        elif row.check_id in ran and key not in used:
            problem = f"the exception of {row.check_id} for {row.entry!r} matches no violation any more"
        else:
            problem = ""
        seen.add(key)
        if problem:
            found.append(Violation(REGISTER, EXCEPTIONS, row.line, row.entry, problem))
    return found
