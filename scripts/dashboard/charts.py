"""Charts as inline SVG: geometry only, in percent of the plot; words and numbers stand beside it as HTML."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta

from scripts.dashboard import words
from scripts.dashboard.facts import Day


@dataclass(frozen=True)
class Trend:
    """The two plots over time.

    Attributes:
        line: points of the pass rate; area: the same, closed at the bottom.
        dots: (x, y, what it says) per day, for pointing at.
        bars: (x, width, y, height, what is counted) of the checks that did not pass.
        rates: labels of the upper axis, from the top; most: the highest count of the lower one.
        dates: labels of the time axis, (position in percent, text).
        summary: the trend in one sentence.
    """

    line: str
    area: str
    dots: list[tuple[float, float, str]]
    bars: list[tuple[float, float, float, float, str]]
    rates: list[str]
    most: int
    dates: list[tuple[float, str]]
    summary: str


def trend(days: list[Day]) -> Trend | None:
    """The pass rate and the checks that did not pass, day by day; None for a single day, which is no trend."""
    if len(days) < 2:
        return None
    first, last = days[0].day, days[-1].day
    span = (last - first).days
    lowest = min(entry.pass_rate for entry in days)
    floor = _floor(lowest)
    top = max(1, *(entry.warned + entry.failed for entry in days))
    places = [100 * (entry.day - first).days / span for entry in days]
    heights = [round(100 * (1 - entry.pass_rate) / (1 - floor), 2) for entry in days]
    line = " ".join(f"{x:.2f},{y:.2f}" for x, y in zip(places, heights, strict=True))
    width = 100 / (span + 1)
    dots, bars = [], []
    for x, y, entry in zip(places, heights, days, strict=True):
        said = f"{words.day(entry.day)}: {words.share(entry.pass_rate)} pass"
        dots.append((round(x, 2), y, said))
        left = x * (100 - width) / 100
        failed, warned = 100 * entry.failed / top, 100 * entry.warned / top
        bars.append((round(left, 3), round(width * 0.8, 3), round(100 - failed, 2), round(failed, 2), "failed"))
        bars.append(
            (round(left, 3), round(width * 0.8, 3), round(100 - failed - warned, 2), round(warned, 2), "warned")
        )
    steps = [1 - (1 - floor) * part / 4 for part in range(5)]
    return Trend(
        line=line,
        area=f"0,100 {line} 100,100",
        dots=dots,
        bars=[bar for bar in bars if bar[3] > 0],
        rates=[f"{step * 100:.4g}%" for step in steps],
        most=top,
        dates=[(round(100 * part / 4, 1), words.day(_between(days, part / 4))) for part in _ticks(span)],
        summary=_summary(days),
    )


def _floor(lowest: float) -> float:
    """The lowest value of the axis: a round one below everything, at least two points below 100 %."""
    for step in (0.98, 0.96, 0.92, 0.9, 0.8, 0.6, 0.4, 0.2):
        if lowest >= step:
            return step
    return 0.0


def _ticks(span: int) -> list[int]:
    return [0, 4] if span < 4 else [0, 1, 2, 3, 4]


def _between(days: list[Day], part: float) -> date:
    span = (days[-1].day - days[0].day).days
    return days[0].day + timedelta(days=math.floor(span * part + 0.5))


def _summary(days: list[Day]) -> str:
    rates = [entry.pass_rate for entry in days]
    worst = min(days, key=lambda entry: (entry.pass_rate, entry.day))
    mean = sum(entry.passed for entry in days) / sum(entry.tests for entry in days)
    return (
        f"{words.share(rates[-1])} on the last day, {words.share(mean)} on average over"
        f" {words.count(len(days), 'day')}; lowest on {words.day(worst.day)} with {words.share(worst.pass_rate)}."
    )
