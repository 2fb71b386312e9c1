"""One invocation of `edp extract pgp`: every chosen table, one after the other, each with its own outcome."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from scripts.core.errors import EdpError
from scripts.extract.config import Entry, PgpFile
from scripts.extract.deletes import find_deletes
from scripts.extract.pgp import Open, Request, apply, plan, table_of
from scripts.extract.target import Step, Target

Progress = Callable[[str, str], None]
"""Called with a table's name and the step that has ended."""


@dataclass(frozen=True)
class Outcome:
    """What became of one table.

    Attributes:
        name: of the entry.
        table: in raw.
        what: which rows, in words.
        new_columns: columns raw lacks, or lacked.
        is_due: there is, or was, something to do.
        rows: how many were loaded; None where this was a plan.
        problem: why nothing was loaded.
    """

    name: str
    table: str
    what: str
    new_columns: tuple[str, ...] = ()
    is_due: bool = True
    rows: int | None = None
    problem: str | None = None


def extract_tables(
    entries: list[Entry],
    file: PgpFile,
    open_connection: Open,
    target: Target,
    request: Request,
    *,
    deletes: bool,
    act: bool,
    progress: Progress = lambda _name, _step: None,
) -> list[Outcome]:
    """Plan, or load, every table; the problem of one does not keep the others from their rows.

    Args:
        entries: chosen ones of `file`.
        file: config/pgp.yml.
        open_connection: how sources are reached.
        target: the warehouse.
        request: see `Request`.
        deletes: look for deleted rows instead of changed ones.
        act: load; otherwise only say what would be done.
        progress: see `Progress`.
    """
    outcomes = []
    for entry in entries:

        def step(name: str, entry: Entry = entry) -> None:
            progress(entry.name, name)

        work = _deletes if deletes else _rows
        try:
            outcomes.append(work(entry, file, open_connection, target, request, act, step))
        except EdpError as error:
            problem = f"config/pgp.yml: {entry.name}: {error}"
            outcomes.append(Outcome(entry.name, table_of(entry).short, "", problem=problem))
    return outcomes


def _rows(
    entry: Entry, file: PgpFile, open_connection: Open, target: Target, request: Request, act: bool, step: Step
) -> Outcome:
    with open_connection(entry.connection, file.connections[entry.connection]) as reader:
        planned = plan(entry, reader, target, request)
        rows = apply(planned, reader, target, request, step) if act else None
    new = tuple(planned.additions) if planned.exists else ()
    return Outcome(entry.name, table_of(entry).short, planned.what, new, planned.is_due, rows)


def _deletes(
    entry: Entry, file: PgpFile, open_connection: Open, target: Target, request: Request, act: bool, step: Step
) -> Outcome:
    table = table_of(entry).short
    if not entry.finds_deletes:
        why = "rows are never deleted" if entry.deletes_exempt else "every copy shows what is gone"
        return Outcome(entry.name, table, f"nothing: {why}", is_due=False, rows=0 if act else None)
    connection = file.connections[entry.connection]
    found = find_deletes(entry, connection, open_connection, target, request, act=act, step=step)
    rows = found.gone + found.back
    what = f"{found.gone} rows gone, {found.back} back"
    return Outcome(entry.name, table, what, is_due=rows > 0, rows=rows if act else None)
