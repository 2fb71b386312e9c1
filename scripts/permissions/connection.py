"""A session on the account whose permissions are managed: Snowflake, or the emulated account that is being served."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from scripts.core.errors import EdpError

BOT = "permifrost_bot_user"
ROLE = "securityadmin"
"""All roles are under its ownership (Data Team Platform, "Managing Roles for Snowflake")."""


@contextmanager
def open_account(environment: Mapping[str, str]) -> Iterator[Any]:
    """Open a session and hand out a cursor.

    Args:
        environment: EDP_SNOWFLAKE_PORT names an emulated account on this machine; without it SNOWFLAKE_ACCOUNT,
            SNOWFLAKE_USER and DBT_ENV_SECRET_SNOWFLAKE_PRIVATE_KEY say where and who; SNOWFLAKE_ROLE is SECURITYADMIN
            unless it is set.

    Raises:
        EdpError: a variable is missing, or the account refuses.
    """
    # what its libraries say about each other's versions
    warnings.filterwarnings("ignore", module="snowflake")
    import snowflake.connector

    try:
        connection = snowflake.connector.connect(**_parameters(environment))
    except snowflake.connector.Error as error:
        raise EdpError(f"the account refuses the connection: {' '.join(str(error.msg or error).split())}") from None
    with connection:
        yield connection.cursor()


def _parameters(environment: Mapping[str, str]) -> dict[str, Any]:
    role = environment.get("SNOWFLAKE_ROLE") or ROLE
    common = {"role": role, "login_timeout": 30, "network_timeout": 60}
    if port := environment.get("EDP_SNOWFLAKE_PORT"):
        if not port.isdigit():
            raise EdpError(f"EDP_SNOWFLAKE_PORT: {port!r} is no port; `edp snowflake serve` prints the line to copy")
        user = environment.get("SNOWFLAKE_USER") or BOT
        # the emulated account accepts any password
        local = {"host": "127.0.0.1", "port": int(port), "protocol": "http", "account": "offline"}
        return {**common, **local, "user": user, "password": "offline"}
    wanted = {
        "account": "SNOWFLAKE_ACCOUNT",
        "user": "SNOWFLAKE_USER",
        "private_key": "DBT_ENV_SECRET_SNOWFLAKE_PRIVATE_KEY",
    }
    missing = [name for name in wanted.values() if not environment.get(name)]
    if missing:
        raise EdpError(f"set {', '.join(missing)} to reach Snowflake, or EDP_SNOWFLAKE_PORT for the emulated account")
    return {**common, **{key: environment[name] for key, name in wanted.items()}}
