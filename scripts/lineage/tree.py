"""The columns above or below one column, as a tree for people and as rows for machines."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from rich.tree import Tree

from scripts.core.errors import EdpError
from scripts.lineage.flow import EVERY, Kind, Ref
from scripts.lineage.project import Edge, Lineage
from scripts.lineage.reach import Graph


class Direction(StrEnum):
    """Which way to walk: what a column is made from, or what is made from it."""

    UP = "up"
    DOWN = "down"


@dataclass(frozen=True)
class Step:
    """One column on the way.

    Attributes:
        column: the column.
        kind: how it is used by the column next to it; None for the one that was asked about.
        steps: the columns beyond it.
        again: its own steps stand elsewhere in the tree.
    """

    column: Ref
    kind: Kind | None
    steps: tuple[Step, ...]
    again: bool = False


def find_column(lineage: Lineage, wanted: str) -> Ref:
    """The column a person means by `model.column`, `schema.table.column` or `database.schema.table.column`.

    Raises:
        EdpError: there is none, suggesting the nearest, or several relations have that name.
    """
    owner, _, name = wanted.lower().rpartition(".")
    nodes = [node for node, relation in lineage.relations.items() if owner and f".{relation}".endswith(f".{owner}")]
    if len(nodes) > 1:
        full = ", ".join(sorted(lineage.relations[node] for node in nodes))
        raise EdpError(f"{wanted!r} may be a column of {full}; write one of these names before the column")
    columns = lineage.columns
    if nodes and name in columns.get(nodes[0], ()):
        return nodes[0], name
    known = (
        columns.get(nodes[0], []) if nodes else sorted(each.rpartition(".")[2] for each in lineage.relations.values())
    )
    near = difflib.get_close_matches(name if nodes else owner, known, n=1, cutoff=0.4)
    advice = f"did you mean {near[0]}?" if near else "write it as model.column, e.g. dim_date.date_actual"
    problem = f"{lineage.relations[nodes[0]]} has no column {name!r}" if nodes else f"no relation is named {owner!r}"
    raise EdpError(f"{wanted!r}: {problem}; {advice}")


def walk(lineage: Lineage, start: Ref, direction: Direction) -> Step:
    """Everything above or below a column; a column met twice is followed once.

    Edges that only decide about rows are shown, and followed no further.

    Args:
        lineage: of the project.
        start: where to begin.
        direction: up to what it is made from, down to what is made from it.
    """
    graph = Graph(lineage.edges)
    seen: set[Ref] = set()

    def step(column: Ref, kind: Kind | None) -> Step:
        if kind is not None and not kind.carries:
            return Step(column, kind, ())
        if column in seen:
            return Step(column, kind, (), again=bool(_next(graph, column, direction)))
        seen.add(column)
        beyond = _next(graph, column, direction)
        return Step(column, kind, tuple(step(other, how) for other, how in beyond))

    return step(start, None)


def _next(graph: Graph, column: Ref, direction: Direction) -> list[tuple[Ref, Kind]]:
    if direction is Direction.UP:
        edges: list[Edge] = graph.parents[column]
        return sorted(((edge.parent, edge.kind) for edge in edges), key=lambda each: (each[1], each[0]))
    edges = [*graph.children[column], *graph.children[column[0], EVERY]]
    return sorted(((edge.child, edge.kind) for edge in edges), key=lambda each: (each[1], each[0]))


def named(lineage: Lineage, column: Ref) -> str:
    """A column with the full name of its relation; `*` reads as the rows of it."""
    relation = lineage.relations.get(column[0], column[0])
    return f"{relation}, its rows" if column[1] == EVERY else f"{relation}.{column[1]}"


def as_tree(lineage: Lineage, root: Step, masks: Mapping[Ref, str]) -> Tree:
    """The tree as Rich prints it: each column, how it is used, and its masking role.

    Args:
        lineage: of the project.
        root: from `walk`.
        masks: the masking role of each masked column.
    """

    def text(step: Step) -> str:
        how = f"{step.kind.name.lower()}: " if step.kind is not None else ""
        mask = f" (masked: {masks[step.column]})" if step.column in masks else ""
        return f"{how}{named(lineage, step.column)}{mask}{' (see above)' if step.again else ''}"

    def grow(tree: Tree, step: Step) -> None:
        for beyond in step.steps:
            grow(tree.add(text(beyond)), beyond)

    tree = Tree(text(root))
    grow(tree, root)
    return tree


def as_object(lineage: Lineage, step: Step, masks: Mapping[Ref, str]) -> dict[str, object]:
    """The same for machines."""
    return {
        "column": named(lineage, step.column),
        "kind": step.kind.name.lower() if step.kind is not None else None,
        "masked_for": masks.get(step.column),
        "steps": [as_object(lineage, beyond, masks) for beyond in step.steps],
    }
