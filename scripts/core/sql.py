"""SQL text from Python values: the only place where a name or a value becomes part of a statement."""

from __future__ import annotations

import re

from scripts.core.errors import EdpError

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def identifier(name: str) -> str:
    """Return `name` if it is a plain SQL identifier.

    Args:
        name: one part of a name, without dots.

    Raises:
        EdpError: the name holds anything but letters, digits and underscores, or starts with a digit.
    """
    if not _NAME.fullmatch(name):
        raise EdpError(f"{name!r} is not a valid SQL name; use letters, digits and underscores")
    return name


def relation(*parts: str) -> str:
    """Join validated identifiers to a qualified name, e.g. `raw.zuora_stitch.account`."""
    return ".".join(identifier(part) for part in parts)


def literal(value: str) -> str:
    """Quote a text value as a SQL string literal; quotes inside are doubled."""
    return "'" + value.replace("'", "''") + "'"


def quoted(*parts: str) -> str:
    """Join validated identifiers to a qualified name in double quotes, for names that may be words of the language."""
    return ".".join(f'"{identifier(part)}"' for part in parts)
