"""What a snapshot has to hold after a number of loads, worked out from the loads alone.

The rules are those of slowly changing dimensions of type 2: a record seen for the first time opens a version. A newer
time of change, or another value in one of the checked columns, ends that version and opens the next. Where deletions
count, a record that is not seen any more ends its version, and one that is seen again opens another.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from tests.scenarios.graph import Snapshot


class Version(NamedTuple):
    """A version of a record: key, begin, end (None while it holds); times as text, so they sort."""

    key: str
    begin: str
    end: str | None


@dataclass(frozen=True)
class Load:
    """One run of a snapshot: the day, the mark of every record it saw, and what the snapshot held afterwards."""

    day: str
    seen: Mapping[str, str]
    held: Sequence[Version]

    def record(self) -> dict[str, Any]:
        """As JSON can hold it."""
        return {"day": self.day, "seen": dict(self.seen), "held": list(self.held)}

    @classmethod
    def of(cls, recorded: Mapping[str, Any]) -> Load:
        """From JSON."""
        return cls(recorded["day"], recorded["seen"], [Version(*row) for row in recorded["held"]])


@dataclass
class _Open:
    begin: str
    mark: str


def expected_versions(snapshot: Snapshot, loads: Sequence[Load]) -> list[Version]:
    """The versions a snapshot has to hold after these loads, sorted."""
    closed: list[Version] = []
    current: dict[str, _Open] = {}
    for load in loads:
        now = f"{load.day} 00:00:00"
        if snapshot.check:
            now = _next_moment(now, [*(known.begin for known in current.values()), *(one.end for one in closed)])
        for key, mark in load.seen.items():
            begin = mark if snapshot.updated_at else now
            known = current.get(key)
            if known is None:
                current[key] = _Open(begin, mark)
            elif mark > known.mark if snapshot.updated_at else mark != known.mark:
                closed.append(Version(key, known.begin, begin))
                current[key] = _Open(begin, mark)
        if snapshot.closes_deleted:
            gone = [key for key in current if key not in load.seen]
            closed.extend(Version(key, current.pop(key).begin, now) for key in gone)
    still_open = [Version(key, known.begin, None) for key, known in current.items()]
    return sorted([*closed, *still_open], key=sortable)


def _next_moment(now: str, earlier: Sequence[str | None]) -> str:
    """A second after the last change if there was one since `now`: two runs on one day have different times."""
    last = max(filter(None, earlier), default=now)
    return now if last < now or not earlier else (datetime.fromisoformat(last) + timedelta(seconds=1)).isoformat(" ")


def sortable(version: Version) -> tuple[str, str, str]:
    """Sorts an open version after a closed one of the same begin."""
    return (version.key, version.begin, version.end or "9999")


def expected_days(versions: Sequence[Version], first: date, last: date) -> set[tuple[str, str, str]]:
    """Key, day and begin of the version that held at the end of each day from `first` to `last`."""
    found: dict[tuple[str, str], str] = {}
    days = [(first + timedelta(days=number)).isoformat() for number in range((last - first).days + 1)]
    for version in sorted(versions, key=sortable):
        for day in days:
            if version.begin[:10] <= day < (version.end or "9999")[:10]:
                found[version.key, day] = version.begin
    return {(key, day, begin) for (key, day), begin in found.items()}
