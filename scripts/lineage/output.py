"""What a query, a table or a table function offers to the query around it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from scripts.lineage.flow import EVERY, Flow, Kind, Ref, merged, passed


@dataclass
class Output:
    """The columns of something one can select from.

    Attributes:
        columns: flow of each column, by name, in order.
        through: relations whose other columns, not known here, pass under their own names.
        rest: flow of any other column, e.g. of a table function; None when there is no other.
        rows: columns that decide which rows exist.
    """

    columns: dict[str, Flow] = field(default_factory=dict)
    through: tuple[str, ...] = ()
    rest: Flow | None = None
    rows: Flow = field(default_factory=dict)

    def known(self, name: str) -> Flow | None:
        """The flow of a named column, None when it is not known by name."""
        return self.columns.get(name)

    def unknown(self, name: str) -> Flow | None:
        """The flow of a column that is not known by name, None when there can be none."""
        flows: list[Flow] = [{(relation, name): Kind.DIRECT} for relation in self.through]
        if self.rest is not None:
            flows.append(self.rest)
        return merged(flows) if flows else None

    def everything(self) -> Flow:
        """All columns together, e.g. a row turned into JSON."""
        every: list[Flow] = [{(relation, EVERY): Kind.DERIVED} for relation in self.through]
        return passed(merged([*self.columns.values(), *every, self.rest or {}]), Kind.DERIVED)

    def renamed(self, names: list[str]) -> Output:
        """The same with a list of column names, `AS alias (a, b)`; a shorter list names the first columns."""
        if not names:
            return self
        flows = list(self.columns.values())
        if len(flows) < len(names) and (self.through or self.rest is not None):
            return Output(dict.fromkeys(names, self.everything()), self.through, self.everything(), self.rows)
        kept = dict(list(self.columns.items())[len(names) :])
        return Output({**dict(zip(names, flows, strict=False)), **kept}, self.through, self.rest, self.rows)


def table(relation: str, columns: Iterable[str] | None) -> Output:
    """A table or view; with `columns` None nobody knows its columns and each passes under its own name."""
    if columns is None:
        return Output(through=(relation,))
    return Output({name: {(relation, name): Kind.DIRECT} for name in columns})


def union(left: Output, right: Output, by_name: bool) -> Output:
    """Both branches of UNION, INTERSECT or EXCEPT; by position unless the columns of a branch are not all known."""
    open_ended = [side for side in (left, right) if side.through or side.rest is not None]
    if by_name or open_ended:
        names = dict.fromkeys([*left.columns, *right.columns])
        columns = {name: merged([_asked(left, name), _asked(right, name)]) for name in names}
    else:
        pairs = zip(left.columns.items(), right.columns.values(), strict=False)
        columns = {name: merged([one, other]) for (name, one), other in pairs}
    rests = [side.rest for side in (left, right) if side.rest is not None]
    return Output(
        columns,
        tuple(dict.fromkeys([*left.through, *right.through])),
        merged(rests) if rests else None,
        merged([left.rows, right.rows]),
    )


def _asked(side: Output, name: str) -> Flow:
    flow = side.known(name)
    return flow if flow is not None else side.unknown(name) or {}


def decides(flow: Flow) -> dict[Ref, Kind]:
    """The same columns when they only decide about rows."""
    return passed(flow, Kind.KEY)
