"""The lineage of the whole project: the columns of every node and the edges between them, of both engines together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from scripts.lineage.compiled import Compiled, Node, compiled
from scripts.lineage.flow import EVERY, Flow, Kind, Ref, merged
from scripts.lineage.output import Output
from scripts.lineage.statement import read_statement

# What dbt adds to the rows of a snapshot.
_VERSION_COLUMNS = ("dbt_scd_id", "dbt_updated_at", "dbt_valid_from", "dbt_valid_to")


@dataclass(frozen=True, order=True)
class Edge:
    """One column used by another; `child[1]` is `*` when it decides which rows the child has."""

    parent: Ref
    child: Ref
    kind: Kind
    engines: tuple[str, ...]


@dataclass(frozen=True, order=True)
class Unresolved:
    """A column whose origin could not be found; it is treated as carrying everything its node reads."""

    node: str
    column: str
    engine: str


@dataclass
class Lineage:
    """All edges between columns, by unique id of the nodes, and what could not be resolved.

    Attributes:
        edges: sorted.
        unresolved: sorted; empty when every column of every statement was understood.
        relations: three-part name of every node.
        columns: the columns of every node, sorted; of a raw table those anybody uses or declares.
    """

    edges: list[Edge] = field(default_factory=list)
    unresolved: list[Unresolved] = field(default_factory=list)
    relations: dict[str, str] = field(default_factory=dict)
    columns: dict[str, list[str]] = field(default_factory=dict)


def read_lineage(project: Path) -> Lineage:
    """The lineage of a checkout.

    Raises:
        EdpError: dbt cannot compile the project.
    """
    return combined(compiled(project))


def combined(engines: Mapping[str, Compiled]) -> Lineage:
    """One lineage of all engines: an edge says on which of them it is found.

    Args:
        engines: the compiled nodes of each; the key is sqlglot's name of its dialect.
    """
    kinds: dict[tuple[Ref, Ref], dict[str, Kind]] = defaultdict(dict)
    columns: dict[str, set[str]] = defaultdict(set)
    result = Lineage()
    for engine, nodes in engines.items():
        reader = _Reader(engine, nodes)
        reader.read()
        for node, names in reader.columns().items():
            columns[node].update(names)
        for (parent, child), kind in reader.edges.items():
            kinds[parent, child][engine] = kind
        result.unresolved += reader.unresolved
        result.relations.update({name: node.relation for name, node in nodes.items()})
    result.edges = sorted(Edge(*pair, min(found.values()), tuple(sorted(found))) for pair, found in kinds.items())
    result.unresolved.sort()
    result.columns = {node: sorted(names) for node, names in sorted(columns.items())}
    return result


class _Reader:
    """Reads the statements of one engine, parents first, so that each knows the columns of what it reads."""

    def __init__(self, engine: str, nodes: Compiled) -> None:
        self.engine = engine
        self.nodes = nodes
        self.edges: dict[tuple[Ref, Ref], Kind] = {}
        self.unresolved: list[Unresolved] = []
        self._names = {node.relation: name for name, node in nodes.items()}
        self._tables: dict[str, Iterable[str] | None] = {}
        self._passing: list[tuple[str, str]] = []
        self._rests: list[tuple[str, Flow]] = []

    def read(self) -> None:
        for name in self._ordered():
            node = self.nodes[name]
            if node.kind in ("seed", "source"):
                self._tables[node.relation] = list(node.columns) if node.kind == "seed" else None
                continue
            outputs: list[Output] = []
            for sql in node.statements:
                # the later runs of an incremental model read what the first one has built
                self._tables[node.relation] = self._columns(node, outputs)
                outputs.append(self._statement(name, node, sql))
            self._tables[node.relation] = self._columns(node, outputs)
            self._check_declared(name, node, outputs)
        self._pass_columns()

    def columns(self) -> dict[str, set[str]]:
        """The columns of every node: those it declares, has or gives to another."""
        found = {
            name: set(node.columns) | set(self._tables.get(node.relation) or ()) for name, node in self.nodes.items()
        }
        for pair in self.edges:
            for node_id, column in pair:
                if column != EVERY:
                    found.setdefault(node_id, set()).add(column)
        return found

    def _ordered(self) -> Iterator[str]:
        done: set[str] = set()

        def visit(name: str) -> Iterator[str]:
            if name in done or name not in self.nodes:
                return
            done.add(name)
            for parent in sorted(self.nodes[name].parents):
                yield from visit(parent)
            yield name

        for name in sorted(self.nodes):
            yield from visit(name)

    def _statement(self, name: str, node: Node, sql: str) -> Output:
        # a statement nobody can read carries everything its node reads
        output, missed = read_statement(sql, self.engine, self._tables)
        self.unresolved += [Unresolved(name, what, self.engine) for what in missed]
        if not output.columns and not output.through:
            output.rest = {
                (self.nodes[parent].relation, EVERY): Kind.DERIVED for parent in node.parents if parent in self.nodes
            }
        for column, flow in output.columns.items():
            self._add(flow, (name, column))
        self._add(output.rows, (name, EVERY))
        if output.rest is not None:
            self._rests.append((name, output.rest))
        self._passing += [(self._id(relation), name) for relation in output.through]
        if node.kind == "snapshot":
            self._add_versions(name, node, output)
        return output

    @staticmethod
    def _columns(node: Node, outputs: list[Output]) -> list[str] | None:
        if any(output.through for output in outputs):
            return None
        if not node.columns and any(output.rest is not None for output in outputs):
            return None
        versions = _VERSION_COLUMNS if node.kind == "snapshot" else ()
        known = [column for output in outputs for column in output.columns]
        return list(dict.fromkeys([*known, *node.columns, *versions]))

    def _check_declared(self, name: str, node: Node, outputs: list[Output]) -> None:
        known = {column for output in outputs for column in output.columns}
        if node.kind == "model" and any(output.through for output in outputs):
            # `SELECT *` from a raw table: what it has tomorrow would be published tomorrow
            self.unresolved.append(Unresolved(name, EVERY, self.engine))
        if node.kind == "model" and all(not output.through and output.rest is None for output in outputs):
            missing = [column for column in node.columns if column not in known]
            self.unresolved += [Unresolved(name, column, self.engine) for column in missing]

    def _add_versions(self, name: str, node: Node, output: Output) -> None:
        def used(column: str) -> Flow:
            known = output.known(column.lower())
            return known if known is not None else output.unknown(column.lower()) or {}

        dated = used(node.updated_at) if node.updated_at else {}
        keyed = merged([dated, *(used(key) for key in node.keys)])
        for column in _VERSION_COLUMNS:
            flow = keyed if column == "dbt_scd_id" else dated
            self._add({ref: max(kind, Kind.DERIVED) for ref, kind in flow.items()}, (name, column))

    def _id(self, relation: str) -> str:
        return self._names.get(relation, relation)

    def _add(self, flow: Flow, child: Ref) -> None:
        for (relation, column), kind in flow.items():
            pair = ((self._id(relation), column), child)
            self.edges[pair] = min(kind, self.edges.get(pair, kind))

    def _pass_columns(self) -> None:
        """Name the columns that `SELECT *` takes from a table whose columns nobody declares: those anybody uses."""
        used: dict[str, set[str]] = defaultdict(set)
        own = {child for _, child in self.edges}
        for name, node in self.nodes.items():
            used[name].update(node.columns)
        for parent, child in self.edges:
            used[parent[0]].add(parent[1])
            used[child[0]].add(child[1])
        changed = True
        while changed:
            changed = False
            for parent_id, child_id in self._passing:
                names = {name for name in used[parent_id] | used[child_id] if (child_id, name) not in own} - {EVERY}
                for name in sorted(names):
                    pair = ((parent_id, name), (child_id, name))
                    if pair not in self.edges:
                        self.edges[pair] = Kind.DIRECT
                        changed = True
                used[parent_id] |= names
                used[child_id] |= names
        for name, flow in self._rests:
            for column in sorted(used[name] - {EVERY}):
                if (name, column) not in own:
                    self._add(flow, (name, column))
