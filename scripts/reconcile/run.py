"""One reconciliation: count on both sides, compare, and write down what was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from scripts.core.sql import literal
from scripts.core.warehouse import Warehouse
from scripts.extract.config import PgpFile
from scripts.extract.target import Step, Target
from scripts.reconcile.compare import Counts, Result, Window, compare, verified_through, window
from scripts.reconcile.config import Check
from scripts.reconcile.counts import Open, loaded_at, source_counts, target_counts

EXPORT = "raw.tap_postgres.gitlab_pgp_export"
HISTORY = "prep.trusted_data.row_count_check"

_EXPORT_COLUMNS = (
    "check_name VARCHAR, source_table VARCHAR, count_day DATE, count_part VARCHAR, row_count BIGINT,"
    " _uploaded_at BIGINT, _task_instance VARCHAR"
)
# as macros/trusted_data/record_tables.sql has them, which makes the table for the views
HISTORY_COLUMNS = {
    "run_id": "VARCHAR",
    "run_at": "TIMESTAMP",
    "check_name": "VARCHAR",
    "source_table": "VARCHAR",
    "relation_name": "VARCHAR",
    "count_day": "DATE",
    "count_part": "VARCHAR",
    "check_status": "VARCHAR",
    "severity": "VARCHAR",
    "owner": "VARCHAR",
    "tier": "VARCHAR",
    "source_rows": "BIGINT",
    "target_rows": "BIGINT",
    "loaded_until": "TIMESTAMP",
    "verified_through": "DATE",
}
_ROWS_PER_STATEMENT = 500


@dataclass(frozen=True)
class Verdict:
    """What one table's counts amount to.

    Attributes:
        check: of the config file.
        results: every place that has rows on either side.
        loaded_until: up to when raw is loaded, UTC.
        verified_before: the watermark of the run before.
        verified_through: every row up to this day has arrived.
    """

    check: Check
    results: tuple[Result, ...]
    loaded_until: datetime | None
    verified_before: date | None
    verified_through: date | None

    @property
    def failures(self) -> list[Result]:
        """The places that do not pass."""
        return [result for result in self.results if not result.status.passes]


def reconcile(
    checks: Sequence[Check], file: PgpFile, open_connection: Open, target: Target, until: datetime
) -> tuple[list[Verdict], dict[str, Counts], list[str]]:
    """Count and compare; nothing is written.

    Args:
        checks: of config/rowcounts.yml.
        file: config/pgp.yml, for its connections.
        open_connection: how sources are reached.
        target: the warehouse.
        until: rows that changed later are not counted, UTC without zone.

    Returns:
        A verdict per check, the source's counts per check, and what went wrong at the sources.

    Raises:
        EdpError: raw lacks a table or a column.
    """
    before = watermarks(target)
    windows: dict[str, Window] = {check.name: window(check, until, before.get(check.name)) for check in checks}
    # the target first: what is loaded meanwhile then looks late, not extra
    arrived = {check.name: target_counts(check, windows[check.name], target) for check in checks}
    loaded = {check.name: loaded_at(target, check) for check in checks}
    counted, problems = source_counts(checks, windows, file, open_connection)
    verdicts = []
    for check in checks:
        results = compare(check, counted.get(check.name), arrived[check.name], loaded[check.name])
        reached = verified_through(before.get(check.name), windows[check.name], results)
        verdicts.append(Verdict(check, tuple(results), loaded[check.name], before.get(check.name), reached))
    return verdicts, counted, problems


def store(
    verdicts: Sequence[Verdict], counted: dict[str, Counts], target: Target, now: datetime, step: Step = lambda _: None
) -> None:
    """Append the source's counts to raw and the verdicts to the platform's records.

    They lie in two databases, so they are two transactions: a run that dies between leaves counts without a verdict,
    and the next run writes both again under its own name.

    Args:
        verdicts: of `reconcile`.
        counted: the source's counts per check.
        target: the warehouse.
        now: the time of the run, UTC without zone.
        step: called between the steps.
    """
    run_id = f"reconcile_{now:%Y%m%dT%H%M%S%f}"
    _create(target)
    seconds = int(now.replace(tzinfo=UTC).timestamp())
    with target.transaction():
        rows = [
            (
                literal(verdict.check.name),
                literal(_source_name(verdict.check)),
                _day(day),
                literal(part),
                str(number),
                str(seconds),
                literal(f"{run_id}_{now:%Y%m%d}"),
            )
            for verdict in verdicts
            for (day, part), number in sorted(counted.get(verdict.check.name, {}).items(), key=str)
        ]
        _insert(target, EXPORT, rows)
    step("counts")
    with target.transaction():
        _insert(target, HISTORY, [row for verdict in verdicts for row in _history(verdict, run_id, now)])
        step("verdicts")
    step("committed")


def watermarks(warehouse: Warehouse) -> dict[str, date]:
    """Up to which day each table was verified by its last run."""
    there = warehouse.query(
        "SELECT 1 FROM information_schema.tables WHERE LOWER(table_catalog) = 'prep'"
        " AND LOWER(table_schema) = 'trusted_data' AND LOWER(table_name) = 'row_count_check'"
    )
    if not there:
        return {}
    rows = warehouse.query(
        f"SELECT check_name, verified_through FROM {HISTORY}"
        " QUALIFY ROW_NUMBER() OVER (PARTITION BY check_name ORDER BY run_at DESC, run_id DESC,"
        " count_day DESC NULLS LAST, count_part) = 1"
    )
    return {name: day for name, day in rows if day is not None}


def _create(target: Target) -> None:
    columns = ", ".join(f"{name} {kind}" for name, kind in HISTORY_COLUMNS.items())
    for statement in (
        "CREATE SCHEMA IF NOT EXISTS raw.tap_postgres",
        f"CREATE TABLE IF NOT EXISTS {EXPORT} ({_EXPORT_COLUMNS})",
        "CREATE SCHEMA IF NOT EXISTS prep.trusted_data",
        f"CREATE TABLE IF NOT EXISTS {HISTORY} ({columns})",
    ):
        target.execute(statement)


def _history(verdict: Verdict, run_id: str, now: datetime) -> list[tuple[str, ...]]:
    check = verdict.check
    # a table without rows in the window has a watermark, too
    results = verdict.results or (None,)
    return [
        (
            literal(run_id),
            _moment(now),
            literal(check.name),
            literal(_source_name(check)),
            literal(f"raw.{check.target}"),
            _day(result.day if result else None),
            literal(result.part if result else ""),
            literal(result.status.value if result else "match"),
            literal(check.severity),
            literal(check.owner),
            literal(str(check.tier)),
            "NULL::BIGINT" if result and result.source_rows is None else str(result.source_rows if result else 0),
            str(result.target_rows if result else 0),
            _moment(verdict.loaded_until),
            _day(verdict.verified_through),
        )
        for result in results
    ]


def _insert(target: Target, table: str, rows: Sequence[tuple[str, ...]]) -> None:
    for start in range(0, len(rows), _ROWS_PER_STATEMENT):
        chunk = rows[start : start + _ROWS_PER_STATEMENT]
        values = ", ".join(f"({', '.join(row)})" for row in chunk)
        target.execute(f"INSERT INTO {table} VALUES {values}")


def _source_name(check: Check) -> str:
    return f"{check.source.connection}.{check.source.table or check.name}"


def _day(value: date | None) -> str:
    return "NULL::DATE" if value is None else f"{literal(value.isoformat())}::DATE"


def _moment(value: datetime | None) -> str:
    return "NULL::TIMESTAMP" if value is None else f"{literal(value.isoformat(sep=' '))}::TIMESTAMP"
