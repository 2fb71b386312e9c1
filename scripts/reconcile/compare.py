"""What two sets of counts say about a table: a status per day, and up to which day everything has arrived."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from scripts.reconcile.config import Check

Place = tuple[date | None, str]
"""A day, None for rows without one, and the hash of what else rows are counted by, empty for nothing."""

Counts = Mapping[Place, int]
_DAY = timedelta(days=1)


class Status(StrEnum):
    """What the two counts of one place amount to."""

    MATCH = "match"
    WITHIN_TOLERANCE = "within_tolerance"
    MISSING_IN_TARGET = "missing_in_target"
    EXTRA_IN_TARGET = "extra_in_target"
    MISSING_SOURCE_COUNT = "missing_source_count"
    STALE = "stale"

    @property
    def passes(self) -> bool:
        """The day counts as verified."""
        return self in (Status.MATCH, Status.WITHIN_TOLERANCE)


@dataclass(frozen=True)
class Window:
    """The days that are counted.

    Attributes:
        first: the first day.
        cutoff: rows of this moment and later are not counted, UTC; the day before it is the last whole one.
    """

    first: date
    cutoff: datetime

    @property
    def last_whole(self) -> date:
        """The last day that is over, lag included."""
        return self.cutoff.date() - _DAY


@dataclass(frozen=True)
class Result:
    """The counts of one place."""

    day: date | None
    part: str
    status: Status
    source_rows: int | None
    target_rows: int


def window(check: Check, until: datetime, verified_through: date | None) -> Window:
    """The days to count: the last ones, and every one since the last that was verified.

    Args:
        check: of the config file.
        until: rows that changed later do not count, less the lag; UTC without zone.
        verified_through: of the run before; None before the first.
    """
    cutoff = until - timedelta(minutes=check.lag_minutes)
    first = cutoff.date() - check.window_days * _DAY
    if verified_through is not None:
        first = min(first, verified_through + _DAY)
    return Window(first, cutoff)


def compare(check: Check, source: Counts | None, target: Counts, loaded_at: datetime | None) -> list[Result]:
    """Join both counts fully and say what each place amounts to.

    Args:
        check: of the config file.
        source: None where the source could not be counted.
        target: of the newest row per key.
        loaded_at: up to when the target is loaded; None before the first load.
    """
    if source is None:
        unknown = target or {(None, ""): 0}
        return [
            Result(day, part, Status.MISSING_SOURCE_COUNT, None, unknown[day, part])
            for day, part in sorted(unknown, key=_order)
        ]
    return [
        Result(
            *place,
            _status(check, place[0], source.get(place, 0), target.get(place, 0), loaded_at),
            source.get(place, 0),
            target.get(place, 0),
        )
        for place in sorted({*source, *target}, key=_order)
    ]


def verified_through(before: date | None, window: Window, results: list[Result]) -> date | None:
    """The last day up to which every day has passed without a gap; a day without rows on both sides passes.

    Args:
        before: the watermark of the run before.
        window: the days that were counted.
        results: what they amount to.
    """
    if any(result.status is Status.MISSING_SOURCE_COUNT for result in results):
        return before
    failed = {result.day for result in results if result.day is not None and not result.status.passes}
    reached = min(window.last_whole, min(failed) - _DAY if failed else window.last_whole)
    if before is None and reached < window.first:
        return None
    if before is not None and not failed:
        return max(before, reached)
    return reached


def _status(check: Check, day: date | None, source: int, target: int, loaded_at: datetime | None) -> Status:
    difference = abs(target - source)
    if difference == 0:
        return Status.MATCH
    if difference <= max(check.tolerance_abs, source * check.tolerance_pct / 100):
        return Status.WITHIN_TOLERANCE
    if loaded_at is None or (day is not None and day >= loaded_at.date() and target < source):
        return Status.STALE
    return Status.MISSING_IN_TARGET if target < source else Status.EXTRA_IN_TARGET


def _order(place: Place) -> tuple[bool, date, str]:
    day, part = place
    return day is not None, day or date.min, part
