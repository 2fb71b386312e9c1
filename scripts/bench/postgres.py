"""Extraction against PostgreSQL's own COPY: `python -m scripts.bench.postgres [ROWS ...]`.

Every figure is a ratio to binary COPY of the same table to /dev/null in the same run. Given several row counts, it also
shows that memory does not grow with the table.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import psycopg
from rich.console import Console
from rich.table import Table

from scripts.bench.measure import Cost, median, run
from scripts.core.settings import PROJECT, Settings
from scripts.core.warehouse import open_warehouse
from scripts.demo.server import program, start_server, stop_server
from scripts.extract.config import Connection, Entry, PgpFile, Strategy
from scripts.extract.pgp import Request, opener
from scripts.extract.run import extract_tables
from scripts.extract.target import LOAD_MEMORY, DuckDBTarget

ROUNDS = 3
ROWS = (1_500_000, 5_000_000)
_ENTRY = Entry(
    name="item",
    connection="bench",
    table="item",
    primary_key=("id",),
    target_table="item",
    strategy=Strategy.SCD,
    dbt_source_model="item",
    group="bench",
)
_FILL = """
    CREATE TABLE item AS
    SELECT
      n AS id, n % 1000 AS owner_id, md5(n::text) AS name, 'https://example.com/' || n AS url, n % 7 = 0 AS is_public,
      (n * 0.01)::numeric(18,2) AS amount, n * 0.5::float8 AS share, date '2020-01-01' + (n % 1500)::int AS day,
      timestamp '2020-01-01' + n * interval '1 second' AS created_at,
      timestamptz '2020-01-01' + n * interval '2 seconds' AS updated_at,
      CASE WHEN n % 3 = 0 THEN repeat('x', 20) END AS note, jsonb_build_object('n', n) AS body
    FROM generate_series(1, {rows:d}) AS s(n)
"""


def main(arguments: Sequence[str]) -> None:
    """Measure at the given row counts, or copy or extract once where the benchmark calls itself."""
    if arguments and arguments[0] in WAYS:
        name, uri, result = arguments
        started = time.perf_counter()
        WAYS[name](uri)
        Path(result).write_text(str(time.perf_counter() - started))
        return
    console = Console()
    table = Table("rows", "way", "seconds", "times COPY", "peak memory, MB")
    for rows in [int(argument) for argument in arguments] or ROWS:
        costs = measure(rows)
        for name, cost in costs.items():
            ratio = f"{cost.seconds / costs[COPY].seconds:.2f}"
            table.add_row(f"{rows:,}", name, f"{cost.seconds:.2f}", ratio, f"{cost.peak_mb:,.0f}")
    console.print(table)


def measure(rows: int) -> dict[str, Cost]:
    """The median cost of each way to read a table of 12 columns, taken in turns."""
    # PostgreSQL never runs as root, so its folder must be open to others
    with tempfile.TemporaryDirectory(prefix="edp-bench-") as scratch:
        folder = Path(scratch)
        folder.chmod(0o755)
        uri = start_server(folder / "postgres")
        try:
            with psycopg.connect(uri, autocommit=True) as connection:
                connection.execute(_FILL.format(rows=rows).encode())
                connection.execute("VACUUM ANALYZE item")
            rounds = [{name: _once(name, uri, folder / "home") for name in WAYS} for _ in range(ROUNDS)]
        finally:
            stop_server(folder / "postgres")
    return {name: median([costs[name] for costs in rounds]) for name in WAYS}


def _once(name: str, uri: str, home: Path) -> Cost:
    """One process; of its time only the work itself counts, not Python's start."""
    home.mkdir()
    result = home / "seconds"
    command = [sys.executable, "-W", "ignore", "-m", "scripts.bench.postgres", name, uri, str(result)]
    cost = run(command, folder=home, environment={"EDP_HOME": str(home), "PYTHONPATH": str(PROJECT)})
    seconds = float(result.read_text())
    shutil.rmtree(home)
    return replace(cost, seconds=seconds)


def _copy(uri: str) -> None:
    sql = "COPY item TO STDOUT (FORMAT binary)"
    subprocess.run([str(program("psql")), uri, "-c", sql], stdout=subprocess.DEVNULL, check=True)  # noqa: S603 - its own


def _extract(uri: str, streams: int) -> None:
    now = datetime.now(UTC).replace(tzinfo=None)
    file = PgpFile(connections={"bench": Connection(uri="BENCH_URI", streams=streams)}, tables=(_ENTRY,))
    with open_warehouse(Settings.from_environment(), create=True, memory=LOAD_MEMORY) as warehouse:
        [outcome] = extract_tables(
            [_ENTRY],
            file,
            opener({"BENCH_URI": uri}),
            DuckDBTarget(warehouse.connection),
            Request(now, now),
            deletes=False,
            act=True,
        )
    if outcome.problem is not None:
        sys.exit(outcome.problem)


COPY = "binary COPY"
WAYS: dict[str, Callable[[str], None]] = {
    COPY: _copy,
    "extraction, one stream": partial(_extract, streams=1),
    "extraction, two streams": partial(_extract, streams=2),
}

if __name__ == "__main__":
    main(sys.argv[1:])
