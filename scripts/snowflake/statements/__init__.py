"""Statements the emulated account answers itself, one module per family.

A module's HANDLERS map the words a statement begins with to a function that reads the rest, changes the account and
returns the rows of the reply; None means "not mine after all". The longest beginning wins. Whatever has no handler
here goes to the SQL engine, and what that does not know either is an error.
"""

from __future__ import annotations

from collections.abc import Callable

from scripts.snowflake.session import Rows, Session
from scripts.snowflake.statements import (
    access,
    clone,
    comments,
    databases,
    describing,
    dynamic_tables,
    integrations,
    masking,
    parameters,
    principals,
    recovery,
    row_access,
    stages,
    unload,
)
from scripts.snowflake.words import Words

Handler = Callable[[Session, Words], Rows | None]

_MODULES = (
    access,
    clone,
    comments,
    databases,
    describing,
    dynamic_tables,
    integrations,
    masking,
    parameters,
    principals,
    recovery,
    row_access,
    stages,
    unload,
)

HANDLERS: dict[str, list[Handler]] = {}
for _module in _MODULES:
    for _beginning, _handler in _module.HANDLERS.items():
        HANDLERS.setdefault(_beginning, []).append(_handler)

_LONGEST = max(len(beginning.split()) for beginning in HANDLERS)


def find_handlers(words: Words) -> list[Handler]:
    """The handlers whose beginning fits the statement, the most specific ones first."""
    spoken = [words.peek(nth) for nth in range(_LONGEST)]
    found: list[Handler] = []
    for size in range(_LONGEST, 0, -1):
        found += HANDLERS.get(" ".join(spoken[:size]), [])
    return found
