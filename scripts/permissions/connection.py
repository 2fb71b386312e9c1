"""A session on the account whose permissions are managed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from scripts.core.snowflake import connect

BOT = "permifrost_bot_user"
ROLE = "securityadmin"
"""All roles are under its ownership (Data Team Platform, "Managing Roles for Snowflake")."""


@contextmanager
def open_account(environment: Mapping[str, str]) -> Iterator[Any]:
    """Open a session and hand out a cursor.

    Args:
        environment: see `scripts.core.snowflake.connect`; SNOWFLAKE_ROLE is SECURITYADMIN unless it is set, and on an
            emulated account SNOWFLAKE_USER is the bot.

    Raises:
        EdpError: a variable is missing, or the account refuses.
    """
    user = BOT if environment.get("EDP_SNOWFLAKE_PORT") else None
    with connect(environment, {"user": user, "role": ROLE}, network_timeout=60) as connection:
        yield connection.cursor()
