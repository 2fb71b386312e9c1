"""Policies named inside CREATE TABLE and CREATE VIEW: taken out for the SQL engine, attached to what it creates."""

from __future__ import annotations

from dataclasses import dataclass, field

import sqlglot
from sqlglot.tokenizer_core import Token

from scripts.snowflake.errors import compilation_error
from scripts.snowflake.words import Words


@dataclass
class Policies:
    """Column -> policy path, and the row access policy with its columns, of one CREATE statement."""

    masks: dict[str, tuple[str, ...]] = field(default_factory=dict)
    row_access: tuple[tuple[str, ...], tuple[str, ...]] | None = None


def split_policies(sql: str) -> tuple[str, Policies]:
    """The statement without its policies, and the policies.

    Raises:
        ProgrammingError: a policy clause is not complete.
    """
    policies = Policies()
    upper = sql.upper()
    if "MASKING POLICY" not in upper and "ROW ACCESS POLICY" not in upper:
        return sql, policies
    tokens = list(sqlglot.tokenize(sql, read="snowflake"))
    if tokens[0].text.upper() != "CREATE":
        return sql, policies
    kept: list[str] = []
    position = depth = 0
    column = ""
    at = 0
    while at < len(tokens):
        token = tokens[at]
        spoken = [part.text.upper() for part in tokens[at : at + 4]]
        if depth == 0 and spoken[0] == "AS":
            break
        start = 1 if spoken[0] == "WITH" else 0
        if spoken[start : start + 2] == ["MASKING", "POLICY"]:
            path, following = _path(tokens, at + start + 2)
            policies.masks[column] = path
        elif depth == 0 and spoken[start : start + 3] == ["ROW", "ACCESS", "POLICY"]:
            path, following = _path(tokens, at + start + 3)
            columns, following = _columns(sql, tokens, following)
            policies.row_access = (path, columns)
        else:
            if depth == 1 and tokens[at - 1].text in ("(", ","):
                column = Words(sql[token.start : token.end + 1]).name() if token.text not in ("(", ")") else ""
            depth += {"(": 1, ")": -1}.get(token.text, 0)
            at += 1
            continue
        kept.append(sql[position : token.start])
        position = tokens[following].start if following < len(tokens) else len(sql)
        at = following
    return "".join(kept) + sql[position:], policies


def _path(tokens: list[Token], at: int) -> tuple[tuple[str, ...], int]:
    words: list[str] = []
    while at < len(tokens):
        token = tokens[at]
        words.append(Words(f'"{token.text}"' if token.token_type.name == "IDENTIFIER" else token.text).name())
        at += 1
        if at >= len(tokens) or tokens[at].text != ".":
            return tuple(words), at
        at += 1
    raise compilation_error("a policy clause names no policy")


def _columns(sql: str, tokens: list[Token], at: int) -> tuple[tuple[str, ...], int]:
    words = Words(sql[tokens[at].start :]) if at < len(tokens) else Words("")
    words.need("ON")
    inside = words.parentheses()
    columns = tuple(Words(part).name() for part in inside.split(","))
    while tokens[at].text != ")":
        at += 1
    return columns, at + 1
