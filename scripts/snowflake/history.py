"""Time travel: the stored versions of permanent tables.

Transient tables keep none here. Snowflake gives them a day at most, and asking for one is refused instead of answered
with the current rows.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from scripts.snowflake.account import Account
from scripts.snowflake.errors import compilation_error, missing
from scripts.snowflake.grants import Name

_STORE = "_fs_global.main"


@dataclass(frozen=True)
class Version:
    """Rows of a table that were true until `until` (epoch seconds), kept in the relation `stored`."""

    until: float
    stored: str


@dataclass
class History:
    """Versions of living tables and the last states of dropped ones."""

    versions: dict[Name, list[Version]] = field(default_factory=dict)
    dropped: dict[Name, list[str]] = field(default_factory=dict)
    _numbers: itertools.count[int] = field(default_factory=itertools.count)

    def keep(self, account: Account, name: Name, run: Callable[[str], object], source: str, *, dropped: bool) -> None:
        """Store the rows of a table that is about to change, or to go (`dropped`), if its retention says so."""
        relation = account.relations.get(name)
        if relation is None or relation.kind != "TABLE" or account.retention(name) == 0:
            return
        stored = f"{_STORE}.version_{next(self._numbers)}"
        run(f"CREATE TABLE {stored} AS SELECT * FROM {source}")
        if dropped:
            self.dropped.setdefault(name, []).append(stored)
            self.versions.pop(name, None)
        else:
            self.versions.setdefault(name, []).append(Version(time.time(), stored))

    def at(self, account: Account, name: Name, moment: float) -> str | None:
        """Where the rows of a table as of `moment` (epoch seconds) are stored; None if they are the current ones.

        Raises:
            ProgrammingError: the moment lies in the future, before the table was made or beyond its retention.
        """
        now = time.time()
        relation = account.relation(name)
        if moment > now + 1:
            raise compilation_error("Time travel into the future is not possible.", 707)
        if relation.kind != "TABLE":
            raise compilation_error(f"Time travel data is not kept for {relation.kind.lower()} {name[-1]}.", 707)
        if moment < max(relation.created_at, now - 86400 * account.retention(name)):
            raise compilation_error(
                f"Time travel data is not available for table {name[-1]}. The requested time is either beyond the "
                "allowed time travel period or before the object creation time.",
                707,
            )
        return next((version.stored for version in self.versions.get(name, []) if version.until > moment), None)

    def take_dropped(self, name: Name) -> str:
        """Where the rows of the table dropped last under this name are stored.

        Raises:
            ProgrammingError: no permanent table of that name was dropped.
        """
        if not self.dropped.get(name):
            raise missing("Table", f"{name[-1]} (it never existed, was purged, or keeps no history)")
        return self.dropped[name].pop()

    def rename(self, old: Name, new: Name) -> None:
        """Versions follow a renamed table."""
        if old in self.versions:
            self.versions[new] = self.versions.pop(old)

    def swap(self, one: Name, other: Name) -> None:
        """Versions follow swapped tables."""
        mine, theirs = self.versions.pop(one, []), self.versions.pop(other, [])
        if theirs:
            self.versions[one] = theirs
        if mine:
            self.versions[other] = mine
