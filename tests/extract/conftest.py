"""A real PostgreSQL on a socket in a folder of this session, an empty schema in it per test, and an empty `raw`.

`source`  that schema: `source("INSERT ...")`, `source.rows("SELECT ...")`, `source.uri`.
`target`  four databases in memory, as a target of extractions.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import duckdb
import psycopg
import pytest

from scripts.demo.server import start_server, stop_server
from scripts.extract.target import DuckDBTarget
from tests.extract.work import Source

_numbers = count()


@pytest.fixture(scope="session")
def open_folder() -> Iterator[Path]:
    """PostgreSQL never runs as root, and pytest's own folders are closed to everybody else."""
    with tempfile.TemporaryDirectory(prefix="edp-postgres-") as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def server(open_folder: Path) -> Iterator[Callable[[str], str]]:
    """Connection string of a database of the server."""
    folder = open_folder / "data"
    uri = start_server(folder)
    with psycopg.connect(uri, autocommit=True) as connection:
        # nothing in it outlives the session
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("SELECT pg_reload_conf()")
    yield lambda database: uri.replace("/postgres?", f"/{database}?")
    stop_server(folder)


@pytest.fixture
def source(server: Callable[[str], str]) -> Iterator[Source]:
    schema = f"source_{next(_numbers)}"
    opened = Source(f"{server('postgres')}&options=-csearch_path%3D{schema}")
    opened(f"CREATE SCHEMA {schema}")
    yield opened
    opened(f"DROP SCHEMA {schema} CASCADE")
    opened.close()


@pytest.fixture
def target() -> Iterator[DuckDBTarget]:
    with duckdb.connect() as connection:
        connection.execute("ATTACH ':memory:' AS raw")
        connection.execute("SET TimeZone = 'UTC'")
        yield DuckDBTarget(connection)
