"""Snowflake's own error codes for what the emulated account refuses."""

from __future__ import annotations

from snowflake.connector.errors import ProgrammingError


def compilation_error(message: str, errno: int = 1003, sqlstate: str = "42000") -> ProgrammingError:
    """A statement Snowflake would not compile."""
    return ProgrammingError(msg=f"SQL compilation error:\n{message}", errno=errno, sqlstate=sqlstate)


def missing(kind: str, name: str) -> ProgrammingError:
    """An object that is not there, or that the role may not know of: Snowflake does not say which."""
    return compilation_error(f"{kind} '{name}' does not exist or not authorized.", 2003, "02000")


def exists_already(name: str) -> ProgrammingError:
    """A CREATE without OR REPLACE or IF NOT EXISTS of something that is there."""
    return compilation_error(f"Object '{name}' already exists.", 2002, "42710")


def unsupported(what: str) -> ProgrammingError:
    """A statement the emulated account does not know; nothing unknown is ever passed over in silence."""
    return ProgrammingError(msg=f"not supported offline: {what}", errno=9999, sqlstate="99999")
