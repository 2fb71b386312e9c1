"""What dbt's statements say about themselves: who sent them, and whether Snowflake's grammar knows their form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from sqlglot.tokenizer_core import TokenType

from scripts.permissions.access import BUILDERS
from scripts.snowflake.grammar import parse_problems
from scripts.snowflake.words import Words

TAG = "edp"
_COMMENT = re.compile(r"\s*/\*\s*\{.*?\}\s*\*/\s*", re.DOTALL)
_SIGNED = re.compile(r'"app": "edp".*"invocation": "[^"]+".*"node": (null|"[^"]+")', re.DOTALL)
_QUERY = ("SELECT", "WITH")
_LONG_TEXT = 60

# The run itself, not one of its nodes, looks around, makes what must be there before and records what there was after.
_OF_NO_NODE = (
    "SHOW ",
    "SELECT ",
    "WITH ",
    "CREATE SCHEMA IF NOT EXISTS",
    "CREATE TABLE IF NOT EXISTS",
    "CREATE MASKING POLICY IF NOT EXISTS",
    "ALTER MASKING POLICY",
    "CREATE ROW ACCESS POLICY IF NOT EXISTS",
    "ALTER ROW ACCESS POLICY",
    "INSERT INTO",
)

# What sqlfluff 4.4 refuses although Snowflake accepts it: the reason, and how such a statement begins.
ALLOWED: Mapping[str, str] = {
    "listing functions is no statement sqlfluff knows with the word USER": "SHOW USER FUNCTIONS",
    "sqlfluff has IF NOT EXISTS for masking policies only": "CREATE ROW ACCESS POLICY IF NOT EXISTS",
}


def unsigned(entries: Iterable[Mapping[str, Any]]) -> list[str]:
    """Statements without query tag, role, warehouse or dbt's comment, or without the node that sent them."""
    found = []
    for entry in entries:
        signature = _SIGNED.search(entry["sql"])
        lacking = [key for key in ("role", "warehouse") if not entry[key]]
        lacking += ["query tag"] if entry["tag"] != TAG else []
        lacking += ["comment"] if signature is None else []
        if signature is not None and signature[1] == "null" and not _starts(entry["sql"], _OF_NO_NODE):
            lacking.append("node")
        if lacking:
            found.append(f"without {', '.join(lacking)}: {_line(entry['sql'])}")
    return found


def shown_in_clear(entries: Iterable[Mapping[str, Any]]) -> list[str]:
    """Masked columns that a statement of another role than the loader's and the transformer's read in clear."""
    return sorted(
        {
            f"{entry['role'].lower()}: {column} in: {_line(entry['sql'])}"
            for entry in entries
            if entry["role"].lower() not in BUILDERS
            for column in entry.get("clear", ())
        }
    )


def ungrammatical(entries: Iterable[Mapping[str, Any]]) -> list[str]:
    """Forms of statements that Snowflake's grammar does not know.

    Statements of one form differ in names, texts and numbers only; the shortest of each is parsed. The queries of
    models and data tests inside them are left out: they are parsed where the project is compiled for Snowflake.
    """
    forms: dict[str, str] = {}
    for entry in entries:
        if not _starts(entry["sql"], tuple(ALLOWED.values())):
            text = outline(entry["sql"]) if _is_compiled(entry["node"]) else _short(_bare(entry["sql"]))
            form = form_of(text)
            forms[form] = min(forms.get(form, text), text, key=len)
    return [f"{problems[0]} in: {_line(text)}" for text in forms.values() if (problems := parse_problems(text))]


def outline(sql: str) -> str:
    """A statement with `(SELECT 1)` for every query in parentheses, and without dbt's comment."""
    text = _bare(sql)
    tokens = Words(text).tokens
    kept: list[str] = []
    position = depth = 0
    inside = None
    for nth, token in enumerate(tokens):
        following = tokens[nth + 1].text.upper() if nth + 1 < len(tokens) else ""
        if token.token_type is TokenType.L_PAREN:
            depth += 1
            if inside is None and following in _QUERY:
                inside = depth
                kept.append(text[position : token.start] + "(SELECT 1")
        elif token.token_type is TokenType.R_PAREN:
            if inside == depth:
                inside, position = None, token.start
            depth -= 1
    return _short("".join(kept) + text[position:])


def form_of(sql: str) -> str:
    """What is left of a statement when its names, texts and numbers are all the same."""
    form: list[str] = []
    for token in Words(sql).tokens:
        kind = token.token_type.name
        word = {"STRING": "text", "NUMBER": "1", "VAR": "name", "IDENTIFIER": "name"}.get(kind, token.text.upper())
        if word == "name" and form[-2:] == ["name", "."]:
            form.pop()
            continue
        form.append(word)
    return " ".join(form)


def _is_compiled(node: str) -> bool:
    return node.startswith(("model.", "test.", "unit_test."))


def _bare(sql: str) -> str:
    return _COMMENT.sub(" ", sql).strip().rstrip(";")


def _short(sql: str) -> str:
    """Long texts, such as recorded results, are cut: the grammar does not look into them."""
    kept: list[str] = []
    position = 0
    for token in Words(sql).tokens:
        if token.token_type.name == "STRING" and len(token.text) > _LONG_TEXT:
            kept.append(sql[position : token.start] + "'text'")
            position = token.end + 1
    return "".join(kept) + sql[position:]


def _starts(sql: str, beginnings: tuple[str, ...]) -> bool:
    return " ".join(sql.upper().split()).startswith(beginnings)


def _line(sql: str) -> str:
    return " ".join(sql.split())[:120]
