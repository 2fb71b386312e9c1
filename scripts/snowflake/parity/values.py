"""Values of two engines brought to one form, where their types name or hold the same thing differently."""

from __future__ import annotations

import re

_DECIMAL = re.compile(r"DECIMAL\(\d+,\s*(\d+)\)")
_WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT")


def family(kind: str) -> str:
    """What a DuckDB type is of, whatever its length, precision or unit: TEXT, NUMBER, FLOAT, TIME, JSON or itself."""
    if kind in ("DATE", "TIMESTAMP", "TIMESTAMP WITH TIME ZONE") or kind.startswith("TIMESTAMP_"):
        return "TIME"
    if kind in _WHOLE or _DECIMAL.fullmatch(kind):
        return "NUMBER"
    if kind in ("FLOAT", "DOUBLE"):
        return "FLOAT"
    if kind == "JSON" or kind.endswith("[]") or kind.startswith(("STRUCT", "MAP")):
        return "JSON"
    return {"VARCHAR": "TEXT", "UUID": "TEXT"}.get(kind, kind)


def common_form(column: str, mine: str, other: str) -> str | None:
    """An expression that is equal for equal values, whichever of the two types the column has.

    Args:
        column: the quoted column.
        mine: the DuckDB type it has where the expression is used.
        other: the type it has on the other engine.

    Returns:
        The expression, or None where the types hold different things.
    """
    families = {family(mine), family(other)}
    if families == {"TIME"}:
        # DATE_TRUNC of a date is a date on one engine and a timestamp on the other
        return f"CAST({column} AS TIMESTAMP)"
    if families == {"NUMBER"}:
        return f"CAST({column} AS DECIMAL(38, {max(_scale(mine), _scale(other))}))"
    if families <= {"NUMBER", "FLOAT"}:
        # sums of floats depend on the order of the rows
        return f"FORMAT('{{:.9e}}', CAST({column} AS DOUBLE))"
    if families <= {"TEXT", "JSON"} and "JSON" in families:
        text = f"CAST({column} AS VARCHAR)" if family(mine) == "TEXT" else f"CAST(TO_JSON({column}) AS VARCHAR)"
        # a VARIANT keeps the value of a document, not its spaces
        return f"CASE WHEN JSON_VALID({text}) THEN CAST(JSON({text}) AS VARCHAR) ELSE {text} END"
    if families == {"TEXT"}:
        return f"CAST({column} AS VARCHAR)"
    return column if mine == other else None


def _scale(kind: str) -> int:
    digits = _DECIMAL.fullmatch(kind)
    return int(digits[1]) if digits else 0
