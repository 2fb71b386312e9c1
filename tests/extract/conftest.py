"""A real PostgreSQL on a socket in a folder of this session, an empty schema in it per test, and an empty `raw`.

`source`  that schema: `source("INSERT ...")`, `source.rows("SELECT ...")`, `source.uri`.
`target`  four databases in memory, as a target of extractions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import count
from typing import Any

import duckdb
import psycopg
import pytest

from scripts.demo.server import start_server, stop_server
from scripts.extract.config import Connection, Entry, PgpFile
from scripts.extract.pgp import Request, opener
from scripts.extract.run import Outcome, extract_tables
from scripts.extract.target import DuckDBTarget, Target

NOW = datetime(2031, 1, 1, 4)
_numbers = count()


class Source:
    """One schema, changed and read as PostgreSQL's own client does."""

    def __init__(self, uri: str) -> None:
        self.uri = uri
        self._connection = psycopg.connect(uri, autocommit=True)
        self._connection.execute("SET TimeZone = 'UTC'")

    def __call__(self, sql: str) -> None:
        self._connection.execute(sql.encode())

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return self._connection.execute(sql.encode()).fetchall()

    def close(self) -> None:
        self._connection.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], str]]:
    """Connection string of a database of the server."""
    folder = tmp_path_factory.mktemp("postgres") / "data"
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


def entry(**keys: Any) -> Entry:
    """An entry for the table `item` with the key `id`; incremental by updated_at unless told otherwise."""
    given: dict[str, Any] = {
        "name": "item",
        "connection": "shop",
        "table": "item",
        "primary_key": ["id"],
        "target_table": "item",
        "strategy": "incremental",
        "dbt_source_model": "item_source",
        "group": "shop",
        **keys,
    }
    if given["strategy"] == "incremental":
        given.setdefault("updated_column", "updated_at")
    return Entry.model_validate(given)


def extract(
    source: Source,
    target: Target,
    wanted: Entry | None = None,
    *,
    now: datetime = NOW,
    until: datetime | None = None,
    backfill: tuple[int, int] | None = None,
    deletes: bool = False,
    act: bool = True,
    progress: Callable[[str, str], None] = lambda _name, _step: None,
) -> Outcome:
    """Extract one entry as the command does."""
    wanted = wanted or entry()
    file = PgpFile(connections={"shop": Connection(uri="SHOP_URI")}, tables=(wanted,))
    request = Request(now, until or now, backfill)
    [outcome] = extract_tables(
        [wanted],
        file,
        opener({"SHOP_URI": source.uri}),
        target,
        request,
        deletes=deletes,
        act=act,
        progress=progress,
    )
    return outcome


def loaded(source: Source, target: Target, wanted: Entry | None = None, **options: Any) -> int:
    """How many rows an extraction loads; that it has no problem is part of the answer."""
    outcome = extract(source, target, wanted, **options)
    assert outcome.problem is None, outcome.problem
    assert outcome.rows is not None
    return outcome.rows


def problem(source: Source, target: Target, wanted: Entry | None = None, **options: Any) -> str:
    """What an extraction says against what it was asked for."""
    outcome = extract(source, target, wanted, **options)
    assert outcome.problem is not None
    assert "\n" not in outcome.problem
    return outcome.problem


def raw(target: Target, columns: str = "id", order: str = "ALL") -> list[tuple[Any, ...]]:
    return target.query(f"SELECT {columns} FROM raw.tap_postgres.item ORDER BY {order}")
