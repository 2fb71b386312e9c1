"""Which changes one incremental run takes: a window over the column that moves when a row changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from scripts.core.sql import literal, quoted

OVERLAP = timedelta(minutes=30)
"""Rows show up after the moment they carry; so long ones are waited for (Data Team Platform, "Data Deduplication")."""


@dataclass(frozen=True)
class Window:
    """From `begin` (everything when None) to before `end`, UTC without zone."""

    begin: datetime | None
    end: datetime

    def condition(self, column: str) -> str:
        """The rows of the window in PostgreSQL's SQL.

        A row whose column is empty or infinite is in no window, so it is in every one: twice is better than never.
        """
        name = quoted(column)
        finite = f"{name} < {_moment(self.end)}"
        if self.begin is not None:
            finite = f"{name} >= {_moment(self.begin)} AND {finite}"
        return f"(({finite}) OR {name} IS NULL OR {name} IN ('infinity', '-infinity'))"

    def __str__(self) -> str:
        begin = "the beginning" if self.begin is None else self.begin.isoformat(" ", "seconds")
        return f"from {begin} to before {self.end.isoformat(' ', 'seconds')}"


def next_window(last_end: datetime | None, clock: datetime, until: datetime, hours: int | None) -> Window | None:
    """The window after one that ended at `last_end`, or None where there is nothing to take yet.

    Args:
        last_end: None before the first window.
        clock: up to when the source shows its rows.
        until: the logical date of the run.
        hours: the longest window; None for no limit.
    """
    end = min(clock, until)
    if last_end is None:
        return Window(None, end)
    begin = last_end - OVERLAP
    if hours is not None:
        end = min(end, begin + timedelta(hours=hours))
    return Window(begin, end) if end > last_end else None


def _moment(value: datetime) -> str:
    # with its zone, so that columns with a zone read it right; columns without one ignore it, as the session is UTC
    return literal(f"{value.isoformat(' ')}+00")
