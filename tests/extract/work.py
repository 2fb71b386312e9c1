"""How tests extract: a source that is a real database, one entry for its table `item`, and what came out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import psycopg

from scripts.extract.config import Connection, Entry, PgpFile
from scripts.extract.pgp import Request, opener
from scripts.extract.run import Outcome, extract_tables
from scripts.extract.target import Target

NOW = datetime(2031, 1, 1, 4)
DELETES = "deletes"


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


def work(what: str) -> Entry:
    """The entry for a strategy's name, `deletes` among them."""
    return entry() if what == DELETES else entry(strategy=what)
