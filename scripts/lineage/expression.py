"""What flows through one SQL expression.

The rules, from the strongest leak to none: a renamed or cast column is itself; any other function or operator makes
something of it; an aggregate keeps one of its values; a condition, a count, a window's partition or an order only
decides; the salted hash of macros/masking ends the flow (Data Team Platform, "Static Masking").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sqlglot import exp

from scripts.lineage.flow import Flow, Kind, merged, passed

# A renamed column. One that is cast, trimmed or in another case tells what it told before.
TRANSPARENT = (exp.Alias, exp.Paren, exp.Cast, exp.TryCast, exp.Collate, exp.Trim, exp.Lower, exp.Upper)

# True or false, or how many: one bit or a count of the values, never a value.
DECIDING = (
    exp.Predicate,
    exp.And,
    exp.Or,
    exp.Not,
    exp.Xor,
    exp.Count,
    exp.CountIf,
    exp.ApproxDistinct,
    exp.LogicalOr,
    exp.LogicalAnd,
    exp.StartsWith,
    exp.EndsWith,
    exp.Contains,
)

SALT_TABLE = "raw.security.hash_salt"
"""Where the salts of production lie; no node of the project, because dbt neither loads nor builds it."""

_OFFLINE_SALT = re.compile(r"offline-(email|name|ip|other)-salt")
_HASHES = ("sha2", "sha256")


def is_salted_hash(node: exp.Expr) -> bool:
    """Whether this is what the macro hash_value writes: SHA-256 of a salt the platform knows and a value.

    A hash without that salt is no end of anything: who has a list of addresses finds each of them in it.
    """
    name = node.name if isinstance(node, exp.Anonymous) else type(node).__name__
    if name.lower() not in _HASHES:
        return False
    length = node.args.get("length")
    argument = node.expressions[0] if isinstance(node, exp.Anonymous) else node.this
    if (length is not None and length.name != "256") or not isinstance(argument, exp.DPipe):
        return False
    first: exp.Expr = argument
    while isinstance(first, (exp.DPipe, exp.Paren)):
        first = first.this
    if isinstance(first, exp.Literal):
        return bool(_OFFLINE_SALT.fullmatch(first.name))
    tables = [relation_name(found) for found in first.find_all(exp.Table)] if isinstance(first, exp.Subquery) else []
    return tables == [SALT_TABLE]


def relation_name(node: exp.Table) -> str:
    """The dotted name of a table as it is written, in lower case."""
    return ".".join(part.name.lower() for part in node.parts)


def children(node: exp.Expr) -> Iterator[exp.Expr]:
    """The direct sub-expressions of a node."""
    yield from node.iter_expressions()


def parts(node: exp.Expr) -> Iterator[tuple[exp.Expr, Kind]]:
    """The sub-expressions of a node, each with what the node leaves of it."""
    if isinstance(node, TRANSPARENT):
        yield from ((child, Kind.DIRECT if child is node.this else Kind.DERIVED) for child in children(node))
    elif isinstance(node, exp.Case):
        yield from _branches(node)
    elif isinstance(node, exp.If):
        yield node.this, Kind.KEY
        for name in ("true", "false"):
            if node.args.get(name) is not None:
                yield node.args[name], Kind.DERIVED
    elif isinstance(node, (exp.Window, exp.Filter, exp.WithinGroup, exp.Order)):
        yield from ((child, Kind.DIRECT if child is node.this else Kind.KEY) for child in children(node))
    elif isinstance(node, exp.Nullif):
        yield node.this, Kind.DIRECT
        yield node.expression, Kind.KEY
    elif isinstance(node, DECIDING):
        yield from ((child, Kind.KEY) for child in children(node))
    else:
        kind = Kind.AGGREGATE if isinstance(node, exp.AggFunc) else Kind.DERIVED
        kind = Kind.HASHED if is_salted_hash(node) else kind
        yield from ((child, kind) for child in children(node))


def _branches(node: exp.Case) -> Iterator[tuple[exp.Expr, Kind]]:
    if node.this is not None:
        yield node.this, Kind.KEY
    for branch in node.args["ifs"]:
        yield branch.this, Kind.KEY
        yield branch.args["true"], Kind.DERIVED
    if node.args.get("default") is not None:
        yield node.args["default"], Kind.DERIVED


def combine(found: Iterator[tuple[Flow, Kind]]) -> Flow:
    """The flow of a node from the flows of its parts."""
    return merged(passed(flow, kind) for flow, kind in found)
