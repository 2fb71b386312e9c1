"""Where marked columns get to: each column that carries their values, with the shortest way from where they begin."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from scripts.lineage.flow import EVERY, Kind, Ref
from scripts.lineage.project import Edge, Lineage
from scripts.permissions.masked import MASKED_KINDS, masked_columns, relation_of

PERSONAL = "personal"
MNPI = "mnpi"

Marks = dict[str, set[Ref]]
"""For each mark the columns that are declared to hold such values."""


@dataclass(frozen=True, order=True)
class Carried:
    """A column that carries marked values.

    Attributes:
        mark: personal or mnpi.
        column: the column.
        path: from the column where the values begin to this one, both included.
    """

    mark: str
    column: Ref
    path: tuple[Ref, ...]


def read_marks(manifest: Mapping[str, Any]) -> Marks:
    """The columns declared to hold personal values or MNPI.

    Personal is what is masked or declares a kind of secret (`meta.masking_policy`, `meta.sensitive`); MNPI what says
    `meta.mnpi: true`.

    Args:
        manifest: the decoded manifest.json.
    """
    marks: Marks = {PERSONAL: set(), MNPI: set()}
    for node in (*manifest["nodes"].values(), *manifest["sources"].values()):
        for name, column in (node.get("columns") or {}).items():
            meta = (column.get("config") or {}).get("meta") or {}
            if meta.get("masking_policy") or meta.get("sensitive"):
                marks[PERSONAL].add((node["unique_id"], name.lower()))
            if meta.get("mnpi") is True:
                marks[MNPI].add((node["unique_id"], name.lower()))
    return marks


def read_masks(manifest: Mapping[str, Any]) -> dict[Ref, str]:
    """The masking role of every masked column.

    Args:
        manifest: the decoded manifest.json.
    """
    names = {
        relation_of(node): node["unique_id"]
        for node in manifest["nodes"].values()
        if node["resource_type"] in MASKED_KINDS
    }
    return {
        (names[relation], column): policy
        for relation, columns in masked_columns(manifest).items()
        for column, policy in columns.items()
    }


class Graph:
    """The edges of a lineage, to be walked in both directions."""

    def __init__(self, edges: Iterable[Edge]) -> None:
        self.children: dict[Ref, list[Edge]] = defaultdict(list)
        self.parents: dict[Ref, list[Edge]] = defaultdict(list)
        for edge in edges:
            self.children[edge.parent].append(edge)
            self.parents[edge.child].append(edge)

    def carriers(self, column: Ref) -> list[Ref]:
        """The columns that take the value of this one, in order."""
        every = (column[0], EVERY)
        return sorted({edge.child for edge in (*self.children[column], *self.children[every]) if edge.kind.carries})

    def beginnings(self, column: Ref) -> list[Ref]:
        """The columns this one is a renamed copy of, over any number of steps, that are copies of nothing."""
        found: list[Ref] = []
        seen = {column}
        ahead = deque([column])
        while ahead:
            current = ahead.popleft()
            copies = [edge.parent for edge in self.parents[current] if edge.kind is Kind.DIRECT]
            if not copies:
                found.append(current)
            ahead.extend(copy for copy in copies if copy not in seen)
            seen.update(copies)
        return sorted(found)


def carried(lineage: Lineage, marks: Marks) -> list[Carried]:
    """Every column that carries marked values, one witness each: the shortest way, beginning as far up as possible.

    A column that is masked still carries the value; a salted hash, a condition and a count do not.

    Args:
        lineage: of the project.
        marks: from `read_marks`.
    """
    graph = Graph(lineage.edges)
    found: list[Carried] = []
    for mark, columns in sorted(marks.items()):
        begin = sorted({first for column in columns for first in graph.beginnings(column)})
        paths: dict[Ref, tuple[Ref, ...]] = {}
        # a column whose own origin holds more than the mark, e.g. a document, begins with itself
        for starts in (begin, sorted(columns)):
            ahead = deque(start for start in starts if start not in paths)
            paths.update({start: (start,) for start in ahead})
            while ahead:
                current = ahead.popleft()
                for child in graph.carriers(current):
                    if child not in paths:
                        paths[child] = (*paths[current], child)
                        ahead.append(child)
        found += [Carried(mark, column, path) for column, path in paths.items()]
    return sorted(found)


def implicit(lineage: Lineage, known: Iterable[Carried]) -> list[Carried]:
    """Where marked values only decide: rows kept or joined, branches taken, groups counted.

    Nobody reads a value there, but who knows the rule may conclude something, so people should look at it once.
    """
    paths = {(each.mark, each.column): each.path for each in known}
    graph = Graph(lineage.edges)
    found: dict[tuple[str, Ref], Carried] = {}
    for (mark, column), path in sorted(paths.items(), key=lambda item: (len(item[1]), item)):
        for edge in graph.children[column]:
            if edge.kind is Kind.KEY and (mark, edge.child) not in paths:
                found.setdefault((mark, edge.child), Carried(mark, edge.child, (*path, edge.child)))
    return sorted(found.values())
