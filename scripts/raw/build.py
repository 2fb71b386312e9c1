"""Write the raw tables: plan which of them a wave changes, then write them, those of `raw` in one transaction."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import duckdb

from scripts.core.errors import EdpError
from scripts.core.sql import relation
from scripts.core.warehouse import DuckDBWarehouse
from scripts.raw.model import Family, Progress, RawTable, TableResult, Wave
from scripts.raw.random import MACROS, settings_macros, wave_macros
from scripts.raw.registry import all_families
from scripts.raw.world import world_statements

MAX_SEED = 2**63 - 1
STATE = "raw.edp.build"


@dataclass(frozen=True)
class State:
    """What a raw database was last built from; `fingerprint` is a hash of every statement that made it."""

    scale: int
    seed: int
    wave: Wave
    fingerprint: str


@dataclass(frozen=True)
class Summary:
    """The result of one build: every raw table with its rows, and whether this build wrote it."""

    scale: int
    seed: int
    wave: Wave
    tables: tuple[TableResult, ...]

    @property
    def rows_written(self) -> int:
        """Rows of the tables this build wrote."""
        return sum(result.rows for result in self.tables if result.written)


def plan(families: Sequence[Family], state: State | None, target: State, existing: set[str]) -> list[RawTable]:
    """Which tables have to be written to get from `state` to `target`.

    Args:
        families: all source families.
        state: what the database holds now; None if it holds nothing.
        target: what it shall hold.
        existing: three-part names of the raw tables that exist.

    Returns:
        Every table if the database is empty or was made from another seed, scale or generator; otherwise those that
        differ between the two waves, and those that are missing.

    Raises:
        EdpError: a later wave is asked for with another scale or seed than the earlier one had.
    """
    tables = [table for family in families for table in family.tables]
    if state is None:
        return tables
    if (state.scale, state.seed) != (target.scale, target.seed):
        if target.wave is not Wave.W0:
            raise EdpError(
                f"raw: built at {state.wave.value} with --scale {state.scale} --seed {state.seed}, so "
                f"{target.wave.value} cannot have --scale {target.scale} --seed {target.seed}; "
                "use the same numbers or start again with --wave W0"
            )
        return tables
    if state.fingerprint != target.fingerprint:
        return tables
    low, high = sorted((state.wave.number, target.wave.number))
    passed = set(range(low + 1, high + 1))
    return [table for table in tables if passed & set(table.changes) or table.relation not in existing]


def build_raw(
    warehouse: DuckDBWarehouse,
    *,
    scale: int = 1,
    seed: int = 42,
    wave: Wave = Wave.W2,
    restart: bool = False,
    progress: Progress | None = None,
) -> Summary:
    """Bring the raw tables to the state of one wave, all of them or none.

    Args:
        warehouse: the attached DuckDB files; only `raw` is written.
        scale: how many times the smallest data set; a whole number from 1.
        seed: any whole number from 0; another seed gives another world with the same planted facts.
        wave: the load to arrive at. Any wave can be built at once; the result is the same as building those before it.
        restart: forget what is there, whatever scale and seed it was built with.
        progress: called with what is being done, the steps done and all steps.

    Returns:
        All raw tables with their row counts.

    Raises:
        EdpError: scale or seed is out of range, or another scale or seed than the earlier wave had.
    """
    check_numbers(scale, seed)
    families = all_families()
    statements = world_statements()
    target = target_state(scale, seed, wave)
    state = None if restart else read_state(warehouse)
    todo = plan(families, state, target, _existing(warehouse))
    report = progress or (lambda _what, _done, _total: None)
    if todo:
        _prepare(warehouse, target)
        own = [statement for family in families for statement in family.world if set(family.tables) & set(todo)]
        _run_world(warehouse, [*statements, *own], report, len(todo))
        _write(warehouse, target, todo, report, len(statements) + len(own))
    elif state != target:
        with warehouse.transaction():
            _write_state(warehouse, target)
    written = {table.relation for table in todo}
    return Summary(scale, seed, wave, tuple(_results(warehouse, families, written)))


def check_numbers(scale: int, seed: int) -> None:
    """Refuse a scale below 1 or a seed below 0.

    Raises:
        EdpError: one line that says which number and what is allowed.
    """
    if scale < 1:
        raise EdpError(f"--scale {scale}: must be a whole number from 1")
    if not 0 <= seed <= MAX_SEED:
        raise EdpError(f"--seed {seed}: must be a whole number from 0 to {MAX_SEED}")


def target_state(scale: int, seed: int, wave: Wave) -> State:
    """What the raw database records after `build_raw` with these numbers and the generator as it is now."""
    return State(scale, seed, wave, _fingerprint(all_families(), world_statements()))


def read_state(warehouse: DuckDBWarehouse) -> State | None:
    """What the raw database was last built from, or None if it never was."""
    try:
        rows = warehouse.query(f"SELECT scale, seed, wave, fingerprint FROM {STATE}")
    except duckdb.CatalogException:
        return None
    if not rows:
        return None
    scale, seed, wave, fingerprint = rows[0]
    return State(scale, seed, Wave(wave), fingerprint)


def _prepare(warehouse: DuckDBWarehouse, target: State) -> None:
    for statement in [*settings_macros(target.scale, target.seed), *wave_macros(target.wave), *MACROS]:
        warehouse.execute(statement)


def _run_world(warehouse: DuckDBWarehouse, statements: Sequence[str], report: Progress, tables: int) -> None:
    for done, statement in enumerate(statements):
        report("the world", done, len(statements) + tables)
        warehouse.execute(statement)


def _write(warehouse: DuckDBWarehouse, target: State, todo: Sequence[RawTable], report: Progress, done: int) -> None:
    # a transaction writes one attached database only; `raw` comes last because it holds the record of the build
    static = [table for table in todo if table.database == "static"]
    raw = [table for table in todo if table.database == "raw"]
    nth = itertools.count(done)
    for tables in (static, raw):
        with warehouse.transaction():
            for table in tables:
                report(f"{table.schema}.{table.name}", next(nth), done + len(todo))
                schema = relation(table.database, table.schema)
                warehouse.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
                warehouse.execute(f"CREATE OR REPLACE TABLE {table.relation} ({table.columns})")
                warehouse.execute(f"INSERT INTO {table.relation} BY NAME {table.sql} ORDER BY {table.key}")
            if tables is raw:
                _write_state(warehouse, target)
    report("done", done + len(todo), done + len(todo))


def _write_state(warehouse: DuckDBWarehouse, target: State) -> None:
    warehouse.execute("CREATE SCHEMA IF NOT EXISTS raw.edp")
    warehouse.execute(
        f"CREATE OR REPLACE TABLE {STATE} "
        "(scale BIGINT, seed BIGINT, wave VARCHAR, as_of_date DATE, fingerprint VARCHAR)"
    )
    warehouse.execute(
        f"INSERT INTO {STATE} VALUES (?, ?, ?, ?, ?)",
        (target.scale, target.seed, target.wave.value, target.wave.as_of_date, target.fingerprint),
    )


def _results(warehouse: DuckDBWarehouse, families: Sequence[Family], written: set[str]) -> Iterator[TableResult]:
    for family in families:
        for table in family.tables:
            rows = warehouse.query(f"SELECT COUNT(*) FROM {table.relation}")[0][0]
            yield TableResult(table, rows, table.relation in written)


def _existing(warehouse: DuckDBWarehouse) -> set[str]:
    rows = warehouse.query(
        "SELECT database_name, schema_name, table_name FROM duckdb_tables() WHERE database_name IN ('raw', 'static')"
    )
    return {relation(*row) for row in rows}


def _fingerprint(families: Sequence[Family], statements: Sequence[str]) -> str:
    texts = [*MACROS, *statements]
    for family in families:
        texts.extend(family.world)
        texts.extend(f"{table.relation} {table.columns} {table.sql} {table.key}" for table in family.tables)
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()
