"""What flows into one column: other columns, each with how much of its value is left."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum

Ref = tuple[str, str]
"""A column: its relation (three-part name in lower case, or a unique id) and its name in lower case."""

EVERY = "*"
"""In place of a column name: any column of the relation, or, as a target, which of its rows exist."""


class Kind(IntEnum):
    """How a column is used; the larger, the less of its value is left.

    DIRECT is the value itself, renamed or cast; DERIVED an expression of it; AGGREGATE one of several rows; KEY only
    decides about rows or branches (join, filter, condition, group, order, count): an implicit flow; HASHED is the
    salted hash of macros/masking, from which nobody gets the value back.
    """

    DIRECT = 0
    DERIVED = 1
    AGGREGATE = 2
    KEY = 3
    HASHED = 4

    @property
    def carries(self) -> bool:
        """Whether the value can be read from the result."""
        return self < Kind.KEY


Flow = dict[Ref, Kind]


def passed(flow: Flow, through: Kind) -> Flow:
    """What is left of `flow` after an expression of kind `through`."""
    return {ref: max(kind, through) for ref, kind in flow.items()}


def merged(flows: Iterable[Flow]) -> Flow:
    """All of the flows; of two ways the same column takes, the one that leaves more of it."""
    result: Flow = {}
    for flow in flows:
        for ref, kind in flow.items():
            known = result.get(ref)
            result[ref] = kind if known is None else min(known, kind)
    return result
