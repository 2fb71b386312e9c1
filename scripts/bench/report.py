"""Write the measured figures as one small page."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from scripts.bench.generator import Generation
from scripts.bench.measure import Cost


@dataclass(frozen=True)
class ScaleCost:
    """What `edp up` cost at one scale, and how many rows it loaded and built."""

    scale: int
    raw_rows: int
    built_rows: int
    cost: Cost


@dataclass(frozen=True)
class Builds:
    """What one full build cost, beside what it cannot go below.

    Attributes:
        ours: `dbt build` of the project.
        floor: as many nodes of each kind with trivial SQL, dbt as it comes.
        quiet_floor: the same with the project's own logging.
        limit: the project's compiled SQL without dbt.
    """

    ours: Cost
    floor: Cost
    quiet_floor: Cost
    limit: Cost


@dataclass(frozen=True)
class Report:
    """Everything one run of the benchmark measured."""

    builds: Builds
    shape: dict[str, int]
    generation: Generation
    scales: list[ScaleCost]


def write(report: Report, path: Path) -> None:
    """Write `report` as Markdown to `path`."""
    path.write_text("\n".join([*_head(), *_build(report), *_generator(report), *_scales(report)]) + "\n")


def _head() -> list[str]:
    tools = ", ".join(f"{name} {version(name)}" for name in ("dbt-core", "dbt-duckdb", "duckdb"))
    return [
        "# Benchmark",
        "",
        "Written by `make bench`. All figures of one page come from one run on one machine, so read the ratios; the",
        "seconds are only there to form them.",
        f"Here: {os.cpu_count()} cores, Python {platform.python_version()}, {tools}.",
    ]


def _build(report: Report) -> list[str]:
    builds = report.builds
    nodes = sum(report.shape.values())
    rows = [
        ("floor: as many nodes of each kind, trivial SQL, dbt as it comes", builds.floor),
        ("the floor with our logging: no line per statement in a file", builds.quiet_floor),
        ("ours: `dbt build` of everything at the first scale", builds.ours),
        ("limit: our compiled SQL in one DuckDB process", builds.limit),
    ]
    return [
        "",
        "## A full build",
        "",
        f"{nodes} nodes: " + ", ".join(f"{count} {kind}" for kind, count in sorted(report.shape.items())) + ".",
        "Medians of three alternating rounds of whole processes.",
        "",
        "| what | seconds | to the floor | peak memory |",
        "|---|---|---|---|",
        *(
            f"| {what} | {cost.seconds:.1f} | {cost.seconds / builds.floor.seconds:.2f} | {cost.peak_mb:.0f} MB |"
            for what, cost in rows
        ),
    ]


def _generator(report: Report) -> list[str]:
    made = report.generation
    return [
        "",
        "## The raw generator",
        "",
        f"{made.rows:,} rows at scale {made.scale}, all waves at once, against copying the same tables with",
        "`CREATE TABLE AS` into another file.",
        "",
        "| what | seconds | rows per second | to the copy |",
        "|---|---|---|---|",
        f"| copy | {made.copy_seconds:.2f} | {made.rows / made.copy_seconds:,.0f} | 1.0 |",
        f"| generate | {made.seconds:.2f} | {made.rows / made.seconds:,.0f} | {made.seconds / made.copy_seconds:.1f} |",
    ]


def _scales(report: Report) -> list[str]:
    first = report.scales[0]
    return [
        "",
        "## `edp up` at several scales",
        "",
        "Three load waves, snapshots, every model and every test, in an empty folder. The last column is the cost of a",
        "row next to its cost at the first scale: it must not grow.",
        "",
        "| scale | rows in raw, snapshots included | rows built | seconds | peak memory | time per row, to the first |",
        "|---|---|---|---|---|---|",
        *(
            f"| {at.scale} | {at.raw_rows:,} | {at.built_rows:,} | {at.cost.seconds:.0f} | {at.cost.peak_mb:,.0f} MB "
            f"| {(at.cost.seconds / at.built_rows) / (first.cost.seconds / first.built_rows):.2f} |"
            for at in report.scales
        ),
    ]
