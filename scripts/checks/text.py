"""Reading SQL text without being fooled by comments and string literals.

`code_of` and `sql_of` blank them in place, so a match in the result has the line and column of the original. Text
inside a Jinja string stays: it is an SQL fragment handed to a macro, and a banned function must not hide there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_STRING = r"'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\""
_SQL_TOKEN = re.compile(
    r"(?P<comment>\{#.*?#\}|--[^\n]*|/\*.*?\*/)"
    rf"|(?P<jinja>\{{\{{(?:{_STRING}|[^'\"])*?\}}\}}|\{{%(?:{_STRING}|[^'\"])*?%\}})"
    r"|(?P<literal>'(?:\{\{.*?\}\}|''|[^'])*')"
    r"|(?P<quoted>\"[^\"]*\")",
    re.DOTALL,
)
_JINJA_STRING = re.compile(r"'((?:\\.|[^'\\])*)'|\"((?:\\.|[^\"\\])*)\"", re.DOTALL)
_JINJA_BLOCK = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_JINJA_STATEMENT = re.compile(r"\{%.*?%\}", re.DOTALL)
_YAML_COMMENT = re.compile(r"(?m)(?:^|(?<=\s))#[^\n]*")
_INPUT = re.compile(r"\b(ref|source)\(\s*(?:'[^']*'|\"[^\"]*\")(?:\s*,\s*(?:'[^']*'|\"[^\"]*\"))?\s*\)")
_INPUT_NAME = re.compile(r"['\"]([^'\"]*)['\"]")
_IMPORT = re.compile(r"\s*SELECT\s+[\w\s,.*]+?\s+FROM\s+\{\{\s*(?:ref|source)\([^)]*\)\s*\}\}\s*", re.IGNORECASE)
_WINDOW = re.compile(r"\b(\w+)\s*\(", re.IGNORECASE)
_OVER = re.compile(r"\s*(?:(?:IGNORE|RESPECT)\s+NULLS\s*)?OVER\s*\(", re.IGNORECASE)
_LATEST = re.compile(r"\blatest_record\(")


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


def _empty(literal: str) -> str:
    return "'" + _blank(literal[1:-1]) + "'"


def _keep_jinja(literal: str) -> str:
    """Blank a literal's own characters but keep Jinja blocks inside it: they are code."""
    pieces, end = [], 1
    for block in _JINJA_BLOCK.finditer(literal):
        pieces += [_blank(literal[end : block.start()]), block[0]]
        end = block.end()
    return "'" + "".join(pieces) + _blank(literal[end:-1]) + "'"


def _jinja_code(block: str) -> str:
    def fragment(match: re.Match[str]) -> str:
        return match[0][0] + code_of(match[0][1:-1]) + match[0][-1]

    return _JINJA_STRING.sub(fragment, block)


def _jinja_sql(block: str) -> str:
    """Blank a Jinja block but for the text of its strings."""
    pieces, end = [], 0
    for match in _JINJA_STRING.finditer(block):
        pieces += [_blank(block[end : match.start() + 1]), code_of(match[0][1:-1])]
        end = match.end() - 1
    return "".join(pieces) + _blank(block[end:])


def _rewrite(sql: str, jinja: Callable[[str], str], literal: Callable[[str], str]) -> str:
    def replace(match: re.Match[str]) -> str:
        if match["comment"] is not None:
            return _blank(match[0])
        if match["jinja"] is not None:
            return jinja(match[0])
        if match["literal"] is not None:
            return literal(match[0])
        return match[0]

    return _SQL_TOKEN.sub(replace, sql)


def code_of(sql: str) -> str:
    """Return `sql` with comments and the inside of SQL string literals blanked; every character keeps its place."""
    return _rewrite(sql, _jinja_code, _keep_jinja)


def sql_of(sql: str) -> str:
    """As `code_of`, and Jinja's own code is blanked too: what is left is SQL, with the SQL inside Jinja strings."""
    return _rewrite(sql, _jinja_sql, _empty)


def yaml_code_of(text: str) -> str:
    """Return YAML text with its comments blanked."""
    return _YAML_COMMENT.sub(lambda match: _blank(match[0]), text)


def line_at(text: str, offset: int) -> int:
    """The line number, from 1, of a character offset."""
    return text.count("\n", 0, offset) + 1


