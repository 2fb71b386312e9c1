"""config/rowcounts.yml: which tables are counted on both sides, and how far they may differ.

The manifest stands beside that of the extraction on purpose (Data Team Platform, "Row Count Tests PGP").
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal, Self

from pydantic import Field, field_validator, model_validator

from scripts.core.config import Strict, read_config
from scripts.core.errors import EdpError
from scripts.core.sql import identifier


class Source(Strict):
    """Where rows are counted: a connection of config/pgp.yml, and a table or a query there."""

    connection: str
    table: str | None = Field(default=None, pattern=r"^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)?$")
    query: str | None = None

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        if (self.table is None) == (self.query is None):
            raise ValueError("give either table or query")
        return self


class Check(Strict):
    """One table and its promise.

    Attributes:
        name: how people and `--table` name it.
        source: see `Source`.
        target: `schema.table` in raw.
        key: columns that tell rows apart; the newest row of each key counts.
        updated_column: decides which row is the newest, and the day rows are counted on.
        grain: what rows are counted by; the first column gives the day, of others only a hash is kept.
        window_days: how many days back are counted again at every run.
        group: small tables of a connection are counted in one query, a large one in its own.
        tolerance_abs: rows a day may differ.
        tolerance_pct: the same as a percentage of the source's rows.
        lag_minutes: how long a row may take; younger ones are not counted on either side.
        deletes: exclude counts only rows that are not known to be deleted; ignore counts every key ever loaded.
        severity: a difference is a warning or an error; owner and tier say whose it is.
    """

    name: str
    source: Source
    target: str = Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*\.[A-Za-z_][A-Za-z0-9_]*$")
    key: tuple[str, ...] = Field(min_length=1)
    updated_column: str = "updated_at"
    grain: tuple[str, ...] = ()
    window_days: int = Field(default=30, ge=1)
    group: Literal["small", "large"] = "small"
    tolerance_abs: int = Field(default=0, ge=0)
    tolerance_pct: float = Field(default=0, ge=0, le=100)
    lag_minutes: int = Field(default=60, ge=0)
    deletes: Literal["ignore", "exclude"] = "exclude"
    severity: Literal["warn", "error"] = "error"
    owner: str
    tier: Literal[1, 2, 3]

    @field_validator("key", "grain")
    @classmethod
    def _are_names(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(_name(column) for column in value)

    @field_validator("updated_column")
    @classmethod
    def _is_name(cls, value: str) -> str:
        return _name(value)

    @property
    def day_column(self) -> str:
        """The column whose day rows are counted on."""
        return self.grain[0] if self.grain else self.updated_column

    @property
    def parts(self) -> tuple[str, ...]:
        """What else rows are counted by."""
        return self.grain[1:]


class RowCountFile(Strict):
    """The whole file."""

    checks: tuple[Check, ...]

    @model_validator(mode="after")
    def _names_are_unique(self) -> Self:
        seen: set[str] = set()
        for check in self.checks:
            if check.name in seen:
                raise ValueError(f"entry {check.name}: its name is listed twice")
            seen.add(check.name)
        return self

    def chosen(self, names: tuple[str, ...]) -> list[Check]:
        """The checks of these names, in the file's order; all of them without names.

        Raises:
            EdpError: a name is in no entry.
        """
        known = {check.name for check in self.checks}
        for name in names:
            if name not in known:
                raise EdpError(f"config/rowcounts.yml: there is no table {name}; it lists {', '.join(sorted(known))}")
        return [check for check in self.checks if not names or check.name in names]


def read_rowcounts(project: Path, connections: set[str]) -> RowCountFile:
    """Read config/rowcounts.yml of a checkout.

    Args:
        project: the checkout.
        connections: names of config/pgp.yml.

    Raises:
        EdpError: see `read_config`; or a connection is not defined.
    """
    path = project / "config" / "rowcounts.yml"
    file = read_config(path, RowCountFile)
    for check in file.checks:
        if check.source.connection not in connections:
            raise EdpError(
                f"{path}: entry {check.name}, key connection: config/pgp.yml has no {check.source.connection}"
            )
    return file


def _name(value: str) -> str:
    try:
        return identifier(value)
    except EdpError as error:
        raise ValueError(str(error)) from None
