"""The ledger of parity: one line per model, seed and snapshot, and what is wrong with it."""

from __future__ import annotations

import csv
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from scripts.core.errors import EdpError
from scripts.snowflake.parity.compare import Comparison, Side, compare
from scripts.snowflake.parity.reasons import Reasons
from scripts.snowflake.parity.relations import Built

EQUAL, EXPLAINED, DIFFERENT = "equal", "explained", "different"


@dataclass(frozen=True)
class Line:
    """One relation of the ledger: what was compared, and the named reasons of what could not be."""

    built: Built
    found: Comparison
    excused: dict[str, str]

    @property
    def status(self) -> str:
        """equal, explained (equal but for columns that have a reason) or different."""
        if self.found.remark or not self.found.same_rows:
            return DIFFERENT
        return EXPLAINED if self.excused else EQUAL

    @property
    def difference(self) -> str:
        """What no reason explains; empty if nothing."""
        if self.status != DIFFERENT:
            return ""
        if self.found.remark:
            return self.found.remark
        unexplained = [column for column in self.found.differing if column not in self.excused]
        mine, theirs = self.found.rows
        if mine != theirs:
            return f"{mine} rows on DuckDB, {theirs} on Snowflake"
        return f"differs in {', '.join(unexplained)}" if unexplained else "the same values in other rows"


@dataclass(frozen=True)
class Ledger:
    """All lines, and excused columns that are equal after all or do not exist."""

    lines: tuple[Line, ...]
    unused: tuple[str, ...]

    @property
    def problems(self) -> list[str]:
        """One line per unexplained difference and per reason that explains nothing; empty when parity holds."""
        different = [
            f"{line.built.kind} {line.built.node}: {line.difference}" for line in self.lines if line.status == DIFFERENT
        ]
        return different + [f"reasons.yml, column {column}: is equal or not built; remove it" for column in self.unused]

    def counts(self) -> dict[str, int]:
        """Status -> how many relations."""
        statuses = [line.status for line in self.lines]
        return {status: statuses.count(status) for status in (EQUAL, EXPLAINED, DIFFERENT)}

    def write(self, path: Path) -> None:
        """Write the ledger as CSV.

        Raises:
            EdpError: the file cannot be written.
        """
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("w", encoding="utf-8", newline="") as file:
                csv.writer(file, lineterminator="\n").writerows([HEADER, *map(_cells, self.lines)])
        except OSError as error:
            raise EdpError(f"{path}: {error.strerror}") from None


HEADER = (
    "kind",
    "name",
    "rows_duckdb",
    "rows_snowflake",
    "columns_compared",
    "status",
    "not_compared",
    "difference",
)


def make_ledger(
    built: Iterable[Built],
    sides: Callable[[Built], tuple[Side, Side]],
    reasons: Reasons,
    progress: Callable[[str], None] = lambda _node: None,
) -> Ledger:
    """Compare everything that was built.

    Args:
        built: models, seeds and snapshots.
        sides: where a relation is on DuckDB and on Snowflake.
        reasons: the columns that cannot be equal.
        progress: called with each name before it is compared.
    """
    lines = []
    for each in built:
        progress(each.node)
        excused = reasons.of(each.node)
        lines.append(Line(each, compare(*sides(each), excused), excused))
    return Ledger(tuple(lines), tuple(_unused(reasons.listed(), lines)))


def _unused(listed: Collection[str], lines: Iterable[Line]) -> Iterator[str]:
    # of columns without a row, such as the git history of an unpacked archive, nothing can be said
    needed = {
        f"{line.built.node}.{column}"
        for line in lines
        for column in (line.found.columns if line.found.rows == (0, 0) else line.found.differing)
    }
    yield from (column for column in listed if column not in needed)


def _cells(line: Line) -> tuple[object, ...]:
    reasons = "; ".join(f"{column}: {reason}" for column, reason in sorted(line.excused.items()))
    compared = len([column for column in line.found.columns if column not in line.excused])
    built = line.built
    return (built.kind, built.node, *line.found.rows, compared, line.status, reasons, line.difference)
