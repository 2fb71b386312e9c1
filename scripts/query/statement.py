"""What a statement would touch, read from DuckDB's own parse of it, and the refusal of all that is not plain reading.

The tree is walked whole and every kind of node, function and type in it must be known: what is not listed is refused,
so a new way to reach a file, a setting or the catalog is closed until somebody has looked at it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import duckdb

from scripts.core.errors import EdpError
from scripts.permissions.access import Relation
from scripts.query.functions import FUNCTIONS, TABLE_FUNCTIONS, TYPES

Tree = dict[str, Any]

_QUERIES = {"SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE", "CTE_NODE"}
_SOURCES = {"BASE_TABLE", "SUBQUERY", "JOIN", "EXPRESSION_LIST", "EMPTY", "TABLE_FUNCTION", "PIVOT", "SHOW_REF"}
_MODIFIERS = {"ORDER_MODIFIER", "LIMIT_MODIFIER", "LIMIT_PERCENT_MODIFIER", "DISTINCT_MODIFIER"}
_ORDERS = {"ORDER_DEFAULT", "ASCENDING", "DESCENDING"}
_EXPRESSIONS = {
    "BETWEEN",
    "CASE",
    "CAST",
    "COLLATE",
    "COLUMN_REF",
    "COMPARISON",
    "CONJUNCTION",
    "CONSTANT",
    "FUNCTION",
    "LAMBDA",
    "OPERATOR",
    "POSITIONAL_REFERENCE",
    "STAR",
    "SUBQUERY",
    "TYPE",
    "WINDOW",
}
_SHOWS = {"DESCRIBE", "SUMMARY"}


def parse(connection: duckdb.DuckDBPyConnection, sql: str) -> Tree:
    """The tree of one SELECT as DuckDB's parser sees it.

    Raises:
        EdpError: no SELECT, more than one, a syntax error, or nesting of hundreds of levels.
    """
    [(text,)] = connection.execute("SELECT json_serialize_sql(?)", [sql]).fetchall()
    try:
        answer = json.loads(text)
    except RecursionError:
        raise EdpError(
            "query: the statement is nested too deep to be checked; write it in steps, WITH ... AS"
        ) from None
    if answer["error"]:
        said = answer["error_message"]
        if answer.get("error_type") == "not implemented":
            said = "a role may run one SELECT, DESCRIBE or SUMMARIZE and nothing else"
        raise EdpError(f"query: {' '.join(said.split())}")
    if len(answer["statements"]) != 1:
        raise EdpError(f"query: found {len(answer['statements'])} statements; give exactly one SELECT")
    tree: Tree = answer["statements"][0]["node"]
    return tree


def nodes(tree: Tree) -> Iterator[Tree]:
    """Every object in a tree, parents first; a stack, because a statement may be nested deeper than Python's calls."""
    ahead: list[Any] = [tree]
    while ahead:
        each = ahead.pop()
        if isinstance(each, dict):
            yield each
            ahead.extend(reversed(each.values()))
        elif isinstance(each, list):
            ahead.extend(reversed(each))


def ctes(tree: Tree) -> set[str]:
    """The names of all common table expressions of a statement, lower case."""
    named = (each["cte_map"] for each in nodes(tree) if isinstance(each.get("cte_map"), dict))
    return {entry["key"].lower() for each in named for entry in each["map"]}


def check(connection: duckdb.DuckDBPyConnection, sql: str) -> list[Relation]:
    """Parse a statement, refuse whatever is more than reading tables by their full names, and say which it reads.

    Args:
        connection: only its parser is used.
        sql: the statement.

    Returns:
        The tables and views it names, lower case, in the order of their first appearance.

    Raises:
        EdpError: one line that names what is not allowed.
    """
    tree = parse(connection, sql)
    known = ctes(tree)
    relations: dict[Relation, None] = {}
    for node in nodes(tree):
        _check_node(node)
        if _kind(node) == "BASE_TABLE":
            relation = _relation(node, known)
            if relation is not None:
                relations[relation] = None
    return list(relations)


def _kind(node: Tree) -> str | None:
    """The kind of a query, source or modifier; None for an expression and for parts that have no kind."""
    kind = node.get("type")
    return kind if isinstance(kind, str) and "class" not in node else None


def _check_node(node: Tree) -> None:
    kind, expression = _kind(node), node.get("class")
    if kind is not None and kind not in _QUERIES | _SOURCES | _MODIFIERS | _ORDERS:
        raise _not_allowed(kind.lower())
    if expression is not None and expression not in _EXPRESSIONS:
        raise _not_allowed(str(expression).lower())
    if kind == "SHOW_REF" and (node.get("show_type") not in _SHOWS or node.get("query") is None):
        raise EdpError("query: a role has no list of tables here; name one, e.g. DESCRIBE prod.common.dim_date")
    if node.get("at_clause") is not None:
        raise _not_allowed("AT (time travel)")
    if expression in ("FUNCTION", "WINDOW"):
        _check_function(node, FUNCTIONS)
    if kind == "TABLE_FUNCTION":
        _check_function(node["function"], TABLE_FUNCTIONS)
    if expression == "TYPE":
        _check_type(node)


def _check_function(node: Tree, allowed: frozenset[str]) -> None:
    path = _path(node)
    if len(path) != 1 or path[0].lower() not in allowed:
        raise _not_allowed(f"function {'.'.join(path)}")


def _check_type(node: Tree) -> None:
    path = _path(node)
    if len(path) != 1 or path[0].lower() not in TYPES:
        raise _not_allowed(f"type {'.'.join(path)}")


def _path(node: Tree) -> list[str]:
    """The parts of a qualified name; none where it has no name, which nothing allows."""
    parts: list[str] = node.get("qualified_name", {}).get("path", [])
    return parts


def _relation(node: Tree, known: set[str]) -> Relation | None:
    """The relation a table reference names; None for a common table expression."""
    parts = [part.lower() for part in _path(node)]
    if len(parts) == 1 and parts[0] in known:
        return None
    if len(parts) != 3:
        raise EdpError(f"query: {'.'.join(parts)} is no full name; write database.schema.table")
    database, schema, table = parts
    return database, schema, table


def _not_allowed(what: str) -> EdpError:
    return EdpError(f"query: {what} is not allowed in a statement run as a role")
