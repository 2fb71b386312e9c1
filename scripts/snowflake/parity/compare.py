"""Compare two relations as sets of rows that may repeat: by count and by sums of hashes, without moving a row."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from scripts.snowflake.parity.values import common_form

Query = Callable[[str], list[tuple[Any, ...]]]
"""Runs DuckDB SQL; both engines keep their rows in DuckDB, so a value has the same hash in both."""


@dataclass(frozen=True)
class Side:
    """A relation on one engine: how to ask there, and its quoted name."""

    query: Query
    name: str

    def columns(self) -> dict[str, str]:
        """Column in lower case -> DuckDB type; none when there is no such relation."""
        try:
            return {row[0].lower(): row[1] for row in self.query(f"DESCRIBE {self.name}")}
        except duckdb.CatalogException:
            return {}


@dataclass(frozen=True)
class Comparison:
    """What two relations have in common.

    Attributes:
        rows: row counts here and there; None where there is no such relation.
        columns: those both have.
        differing: columns whose values are not the same, as a set.
        same_rows: whether the rows are the same, apart from the columns that are left out.
        remark: what is wrong beside the rows; empty if nothing.
    """

    rows: tuple[int | None, int | None]
    columns: tuple[str, ...] = ()
    differing: tuple[str, ...] = ()
    same_rows: bool = False
    remark: str = ""


def compare(one: Side, other: Side, left_out: Collection[str] = ()) -> Comparison:
    """Compare a relation on two engines.

    Args:
        one: the relation here.
        other: the relation there.
        left_out: columns, in lower case, that cannot be equal; whether they are is told all the same.
    """
    mine, theirs = one.columns(), other.columns()
    if not mine or not theirs:
        return Comparison((_count(one) if mine else None, _count(other) if theirs else None), remark="not built")
    both = [column for column in mine if column in theirs]
    forms = [_forms(column, mine[column], theirs[column]) for column in both]
    told = _Told.of(one, other, both, forms, left_out)
    unlike = [column for column, form in zip(both, forms, strict=True) if form is None]
    if list(mine) != list(theirs):
        apart = sorted(set(mine) ^ set(theirs))
        remark = f"columns on one side only: {', '.join(apart)}" if apart else "columns in another order"
    else:
        remark = "; ".join(f"{name} is {mine[name]} and {theirs[name]}" for name in unlike if name not in left_out)
    return Comparison(told.rows, tuple(both), (*told.differing, *unlike), told.same_rows, remark)


@dataclass(frozen=True)
class _Told:
    """Counts and sums of hashes on both sides, worked out."""

    rows: tuple[int, int]
    differing: tuple[str, ...]
    same_rows: bool

    @classmethod
    def of(
        cls,
        one: Side,
        other: Side,
        columns: Sequence[str],
        forms: Sequence[tuple[str, str] | None],
        left_out: Collection[str],
    ) -> _Told:
        pairs = {column: form for column, form in zip(columns, forms, strict=True) if form is not None}
        compared = [pair for column, pair in pairs.items() if column not in left_out]
        answers = []
        for nth, side in enumerate((one, other)):
            row = ", ".join(pair[nth] for pair in compared) or "0"
            sums = "".join(f", SUM(HASH({pair[nth]}))" for pair in pairs.values())
            answers.append(side.query(f"SELECT COUNT(*), SUM(HASH({row})){sums} FROM {side.name}")[0])
        mine, theirs = answers
        return cls(
            rows=(mine[0], theirs[0]),
            differing=tuple(column for nth, column in enumerate(pairs, start=2) if mine[nth] != theirs[nth]),
            same_rows=mine[:2] == theirs[:2],
        )


def _forms(column: str, mine: str, theirs: str) -> tuple[str, str] | None:
    # DuckDB does not mind the case of a name, quoted or not
    quoted = '"' + column.replace('"', '""') + '"'
    here, there = common_form(quoted, mine, theirs), common_form(quoted, theirs, mine)
    return (here, there) if here is not None and there is not None else None


def _count(side: Side) -> int:
    return int(side.query(f"SELECT COUNT(*) FROM {side.name}")[0][0])
