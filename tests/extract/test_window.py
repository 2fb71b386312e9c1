"""Which changes a run takes, without a database."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from scripts.extract.window import OVERLAP, Window, next_window

NOON = datetime(2031, 1, 1, 12)
MOMENTS = st.datetimes(datetime(2030, 1, 1), datetime(2031, 1, 1))


def test_the_first_window_has_no_beginning() -> None:
    assert next_window(None, NOON, NOON, None) == Window(None, NOON)


def test_the_next_one_begins_half_an_hour_before_the_last_ended() -> None:
    later = NOON + timedelta(hours=1)
    assert next_window(NOON, later, later, None) == Window(NOON - timedelta(minutes=30), later)


def test_a_window_ends_where_the_replica_the_logical_date_or_its_length_ends_it() -> None:
    replica, logical = NOON + timedelta(hours=5), NOON + timedelta(hours=4)
    ends = [
        window and window.end
        for window in (
            next_window(NOON, replica, logical + timedelta(days=1), None),
            next_window(NOON, replica, logical, None),
            next_window(NOON, replica, logical, 2),
        )
    ]
    assert ends == [replica, logical, NOON + timedelta(hours=1, minutes=30)]


def test_nothing_new_is_no_window() -> None:
    assert next_window(NOON, NOON, NOON + timedelta(days=1), None) is None
    assert next_window(NOON, NOON + timedelta(days=1), NOON - timedelta(days=1), None) is None


@given(st.lists(MOMENTS, min_size=1), st.none() | st.integers(1, 48))
def test_windows_leave_no_gap_and_always_get_on(clocks: list[datetime], hours: int | None) -> None:
    last: datetime | None = None
    for clock in clocks:
        window = next_window(last, clock, clock, hours)
        if window is None:
            assert last is not None
            assert clock <= last
            continue
        assert window.end <= clock
        if last is not None:
            assert window.begin == last - OVERLAP
            assert window.end > last
        last = window.end


def test_rows_without_a_moment_are_in_every_window() -> None:
    assert Window(NOON, NOON).condition("updated_at") == (
        "((\"updated_at\" >= '2031-01-01 12:00:00+00' AND \"updated_at\" < '2031-01-01 12:00:00+00')"
        " OR \"updated_at\" IS NULL OR \"updated_at\" IN ('infinity', '-infinity'))"
    )
