"""`edp lineage`: what a column is made from, what is made from it, and where values only decide."""

from __future__ import annotations

import json
from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any

import typer
from rich.console import Console

from scripts.core.errors import EdpError
from scripts.core.settings import Settings

_ENDLESS = 10_000


class Format(StrEnum):
    """How the answer is printed."""

    TEXT = "text"
    JSON = "json"


def lineage(
    column: Annotated[
        str | None, typer.Argument(metavar="[COLUMN]", help="E.g. dim_date.date_actual; the schema may stand before.")
    ] = None,
    up: Annotated[bool, typer.Option("--up", help="Only what it is made from.")] = False,
    down: Annotated[bool, typer.Option("--down", help="Only what is made from it.")] = False,
    implicit: Annotated[
        bool, typer.Option("--implicit", help="Instead, report where personal values and MNPI only join or filter.")
    ] = False,
    output: Annotated[Format, typer.Option("--format", help="How to print the answer.")] = Format.TEXT,
) -> None:
    """Show which columns a column is made from and where its values go, on both engines.

    The SQL is compiled when a file has changed, which takes most of a minute.
    """
    # sqlglot and dbt load here, so that `edp --help` does not wait for them
    from scripts.checks.project import Project, read_manifest
    from scripts.lineage.project import read_lineage

    if implicit == (column is not None):
        raise EdpError("edp lineage: give one column, e.g. dim_date.date_actual, or --implicit alone")
    settings = Settings.from_environment()
    with Console(stderr=True).status("reading the columns of the project"):
        found = read_lineage(settings.project)
        manifest = read_manifest(Project(settings.project, settings.home))
    # a name cut short is of no use: the terminal may fold long lines
    console = Console(width=_ENDLESS, highlight=False, markup=False)
    if column is None:
        _print_implicit(console, found, manifest, output)
    else:
        _print_column(console, found, manifest, column, output, both=up == down, up=up)


def _print_column(
    console: Console, found: Any, manifest: Mapping[str, Any], column: str, output: Format, *, both: bool, up: bool
) -> None:
    from scripts.lineage.reach import read_masks
    from scripts.lineage.tree import Direction, as_object, as_tree, find_column, walk

    directions = list(Direction) if both else [Direction.UP if up else Direction.DOWN]
    masks = read_masks(manifest)
    start = find_column(found, column)
    trees = {direction: walk(found, start, direction) for direction in directions}
    if output is Format.JSON:
        typer.echo(json.dumps({way.value: as_object(found, tree, masks) for way, tree in trees.items()}, indent=2))
        return
    titles = {Direction.UP: "made from", Direction.DOWN: "goes to"}
    for way, tree in trees.items():
        console.print(titles[way])
        console.print(as_tree(found, tree, masks))


def _print_implicit(console: Console, found: Any, manifest: Mapping[str, Any], output: Format) -> None:
    from scripts.lineage.reach import carried, implicit, read_marks
    from scripts.lineage.tree import named

    flows = implicit(found, carried(found, read_marks(manifest)))
    rows = [{"mark": flow.mark, "path": [named(found, column) for column in flow.path]} for flow in flows]
    if output is Format.JSON:
        typer.echo(json.dumps(rows, indent=2))
        return
    for row in rows:
        console.print(f"{row['mark']}: {' -> '.join(row['path'])}")
    console.print(f"lineage: {len(rows)} columns or sets of rows depend on values nobody can read from them")