def _closing(text: str, opening: int) -> int:
    """Offset of the parenthesis that closes the one at `opening`, or -1."""
    depth = 0
    for match in re.compile(r"[()]").finditer(text, opening):
        depth += 1 if match[0] == "(" else -1
        if depth == 0:
            return match.start()
    return -1


@dataclass(frozen=True)
class Cte:
    """One top-level CTE: its place, its name, its text, and the node it imports if it does nothing else."""

    line: int
    name: str
    body: str
    start: int
    end: int
    imports: str | None


def ctes(code: str) -> list[Cte]:
    """The top-level CTEs of a model, in order; empty when the statement does not open with WITH."""
    shape = _JINJA_BLOCK.sub(lambda block: _blank(block[0]), code)
    head = re.match(r"\s*WITH\s+(?:RECURSIVE\s+)?", shape, re.IGNORECASE)
    found: list[Cte] = []
    position = head.end() if head else -1
    while position >= 0:
        # a macro may write several CTEs; its call is blank here and leaves a comma alone
        opening = re.compile(r"(?:\s*,)*\s*(\w+)\s*(?:\([^)]*\)\s*)?AS\s*\(", re.IGNORECASE).match(shape, position)
        closing = _closing(shape, opening.end() - 1) if opening else -1
        if opening is None or closing < 0:
            break
        body = code[opening.end() : closing]
        inputs = [input_name(match[0]) for match in _INPUT.finditer(body)]
        # `{% if is_incremental() %}` may stand between two CTEs, inside the parentheses of the first
        plain = _JINJA_STATEMENT.sub("", body)
        imports = inputs[0] if len(inputs) == 1 and _IMPORT.fullmatch(plain) else None
        line = line_at(shape, opening.start(1))
        found.append(Cte(line, opening[1].lower(), body.strip(), opening.end(), closing, imports))
        comma = re.compile(r"\s*,").match(shape, closing + 1)
        position = comma.end() if comma else -1
    return found


def input_name(call: str) -> str:
    """`ref('a')` -> a; `source('s', 't')` -> s.t; `ref('package', 'a')` -> a."""
    names = _INPUT_NAME.findall(call)
    return ".".join(names) if call.startswith("source") else names[-1]


def inputs(code: str) -> Iterator[tuple[int, str, str]]:
    """Every ref and source call as (offset, kind, name)."""
    for match in _INPUT.finditer(code):
        yield match.start(), match[1], input_name(match[0])


def split_terms(text: str) -> list[str]:
    """Split at commas that are outside parentheses."""
    terms, depth, start = [], 0, 0
    for offset, character in enumerate(text):
        depth += (character in "([{") - (character in ")]}")
        if character == "," and depth == 0:
            terms.append(text[start:offset].strip())
            start = offset + 1
    last = text[start:].strip()
    return [*terms, last] if last else terms


@dataclass(frozen=True)
class Window:
    """One window function call: where, which, and its three clauses."""

    line: int
    function: str
    partition_by: str
    order_by: list[str]
    frame: str


def windows(code: str) -> list[Window]:
    """Every `f(...) OVER (...)`, and every `latest_record` call, whose order decides which row survives."""
    found = []
    for match in _WINDOW.finditer(code):
        closing = _closing(code, match.end() - 1)
        over = _OVER.match(code, closing + 1) if closing >= 0 else None
        end = _closing(code, over.end() - 1) if over else -1
        if over is not None and end >= 0:
            partition, order, frame = _clauses(code[over.end() : end])
            line = line_at(code, match.start())
            found.append(Window(line, match[1].lower(), partition, split_terms(order), frame))
    for match in _LATEST.finditer(code):
        closing = _closing(code, match.end() - 1)
        strings = [a or b for a, b in _JINJA_STRING.findall(code[match.end() : closing])]
        if closing >= 0 and strings:
            line = line_at(code, match.start())
            found.append(Window(line, "latest_record", "", split_terms(strings[-1]), ""))
    return found


def _clauses(text: str) -> tuple[str, str, str]:
    text = " ".join(text.split())
    pattern = re.compile(
        r"(?:PARTITION BY (?P<partition>.*?))?\s*(?:ORDER BY (?P<order>.*?))?\s*(?P<frame>(?:ROWS|RANGE|GROUPS) .*)?",
        re.IGNORECASE,
    )
    match = pattern.fullmatch(text)
    if match is None:
        return text, "", ""
    return match["partition"] or "", match["order"] or "", match["frame"] or ""
