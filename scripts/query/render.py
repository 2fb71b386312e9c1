"""A result as a table for people, as JSON or as CSV. JSON and CSV keep every value exact and stream row by row."""

from __future__ import annotations

import json
import math
from datetime import date, datetime, time
from decimal import Decimal
from itertools import islice
from typing import Any, TextIO

from rich.console import Console
from rich.table import Table
from rich.text import Text

from scripts.core.errors import EdpError
from scripts.query.session import Result

_CONTROL = {code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160))} | {9: "\\t", 10: "\\n", 13: "\\r"}


def text_of(value: Any) -> str:
    """One value as text: ISO dates and times, decimals digit by digit, nested values as JSON, bytes as hexadecimal."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value).hex()
    if isinstance(value, list | tuple | dict):
        return json_of(value)
    return str(value)


def json_of(value: Any) -> str:
    """One value as JSON text. A decimal is a number with all its digits; NaN and infinity are null."""
    if value is None:
        return "null"
    if isinstance(value, bool | int):
        return json.dumps(value)
    if isinstance(value, float):
        return json.dumps(value) if math.isfinite(value) else "null"
    if isinstance(value, Decimal):
        return format(value, "f") if value.is_finite() else "null"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(text_of(key))}: {json_of(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(json_of(item) for item in value) + "]"
    if isinstance(value, datetime):
        return json.dumps(value.isoformat())
    return json.dumps(text_of(value), ensure_ascii=False)


def write_json(result: Result, out: TextIO) -> None:
    """Write an array of objects, one per line.

    Raises:
        EdpError: two columns have one name, so an object could not hold both.
    """
    names = [column.name for column in result.columns]
    for name in names:
        if names.count(name) > 1:
            raise EdpError(f"query: the column name {name} appears twice; give each its own alias for --format json")
    keys = [json.dumps(name, ensure_ascii=False) for name in names]
    out.write("[")
    for number, row in enumerate(result.rows):
        pairs = (f"{key}: {json_of(value)}" for key, value in zip(keys, row, strict=True))
        out.write((",\n " if number else "\n ") + "{" + ", ".join(pairs) + "}")
    out.write("\n]\n")


def write_csv(result: Result, out: TextIO) -> None:
    r"""Write RFC 4180: a header, `\r\n` line ends, quotes where needed. NULL is nothing, an empty text is `""`."""
    out.write(",".join(_quoted(column.name) for column in result.columns) + "\r\n")
    for row in result.rows:
        out.write(",".join("" if value is None else _quoted(text_of(value)) for value in row) + "\r\n")


def _quoted(text: str) -> str:
    if text == "" or any(mark in text for mark in ',"\r\n'):
        return '"' + text.replace('"', '""') + '"'
    return text


def print_table(result: Result, console: Console, limit: int) -> None:
    """Print at most `limit` rows, numbers to the right, NULL spelled out, and say so when there are more."""
    table = Table(show_edge=False, pad_edge=False)
    for column in result.columns:
        wraps = console.is_terminal and not column.is_number
        justify = "right" if column.is_number else "left"
        table.add_column(Text(_visible(column.name)), justify=justify, no_wrap=not wraps, overflow="fold")  # type: ignore[arg-type]  # Rich's literal type
    rows = list(islice(result.rows, limit + 1))
    for row in rows[:limit]:
        table.add_row(*(_cell(value) for value in row))
    console.print(table)
    if len(rows) > limit:
        console.print(f"first {limit} rows; see more with --limit, all with --format csv or json", style="dim")
    else:
        console.print(f"{len(rows)} row{'' if len(rows) == 1 else 's'}", style="dim")


def _cell(value: Any) -> Text:
    if value is None:
        return Text("NULL", style="dim italic")
    return Text(_visible(text_of(value)))


def _visible(text: str) -> str:
    return text.translate(_CONTROL)
