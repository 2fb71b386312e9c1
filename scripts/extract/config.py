"""config/pgp.yml: which PostgreSQL tables come to `raw`, and how (Data Team Platform, "Data Deduplication")."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Self

from pydantic import Field, field_validator, model_validator

from scripts.core.config import Strict, read_config
from scripts.core.errors import EdpError
from scripts.core.sql import identifier


class Strategy(StrEnum):
    """How often a row of the source comes to `raw`.

    incremental: when it changed; scd: at every run, appended; replace: at every run, instead of the copy before.
    """

    INCREMENTAL = "incremental"
    SCD = "scd"
    REPLACE = "replace"


class Connection(Strict):
    """One PostgreSQL server.

    Attributes:
        uri: name of the environment variable that holds the connection string; the string itself is never written.
        timeout_minutes: after how long the server stops a statement of ours.
        streams: over how many connections a whole table is read at once.
    """

    uri: str = Field(pattern="^[A-Z][A-Z0-9_]*$")
    timeout_minutes: int = Field(default=60, ge=1)
    streams: int = Field(default=2, ge=1, le=16)


class Entry(Strict):
    """One table of `raw` and where its rows come from.

    Attributes:
        name: how people and `--table` name it.
        connection: key in `connections`.
        table: `schema.table` or `table` in the source; or
        query: one SELECT, where not the whole table may leave the source.
        primary_key: columns that tell rows of the source apart.
        target_schema, target_table: where the rows go in `raw`.
        strategy: see `Strategy`.
        updated_column: moves whenever a row changes; needed by incremental.
        hours: the longest window of one incremental run; None for no limit.
        advanced_metadata: write `_task_instance`, too.
        deletes_exempt: rows of this table are never deleted, so nobody looks for deleted ones.
        text_columns: taken as the text PostgreSQL shows, for values no column of ours can hold, e.g. NaN in a decimal.
        dropped_columns: the source had them once; they stay in `raw` and are empty in new rows.
        dbt_source_model: the model that reads it; dbt_snapshots: the snapshots on it; group: tables run together.
    """

    name: str
    connection: str
    table: str | None = Field(default=None, pattern=r"^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)?$")
    query: str | None = None
    primary_key: tuple[str, ...] = Field(min_length=1)
    target_schema: str = "tap_postgres"
    target_table: str
    strategy: Strategy
    updated_column: str | None = None
    hours: int | None = Field(default=None, ge=1)
    advanced_metadata: bool = True
    deletes_exempt: bool = False
    text_columns: tuple[str, ...] = ()
    dropped_columns: tuple[str, ...] = ()
    dbt_source_model: str
    dbt_snapshots: tuple[str, ...] = ()
    group: str

    @field_validator("primary_key", "text_columns", "dropped_columns")
    @classmethod
    def _columns_are_names(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for column in value:
            _name(column)
        return value

    @field_validator("target_schema", "target_table", "updated_column")
    @classmethod
    def _is_name(cls, value: str | None) -> str | None:
        return value if value is None else _name(value)

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if (self.table is None) == (self.query is None):
            raise ValueError("give either table or query")
        if self.strategy is Strategy.INCREMENTAL and self.updated_column is None:
            raise ValueError("strategy incremental needs updated_column")
        if self.hours is not None and self.strategy is not Strategy.INCREMENTAL:
            raise ValueError("hours limits the window of strategy incremental only")
        return self

    @property
    def finds_deletes(self) -> bool:
        """A full copy shows by itself which rows are gone; only changed rows alone do not."""
        return self.strategy is Strategy.INCREMENTAL and not self.deletes_exempt


class PgpFile(Strict):
    """The whole file."""

    connections: dict[str, Connection]
    tables: tuple[Entry, ...]

    @model_validator(mode="after")
    def _names_fit(self) -> Self:
        names: set[str] = set()
        targets: set[tuple[str, str]] = set()
        for entry in self.tables:
            if entry.connection not in self.connections:
                raise ValueError(f"entry {entry.name}, key connection: {entry.connection} is none of connections")
            target = (entry.target_schema.lower(), entry.target_table.lower())
            if entry.name in names or target in targets:
                raise ValueError(f"entry {entry.name}: its name or target table is listed twice")
            names.add(entry.name)
            targets.add(target)
        return self

    def chosen(self, names: tuple[str, ...]) -> list[Entry]:
        """The entries of these names, in the file's order; all of them without names.

        Raises:
            EdpError: a name is in no entry; loading everything instead would be a surprise.
        """
        known = {entry.name for entry in self.tables}
        for name in names:
            if name not in known:
                raise EdpError(f"config/pgp.yml: there is no table {name}; it lists {', '.join(sorted(known))}")
        return [entry for entry in self.tables if not names or entry.name in names]


def read_pgp(project: Path) -> PgpFile:
    """Read config/pgp.yml of a checkout.

    Raises:
        EdpError: see `read_config`.
    """
    return read_config(project / "config" / "pgp.yml", PgpFile)


def _name(value: str) -> str:
    try:
        return identifier(value)
    except EdpError as error:
        raise ValueError(str(error)) from None
