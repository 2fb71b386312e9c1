"""The lineage of one SELECT: which columns of which relations each of its columns carries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from scripts.lineage.expression import SALT_TABLE, children, combine, parts, relation_name
from scripts.lineage.flow import EVERY, Flow, Kind, merged, passed
from scripts.lineage.output import Output, decides, table, union

# A recursive query settles after as many rounds as it has columns that feed each other; more means no end.
_ROUNDS = 20

Tables = Mapping[str, Iterable[str] | None]
"""The columns of every known relation; None when nobody knows them."""


@dataclass
class Frame:
    """One SELECT while it is read: what stands in FROM, its own aliases, the SELECT around it."""

    ctes: Mapping[str, Output]
    outer: Frame | None = None
    sources: dict[str, Output] = field(default_factory=dict)
    aliases: dict[str, Flow] = field(default_factory=dict)
    rows: list[Flow] = field(default_factory=list)

    def everything(self) -> Flow:
        """All columns of all sources, of the SELECTs around it as well."""
        flows = [source.everything() for source in self.sources.values()]
        return merged([*flows, self.outer.everything() if self.outer else {}])


class Statement:
    """Reads one statement; `unresolved` names the columns whose origin it could not find.

    An unresolved column carries everything there is around it, so that nothing is lost by not understanding it.

    Args:
        tables: columns of the relations that may be read.
    """

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.unresolved: list[str] = []

    def query(self, node: exp.Expr, ctes: Mapping[str, Output], outer: Frame | None = None) -> Output:
        """The output of a SELECT, a set operation or a parenthesis around one."""
        ctes = self._ctes(node, ctes, outer)
        if isinstance(node, exp.Subquery):
            return self._aliased(node, self.query(node.this, ctes, outer))
        if isinstance(node, exp.SetOperation):
            left, right = (self.query(side, ctes, outer) for side in (node.left, node.right))
            return union(left, right, bool(node.args.get("by_name")))
        if isinstance(node, exp.Select):
            return self._select(node, Frame(ctes, outer))
        self._miss(node.sql()[:60])
        return Output(rest={(relation_name(name), EVERY): Kind.DERIVED for name in node.find_all(exp.Table)})

    def _miss(self, what: str) -> None:
        if what not in self.unresolved:
            self.unresolved.append(what)

    def _ctes(self, node: exp.Expr, ctes: Mapping[str, Output], outer: Frame | None) -> Mapping[str, Output]:
        clause = node.args.get("with_")
        if clause is None:
            return ctes
        known = dict(ctes)
        for cte in clause.expressions:
            names = [column.name.lower() for column in cte.args["alias"].args.get("columns") or []]
            name = cte.alias.lower()
            if clause.recursive and isinstance(cte.this, exp.SetOperation):
                known[name] = self._recursive(cte.this, name, names, known, outer)
            else:
                known[name] = self.query(cte.this, known, outer).renamed(names)
        return known

    def _recursive(
        self, node: exp.SetOperation, name: str, names: list[str], ctes: Mapping[str, Output], outer: Frame | None
    ) -> Output:
        found = self.query(node.left, ctes, outer).renamed(names)
        for _ in range(_ROUNDS):
            again = self.query(node, {**ctes, name: found}, outer).renamed(names)
            if again == found:
                return found
            found = again
        self._miss(name)
        return found

    def _select(self, node: exp.Select, frame: Frame) -> Output:
        from_ = node.args.get("from_")
        joins = node.args.get("joins") or []
        items = [from_.this] if from_ is not None else []
        for item in [*items, *(join.this for join in joins), *(node.args.get("laterals") or [])]:
            self._source(item, frame)
        for join in joins:
            names = join.args.get("using") or []
            flows = [source.known(name.name.lower()) or {} for name in names for source in frame.sources.values()]
            frame.rows.extend(decides(flow) for flow in flows)
        output = Output()
        for projection in node.expressions:
            self._project(projection, frame, output)
        self._decide(node, joins, frame)
        output.rows = merged([decides(flow) for flow in frame.rows])
        return output

    def _decide(self, node: exp.Select, joins: list[exp.Expr], frame: Frame) -> None:
        clauses = [join.args.get("on") for join in joins]
        clauses += [node.args.get(name) for name in ("where", "group", "having", "qualify", "distinct", "connect")]
        if node.args.get("limit") is not None:
            clauses.append(node.args.get("order"))
        frame.rows.extend(decides(self.flow(clause, frame)) for clause in clauses if clause is not None)

    def _source(self, item: exp.Expr, frame: Frame) -> None:
        output = self._aliased(item, self._read(item, frame))
        frame.sources[item.alias_or_name.lower() or f"#{len(frame.sources)}"] = output
        frame.rows.append(output.rows)
        for join in item.args.get("joins") or []:
            self._source(join.this, frame)
            if join.args.get("on") is not None:
                frame.rows.append(decides(self.flow(join.args["on"], frame)))

    def _read(self, item: exp.Expr, frame: Frame) -> Output:
        if isinstance(item, exp.Table) and isinstance(item.this, exp.Identifier):
            name = relation_name(item)
            if name not in frame.ctes and name not in self.tables and name != SALT_TABLE:
                self._miss(name)
            return frame.ctes.get(name) or table(name, self.tables.get(name))
        if isinstance(item, exp.Subquery) and isinstance(item.this, exp.Table):
            self._source(item.this, frame)
            return Output()
        if isinstance(item, exp.Subquery):
            return self.query(item.this, self._ctes(item, frame.ctes, frame), frame)
        if isinstance(item, exp.Lateral) and isinstance(item.this, exp.Subquery):
            return self.query(item.this, frame.ctes, frame)
        # a table function, UNNEST, VALUES: whatever goes in may come out of any of its columns
        flows = [self.flow(child, frame) for child in children(item) if not isinstance(child, exp.TableAlias)]
        return Output(rest=passed(merged(flows), Kind.DERIVED))

    def _aliased(self, item: exp.Expr, output: Output) -> Output:
        if item.args.get("pivots"):
            # values move between rows and columns, so each column may hold each value
            return Output(rest=output.everything(), rows=output.rows)
        alias = item.args.get("alias")
        columns = alias.args.get("columns") if isinstance(alias, exp.TableAlias) else None
        return output.renamed([column.name.lower() for column in columns or []])

    def _project(self, node: exp.Expr, frame: Frame, output: Output) -> None:
        if isinstance(node, exp.Star):
            self._star(node, "", frame, output)
        elif isinstance(node, exp.Column) and isinstance(node.this, exp.Star):
            self._star(node.this, node.table.lower(), frame, output)
        elif isinstance(node, exp.Columns):
            output.rest = merged([output.rest or {}, frame.everything()])
        else:
            flow = self.flow(node, frame)
            names = [name.name for name in node.args["aliases"]] if isinstance(node, exp.Aliases) else []
            for name in names or [node.alias_or_name or f"#{len(output.columns)}"]:
                self._add(output, name.lower(), flow)
                frame.aliases[name.lower()] = flow

    def _star(self, star: exp.Star, owner: str, frame: Frame, output: Output) -> None:
        left_out = {name.name.lower() for name in star.args.get("except_") or []}
        replaced = {item.alias.lower(): self.flow(item, frame) for item in star.args.get("replace") or []}
        renamed = {item.this.name.lower(): item.alias.lower() for item in star.args.get("rename") or []}
        if owner and owner not in frame.sources:
            self._miss(f"{owner}.*")
            output.rest = merged([output.rest or {}, frame.everything()])
        for name, source in frame.sources.items():
            if owner and name != owner:
                continue
            for column, flow in source.columns.items():
                if column not in left_out:
                    self._add(output, renamed.get(column, column), replaced.get(column, flow))
            for column, flow in replaced.items():
                self._add(output, column, flow)
            output.through = tuple(dict.fromkeys([*output.through, *source.through]))
            if source.rest is not None:
                output.rest = merged([output.rest or {}, source.rest])

    @staticmethod
    def _add(output: Output, name: str, flow: Flow) -> None:
        output.columns[name] = merged([output.columns[name], flow]) if name in output.columns else flow

    def flow(self, node: exp.Expr, frame: Frame) -> Flow:
        """What flows through an expression of the SELECT `frame`."""
        if isinstance(node, exp.Column):
            if isinstance(node.this, exp.Star):
                source = frame.sources.get(node.table.lower())
                return source.everything() if source else frame.everything()
            return self._column(node, frame)
        if isinstance(node, (exp.Star, exp.Columns)):
            return frame.everything()
        if isinstance(node, exp.Query):
            inner = self.query(node, frame.ctes, frame)
            carried = [*inner.columns.values(), inner.rest or {}]
            return merged([*carried, *([inner.everything()] if inner.through else []), inner.rows])
        return combine(
            (({} if isinstance(child, exp.Star) and isinstance(node, exp.Count) else self.flow(child, frame)), kind)
            for child, kind in parts(node)
        )

    def _column(self, node: exp.Column, frame: Frame) -> Flow:
        owner, name = node.table.lower(), node.name.lower()
        around: Frame | None = frame
        while around is not None:
            flow = self._owned(around, owner, name) if owner else self._bare(around, name)
            if flow is not None:
                return flow
            around = around.outer
        if owner and owner not in frame.sources and not node.args.get("db"):
            # `a.b` may be field b of the structured column a
            flow = self._bare(frame, owner)
            if flow is not None:
                return passed(flow, Kind.DERIVED)
        self._miss(f"{owner}.{name}" if owner else name)
        return frame.everything()

    @staticmethod
    def _owned(frame: Frame, owner: str, name: str) -> Flow | None:
        source = frame.sources.get(owner)
        if source is None:
            return None
        known = source.known(name)
        return known if known is not None else source.unknown(name)

    @staticmethod
    def _bare(frame: Frame, name: str) -> Flow | None:
        known = [flow for source in frame.sources.values() if (flow := source.known(name)) is not None]
        if known:
            return merged(known)
        unknown = [flow for source in frame.sources.values() if (flow := source.unknown(name)) is not None]
        # a column of a table goes before an alias of the same name, and nobody knows whether this table has it
        possible = [frame.aliases[name], *unknown] if name in frame.aliases else unknown
        if name in frame.sources and name not in frame.aliases:
            return frame.sources[name].everything()
        return merged(possible) if possible else None


def read_statement(sql: str, dialect: str, tables: Tables) -> tuple[Output, list[str]]:
    """The output of one compiled SELECT and the columns whose origin could not be found.

    Args:
        sql: what dbt compiled.
        dialect: sqlglot's name of the engine, duckdb or snowflake.
        tables: columns of the relations it may read.
    """
    statement = Statement(tables)
    try:
        tree = sqlglot.parse_one(sql, dialect=dialect)
        return statement.query(tree, {}), statement.unresolved
    except (SqlglotError, RecursionError) as error:
        return Output(), [f"the statement: {' '.join(str(error).split())[:120]}"]
