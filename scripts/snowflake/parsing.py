"""Statements as syntax trees, parsed once: the server, the cursor and every view over a view ask for the same text."""

from __future__ import annotations

from functools import lru_cache

import sqlglot
from sqlglot import exp


@lru_cache(maxsize=128)
def parsed(sql: str) -> exp.Expr:
    """The tree of a statement in Snowflake's SQL; it is shared, so copy it before it is changed.

    Raises:
        ParseError: the text is no statement sqlglot knows.
    """
    return sqlglot.parse_one(sql, read="snowflake")
